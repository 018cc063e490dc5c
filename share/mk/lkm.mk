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
# SRCS	its sources, .c, .S and .asm (nasm's), of names without blanks, all
#	different, in this folder or another; default: $(KMOD).c
# LKM_ENTRY  the function to enter; default: xxxinit, or $(KMOD)_lkmentry
# LKM_FORMAT  elf, or aout: the object as a.out, made by nasm itself where the
#	source is one file for nasm, otherwise by elf2aout from the ELF object
# GRAFT	the path to Graft's sources, or to what `make sdk` has made of them. make parts the line "include" at blanks,
#	so one in this path takes a backslash that make gets to see:
#	make GRAFT='/home/me/my\ graft'. The module's own folder needs none.
# CFLAGS	further flags for the compiler
# KMODDIR, OBJDIR  where the object goes, and what it is made of; default: here
#
# `make clean`, with the same GRAFT, removes what was built. V=1 shows the
# commands. And where $(GRAFT) has been built, so that a guest can be booted:
#
# make load	loads it in a new guest, and gives you the guest's console;
#	with LKM_RUN='commands' it runs these in the guest's shell instead,
#	shows their output and what the kernel said, and ends with their status
# make unload	loads it in a new guest, runs LKM_RUN if there is any, unloads
#	it, and says whether anything of it was left behind
# make test	runs test.t, if there is one
#
# LKM_VMFLAGS are further options of tools/vm for these. Each boots a guest of
# its own, in a second, and leaves none behind: a running guest cannot be
# reached from outside.

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
LKM_FORMAT ?= elf

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
ifeq ($(filter elf aout,$(LKM_FORMAT)),)
$(error LKM_FORMAT = $(LKM_FORMAT): there are elf and aout)
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

# A source that lies elsewhere, ../shared/queue.c, has its object here as well.
lkm_cobjs = $(patsubst %.c,$(OBJDIR)/%.lo,$(notdir $(filter %.c,$(SRCS))))
lkm_sobjs = $(patsubst %.S,$(OBJDIR)/%.lo,$(notdir $(filter %.S,$(SRCS))))
lkm_nobjs = $(patsubst %.asm,$(OBJDIR)/%.lo,$(notdir $(filter %.asm,$(SRCS))))
$(foreach d,$(sort $(filter-out ./,$(dir $(SRCS)))),\
    $(eval vpath %.c $(d))$(eval vpath %.S $(d))$(eval vpath %.asm $(d)))
lkm_objs = $(lkm_cobjs) $(lkm_sobjs) $(lkm_nobjs)

# How it is built may change it, too.
lkm_how	 = $(subst $(lkm_blank),\$(lkm_blank),$(lkm_graft)/share/mk/lkm.mk) \
	    $(wildcard Makefile)

.PHONY: all
all: $(KMODDIR)/$(KMOD).o

# An object that is there, but of the other format, is made again: one in ELF
# begins with 0x7f.
lkm_object := $(KMODDIR)/$(KMOD).o
lkm_first  := $(shell head -c 1 '$(lkm_object)' 2>/dev/null | od -An -tx1)
ifneq ($(lkm_first),)
ifneq ($(if $(filter 7f,$(lkm_first)),elf,aout),$(LKM_FORMAT))
$(lkm_object): lkm_force
endif
endif

# nasm makes an a.out of one source by itself.
lkm_nasm_aout := $(and $(filter aout,$(LKM_FORMAT)),$(filter 1,$(words $(SRCS))),\
	    $(filter %.asm,$(SRCS)))

# elf2aout lies beside the tools, or where the tree builds it.
lkm_elf2aout = $$(for f in "$(lkm_graft)/tools/elf2aout" \
	    "$(lkm_graft)/build/host/elf2aout"; do \
		if [ -f "$$f" ] && [ -x "$$f" ]; then printf %s "$$f"; break; \
		fi; done)

