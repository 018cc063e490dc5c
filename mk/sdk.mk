# SPDX-License-Identifier: BSD-2-Clause
# `make sdk DESTDIR=folder` puts what a module is built with into a folder of
# its own, laid out as the tree is: the headers, share/mk, the examples, the
# tools, and what a guest is booted from. A module's Makefile is the same: its
# GRAFT is that folder. The tree is not needed any more.

SDK_TEXT = LICENSE machine tests/guest/lib/Graft/VM.pm tools/vm tools/lkm-new \
	    tools/setup tools/mkiso $(wildcard sys/*.h kern/*/*_codes.h \
	    dev/*/*var.h arch/i386/include/*.h arch/i386/include/machine/*.h \
	    lib/libkern/*.h uvm/*.h vm/*.h share/mk/*.mk \
	    share/mk/nolibc/*.h share/skel/* share/lkm/*/*/* tools/lib/Vm/*.pm)
# With ~ as the shell would have it.
sdk_to	 = $(patsubst ~/%,$(HOME)/%,$(DESTDIR))
SDK_BUILT = build/kernel/graft build/image/root.tar build/image/graft.iso

.PHONY: sdk sdk-install
sdk:			## install what modules are built with into DESTDIR
	@[ -n "$(DESTDIR)" ] || \
	    { echo "make sdk: where? Say: make sdk DESTDIR=folder" >&2; exit 1; }
	@tools/setup run
	@+$(BUILD)
	@+$(MAKE) --no-print-directory sdk-install DESTDIR="$(DESTDIR)"

# Of what is built already.
sdk-install:
	$(say) SDK '$(sdk_to)'
	$(Q)mkdir -p "$(sdk_to)"
	$(Q)tar -cf - --mode=u+rwX,go+rX $(SDK_TEXT) $(SDK_BUILT) | \
	    tar -xf - --no-same-owner -C "$(sdk_to)"
	$(Q)install -m 755 build/host/elf2aout "$(sdk_to)/tools/elf2aout"
