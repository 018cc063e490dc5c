# SPDX-License-Identifier: BSD-2-Clause
# The program that tries the file system calls; tests/guest/vfs.t runs it in
# the guest.

VFSTEST_OBJS := $(patsubst %.c,build/prog/%.o,$(sort $(wildcard tests/vfs/*.c)))

build/prog/tests/vfs/%.o: tests/vfs/%.c $(NEWLIB)
	$(say) CC $<
	$(Q)mkdir -p $(@D); $(CC) $(USER_CFLAGS) -c -o $@ $<

build/prog/tests/vfstest: $(VFSTEST_OBJS) $(USER_DEPS)
	$(USER_LINK)

-include $(VFSTEST_OBJS:.o=.d)

host-tests: build/prog/tests/vfstest
