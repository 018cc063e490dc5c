/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text: a program of its own, with many pages of text; it measures what it
 * costs to get one, from the fault to the instruction.
 */
#include <stdint.h>
#include <stdio.h>

#include "bench.h"

#define PAGES 64
#define PAGE  4096

/* A function that returns, in each of PAGES pages: 64, in what follows. */
extern const char text_pages[];
__asm(".text\n"
      ".p2align 12\n"
      "text_pages:\n"
      ".rept 64\n"
      "ret\n"
      ".p2align 12\n"
      ".endr");

static uint64_t __attribute__((__noinline__)) call_all(void)
{
	uint64_t t = count_begin();
	int i;

	for (i = 0; i < PAGES; i++)
		((void (*)(void))(uintptr_t)(text_pages + i * PAGE))();
	return count_end(t);
}

/* The second time all pages are there. */
int
main(int argc, char **argv)
{
	uint64_t first, again;

	if (argc != 2) {
		fprintf(stderr, "usage: text name\n");
		return 2;
	}
	settle();
	first = call_all();
	again = call_all();
	report(argv[1], (first - again + PAGES / 2) / PAGES);
	return fflush(stdout) != 0;
}
