# SPDX-License-Identifier: BSD-2-Clause
# The kernel: every .c and .S in its folders. It is linked twice: the first
# link gives the addresses for the symbol table that the second one holds.

KDIR	 := build/kernel
KSRCS	 := $(sort $(wildcard arch/i386/*.c arch/i386/*.S kern/*.c \
	    kern/kobj/*.c kern/lkm/*.c vfs/*.c fs/tmpfs/*.c dev/*.c \
	    dev/pci/*.c))
KSRCS	 := $(filter-out arch/i386/genassym.c,$(KSRCS))
KOBJS	 := $(patsubst %,$(KDIR)/%.o,$(basename $(KSRCS)))
LIBGCC	 := $(shell $(CC) -print-libgcc-file-name 2>/dev/null)

# What a module is compiled with, too: share/mk/lkm.mk has the same list.
KERN_CODEGEN := -march=i686 -mtune=generic -O2 -ffreestanding -fno-pic -fno-stack-protector \
	    -fno-asynchronous-unwind-tables -fno-strict-aliasing \
	    -fno-common -mgeneral-regs-only
# -fno-omit-frame-pointer would cost instructions everywhere; traces walk
# frame pointers, so it is worth them.
KCFLAGS	 := -std=gnu11 -g $(KERN_CODEGEN) -fno-omit-frame-pointer $(WARN) \
	    -nostdinc -isystem $(GCCINC) -I. -Iarch/i386/include -I$(KDIR) \
	    -D_KERNEL -MMD -MP
KASFLAGS := -march=i686 -I$(KDIR) -MMD -MP

$(KDIR)/%.o: %.c
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(KCFLAGS) -c -o $@ $<

$(KDIR)/%.o: %.S $(KDIR)/assym.h
	$(say) AS $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(KASFLAGS) -c -o $@ $<

$(KDIR)/assym.h: arch/i386/genassym.c $(wildcard sys/*.h arch/i386/include/machine/*.h)
	@mkdir -p $(@D)
	$(Q)$(CC) $(filter-out -MMD -MP -g,$(KCFLAGS)) -S -o - $< | \
	    sed -n 's/^@@\([A-Z_]*\) \$$*\([0-9-]*\)$$/#define \1 \2/p' >$@

build/host/mksyms: tools/mksyms.c sys/ksyms.h
	$(say) HOSTCC $@
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=gnu11 -O1 $(WARN) -o $@ $<

# $(call ksyms,program whose symbols or nothing,object to make)
define ksyms
$(Q)$(if $1,$(NM) -n $1,:) | build/host/mksyms >$(2:.o=.S)
$(Q)$(CC) -c -o $2 $(2:.o=.S)
endef

KLINK	 = $(LD) -m elf_i386 -T arch/i386/kernel.ld --build-id=none \
	    -z noexecstack --no-warn-rwx-segments

# The recipe of a kernel that has these objects as well.
define link_kernel
$(say) LD $@
$(call ksyms,,$(@D)/ksyms0.o)
$(Q)$(KLINK) -o $@.tmp $(KOBJS) $1 $(@D)/ksyms0.o $(LIBGCC)
$(call ksyms,$@.tmp,$(@D)/ksyms.o)
$(Q)$(KLINK) -o $@.debug $(KOBJS) $1 $(@D)/ksyms.o $(LIBGCC)
$(Q)$(OBJCOPY) --strip-debug $@.debug $@
endef

KERNEL_DEPS := $(KOBJS) arch/i386/kernel.ld build/host/mksyms

$(KDIR)/graft: $(KERNEL_DEPS)
	$(call link_kernel)

.PHONY: kernel
kernel: $(KDIR)/graft	## build the kernel alone

## a kernel with modules built in: kern/lkm/lkm_builtin.c

# The recipe: the objects are linked as they are, those that modload would load.
# Two of them may have functions of the same name (share/lkm/drv/virtio), so
# only the entries stay global, and are called xxx_lkmentry, if not so already.
define link_builtin
$(Q)rm -rf $(@D)/builtin; mkdir -p $(@D)/builtin; \
    echo '#include <sys/lkmvar.h>' >$(@D)/builtin.c; \
    for o in $1; do n=$${o##*/}; n=$${n%.o}; \
	$(OBJCOPY) --redefine-sym xxxinit=$${n}_lkmentry \
	    -G $${n}_lkmentry $$o $(@D)/builtin/$$n.o && \
	echo "LKM_BUILTIN($$n)" >>$(@D)/builtin.c || exit; done
$(Q)$(CC) $(filter-out -MMD -MP,$(KCFLAGS)) -fno-toplevel-reorder \
	    -c -o $(@D)/builtin.o $(@D)/builtin.c
$(call link_kernel,$(addprefix $(@D)/builtin/,$(notdir $1)) $(@D)/builtin.o)
endef

MODULES	 ?=
UNKNOWN_MODULES := $(filter-out $(LKM_ALL:build/lkm/%.o=%),$(MODULES))

# It is linked each time: with other modules than the last time, perhaps.
.PHONY: builtin
builtin:		## a kernel with modules in it: MODULES='ext2fs ...'
	$(if $(MODULES),,$(error make builtin MODULES='ext2fs ...' names what is \
	    to be in the kernel))
	$(if $(UNKNOWN_MODULES),$(error share/lkm has no module \
	    $(UNKNOWN_MODULES)))
	@rm -f build/builtin/graft
	@+$(BUILD) build/builtin/graft

build/builtin/graft: $(KERNEL_DEPS) $(MODULES:%=build/lkm/%.o)
	$(call link_builtin,$(MODULES:%=build/lkm/%.o))

-include $(KOBJS:.o=.d)
