# SPDX-License-Identifier: BSD-2-Clause
# Fuzzing of kern/kobj with clang's libFuzzer, and what its tests cover.
# docs/testing.md says how to use both, and what was found.
#
# The linker is compiled so that the fuzzer sees where a run went; the
# harness is not: that its checks were reached is no discovery.

FUZZ_SECONDS ?= 60
FUZZ_FORMATS := elf aout
FUZZCC	     := clang-14 -std=gnu11 -O1 -g $(WARN) \
		-fsanitize=address,undefined -fno-sanitize-recover=all
FUZZ_KOBJ    := $(sort $(wildcard kern/kobj/*.c)) arch/i386/kobj_machdep.c
FUZZ_COMMON  := $(addprefix tests/fuzz/,harness.c inspect.c watch.c)
FUZZ_KOBJO   := $(FUZZ_KOBJ:%.c=build/fuzz/obj/%.o)
FUZZ_OBJ     := $(FUZZ_COMMON:%.c=build/fuzz/obj/%.o) \
		build/fuzz/obj/tests/fuzz/mutate.o
FUZZERS	     := $(FUZZ_FORMATS:%=build/fuzz/fuzz_%)
FUZZ_REPLAYS := $(FUZZ_FORMATS:%=build/host/corpus_%.t)

.PHONY: fuzz fuzz-corpus
fuzz:			## fuzz the linker for FUZZ_SECONDS (60)
	@tools/setup test
	@+$(MAKE) --no-print-directory $(FUZZERS)
	@tests/fuzz/run $(FUZZ_SECONDS) $(FUZZ_FORMATS)

fuzz-corpus:		## make the seeds anew, add what fuzzing found
	@tools/setup test
	@+$(MAKE) --no-print-directory $(FUZZERS) build/host/elf2aout
	@tests/fuzz/mkcorpus $(FUZZ_FORMATS)

$(FUZZ_KOBJO): FUZZCC += -fsanitize=fuzzer-no-link
build/fuzz/obj/%.o: %.c
	$(say) FUZZCC $<
	@mkdir -p $(@D)
	$(Q)$(FUZZCC) -MMD -MP -c -o $@ $<

build/fuzz/fuzz_%: build/fuzz/obj/tests/fuzz/fuzz_%.o \
		build/fuzz/obj/tests/fuzz/expect_%.o $(FUZZ_OBJ) $(FUZZ_KOBJO)
	$(say) FUZZLD $@
	$(Q)$(FUZZCC) -fsanitize=fuzzer -o $@ $^

# Everyone's `make test` runs the corpus through the same harness, once.
host-tests: $(FUZZ_REPLAYS)
build/host/corpus_%.t: build/host/obj/tests/fuzz/fuzz_%.o \
		build/host/obj/tests/fuzz/expect_%.o \
		$(FUZZ_COMMON:%.c=build/host/obj/%.o) \
		build/host/obj/tests/fuzz/replay.o \
		$(FUZZ_KOBJ:%.c=build/host/obj/%.o)
	$(say) HOSTLD $@
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -o $@ $^

.PRECIOUS: build/fuzz/obj/%.o
-include $(wildcard build/fuzz/obj/*/*/*.d build/host/obj/tests/fuzz/*.d)

# The same sources once more, in a tree of links with a build of its own, so
# that every test of the linker's is counted the way it is built elsewhere;
# but for growth.t, which measures time.
COV_TREE  := build/coverage/tree
COV_TESTS  = $(HOST_T) $(FUZZ_REPLAYS) build/host/objects.t \
	     build/host/genmod build/host/elf2aout build/host/elf2aoutexe
COV_FLAGS := -std=gnu11 -O1 -g -fprofile-instr-generate -fcoverage-mapping

.PHONY: coverage coverage-build
coverage:		## which lines of the linker no test reaches
	@tools/setup test
	@+$(MAKE) --no-print-directory coverage-build
	@tests/fuzz/coverage

coverage-build: $(LKM_ALL) $(LKM_AOUT)
	@mkdir -p $(COV_TREE)/build
	@ln -sfn ../../../lkm $(COV_TREE)/build/lkm
	@rm -f $(COV_TREE)/build/host/*.t	# of tests that are gone
	@for file in *; do \
		[ "$$file" = build ] || \
		    ln -sfn "../../../$$file" "$(COV_TREE)/$$file"; \
	done
	@+$(MAKE) --no-print-directory -C $(COV_TREE) HOSTCC=clang-14 \
	    'HOSTCFLAGS=$(COV_FLAGS)' $(COV_TESTS)

# For tests/fuzz/*.t, which CI runs.
ifdef CI
host-tests: $(FUZZERS) coverage-build
endif
