# SPDX-License-Identifier: BSD-2-Clause
# What the guest tests bring into their guests: programs that print TAP,
# tests/guest/prog/NAME.c, and modules, tests/guest/lkm/NAME.c.
#
#	build/tests/prog/NAME
#	build/tests/lkm/NAME.o
#
# They are built with `make host-tests`, before any test runs.

TESTPROGS := $(patsubst %.c,%,$(filter-out tap.c,\
	    $(notdir $(sort $(wildcard tests/guest/prog/*.c)))))
TESTLKMS := $(patsubst %.c,%,\
	    $(notdir $(sort $(wildcard tests/guest/lkm/*.c))))

build/tests/obj/%.o: tests/guest/prog/%.c $(NEWLIB)
	$(say) CC $<
	$(Q)mkdir -p $(@D); $(CC) $(USER_CFLAGS) -MMD -c -o $@ $<

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

.PRECIOUS: build/tests/obj/%.o
-include $(wildcard build/tests/obj/*.d)
