# SPDX-License-Identifier: BSD-2-Clause
# What is measured, and how: `make bench` prints a table. tests/bench has the
# program that measures in the guest, and modules to be loaded; build/bench/
# guest is what the guest finds as /bench.

.SECONDEXPANSION:	# other mk/ files' variables in prerequisites

BENCH	 := build/bench
BENCH_FILES := $(addprefix $(BENCH)/guest/,bench true trivial.o quiet.o \
	    small.o big.o)

.PHONY: bench
bench:			## measure; the table is also in build/bench.json
	@tools/setup run
	@+$(BUILD) bench-files
	@tools/bench

.PHONY: bench-files
bench-files: $(BENCH_FILES) build/host/guestprof.so

# The tests run what is counted, too.
host-tests: bench-files

$(BENCH)/obj/%.o: tests/bench/%.c $$(NEWLIB)
	$(say) CC $<
	$(Q)mkdir -p $(@D); $(CC) $(USER_CFLAGS) -c -o $@ $<

# With its symbols, for tools/guestprof.
BENCH_OBJS := $(patsubst tests/bench/%,$(BENCH)/obj/%.o,$(basename \
	    $(filter-out tests/bench/true.c,\
	    $(sort $(wildcard tests/bench/*.c)))))
$(BENCH)/bench: $(BENCH_OBJS) $$(USER_DEPS)
	$(say) LD $@
	$(Q)mkdir -p $(@D); $(CC) $(USER_LDFLAGS) $(INTEGER_PRINTF) \
	    -o $@ $(USER_CRT) $(BENCH_OBJS) $(USER_LIBS)

$(BENCH)/guest/bench: $(BENCH)/bench
	$(Q)mkdir -p $(@D); $(STRIP) -o $@ $<

$(BENCH)/guest/true: $(BENCH)/obj/true.o $$(USER_DEPS)
	$(USER_LINK)

## modules

# As share/mk/lkm.mk compiles them.
BENCH_LKM_CFLAGS = $(filter-out -g -MMD -MP,$(KCFLAGS)) -D_LKM \
	    -DENTRY=$(basename $(@F))_lkmentry

$(BENCH)/guest/trivial.o: tests/bench/lkm/trivial.c $$(LKM_DEPS)
	$(say) LKM $@
	$(Q)mkdir -p $(@D); $(CC) $(BENCH_LKM_CFLAGS) -c -o $@ $<

$(BENCH)/guest/quiet.o: tests/bench/lkm/trivial.c $$(LKM_DEPS)
	$(say) LKM $@
	$(Q)mkdir -p $(@D); $(CC) $(BENCH_LKM_CFLAGS) -DQUIET -c -o $@ $<

# The generated ones. $(call generate,functions,bytes,relocations,undefined):
# the undefined names are functions of the kernel, from all of its alphabet.
define generate
$(say) GENMOD $@
$(Q)mkdir -p $(@D) $(BENCH)/obj; o=$(BENCH)/obj/$(basename $(@F)); \
    $(NM) build/kernel/graft | awk '$$2 == "T" { print $$3 }' | \
	LC_ALL=C sort | awk '{ name[NR - 1] = $$0 } END { \
	for (i = 0; i < $4; i++) print name[int(i * NR / $4)] }' >$$o.names && \
    $(CC) $(BENCH_LKM_CFLAGS) -S -o $$o.entry.s $< && \
    build/host/genmod -i $$o.entry.s $1 $2 $3 $4 $$o.names \
	$(basename $(@F)) $(basename $(@F))_lkmentry >$$o.s && \
    $(CC) -c -o $@ $$o.s
endef

BENCH_GEN := tests/bench/lkm/generated.c build/host/genmod build/kernel/graft
$(BENCH)/guest/small.o: $(BENCH_GEN) $$(LKM_DEPS)
	$(call generate,200,65536,2000,50)

$(BENCH)/guest/big.o: $(BENCH_GEN) $$(LKM_DEPS)
	$(call generate,4000,1048576,40000,200)

build/host/guestprof.so: tools/guestprof.c
	$(say) HOSTCC $@
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=gnu11 -O2 $(WARN) -fPIC -shared -o $@ $<

-include $(BENCH_OBJS:.o=.d)
