# SPDX-License-Identifier: BSD-2-Clause
# Programs and tests that run on the host. A test is tests/host/NAME.c; it
# becomes build/host/NAME.t, which prints TAP; that of tests/objects, with the
# hostile objects, is build/host/objects.t:
#
#	make host-tests && prove --exec '' build/host/*.t

HOSTCFLAGS := -std=gnu11 -O1 -g $(WARN) \
	      -fsanitize=address,undefined -fno-sanitize-recover=all

# What the tests share.
HOST_HELP  := $(addprefix tests/,host/kobjtest.c host/sameld.c \
	      objects/goodelf.c objects/goodaout.c)
HOST_KOBJ  := $(sort $(wildcard kern/kobj/*.c)) arch/i386/kobj_machdep.c \
	      tools/elf2aout_convert.c tools/elf2aoutexe_convert.c $(HOST_HELP)
HOST_KOBJO := $(HOST_KOBJ:%.c=build/host/obj/%.o)
HOST_TESTS := $(filter-out $(HOST_HELP),$(sort $(wildcard tests/host/*.c)))
HOST_T	   := $(HOST_TESTS:tests/host/%.c=build/host/%.t)

# The hostile objects, and what writes them as files.
OBJECTS	   := $(addprefix tests/objects/,objects.c file_defects.c \
	      elf_defects.c large_defects.c aout_defects.c names.c)
OBJECTSO   := $(OBJECTS:%.c=build/host/obj/%.o)

.PHONY: host-tests
host-tests: $(HOST_T) build/host/objects.t build/host/growth.t \
    build/host/genmod build/host/elf2aout build/host/elf2aoutexe build/tests/objects/INDEX $(LKM_ALL) \
    $(LKM_AOUT)	## build the tests that run here

build/host/obj/%.o: %.c
	$(say) HOSTCC $<
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -MMD -MP -c -o $@ $<

build/host/%.t: build/host/obj/tests/host/%.o $(HOST_KOBJO)
	$(say) HOSTLD $@
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -o $@ $^

build/host/objects.t: build/host/obj/tests/objects/test.o
build/host/growth.t: build/host/obj/tests/objects/growth.o
build/host/objects.t build/host/growth.t: $(OBJECTSO) $(HOST_KOBJO)
	$(say) HOSTLD $@
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -o $@ $^

build/host/mkobjects: build/host/obj/tests/objects/mkobjects.o $(OBJECTSO) \
    $(addprefix build/host/obj/tests/objects/,goodelf.o goodaout.o)
	$(say) HOSTLD $@
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -o $@ $^

build/tests/objects/INDEX: build/host/mkobjects
	$(say) OBJECTS build/tests/objects
	$(Q)rm -rf $(@D); mkdir -p $(@D); $< $(@D)

# With the kernel's own reader of ELF objects in it.
ELF2AOUT := $(addprefix tools/elf2aout,_convert.c _files.c) \
	    $(sort $(wildcard kern/kobj/*.c)) arch/i386/kobj_machdep.c

build/host/elf2aout: tools/elf2aout.c $(ELF2AOUT)
build/host/elf2aoutexe: tools/elf2aoutexe.c tools/elf2aoutexe_convert.c \
    sys/exec_aout.h $(ELF2AOUT)
build/host/elf2aout build/host/elf2aoutexe: $(wildcard tools/elf2aout*.h) \
    sys/kobj.h $(wildcard kern/kobj/*.h)
	$(say) HOSTCC $@
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=gnu11 -O1 $(WARN) -o $@ $(filter %.c,$^)

build/host/genmod: tools/genmod.c
	$(say) HOSTCC $@
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=gnu11 -O1 $(WARN) -o $@ $<

.PRECIOUS: build/host/obj/%.o
-include $(HOST_KOBJO:.o=.d) $(HOST_TESTS:%.c=build/host/obj/%.d) \
	$(OBJECTSO:.o=.d) $(wildcard build/host/obj/tests/objects/*.d)

# The workload of file systems, to look at what a guest has left on a disk.
host-tests: build/host/fsload
build/host/fsload: $(addprefix tests/guest/prog/,fsload.c fsmodel.h fscrash.h rnd.h)
	$(say) HOSTCC $@
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -o $@ $<
