/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * whoami: the name of the user that this process acts as.
 */
#include <unistd.h>

#include "util.h"

int
main(int argc, char **argv)
{
	check_stdout(1);
	if (argc != 1)
		usage_exit(1, "whoami");
	puts(user_from_uid(geteuid(), 0));
	return 0;
}
