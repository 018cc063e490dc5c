# SPDX-License-Identifier: BSD-2-Clause
# Parts of the kernel that need no machine, tested on the host. A test is
# tests/kern/NAME.c; it becomes build/host/NAME.t, which prints TAP.
# The kernel's sources, and tests that look inside them (KERN_INSIDE), are
# compiled as the kernel is; names that the C library has, too, get a k.

KERN_RENAME := $(foreach f,malloc realloc free printf vprintf snprintf \
	       vsnprintf sprintf log,-D$(f)=k_$(f))
KERN_HOSTCC := $(HOSTCC) $(HOSTCFLAGS) -ffreestanding -nostdinc \
	       -isystem "$$($(HOSTCC) -print-file-name=include)" \
	       -D_KERNEL -I. -Iarch/i386/include $(KERN_RENAME)
KERN_INSIDE := tty
KERN_TESTS  := $(patsubst tests/kern/%.c,%,$(sort $(wildcard tests/kern/*.c)))

kern-test-srcs = $(addprefix build/host/kern/,$($(1)_SRCS:.c=.o))
prf_SRCS    := kern/subr_prf.c
calendar_SRCS := kern/clock_subr.c
tty_SRCS    := kern/subr_prf.c kern/tty.c kern/tty_edit.c kern/tty_input.c \
	       kern/tty_ioctl.c kern/tty_jobc.c kern/tty_output.c \
	       kern/tty_subr.c

host-tests: $(KERN_TESTS:%=build/host/%.t)

build/host/kern/%.o: %.c
	$(say) HOSTCC $<
	@mkdir -p $(@D)
	$(Q)$(KERN_HOSTCC) -MMD -MP -c -o $@ $<

$(KERN_INSIDE:%=build/host/tests/kern/%.o): build/host/tests/kern/%.o: \
    tests/kern/%.c
	$(say) HOSTCC $<
	@mkdir -p $(@D)
	$(Q)$(KERN_HOSTCC) -MMD -MP -c -o $@ $<

build/host/tests/kern/%.o: tests/kern/%.c
	$(say) HOSTCC $<
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -MMD -MP -c -o $@ $<

.SECONDEXPANSION:
$(KERN_TESTS:%=build/host/%.t): build/host/%.t: build/host/tests/kern/%.o \
    $$(call kern-test-srcs,%)
	$(say) HOSTLD $@
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -o $@ $^

-include $(shell test -d build/host && find build/host/kern \
    build/host/tests -name '*.d' 2>/dev/null)
