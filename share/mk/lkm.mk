# SPDX-License-Identifier: BSD-2-Clause
# How a module is built. A module's Makefile is three lines:
#
#	KMOD = hello
#	SRCS = hello.c
#	include $(GRAFT)/share/mk/lkm.mk
#
# and is used so:
#
#	make GRAFT=/path/to/graft
#
# KMOD	name of the object: hello.o
# SRCS	its sources, .c, .S and .asm (nasm's), of names without blanks;
#	default: $(KMOD).c
# GRAFT	the path to Graft's sources. make parts the line "include" at blanks,
#	so one in this path takes a backslash that make gets to see:
#	make GRAFT='/home/me/my\ graft'. The module's own folder needs none.
# CFLAGS	further flags for the compiler
# KMODDIR, OBJDIR  where the object goes, and what it is made of; default: here
#
# `make clean`, with the same GRAFT, removes what was built. V=1 shows the
# commands.

# Without the backslashes, and with ~ as the shell would have it.
lkm_blank := $(subst x,,x x)
lkm_graft := $(patsubst ~/%,$(HOME)/%,$(subst \$(lkm_blank),$(lkm_blank),$(GRAFT)))

SRCS	 ?= $(KMOD).c
OBJDIR	 ?= .
KMODDIR	 ?= .
LKM_CROSS ?= i686-linux-gnu-
LKM_CC	 ?= $(LKM_CROSS)gcc
LKM_LD	 ?= $(LKM_CROSS)ld
LKM_NASM ?= nasm

ifeq ($(strip $(KMOD)),)
$(error The Makefile does not say which module this is: KMOD = name)
endif
ifneq ($(words $(KMOD)),1)
$(error KMOD = $(KMOD): the name of a module has no blanks)
endif
ifneq ($(filter-out %.c %.S %.asm,$(SRCS)),)
$(error SRCS: a source is called .c, .S or .asm, not \
    $(filter-out %.c %.S %.asm,$(SRCS)))
endif

# Short lines, unless the commands are shown or make is to be silent (-s).
lkm_q	 := $(if $(filter 1,$(V)),,@)
lkm_mute := $(filter 1,$(V))$(findstring s,$(firstword -$(MAKEFLAGS)))
lkm_say	  = @$(if $(lkm_mute),:,printf '  %-8s%s\n')

# A function whose last act is to call another is to stay on the stack while
# that runs: so it is seen who is in a module, and traces are whole.
# -D_KERNEL is the kernel's side of the headers. Debugging information is
# made always: the kernel skips it when it loads the object.
LKM_CFLAGS = -std=gnu11 -O2 -g -march=i686 -mtune=generic -ffreestanding -fno-pic \
	    -fno-stack-protector -fno-asynchronous-unwind-tables \
	    -fno-strict-aliasing -mgeneral-regs-only \
	    -fno-omit-frame-pointer -fno-optimize-sibling-calls \
	    -Wall -Wextra -Wno-unused-parameter $(LKM_WARN) \
	    -nostdinc -isystem "$$($(LKM_CC) -print-file-name=include)" \
	    -I"$(lkm_graft)" -I"$(lkm_graft)/arch/i386/include" \
	    -idirafter "$(lkm_graft)/share/mk/nolibc" \
	    -D_KERNEL -D_LKM -fmacro-prefix-map="$(lkm_graft)"=graft

lkm_cobjs = $(patsubst %.c,$(OBJDIR)/%.lo,$(filter %.c,$(SRCS)))
lkm_sobjs = $(patsubst %.S,$(OBJDIR)/%.lo,$(filter %.S,$(SRCS)))
lkm_nobjs = $(patsubst %.asm,$(OBJDIR)/%.lo,$(filter %.asm,$(SRCS)))
lkm_objs = $(lkm_cobjs) $(lkm_sobjs) $(lkm_nobjs)

# How it is built may change it, too.
lkm_how	 = $(subst $(lkm_blank),\$(lkm_blank),$(lkm_graft)/share/mk/lkm.mk) \
	    $(wildcard Makefile)

.PHONY: all
all: $(KMODDIR)/$(KMOD).o

$(KMODDIR)/$(KMOD).o: $(lkm_objs)
	$(lkm_say) LD $@
	@mkdir -p $(@D)
	$(lkm_q)$(LKM_LD) -m elf_i386 -r -o $@ $(lkm_objs)

$(lkm_cobjs): $(OBJDIR)/%.lo: %.c $(lkm_how)
	$(lkm_say) CC $<
	@mkdir -p $(OBJDIR)
	$(lkm_q)$(LKM_CC) $(LKM_CFLAGS) $(CFLAGS) -MMD -MP -MT $@ -c -o $@ $<

$(lkm_sobjs): $(OBJDIR)/%.lo: %.S $(lkm_how)
	$(lkm_say) AS $<
	@mkdir -p $(OBJDIR)
	$(lkm_q)$(LKM_CC) $(LKM_CFLAGS) $(CFLAGS) -MMD -MP -MT $@ -c -o $@ $<

$(lkm_nobjs): $(OBJDIR)/%.lo: %.asm $(lkm_how)
	$(lkm_say) NASM $<
	@mkdir -p $(OBJDIR)
	$(lkm_q)$(LKM_NASM) -f elf32 -g -F dwarf -MD $(@:.lo=.d) -MP -MT $@ -o $@ $<

-include $(lkm_objs:.lo=.d)

.PHONY: clean
clean:
	rm -f $(KMODDIR)/$(KMOD).o $(lkm_objs) $(lkm_objs:.lo=.d)
