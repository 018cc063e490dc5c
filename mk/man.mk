# SPDX-License-Identifier: BSD-2-Clause
# The manual: share/man/manN/NAME.N, in mdoc(7). For the guest the pages are
# formatted here, for a terminal of 80 columns, since it has no formatter:
#
#	/usr/share/man/catN/NAME.0	what `man NAME` shows there
#	/usr/share/man/whatis		what `man -k WORD` searches
#
# `make html` makes a site of them and of docs/: tools/mkhtml.

MAN_PAGES := $(sort $(wildcard share/man/man[1-9]/*.[1-9]))
MAN_OS	  := Graft 0.1
MAN_DIR	  := $(ROOT)/usr/share/man
man_cat	  = $(patsubst share/man/man%,$(MAN_DIR)/cat%,$(basename $1)).0
MAN_CATS  := $(foreach p,$(MAN_PAGES),$(call man_cat,$(p))) $(MAN_DIR)/whatis

ROOT_FILES += $(MAN_CATS)

# A page that mandoc has to complain about is not installed.
define man_rule
$(call man_cat,$1): $1 mk/man.mk
	$$(say) MAN $$@
	$$(Q)mkdir -p $$(@D); mandoc -mdoc -Tascii -Owidth=78 -I os='$$(MAN_OS)' \
	    -Wwarning $$< >$$@
endef
$(foreach p,$(MAN_PAGES),$(eval $(call man_rule,$(p))))

$(MAN_DIR)/whatis: $(MAN_PAGES) tools/mkwhatis
	$(say) WHATIS $@
	$(Q)mkdir -p $(@D); tools/mkwhatis $(MAN_PAGES) >$@

.PHONY: man html
man: $(MAN_CATS)	## format the manual for the guest

html:			## the manual and docs/ as a site: build/html/index.html
	@tools/setup html
	$(say) HTML build/html
	$(Q)tools/mkhtml build/html