ifneq ($(lkm_nasm_aout),)
lkm_objs =
$(lkm_object): $(SRCS) $(lkm_how)
	$(lkm_say) NASM $@
	@mkdir -p $(@D)
	$(lkm_q)$(LKM_NASM) -f aoutb -o $@ $<
else
$(lkm_object): $(lkm_objs)
	$(lkm_say) LD $@
	@mkdir -p $(@D)
	$(lkm_q)$(LKM_LD) -m elf_i386 -r -o $@ $(lkm_objs)
ifeq ($(LKM_FORMAT),aout)
	$(lkm_say) AOUT $@
	@[ -n "$(lkm_elf2aout)" ] || { rm -f $@; echo "elf2aout is not built:" \
	    "say 'make host-tests' in $(lkm_graft)" >&2; exit 1; }
	$(lkm_q)"$(lkm_elf2aout)" $@ $@ || { s=$$?; rm -f $@; exit $$s; }
endif
endif

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

.PHONY: lkm_force clean
lkm_force:
clean:
	rm -f $(lkm_object) $(lkm_objs) $(lkm_objs:.lo=.d)

## in a guest

# The guest's names for the object, and how it is loaded there.
lkm_there := /tmp/$(KMOD).o
lkm_modload = modload $(if $(LKM_ENTRY),-e $(LKM_ENTRY) )$(lkm_there)
lkm_vm = "$(lkm_graft)/tools/vm"
lkm_put = $(LKM_VMFLAGS) -p $(lkm_object):$(lkm_there)
# The shell reads it, make does not: a $ is the shell's.
export lkm_run := $(value LKM_RUN)

# What the kernel said from here on, the module included.
lkm_told = n=$$(dmesg | wc -l)
lkm_tell = dmesg | tail -n +$$((n + 1))

define lkm_load_script
$(lkm_told)
$(lkm_modload) || exit
(. /tmp/lkm_run); status=$$?
$(lkm_tell)
exit $$status
endef

# Its number, not its name, which need not be that of its file.
define lkm_unload_script
$(lkm_told)
out=$$($(lkm_modload)) || exit
echo "$$out"
id=$${out##* }
(. /tmp/lkm_run); status=$$?
modunload -i $$id || exit
$(lkm_tell)
[ $$status -eq 0 ] || exit $$status
set -- $$(sysctl -n vm.malloc | grep "^lkm ")
if [ "$$3" = 0 ]; then echo "Module unloaded, nothing is left"
else echo "Module unloaded, but $$3 bytes of the module system are left"; exit 1
fi
endef
export lkm_load_script lkm_unload_script

# In a guest with a console, rc loads it at the end, as its own local things.
define lkm_console_script
$(lkm_modload) && modstat
endef
export lkm_console_script

.PHONY: load unload test
load: all
	@[ -n "$$lkm_run" ] || { f=$$(mktemp) && trap 'rm -f "$$f"' EXIT && \
	    printf '%s\n' "$$lkm_console_script" >"$$f" && \
	    $(lkm_vm) $(lkm_put) -p "$$f:/etc/rc.local"; exit; }
	@[ -z "$$lkm_run" ] || { f=$$(mktemp) && trap 'rm -f "$$f"' EXIT && \
	    printf '%s\n' "$$lkm_run" >"$$f" && \
	    $(lkm_vm) run $(lkm_put) -p "$$f:/tmp/lkm_run" \
		"$$lkm_load_script"; }

unload: all
	@f=$$(mktemp) && trap 'rm -f "$$f"' EXIT && \
	    printf '%s\n' "$${lkm_run:-:}" >"$$f" && \
	    $(lkm_vm) run $(lkm_put) -p "$$f:/tmp/lkm_run" \
		"$$lkm_unload_script"

test: all
	@[ -e test.t ] || { echo 'There is no test.t here' >&2; exit 1; }
	@LKM_OBJECT="$$PWD/$(lkm_object)" GRAFT="$(lkm_graft)" \
	    prove -v test.t
