# SPDX-License-Identifier: BSD-2-Clause
# How a module is built. A module's Makefile is three lines:
#
#	KMOD = hello
#	SRCS = hello.c
#	include $(GRAFT)/share/mk/lkm.mk
#
# KMOD	name of the object: hello.o
# SRCS	its sources, .c and .S; the default is $(KMOD).c
#
# GRAFT is the path to Graft's sources. `make GRAFT=... clean` removes what
# was built. V=1 shows the commands.

GRAFT	 ?= $(patsubst %/share/mk/lkm.mk,%,$(lastword $(MAKEFILE_LIST)))
SRCS	 ?= $(KMOD).c
OBJDIR	 ?= .
LKM_CROSS ?= i686-linux-gnu-
LKM_CC	 ?= $(LKM_CROSS)gcc
LKM_LD	 ?= $(LKM_CROSS)ld

LKM_CFLAGS = -std=gnu11 -O2 -g0 -march=i686 -mtune=generic -ffreestanding -fno-pic \
	    -fno-stack-protector -fno-asynchronous-unwind-tables \
	    -fno-strict-aliasing -mgeneral-regs-only \
	    -fno-omit-frame-pointer -Wall -Wextra -Wno-unused-parameter $(LKM_WARN) \
	    -nostdinc -isystem "$$($(LKM_CC) -print-file-name=include)" \
	    -I"$(GRAFT)" -I"$(GRAFT)/arch/i386/include" -D_KERNEL -D_LKM \
	    -ffile-prefix-map="$(GRAFT)"=graft

lkm_objs = $(patsubst %,$(OBJDIR)/%.lo,$(basename $(SRCS)))

$(OBJDIR)/$(KMOD).o: $(lkm_objs)
	$(LKM_LD) -m elf_i386 -r -o $@ $(lkm_objs)

$(OBJDIR)/%.lo: %.c
	@mkdir -p $(OBJDIR)
	$(LKM_CC) $(LKM_CFLAGS) $(CFLAGS) -c -o $@ $<

$(OBJDIR)/%.lo: %.S
	@mkdir -p $(OBJDIR)
	$(LKM_CC) $(LKM_CFLAGS) $(CFLAGS) -c -o $@ $<

.PHONY: clean
clean:
	rm -f $(OBJDIR)/$(KMOD).o $(lkm_objs)
