# SPDX-License-Identifier: BSD-2-Clause
# The modules of share/lkm: each folder is built by its own Makefile, as one
# outside the tree would be, and its object lies in the guest's /lkm: there
# without the debugging information, which gdb reads from build/lkm.
#
# /lkm/aout has each module as an a.out object: made of the ELF one, or, if
# it is written for nasm, by nasm itself.

LKM_DIRS := $(patsubst %/Makefile,%,$(sort $(wildcard share/lkm/*/*/Makefile)))
LKM_ALL	 := $(foreach d,$(LKM_DIRS),build/lkm/$(notdir $(d)).o)
# The names of an emulation's flags, for ktrace(1): /usr/share/ktrace/NAME.
KTRACE_NAMES := $(sort $(wildcard share/lkm/*/*/*.ktrace))
ROOT_FILES += $(patsubst %.ktrace,$(ROOT)/usr/share/ktrace/%,\
	    $(notdir $(KTRACE_NAMES)))
define ktrace_rule
$(ROOT)/usr/share/ktrace/$(basename $(notdir $1)): $1
	$$(Q)mkdir -p $$(@D); install -m 644 $$< $$@
endef
$(foreach f,$(KTRACE_NAMES),$(eval $(call ktrace_rule,$f)))

# What a module is compiled with may change it.
LKM_DEPS := share/mk/lkm.mk $(wildcard sys/*.h arch/i386/include/machine/*.h)

# Sources that several modules have, in a folder without a Makefile.
LKM_SHARED := $(filter-out $(addsuffix /%,$(LKM_DIRS)),\
	    $(wildcard share/lkm/*/*/*.[chS]))

define lkm_rule
build/lkm/$(notdir $1).o: $(wildcard $1/*.[chS] $1/*.asm) $1/Makefile \
    $(LKM_SHARED) $(LKM_DEPS)
	$$(say) LKM $$@
	$$(Q)$$(MAKE) -B -s -C $1 GRAFT=../../../.. KMODDIR=../../../../build/lkm \
	    OBJDIR=../../../../build/lkm/$(notdir $1) \
	    LKM_WARN="$$(WERROR)" --no-print-directory
$(ROOT)/lkm/$(notdir $1).o: build/lkm/$(notdir $1).o
	@mkdir -p $$(@D)
	$$(Q)$$(OBJCOPY) --strip-debug $$< $$@
endef
$(foreach d,$(LKM_DIRS),$(eval $(call lkm_rule,$(d))))

LKM_AOUT := $(LKM_ALL:build/lkm/%=build/lkm/aout/%)
LKM_ASM	 := $(foreach d,$(LKM_DIRS),$(wildcard $(d)/$(notdir $(d)).asm))
LKM_ASMO := $(foreach s,$(LKM_ASM),build/lkm/aout/$(basename $(notdir $(s))).o)

define lkm_asm_rule
build/lkm/aout/$(basename $(notdir $1)).o: $1
	$$(say) NASM $$@
	@mkdir -p $$(@D)
	$$(Q)nasm -f aoutb -o $$@ $$<
endef
$(foreach s,$(LKM_ASM),$(eval $(call lkm_asm_rule,$(s))))

$(filter-out $(LKM_ASMO),$(LKM_AOUT)): build/lkm/aout/%: build/lkm/% \
    build/host/elf2aout
	$(say) AOUT $@
	@mkdir -p $(@D)
	$(Q)build/host/elf2aout $< $@

$(LKM_AOUT:build/%=$(ROOT)/%): $(ROOT)/%: build/%
	$(INSTALL)

ROOT_FILES += $(LKM_ALL:build/lkm/%=$(ROOT)/lkm/%) $(LKM_AOUT:build/%=$(ROOT)/%)

# What makes a module's nodes: modload -p.
LKM_SCRIPTS := $(wildcard share/lkm/*/*/*.sh)
define lkm_script_rule
$(ROOT)/lkm/$(notdir $1): $1
	$$(INSTALL)
endef
$(foreach s,$(LKM_SCRIPTS),$(eval $(call lkm_script_rule,$(s))))
ROOT_FILES += $(foreach s,$(LKM_SCRIPTS),$(ROOT)/lkm/$(notdir $(s)))

.PHONY: lkm
lkm: $(LKM_ALL) $(LKM_AOUT)	## build the example modules
