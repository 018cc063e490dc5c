/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * oldunload: a module goes, by number or by name.
 */
#include <sys/types.h>
#include <sys/param.h>
#include <sys/ioctl.h>
#include <sys/conf.h>
#include <sys/mount.h>
#include <sys/lkm.h>
#include <sys/file.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int
main(argc, argv)
	int argc;
	char **argv;
{
	struct lmc_unload ulbuf;
	int devfd;

	if (argc != 2) {
		fprintf(stderr, "usage: oldunload id|name\n");
		exit(1);
	}
	if ((devfd = open("/dev/lkm", O_RDWR, 0)) == -1)
		err(2, "/dev/lkm");
	ulbuf.id = argv[1][0] >= '0' && argv[1][0] <= '9' ? atoi(argv[1]) : -1;
	ulbuf.name = argv[1];
	if (ioctl(devfd, LMUNLOAD, &ulbuf) == -1) {
		switch (errno) {
		case EINVAL:
		case ENOENT:
			errx(3, "no such module");
		case EBUSY:
			errx(5, "module is in use");
		default:
			err(5, "LMUNLOAD");
		}
	}
	return (0);
}
