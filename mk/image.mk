# SPDX-License-Identifier: BSD-2-Clause
# What the boot loader brings: the kernel, the root archive, the CD image.
#
# A file gets into the guest's root by a rule that makes it under $(ROOT) and
# its name in ROOT_FILES, in any mk/ file:
#
#	ROOT_FILES += $(ROOT)/bin/true
#	$(ROOT)/bin/true: build/prog/bin/true
#		$(INSTALL)
#
# Files of etc/ are in it without further ado. Owner, dates and modes in the
# archive do not depend on who builds it, or when: all is root's, readable by
# all, and executable by all if it is executable here.

KERNEL	 := build/kernel/graft
IMAGE	 := build/image
ROOT	 := $(IMAGE)/root

# A file into the root, with its executable bit; links are copied as such.
define INSTALL
@mkdir -p $(@D)
$(Q)cp -Pp $< $@ && touch -h $@
endef

# Folders that are there without a file in them.
ROOT_FOLDERS := dev home lkm mnt root tmp var/log var/run var/tmp

ROOT_ETC := $(sort $(shell find etc -type f 2>/dev/null))
ROOT_LIST = $(sort $(ROOT_FILES:$(ROOT)/%=%) $(ROOT_ETC))

# The archive holds each folder before what is in it. It is made again when
# the list of what belongs in it changes, not only when a file does.
.SECONDEXPANSION:
$(IMAGE)/root.list: FORCE
	@mkdir -p $(ROOT)
	@printf '%s\n' $(ROOT_FOLDERS) $(ROOT_LIST) | awk -F / '{ \
	    path = ""; for (i = 1; i < NF; i++) { \
	        path = path $$i; print path; path = path "/"; } \
	    print }' | LC_ALL=C sort -u >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# tar takes a file from the tree where it is not under $(ROOT). The sticky bit
# of the folders that all may write comes last, in entries of their own.
$(IMAGE)/root.tar: $(IMAGE)/root.list $$(ROOT_FILES) $(ROOT_ETC) mk/image.mk
	$(say) TAR $@
	@cd $(ROOT) && mkdir -p $(ROOT_FOLDERS) $(dir $(ROOT_ETC))
	@for file in $(ROOT_ETC); do cp -p $$file $(ROOT)/$$file; done
	@rm -f $@.new
	$(Q)tar $(ROOT_TAR) --mode=u=rwX,go=rX -cf $@.new -C $(ROOT) \
	    -T $(CURDIR)/$(IMAGE)/root.list
	$(Q)tar $(ROOT_TAR) --mode=1777 -rf $@.new -C $(ROOT) tmp var/tmp
	@mv $@.new $@

ROOT_TAR := --format=ustar --no-recursion --hard-dereference --mtime=@0 \
	    --owner=0 --group=0 --numeric-owner

$(IMAGE)/graft.iso: tools/grub.cfg tools/mkiso $(KERNEL) $(IMAGE)/root.tar
	$(say) ISO $@
	@mkdir -p $(@D)
	$(Q)SOURCE_DATE_EPOCH=0 tools/mkiso tools/grub.cfg \
	    graft=$(KERNEL) root.tar=$(IMAGE)/root.tar >$@.new
	@mv $@.new $@

.PHONY: image
image: $(IMAGE)/graft.iso	## build the kernel, the root archive, the CD image

.PHONY: all
all: image		## build everything

.PHONY: FORCE
FORCE:
