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

/* buf is not static: as a part of every process, it would cost each fork. */
void
measure_disk(char **argv)
{
	int fd = open(argv[1], O_RDWR),
	    write_it = strcmp(argv[0], "write") == 0;
	int i, n = atoi(argv[2]);
	char *buf = malloc(MIB);
	ssize_t done;
	uint64_t t;

	if (fd == -1)
		err(1, "%s", argv[1]);
	if (buf == NULL)
		err(1, "a MiB");
	memset(buf, 1, MIB); /* its memory is there */
	for (i = 0; i < n; i++) {
		t = count_begin();
		done = write_it ? write(fd, buf, MIB) : read(fd, buf, MIB);
		(void)count_end(t);
		if (done != MIB)
			err(1, "%s of MiB %d", argv[0], i);
	}
	t = count_begin();
	if (write_it && fsync(fd) != 0)
		err(1, "fsync");
	(void)count_end(t);
	free(buf);
	close(fd);
}
