/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench.h: what the parts of the guest's measuring program share.
 *
 * Time is the CPU's time-stamp counter.  Under `tools/vm -i` that is the
 * number of instructions executed (and moves on by itself only while the
 * CPU waits for an interrupt), so a figure is exact, and the same each run.
 */
#ifndef _BENCH_H_
#define _BENCH_H_

#include <stddef.h>
#include <stdint.h>

/* Never inlined, so that an empty interval always costs the same. */
uint64_t tsc(void);
/*
 * An interval: `t = count_begin(); work; t = count_end(t);`.  What
 * count_end() returns is without the cost of measuring, once settle() has
 * found that out.  tools/guestprof counts what is executed in between.
 */
uint64_t count_begin(void);
uint64_t count_end(uint64_t began);

/*
 * Sleep until just after a clock tick, so that none falls into the next
 * ten million instructions.
 */
void settle(void);

/* A line "name number" for the host; the other has the name "name.part". */
void report(const char *name, uint64_t number);
void report_part(const char *name, const char *part, uint64_t number);

/* Each measures what its name says and reports it; arguments from argv. */
void check(char **argv);
void measure_getppid(char **argv);
void measure_call(char **argv);
void measure_fork(char **argv);
void measure_exec(char **argv);
void measure_least(char **argv);
void measure_pipe(char **argv);
void measure_load(char **argv);
void measure_load_once(char **argv);
void measure_many(char **argv);
void measure_grow(char **argv);
void measure_floor(char **argv);
void measure_lookup(char **argv);
void measure_open(char **argv);
void measure_page(char **argv);
void measure_disk(char **argv);

/* ---- modules: modules.c; what fails ends the program ---- */

/* What a module is called in an object that rename_object() is for. */
#define FIRST_NAME "bench0000"

struct object {
	const char *file;
	char *bytes;
	size_t size;
	char name[sizeof(FIRST_NAME)];
};

void read_object(const char *file, struct object *);
/* Both return the instructions that it took; the module's number in *id. */
uint64_t load(const struct object *, int *id);
uint64_t unload(int id);
/*
 * Give it another number in its name, wherever the name stands: in that of
 * the module, and in those of its symbols that begin with it.
 */
void rename_object(struct object *, unsigned number);

#endif
