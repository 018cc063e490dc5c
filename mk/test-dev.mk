# SPDX-License-Identifier: BSD-2-Clause
# tests/dev: a program for the guest that tries the base devices; dev.t in
# tests/guest runs it there.

build/prog/tests/devtest: build/prog/tests/dev/devtest.o $(USER_DEPS)
	$(USER_LINK)

build/prog/tests/dev/%.o: tests/dev/%.c $(NEWLIB)
	$(say) CC $<
	$(Q)mkdir -p $(@D); $(CC) $(USER_CFLAGS) -c -o $@ $<

-include build/prog/tests/dev/devtest.d

host-tests: build/prog/tests/devtest
