# SPDX-License-Identifier: BSD-2-Clause
# The programs, and the root file system they are put into.
#
# A program is a file, bin/NAME.c, or a folder, bin/NAME/*.c: adding one is
# adding it.  The folder says where it goes: /bin, /sbin, /usr/bin,
# /usr/sbin.  lib/libutil has what several share.

USER_DIRS := bin sbin usr.bin usr.sbin

UTIL_SRCS := $(sort $(wildcard lib/libutil/*.c))
UTIL_OBJS := $(UTIL_SRCS:lib/%.c=build/prog/lib/%.o)
LIBUTIL	 := build/prog/libutil.a

PROG_SRCS := $(sort $(wildcard $(addsuffix /*.c,$(USER_DIRS)) \
	    $(addsuffix /*/*.c,$(USER_DIRS))))
PROG_OBJS := $(PROG_SRCS:%.c=build/prog/obj/%.o)

# bin/cat.c and bin/ls/ls.c, bin/ls/print.c: bin/cat and bin/ls.
PROGS	 := $(sort $(foreach dir,$(USER_DIRS),$(foreach src,\
	    $(patsubst $(dir)/%,%,$(filter $(dir)/%,$(PROG_SRCS))),\
	    $(dir)/$(basename $(firstword $(subst /, ,$(src)))))))

# Other names of a program: it looks at argv[0].
PROG_LINKS := bin/[:test sbin/chgrp:chown sbin/halt:reboot \
	    sbin/mount_ext2fs:mount sbin/mount_msdos:mount \
	    sbin/mount_null:mount sbin/mount_procfs:mount \
	    sbin/poweroff:reboot sbin/shutdown:reboot usr/bin/apropos:man

# usr.bin/wc is installed as usr/bin/wc.
install_name = $(patsubst usr.%,usr/%,$(1))
INSTALLED := $(foreach p,$(PROGS),$(ROOT)/$(call install_name,$(p))) \
	    $(ROOT)/bin/sh
ETC_INSTALLED := $(patsubst %,$(ROOT)/%,$(sort $(wildcard etc/*)))

# Who else than root a file belongs to, and who may what with it.  modstat
# reads /dev/lkm by its group's right.
ROOT_MODES += etc/master.passwd:600:0:0 home/student:755:1000:1000 \
	    usr/bin/passwd:4555:0:0 usr/bin/su:4555:0:0 \
	    usr/sbin/modstat:2555:0:2

ROOT_FILES += $(INSTALLED) $(ETC_INSTALLED) $(IMAGE)/tree

build/prog/obj/%.o: %.c $(NEWLIB)
	$(say) CC $<
	$(Q)mkdir -p $(@D); \
	    $(CC) $(USER_CFLAGS) -Ilib/libutil -MD -c -o $@ $<

build/prog/lib/libutil/%.o: lib/libutil/%.c $(NEWLIB)
	$(say) CC $<
	$(Q)mkdir -p $(@D); $(CC) $(USER_CFLAGS) -MD -c -o $@ $<

$(LIBUTIL): $(UTIL_OBJS)
	$(say) AR $@
	$(Q)rm -f $@; $(AR) Dcrs $@ $(UTIL_OBJS)

# newlib has a printf without %f, which takes 16 KiB less.  A program whose
# sources know floating point gets the whole one, the others that.
FLOAT_PROGS := $(patsubst %/,%,$(basename $(shell grep -lE \
	    '\<(double|float)\>|%[-+ \#0-9.*]*[aefgAEFG]' $(PROG_SRCS))))
INTEGER_PRINTF := -Wl,--defsym=_vfprintf_r=_vfiprintf_r \
	    -Wl,--defsym=_svfprintf_r=_svfiprintf_r
printf_flags = $(if $(filter $(1) $(1)/%,$(FLOAT_PROGS)),,$(INTEGER_PRINTF))

# One rule a program: which objects it is made of, and where it goes.
define PROG_RULE
build/prog/$(1): $(filter build/prog/obj/$(1).o build/prog/obj/$(1)/%,\
    $(PROG_OBJS)) $(LIBUTIL) $(USER_DEPS)
	$$(say) LD $$@
	$$(Q)mkdir -p $$(@D); $$(CC) $$(USER_LDFLAGS) \
	    $(call printf_flags,$(1)) -o $$@ $$(USER_CRT) \
	    $$(filter build/prog/obj/%.o,$$^) $(LIBUTIL) $$(USER_LIBS)

$(ROOT)/$(call install_name,$(1)): build/prog/$(1)
	$$(Q)mkdir -p $$(@D); $$(STRIP) -o $$@ $$<
endef
$(foreach p,$(PROGS),$(eval $(call PROG_RULE,$(p))))

$(ROOT)/bin/sh: build/prog/bin/sh
	$(Q)mkdir -p $(@D); $(STRIP) -o $@ $<

$(ROOT)/etc/%: etc/%
	$(Q)mkdir -p $(@D); install -m 644 $< $@

# The folders that start empty, and the links.
$(IMAGE)/tree: mk/user.mk
	$(Q)mkdir -p $(ROOT) && cd $(ROOT) && mkdir -p bin dev etc home/student lkm mnt proc root sbin \
	    tmp usr/bin usr/lkm usr/sbin var/run && chmod 1777 tmp && \
	    ln -sf /etc/MAKEDEV dev/MAKEDEV && \
	    $(foreach l,$(PROG_LINKS),ln -sf $(lastword $(subst :, ,$(l))) \
		'$(firstword $(subst :, ,$(l)))' &&) touch ../tree

.PHONY: user
user: $(INSTALLED) $(ETC_INSTALLED) $(IMAGE)/tree	## build the programs

-include $(PROG_OBJS:.o=.d) $(UTIL_OBJS:.o=.d)
