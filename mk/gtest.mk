# SPDX-License-Identifier: BSD-2-Clause
# What the guest tests bring into their guests: programs that print TAP,
# tests/guest/prog/NAME.c, and modules, tests/guest/lkm/NAME.c.
#
#	build/tests/prog/NAME
#	build/tests/lkm/NAME.o
#	build/tests/linux/NAME	(tests/guest/linux)
#
# They are built with `make host-tests`, before any test runs.

TESTPROGS := $(patsubst %.c,%,$(filter-out tap.c,\
	    $(notdir $(sort $(wildcard tests/guest/prog/*.c)))))
TESTLKMS := $(patsubst %.c,%,\
	    $(notdir $(sort $(wildcard tests/guest/lkm/*.c))))

build/tests/obj/%.o: tests/guest/prog/%.c $(NEWLIB)
	$(say) CC $<
	$(Q)mkdir -p $(@D); $(CC) $(USER_CFLAGS) -MD -c -o $@ $<

$(TESTPROGS:%=build/tests/prog/%): build/tests/prog/%: build/tests/obj/%.o \
    build/tests/obj/tap.o $(USER_DEPS)
	$(USER_LINK)

# Each is what a folder with a Makefile of three lines would make of it.
build/tests/lkm/%.o: tests/guest/lkm/%.c $(wildcard tests/guest/lkm/*.h) \
    $(LKM_DEPS) mk/gtest.mk
	$(say) LKM $@
	$(Q)mkdir -p build/tests/lkm/$*
	$(Q)printf 'KMOD = %s\ninclude $$(GRAFT)/share/mk/lkm.mk\n' $* \
	    >build/tests/lkm/$*/Makefile
	$(Q)cp $< tests/guest/lkm/*.h build/tests/lkm/$*/
	$(Q)$(MAKE) -s -C build/tests/lkm/$* GRAFT=../../../.. KMODDIR=.. OBJDIR=. \
	    LKM_WARN="$(WERROR)" CFLAGS="$(TESTLKM_CFLAGS)" --no-print-directory

build/tests/lkm/pic.o: TESTLKM_CFLAGS := -fPIC
$(patsubst %,build/tests/lkm/%.o,nofp noframe wrapper chain_a decoy \
    callback_b): TESTLKM_CFLAGS := -fomit-frame-pointer
build/tests/lkm/jumper.o: TESTLKM_CFLAGS := -foptimize-sibling-calls

host-tests: $(TESTPROGS:%=build/tests/prog/%) $(TESTLKMS:%=build/tests/lkm/%.o)

# The programs cat and sh as a.out: linked once more, for where that has text.
AOUT_KINDS := omagic nmagic zmagic qmagic
AOUTPROGS := $(foreach p,cat sh,$(AOUT_KINDS:%=build/tests/aout/$(p).%))

build/tests/aout/cat.elf: build/prog/obj/bin/cat.o build/prog/libutil.a
build/tests/aout/sh.elf: build/ext/dash.o
build/tests/aout/cat.elf build/tests/aout/sh.elf: $(USER_DEPS) mk/gtest.mk
	$(say) LD $@
	$(Q)mkdir -p $(@D); $(CC) $(USER_LDFLAGS) -Wl,--defsym=TEXT_START=0x1000 \
	    -o $@ $(USER_CRT) $(filter-out $(USER_CRT),$(filter %.o,$^)) \
	    $(filter %.a,$(filter-out $(LIBGRAFT),$^)) $(USER_LIBS)

define aout_kind_rule
build/tests/aout/%.$1: build/tests/aout/%.elf build/host/elf2aoutexe
	$$(say) AOUT $$@
	$$(Q)build/host/elf2aoutexe -k $1 $$< $$@
endef
$(foreach k,$(AOUT_KINDS),$(eval $(call aout_kind_rule,$(k))))

host-tests: $(AOUTPROGS)

# A kernel that has all modules in it, and some that do not go in.
TEST_BUILTIN := $(LKM_ALL) $(addprefix build/tests/lkm/,over_a.o slowload.o \
	    nodispatch.o)
build/tests/kernel/graft: $(TEST_BUILTIN) $$(KERNEL_DEPS)
	$(call link_builtin,$(TEST_BUILTIN))

host-tests: build/tests/kernel/graft

# Programs for Linux without a library: tests/guest/linux/NAME.c, as a
# compiler for Linux makes them if nobody tells it of Graft.
LINUXPROGS := $(patsubst tests/guest/linux/%.c,build/tests/linux/%,\
	    $(filter-out %/lx.c,$(sort $(wildcard tests/guest/linux/*.c))))
LINUX_CFLAGS = -std=gnu11 -O1 -march=i686 -ffreestanding -fno-pic \
	    -fno-stack-protector -fno-asynchronous-unwind-tables $(WARN)

build/tests/linux/%.o: tests/guest/linux/%.c tests/guest/linux/lx.h
	$(say) CC $<
	$(Q)mkdir -p $(@D); $(CC) $(LINUX_CFLAGS) -c -o $@ $<

$(LINUXPROGS): build/tests/linux/%: build/tests/linux/%.o \
    build/tests/linux/lx.o
	$(say) LD $@
	$(Q)$(CC) -nostdlib -static -no-pie -o $@ $^

host-tests: $(LINUXPROGS)

.PRECIOUS: build/tests/linux/%.o build/tests/obj/%.o build/tests/aout/%.elf
-include $(wildcard build/tests/obj/*.d)
