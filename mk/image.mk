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
# ROOT_FILES may also name a target elsewhere that makes folders and links in
# $(ROOT). Owner, dates and modes in the archive do not depend on who builds
# it, or when: all is root's, readable by all, and executable by all if it is
# executable here. A folder that is sticky here is open to all. What is to have
# another mode or owner stands in ROOT_MODES, in any mk/ file:
#
#	ROOT_MODES += usr/bin/su:4555:0:0
#
# (name, mode, user's and group's number).

KERNEL	 := build/kernel/graft
IMAGE	 := build/image
ROOT	 := $(IMAGE)/root

# A file into the root, with its executable bit; links are copied as such.
define INSTALL
@mkdir -p $(@D)
$(Q)cp -Pp $< $@ && touch -h $@
endef

# The names in the archive. Folders and links are taken as they are found, but
# of files only those that are in ROOT_FILES: one that was built once and is no
# longer wanted stays out.
ROOT_NAMES = $(patsubst $(ROOT)/%,./%,$(filter $(ROOT)/%,$(ROOT_FILES)))

# The archive is also made again when the list alone changes. This runs each
# time: its name for a moment is its own, since there may be two makes.
.SECONDEXPANSION:
$(IMAGE)/root.list: FORCE | $$(ROOT_FILES)
	@mkdir -p $(ROOT)
	@new=$(IMAGE)/root.$$$$; (cd $(ROOT) && \
	    { printf '%s\n' $(sort $(ROOT_NAMES)); \
	    find . -type d ! -name . -o -type l; }) | LC_ALL=C sort -u >$$new; \
	if cmp -s $$new $@; then rm $$new; else mv $$new $@; fi

$(IMAGE)/root.tar: $(IMAGE)/root.list $$(ROOT_FILES) mk/image.mk
	$(say) TAR $@
	$(Q)cd $(ROOT) && find . -type d -perm -1000 | LC_ALL=C sort >../sticky
	$(Q)printf './%s\n' $(foreach m,$(ROOT_MODES),\
	    $(firstword $(subst :, ,$(m)))) | \
	    cat - $(IMAGE)/sticky >$(IMAGE)/special
	$(Q)grep -Fxv -f $(IMAGE)/special $(IMAGE)/root.list | \
	    tar $(ROOT_TAR) --mode=u=rwX,go=rX -cf $@.new -C $(ROOT) -T -
	$(Q)tar $(ROOT_TAR) --mode=1777 -rf $@.new -C $(ROOT) \
	    -T - <$(IMAGE)/sticky
	$(Q)for m in $(ROOT_MODES); do IFS=:; set -- $$m; IFS=' '; \
	    tar $(ROOT_OWN) --owner="$$3" --group="$$4" --mode="$$2" \
		-rf $@.new -C $(ROOT) "./$$1" || exit 1; done
	@mv $@.new $@

ROOT_OWN := --format=ustar --no-recursion --hard-dereference --mtime=@0 \
	    --numeric-owner
ROOT_TAR := $(ROOT_OWN) --owner=0 --group=0

# The modules that entries of the menu have the boot loader bring.
BOOT_LKMS := $(shell sed -n 's,^[[:blank:]]*module /\([^ ]*\.o\) .*,\1,p' \
	    tools/grub.cfg | sort -u)

$(IMAGE)/graft.iso: tools/grub.cfg tools/mkiso $(KERNEL) $(IMAGE)/root.tar \
    $(BOOT_LKMS:%=$(ROOT)/lkm/%)
	$(say) ISO $@
	@mkdir -p $(@D)
	$(Q)SOURCE_DATE_EPOCH=0 tools/mkiso tools/grub.cfg \
	    graft=$(KERNEL) root.tar=$(IMAGE)/root.tar \
	    $(foreach m,$(BOOT_LKMS),$(m)=$(ROOT)/lkm/$(m)) >$@.new
	@mv $@.new $@

.PHONY: image
image: $(IMAGE)/graft.iso	## build the kernel, the root archive, the CD image

.PHONY: all
all: image		## build everything

.PHONY: FORCE
FORCE:
