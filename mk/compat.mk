# SPDX-License-Identifier: BSD-2-Clause
# Sources in the style of the 1990s, tests/compat: programs, which are built
# here, and modules, which tests/guest/compat.t compiles as their authors
# would. They warn of much.

COMPATPROGS := $(patsubst tests/compat/prog/%.c,%,\
	    $(sort $(wildcard tests/compat/prog/*.c)))

build/tests/compat/%.o: tests/compat/prog/%.c $(NEWLIB)
	$(say) CC $<
	$(Q)mkdir -p $(@D); $(CC) $(filter-out -W% -std=%,$(USER_CFLAGS)) \
	    -std=gnu89 -w -c -o $@ $<

$(COMPATPROGS:%=build/tests/compat/%): build/tests/compat/%: \
    build/tests/compat/%.o $(USER_DEPS)
	$(USER_LINK)

build/tests/compat/abi.o: tests/compat/abi.c $(NEWLIB)
	$(say) CC $<
	$(Q)mkdir -p $(@D); $(CC) $(USER_CFLAGS) -c -o $@ $<

host-tests: $(COMPATPROGS:%=build/tests/compat/%) build/tests/compat/abi.o

.PRECIOUS: build/tests/compat/%.o
-include $(wildcard build/tests/compat/*.d)
