/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stage [-s] image number argument: load an image of /s in pieces, with its
 * symbols (-s), and make a system call.
 */
#include "tap.h"

#include "stagedutil.h"

int
main(int argc, char **argv)
{
	int symbols = argc > 1 && strcmp(argv[1], "-s") == 0, dev, id;
	char path[64];

	argv += symbols;
	if (argc - symbols != 4)
		return 2;
	snprintf(path, sizeof(path), "/s/%s", argv[1]);
	dev = open("/dev/lkm", O_RDWR);
	if ((id = stage(dev, read_image(path), symbols, MODIOBUF)) == -1) {
		perror(path);
		return 1;
	}
	printf("loaded %d\n", id);
	fflush(stdout);
	printf("returned %d\n", (int)syscall(atoi(argv[2]), atoi(argv[3])));
	return 0;
}
