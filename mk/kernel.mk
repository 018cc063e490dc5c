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

$(KDIR)/graft: $(KOBJS) arch/i386/kernel.ld build/host/mksyms
	$(say) LD $@
	$(call ksyms,,$(KDIR)/ksyms0.o)
	$(Q)$(KLINK) -o $@.tmp $(KOBJS) $(KDIR)/ksyms0.o $(LIBGCC)
	$(call ksyms,$@.tmp,$(KDIR)/ksyms.o)
	$(Q)$(KLINK) -o $@.debug $(KOBJS) $(KDIR)/ksyms.o $(LIBGCC)
	$(Q)$(OBJCOPY) --strip-debug $@.debug $@

.PHONY: kernel
kernel: $(KDIR)/graft	## build the kernel alone

-include $(KOBJS:.o=.d)
