# SPDX-License-Identifier: BSD-2-Clause
# Programs and tests that run on the host. A test is tests/host/NAME.c; it
# becomes build/host/NAME.t, which prints TAP:
#
#	make host-tests && prove --exec '' build/host/*.t

HOSTCFLAGS := -std=gnu11 -O1 -g $(WARN) \
	      -fsanitize=address,undefined -fno-sanitize-recover=all

# What the tests share.
HOST_HELP  := $(addprefix tests/host/,kobjtest.c goodobj.c goodaout.c)
HOST_KOBJ  := $(sort $(wildcard kern/kobj/*.c)) arch/i386/kobj_machdep.c \
	      tools/elf2aout_convert.c $(HOST_HELP)
HOST_KOBJO := $(HOST_KOBJ:%.c=build/host/obj/%.o)
HOST_TESTS := $(filter-out $(HOST_HELP),$(sort $(wildcard tests/host/*.c)))
HOST_T	   := $(HOST_TESTS:tests/host/%.c=build/host/%.t)

.PHONY: host-tests
host-tests: $(HOST_T) build/host/genmod build/host/elf2aout $(LKM_ALL) \
    $(LKM_AOUT)	## build the tests that run here

build/host/obj/%.o: %.c
	$(say) HOSTCC $<
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -MMD -MP -c -o $@ $<

build/host/%.t: build/host/obj/tests/host/%.o $(HOST_KOBJO)
	$(say) HOSTLD $@
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -o $@ $^

# With the kernel's own reader of ELF objects in it.
ELF2AOUT := tools/elf2aout.c tools/elf2aout_convert.c \
	    $(sort $(wildcard kern/kobj/*.c)) arch/i386/kobj_machdep.c

build/host/elf2aout: $(ELF2AOUT) tools/elf2aout.h sys/kobj.h \
    $(wildcard kern/kobj/*.h)
	$(say) HOSTCC $@
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=gnu11 -O1 $(WARN) -o $@ $(ELF2AOUT)

build/host/genmod: tools/genmod.c
	$(say) HOSTCC $@
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=gnu11 -O1 $(WARN) -o $@ $<

.PRECIOUS: build/host/obj/%.o
-include $(HOST_KOBJO:.o=.d) $(HOST_TESTS:%.c=build/host/obj/%.d)
