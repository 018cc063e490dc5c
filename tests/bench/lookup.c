/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lookup.c: what it costs to find a file by its name, and to bring a page of
 * it into memory.
 */
#include <sys/mman.h>
#include <sys/stat.h>
#include <err.h>
#include <fcntl.h>
#include <unistd.h>

#include "bench.h"

#define CALLS  200
#define ROUNDS 12
#define PAGE   4096

/* stat(2) of a path, after it was asked for once. */
void
measure_lookup(char **argv)
{
	struct stat sb;
	uint64_t t;
	int i;

	if (stat(argv[1], &sb) != 0)
		err(1, "%s", argv[1]);
	settle();
	t = count_begin();
	for (i = 0; i < CALLS; i++)
		(void)stat(argv[1], &sb);
	report(argv[0], (count_end(t) + CALLS / 2) / CALLS);
}

/*
 * open(2) and close(2), after it was done once; the least of ROUNDS, each with
 * one more open file, as some may need a page for one.
 */
void
measure_open(char **argv)
{
	uint64_t t, least = UINT64_MAX;
	int i, round;

	for (round = 0; round < ROUNDS; round++) {
		if (open(argv[1], O_RDONLY) == -1)
			err(1, "%s", argv[1]);
		settle();
		t = count_begin();
		for (i = 0; i < CALLS; i++)
			close(open(argv[1], O_RDONLY));
		t = count_end(t);
		if (t < least)
			least = t;
	}
	report(argv[0], (least + CALLS / 2) / CALLS);
}

/* A page of a mapping is touched; its block has been read before. */
void
measure_page(char **argv)
{
	int fd = open(argv[1], O_RDONLY), i;
	uint64_t t, sum = 0;
	volatile char *p;

	if (fd == -1)
		err(1, "%s", argv[1]);
	for (i = 0; i < CALLS + 1; i++) {
		p = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
		if (p == MAP_FAILED)
			err(1, "mmap");
		if (i % 20 == 0)
			settle();
		t = count_begin();
		(void)p[0];
		t = count_end(t);
		if (i > 0)
			sum += t;
		munmap((void *)(uintptr_t)p, PAGE);
	}
	report(argv[0], (sum + CALLS / 2) / CALLS);
	close(fd);
}
