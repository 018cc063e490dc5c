/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * clear: clear the screen of a terminal that knows a VT100's sequences.
 */
#include "util.h"

int
main(int argc, char **argv)
{
	check_stdout(1);
	if (argc != 1)
		usage_exit(1, "clear");
	fputs("\033[H\033[2J", stdout);
	return 0;
}
