/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * disk.c: transfers of a raw disk, in order, for tools/guestprof, which counts
 * what is executed: the time-stamp counter moves on while a disk is waited for.
 */
#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

#define MIB (1 << 20)

static char buf[MIB];

void
measure_disk(char **argv)
{
	int fd = open(argv[1], O_RDWR),
	    write_it = strcmp(argv[0], "write") == 0;
	int i, n = atoi(argv[2]);
	ssize_t done;
	uint64_t t;

	if (fd == -1)
		err(1, "%s", argv[1]);
	memset(buf, 1, sizeof(buf)); /* its memory is there */
	for (i = 0; i < n; i++) {
		t = count_begin();
		done = write_it ? write(fd, buf, MIB) : read(fd, buf, MIB);
		(void)count_end(t);
		if (done != MIB)
			err(1, "%s of MiB %d", argv[0], i);
	}
	close(fd);
}
