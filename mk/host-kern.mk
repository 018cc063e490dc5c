# SPDX-License-Identifier: BSD-2-Clause
# Parts of the kernel that need no machine, tested on the host: the tests
# are in tests/kern and print TAP.
# The kernel's sources, and a test that looks inside them, are compiled as
# the kernel is; names that the C library has, too, get a k_.

KERN_RENAME := $(foreach f,malloc realloc free printf vprintf snprintf \
	       vsnprintf sprintf log,-D$(f)=k_$(f))
KERN_HOSTCC := $(HOSTCC) $(HOSTCFLAGS) -ffreestanding -nostdinc \
	       -isystem "$$($(HOSTCC) -print-file-name=include)" \
	       -D_KERNEL -I. -Iarch/i386/include $(KERN_RENAME)
KERN_TESTS  := build/host/prf.t build/host/calendar.t build/host/tty.t \
	       build/host/insn.t build/host/chacha.t

host-tests: $(KERN_TESTS)

build/host/prf.t: build/host/tests/kern/prf.o build/host/kern/kern/subr_prf.o
build/host/calendar.t: build/host/tests/kern/calendar.o \
	build/host/kern/kern/clock_subr.o
build/host/insn.t: build/host/tests/kern/insn.o build/host/kern/arch/i386/insn.o
build/host/chacha.t: build/host/tests/kern/chacha.o \
	build/host/kern/share/lkm/drv/random/chacha.o
build/host/tty.t: $(addprefix build/host/kern/kern/,subr_prf.o tty.o \
	tty_edit.o tty_input.o tty_ioctl.o tty_jobc.o tty_output.o tty_subr.o) \
	build/host/kern/tests/kern/tty.o build/host/kern/tests/kern/ttyrig.o

build/host/kern/%.o: %.c
	$(say) HOSTCC $<
	@mkdir -p $(@D)
	$(Q)$(KERN_HOSTCC) -MMD -MP -c -o $@ $<

build/host/tests/kern/%.o: tests/kern/%.c
	$(say) HOSTCC $<
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -MMD -MP -c -o $@ $<

$(KERN_TESTS):
	$(say) HOSTLD $@
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -o $@ $^

-include $(wildcard build/host/kern/*/*.d build/host/kern/*/*/*.d \
	build/host/tests/kern/*.d)
