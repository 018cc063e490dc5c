/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * memory.c: malloc and what it stands on, mmap.
 */
#include <sys/mman.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "libctest.h"

/* Many pieces of different sizes, each filled, some freed, all checked. */
static int
malloc_keeps(void)
{
	unsigned char *p[200];
	size_t i, j, size;

	for (i = 0; i < 200; i++) {
		size = 1 + i * i % 5000;
		p[i] = malloc(size);
		if (p[i] == NULL || (uintptr_t)p[i] % 8 != 0)
			return 0;
		memset(p[i], (int)i, size);
		if (i % 3 == 2) {
			free(p[i - 1]);
			p[i - 1] = NULL;
		}
	}
	for (i = 0; i < 200; i++) {
		for (j = 0; p[i] != NULL && j < 1 + i * i % 5000; j++)
			if (p[i][j] != (unsigned char)i)
				return 0;
		free(p[i]);
	}
	return 1;
}

void
test_memory(void)
{
	char *end, *p;
	int fd;

	ok(malloc_keeps(), "malloc and free");
	p = calloc(1000, 1000);
	ok(p != NULL && p[0] == 0 && p[999999] == 0, "calloc of a megabyte");
	p = realloc(p, 2000000);
	ok(p != NULL && p[999999] == 0, "realloc");
	free(p);
	ok(malloc(0x7fffff00) == NULL && errno == ENOMEM,
	    "malloc of too much: ENOMEM");
	end = sbrk(0);
	ok(sbrk(10000) == end && (end[0] = end[9999] = 1) == 1, "sbrk");
	ok(sbrk(-10000) == end + 10000 && sbrk(0) == end, "sbrk back");
	ok(brk((void *)4096) == -1 && errno == ENOMEM,
	    "brk below the program: ENOMEM");
	p = mmap(
	    NULL, 20000, PROT_READ | PROT_WRITE, MAP_ANON | MAP_PRIVATE, -1, 0);
	ok(p != MAP_FAILED && (p[0] = p[19999] = 1) == 1, "mmap of memory");
	ok(munmap(p, 20000) == 0, "munmap");
	fd = open("/etc/passwd", O_RDONLY);
	p = mmap(NULL, 10, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	ok(p != MAP_FAILED && memcmp(p, "root:", 5) == 0, "mmap of a file");
	munmap(p, 10);
}
