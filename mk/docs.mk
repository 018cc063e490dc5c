# SPDX-License-Identifier: BSD-2-Clause
# What of docs/ is made from the source. It is in the tree, so that it can be
# read without building; tests/lint/refusals.t says when it is not up to date.

.PHONY: docs
docs: build/host/mkrefusals	## write docs/refusals.md from the tables
	$(say) DOCS docs/refusals.md
	$(Q)build/host/mkrefusals >build/host/refusals.md
	$(Q)cp build/host/refusals.md docs/refusals.md

build/host/mkrefusals: tools/mkrefusals.c kern/kobj/kobj_codes.h \
    kern/lkm/lkm_codes.h tools/elf2aout_codes.h
	$(say) HOSTCC $@
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=gnu11 -O1 $(WARN) -o $@ $<

host-tests: build/host/mkrefusals
