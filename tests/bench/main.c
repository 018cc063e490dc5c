/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c: the program that tools/bench runs in the guest.  Each kind of
 * work is a run of its own: what one did to the process's memory does not
 * show in the next.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static void
print_tsc(char **argv)
{
	report("tsc", tsc());
}

static const struct {
	const char *name;
	int nargs;
	void (*measure)(char **);
	const char *args;
} works[] = {
    {"check", 0, check, ""},
    {"tsc", 0, print_tsc, ""},
    {"getppid", 0, measure_getppid, ""},
    {"fork", 0, measure_fork, ""},
    {"call", 2, measure_call, " name number"},
    {"exec", 1, measure_exec, " program"},
    {"least", 2, measure_least, " name program"},
    {"pipe", 0, measure_pipe, ""},
    {"load", 2, measure_load, " name object.o"},
    {"load-once", 1, measure_load_once, " object.o"},
    {"many", 1, measure_many, " object.o"},
    {"grow", 4, measure_grow, " object.o provider.o user.o number,..."},
    {"lookup", 2, measure_lookup, " name path"},
    {"open", 2, measure_open, " name path"},
    {"page", 2, measure_page, " name path"},
    {"floor", 2, measure_floor, " name object.o"},
    {"disk", 3, measure_disk, " read|write device MiB"},
};

int
main(int argc, char **argv)
{
	size_t i, n = sizeof(works) / sizeof(works[0]);

	for (i = 0; i < n; i++)
		if (argc > 1 && strcmp(argv[1], works[i].name) == 0 &&
		    argc - 2 == works[i].nargs) {
			works[i].measure(argv + 2);
			return fflush(stdout) != 0;
		}
	for (i = 0; i < n; i++)
		fprintf(stderr, "usage: bench %s%s\n", works[i].name,
		    works[i].args);
	return 2;
}
