# SPDX-License-Identifier: BSD-2-Clause
# Tests of kern/kobj once more, in programs of the guest: there a size_t has 32
# bits, as in the kernel. Undefined behaviour is a trap.
KOBJ32	 := objects kobj_link kobj_aout kobj_machdep kobj_survive
KOBJ32_SRCS := $(sort $(wildcard kern/kobj/*.c)) arch/i386/kobj_machdep.c \
	    $(OBJECTS) $(filter-out %/sameld.c,$(HOST_HELP))
KOBJ32_CFLAGS := $(filter-out -Os,$(USER_CFLAGS)) -O1 \
	    -fsanitize=undefined -fsanitize-undefined-trap-on-error

build/tests/kobj32/%.o: %.c $(NEWLIB)
	$(say) CC32 $<
	$(Q)mkdir -p $(@D); $(CC) $(KOBJ32_CFLAGS) -c -o $@ $<

build/tests/prog/objects32: build/tests/kobj32/tests/objects/test.o
$(patsubst %,build/tests/prog/%32,$(filter kobj_%,$(KOBJ32))): \
    build/tests/prog/%32: build/tests/kobj32/tests/host/%.o
$(KOBJ32:%=build/tests/prog/%32): $(KOBJ32_SRCS:%.c=build/tests/kobj32/%.o) \
    $(USER_DEPS)
	$(USER_LINK)

host-tests: $(KOBJ32:%=build/tests/prog/%32)
-include $(wildcard build/tests/kobj32/*/*.d build/tests/kobj32/*/*/*.d)
