# SPDX-License-Identifier: BSD-2-Clause
# The modules of share/lkm: each folder is built by its own Makefile, as one
# outside the tree would be, and its object lies in the guest's /lkm: there
# without the debugging information, which gdb reads from build/lkm.

LKM_DIRS := $(patsubst %/Makefile,%,$(sort $(wildcard share/lkm/*/*/Makefile)))
LKM_ALL	 := $(foreach d,$(LKM_DIRS),build/lkm/$(notdir $(d)).o)
# What a module is compiled with may change it.
LKM_DEPS := share/mk/lkm.mk $(wildcard sys/*.h arch/i386/include/machine/*.h)

define lkm_rule
build/lkm/$(notdir $1).o: $(wildcard $1/*.[chS]) $1/Makefile $(LKM_DEPS)
	$$(say) LKM $$@
	$$(Q)$$(MAKE) -B -s -C $1 GRAFT=../../../.. KMODDIR=../../../../build/lkm \
	    OBJDIR=../../../../build/lkm/$(notdir $1) \
	    LKM_WARN="$$(WERROR)" --no-print-directory
$(ROOT)/lkm/$(notdir $1).o: build/lkm/$(notdir $1).o
	@mkdir -p $$(@D)
	$$(Q)$$(OBJCOPY) --strip-debug $$< $$@
endef
$(foreach d,$(LKM_DIRS),$(eval $(call lkm_rule,$(d))))

ROOT_FILES += $(LKM_ALL:build/lkm/%=$(ROOT)/lkm/%)

.PHONY: lkm
lkm: $(LKM_ALL)	## build the example modules
