# SPDX-License-Identifier: BSD-2-Clause
# The C library: newlib from Debian's sources, lib/ on top; how programs are
# compiled and linked; the shell, dash, from Debian's sources.
#
# A program:
#	build/prog/obj/true.o: bin/true.c | $(NEWLIB)
#		$(CC) $(USER_CFLAGS) -c -o $@ $<
#	build/prog/bin/true: build/prog/obj/true.o $(USER_DEPS)
#		$(USER_LINK)
# The flags make a .d file beside the object.  (Our headers are "system"
# headers here, which -MMD would leave out; -MD is in the flags.)

SYSROOT	 := build/sysroot

# Our headers hide newlib's of the same name, or add to them by include_next.
# The compiler is one for Linux, which newlib must not see.
USER_INCLUDES := -U__linux__ -U__linux -Ulinux -U__gnu_linux__ -nostdinc \
	    -isystem lib/include -isystem . -isystem arch/i386/include \
	    -isystem $(GCCINC) -isystem $(SYSROOT)/include
USER_CODEGEN := -march=i686 -Os -fno-pic -fno-stack-protector \
	    -fno-asynchronous-unwind-tables -ffunction-sections \
	    -fdata-sections
USER_CFLAGS := -std=gnu11 -MD -MP $(USER_CODEGEN) $(USER_INCLUDES) $(WARN)
USER_ASFLAGS := -march=i686 -MD -MP $(USER_INCLUDES)

# A static program: crt0, the objects, the libraries.
USER_CRT := build/prog/lib/arch/i386/crt0.o
LIBGRAFT := $(SYSROOT)/lib/libgraft.a
USER_LDFLAGS := -static -nostdlib -no-pie -T lib/user.ld \
	    -Wl,--gc-sections,--build-id=none,-z,max-page-size=4096 \
	    -Wl,-z,noexecstack,--hash-style=sysv,--fatal-warnings
USER_LIBS := -L$(SYSROOT)/lib -Wl,--start-group -lgraft -lc -lm -lgcc \
	    -Wl,--end-group
# What a program must wait for, and what its link takes no object from.
USER_DEPS := lib/user.ld $(USER_CRT) $(LIBGRAFT)
define USER_LINK
$(say) LD $@
$(Q)mkdir -p $(@D); $(CC) $(USER_LDFLAGS) -s -o $@ $(USER_CRT) \
    $(filter %.o,$(filter-out $(USER_CRT),$^)) $(USER_LIBS)
endef

## newlib

# It is built again only when a header of ours that it includes changes in
# more than a comment, or when the way it is built does.
NEWLIB_ABI := arch/i386/include/machine/_types.h \
	    arch/i386/include/machine/types.h lib/include/machine/time.h \
	    lib/include/sys/features.h $(addprefix sys/,cdefs.h dirent.h \
	    errno.h fcntl.h signal.h stat.h syslimits.h time.h types.h)
NEWLIB	 := $(SYSROOT)/lib/libc.a

build/ext/newlib.abi: $(NEWLIB_ABI) tools/build-ext.sh tools/build-newlib
	@mkdir -p build/ext
	@{ cat $(NEWLIB_ABI) | $(CC) -x c -fpreprocessed -dD -E -P - 2>/dev/null; \
	    cat tools/build-ext.sh tools/build-newlib; } | cksum >$@.$$$$; \
	if cmp -s $@.$$$$ $@; then rm $@.$$$$; else mv $@.$$$$ $@; fi

build/ext/newlib.tar.xz:
	$(say) FETCH newlib
	$(Q)tools/fetch-ext newlib

# build/sysroot/include comes with it.
$(NEWLIB): build/ext/newlib.abi | build/ext/newlib.tar.xz
	$(say) BUILD 'newlib (once; a minute)'
	$(Q)tools/build-newlib build/ext/newlib.tar.xz $(SYSROOT)

## lib/

LIBC_SRCS := $(sort $(wildcard lib/libc/*.c lib/arch/i386/*.S))
LIBC_OBJS := $(patsubst lib/%,build/prog/lib/%.o,$(basename $(LIBC_SRCS)))
LIBC_MEMBERS := $(filter-out build/prog/lib/arch/i386/crt0.o,$(LIBC_OBJS))

build/prog/lib/%.o: lib/%.c $(NEWLIB)
	$(say) CC $<
	$(Q)mkdir -p $(@D); $(CC) $(USER_CFLAGS) -Ilib/libc -c -o $@ $<

build/prog/lib/%.o: lib/%.S
	$(say) AS $<
	$(Q)mkdir -p $(@D); $(CC) $(USER_ASFLAGS) -c -o $@ $<

$(LIBGRAFT): $(LIBC_MEMBERS)
	$(say) AR $@
	$(Q)mkdir -p $(@D); rm -f $@; $(AR) Dcrs $@ $(LIBC_MEMBERS)

-include $(LIBC_OBJS:.o=.d)

.PHONY: libc
libc: $(USER_DEPS) ## build the C library and what programs link with

## tests

build/host/abi-kernel.o: tests/libc/abi.c
	$(Q)mkdir -p $(@D); $(CC) -std=gnu11 -MD -MP -D_KERNEL -ffreestanding \
	    -fno-pic -nostdinc -isystem $(GCCINC) -I. -Iarch/i386/include \
	    $(WARN) -c -o $@ $<

build/host/abi-user.o: tests/libc/abi.c $(NEWLIB)
	$(Q)mkdir -p $(@D); $(CC) $(USER_CFLAGS) -fno-data-sections -c -o $@ $<

build/host/abi-%.bin: build/host/abi-%.o
	$(Q)$(OBJCOPY) -O binary -j .rodata $< $@

build/host/abi.t: tests/libc/abi.sh build/host/abi-user.bin \
    build/host/abi-kernel.bin
	$(Q)install -m 755 $< $@

-include build/host/abi-kernel.d build/host/abi-user.d

LIBCTEST_SRCS := $(filter-out tests/libc/abi.c,$(sort $(wildcard tests/libc/*.c)))
LIBCTEST_OBJS := $(LIBCTEST_SRCS:%.c=build/prog/%.o)

build/prog/tests/libc/%.o: tests/libc/%.c $(NEWLIB)
	$(say) CC $<
	$(Q)mkdir -p $(@D); $(CC) $(USER_CFLAGS) -c -o $@ $<

build/prog/tests/libctest: $(LIBCTEST_OBJS) $(USER_DEPS)
	$(USER_LINK)

-include $(LIBCTEST_OBJS:.o=.d)

# The second is for the guest: tests/guest/libc.t runs it there.
host-tests: build/host/abi.t build/prog/tests/libctest

## dash

# Its objects, joined, are kept by `make clean`; the link is ours, so that a
# change of lib/ reaches the shell.
build/ext/dash.orig.tar.gz:
	$(say) FETCH dash
	$(Q)tools/fetch-ext dash

build/ext/dash.o: build/ext/newlib.abi tools/build-dash tools/build-ext.sh \
    | $(USER_DEPS) build/ext/dash.orig.tar.gz
	$(say) BUILD dash
	$(Q)tools/build-dash build/ext/dash.orig.tar.gz $@

build/prog/bin/sh: build/ext/dash.o $(USER_DEPS)
	$(USER_LINK)

all: build/prog/bin/sh
