/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sync: have everything written that the kernel holds back.
 */
#include <unistd.h>

#include "util.h"

int
main(int argc, char **argv)
{
	if (argc != 1)
		usage_exit(1, "sync");
	sync();
	return 0;
}
