# SPDX-License-Identifier: BSD-2-Clause
# Programs of another system, for the modules compat_linux and exec_linux: not
# ours, and not compiled by us. `make linux-programs` fetches packages of
# Debian's for i386 and makes of them, in build/linux:
#
#	busybox, tcc	static programs
#	root/		what a guest is given to have both: they lie in
#			/usr/bin there, busybox under several names, tcc's
#			own files where it looks for them, the kernel's
#			headers in /usr/include, the sources of all modules
#			in /usr/share/lkm, and one of them to begin with in
#			/root
#
# What was fetched is in build/ext/linux, and survives `make clean`.

LINUX	 := build/linux
LINUXROOT := $(LINUX)/root

build/ext/linux/tcc.tar:
	$(say) FETCH 'busybox and tcc, of Linux/i386'
	$(Q)tools/fetch-ext linux

$(LINUX)/busybox: tools/build-linux tools/build-ext.sh build/ext/linux/tcc.tar
	$(say) BUILD 'busybox and tcc, of Linux/i386'
	$(Q)tools/build-linux build/ext/linux $(LINUX)

# All headers that a module may include. There is no C library behind them in
# the guest, so whoever includes one means the kernel's side of it and need not
# say -D_KERNEL: a header's first line does, and the lines keep their numbers.
LINUX_HEADERS := $(wildcard sys/*.h kern/*/*_codes.h dev/*/*var.h uvm/*.h \
	    vm/*.h lib/libkern/*.h share/mk/nolibc/*.h arch/i386/include/*.h \
	    arch/i386/include/machine/*.h)
# Their names in /usr/include.
linux_header = $(patsubst share/mk/nolibc/%,%,\
	    $(patsubst arch/i386/include/%,%,$(1)))
LINUX_SOURCES := $(wildcard share/lkm/*/*/*.[chS])
KERNEL_LINE := 1s,^,\#define _KERNEL 1 ,

# Names under which busybox is found in the guest, where we have no program of
# the name.
LINUX_LINKS := ar awk base64 bc bunzip2 bzcat bzip2 cal cpio cut dc diff dos2unix \
	    du ed egrep expand factor fgrep find fold free gunzip gzip hexdump \
	    less md5sum nl od paste patch realpath rev sed seq sha1sum sha256sum \
	    sha512sum shuf strings stty tac tar tee timeout top tr \
	    unexpand uniq unlzma unxz unzip uptime uudecode uuencode vi watch \
	    which xargs xxd xz xzcat yes zcat
linux_links = $(filter-out $(notdir $(PROGS)),$(LINUX_LINKS))

$(LINUX)/root.made: $(LINUX)/busybox $(LINUX_HEADERS) $(LINUX_SOURCES) \
    mk/linux.mk
	$(say) ROOT $(LINUXROOT)
	$(Q)rm -rf $(LINUXROOT) && cd $(LINUX) && \
	    mkdir -p root/root root/usr/bin root/usr/include \
		root/usr/lib/i386-linux-gnu && \
	    cp -p busybox tcc root/usr/bin/ && \
	    for name in $(linux_links); do \
		ln -s busybox root/usr/bin/$$name || exit 1; \
	    done && \
	    cp -Rp lib/tcc root/usr/lib/i386-linux-gnu/tcc
	$(Q)install -m 644 share/lkm/misc/hello/hello.c $(LINUXROOT)/root/
	$(Q)for f in $(foreach h,$(LINUX_HEADERS),$(h):$(call linux_header,$(h))); \
	    do \
		to=$(LINUXROOT)/usr/include/$${f#*:}; \
		mkdir -p "$${to%/*}" && sed '$(KERNEL_LINE)' "$${f%%:*}" >"$$to" || \
		exit 1; \
	    done
	$(Q)echo '#include <sys/stdint.h>' >$(LINUXROOT)/usr/include/stdint.h
	$(Q)mkdir -p $(LINUXROOT)/usr && \
	    tar -cf - $(LINUX_SOURCES) | tar -xf - -C $(LINUXROOT)/usr
	@touch $@

.PHONY: linux-programs
linux-programs:		## fetch busybox and tcc, programs of Linux, for the guest
	@tools/setup linux
	@+$(MAKE) --no-print-directory $(LINUX)/root.made

.PHONY: run-linux
run-linux:		## boot to a shell, with busybox and tcc of Linux there
	@tools/setup linux
	@+$(BUILD) $(LINUX)/root.made
	@tools/vm $(VM_SHARE) -p $(LINUXROOT):/

# For `make test`: tests of them are skipped where they cannot be had.
.PHONY: linux-programs-try
linux-programs-try:
	@+timeout -v -k 5 120 $(MAKE) --no-print-directory $(LINUX)/root.made || \
	    echo 'Tests of programs of Linux will be skipped'
