# SPDX-License-Identifier: BSD-2-Clause
# What is measured, and how: `make bench` prints a table. tests/bench has the
# program that measures in the guest, and modules to be loaded; build/bench/
# guest is what the guest finds as /bench.

.SECONDEXPANSION:	# other mk/ files' variables in prerequisites

BENCH	 := build/bench
CURVES	 := $(BENCH)/curves
CURVE_FILES := $(addprefix $(CURVES)/,filler.o provider.o \
	    $(foreach n,0 1000 2000 5000 10000 20000 40000,\
		relocs$(n).o aout$(n).o) \
	    $(patsubst %,globals%.o,0 1000 2000 5000 10000) \
	    $(foreach n,50 100 200 400 600,kernel$(n).o module$(n).o))
BENCH_FILES := $(addprefix $(BENCH)/guest/,bench true true.aout text \
	    trivial.o quiet.o small.o big.o big_aout.o benchcall.o) \
	    $(CURVE_FILES) $(BENCH)/kernel/graft

.PHONY: bench
bench:			## measure; also in build/bench.json and build/bench/*.svg
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
	    $(filter-out tests/bench/true.c tests/bench/text.c,\
	    $(sort $(wildcard tests/bench/*.c)))))
$(BENCH)/bench: $(BENCH_OBJS) $$(USER_DEPS)
	$(say) LD $@
	$(Q)mkdir -p $(@D); $(CC) $(USER_LDFLAGS) $(INTEGER_PRINTF) \
	    -o $@ $(USER_CRT) $(BENCH_OBJS) $(USER_LIBS)

$(BENCH)/guest/bench: $(BENCH)/bench
	$(Q)mkdir -p $(@D); $(STRIP) -o $@ $<

$(BENCH)/guest/true: $(BENCH)/obj/true.o $$(USER_DEPS)
	$(USER_LINK)

$(BENCH)/guest/text: $(BENCH)/obj/text.o $(BENCH)/obj/interval.o $$(USER_DEPS)
	$(USER_LINK)

# true for exec_aout, linked once more, for where that has text.
$(BENCH)/obj/true.elf: $(BENCH)/obj/true.o $$(USER_DEPS)
	$(say) LD $@
	$(Q)$(CC) $(USER_LDFLAGS) -Wl,--defsym=TEXT_START=0x1000 -o $@ \
	    $(USER_CRT) $< $(USER_LIBS)

$(BENCH)/guest/true.aout: $(BENCH)/obj/true.elf build/host/elf2aoutexe
	$(say) AOUT $@
	$(Q)mkdir -p $(@D); build/host/elf2aoutexe $< $@

## a kernel with modules in it: tools/lib/Bench/Linked.pm compares

BENCH_LINKED := $(BENCH)/guest/benchcall.o \
	    $(addprefix build/lkm/,ramdisk.o ext2fs.o exec_aout.o)
$(BENCH)/kernel/graft: $(BENCH_LINKED) $$(KERNEL_DEPS)
	$(call link_builtin,$(BENCH_LINKED))

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

$(BENCH)/guest/benchcall.o: tests/bench/lkm/benchcall.c $$(LKM_DEPS)
	$(say) LKM $@
	$(Q)mkdir -p $(@D); $(CC) $(BENCH_LKM_CFLAGS) -c -o $@ $<

# Undefined names: functions of the kernel, from all of its alphabet.
# $(call kernel_names,how many)
kernel_names = $(NM) build/kernel/graft | awk '$$2 == "T" { print $$3 }' | \
    LC_ALL=C sort | awk '{ name[NR - 1] = $$0 } END { \
    for (i = 0; i < $1; i++) print name[int(i * NR / $1)] }'

# The generated ones. $(call generate,functions,bytes,relocations,undefined,
# options of genmod,name,command that prints the undefined names). Without
# the last two they are the file's name and the kernel's names.
define generate
$(say) GENMOD $@
$(Q)mkdir -p $(@D) $(BENCH)/obj; o=$(BENCH)/obj/$(basename $(@F)); \
    $(or $7,$(call kernel_names,$4)) >$$o.names && \
    $(CC) $(BENCH_LKM_CFLAGS) -S -o $$o.entry.s $< && \
    build/host/genmod -i $$o.entry.s $5 $1 $2 $3 $4 $$o.names \
	$(or $6,$(basename $(@F))) $(basename $(@F))_lkmentry >$$o.s && \
    $(CC) -c -o $@ $$o.s
endef

BENCH_GEN := tests/bench/lkm/generated.c build/host/genmod build/kernel/graft
$(BENCH)/guest/small.o: $(BENCH_GEN) $$(LKM_DEPS)
	$(call generate,200,65536,2000,50)

$(BENCH)/guest/big.o: $(BENCH_GEN) $$(LKM_DEPS)
	$(call generate,4000,1048576,40000,200)

$(BENCH)/guest/big_aout.o: $(BENCH_GEN) build/host/elf2aout $$(LKM_DEPS)
	$(call generate,4000,1048576,40000,200)
	$(Q)build/host/elf2aout $@ $@

## modules for the curves: tools/lib/Bench/Curves.pm says what they show

# So many relocations, and a function for each ten of them.
$(CURVES)/relocs%.o: $(BENCH_GEN) $$(LKM_DEPS)
	$(call generate,$$(($*/10)),1048576,$*,50)

$(CURVES)/aout%.o: $(BENCH_GEN) build/host/elf2aout $$(LKM_DEPS)
	$(call generate,$$(($*/10)),1048576,$*,50)
	$(Q)build/host/elf2aout $@ $@

# So many global functions of its own.
$(CURVES)/globals%.o: $(BENCH_GEN) $$(LKM_DEPS)
	$(call generate,200,1048576,2000,50,-g global_:$*)

# So many undefined names, which the kernel has, or another module.
$(CURVES)/kernel%.o: $(BENCH_GEN) $$(LKM_DEPS)
	$(call generate,1000,65536,4000,$*)

$(CURVES)/module%.o: $(BENCH_GEN) $$(LKM_DEPS)
	$(call generate,1000,65536,4000,$*,,,seq -f provided_%.0f 0 999)

$(CURVES)/provider.o: $(BENCH_GEN) $$(LKM_DEPS)
	$(call generate,0,65536,0,1,-g provided_:1000)

# The one that is loaded again and again.
$(CURVES)/filler.o: $(BENCH_GEN) $$(LKM_DEPS)
	$(call generate,4,1024,16,4,-g bench0000_:10,bench0000)

build/host/guestprof.so: tools/guestprof.c
	$(say) HOSTCC $@
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=gnu11 -O2 $(WARN) -fPIC -shared -o $@ $<

-include $(BENCH_OBJS:.o=.d)
