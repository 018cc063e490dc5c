/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * uname: the system's name, release, version and machine.
 */
#include <sys/utsname.h>
#include <err.h>
#include <unistd.h>

#include "util.h"

static const char letters[] = "snrvm"; /* in the order of the output */

int
main(int argc, char **argv)
{
	const char *fields[5];
	unsigned wanted = 0;
	struct utsname u;
	bool first = true;
	int c, i;

	check_stdout(1);
	while ((c = getopt(argc, argv, "amnrsv")) != -1) {
		for (i = 0; letters[i] != '\0' && letters[i] != c; i++)
			continue;
		if (c == 'a')
			wanted = 0x1f;
		else if (letters[i] != '\0')
			wanted |= 1u << i;
		else
			usage_exit(1, "uname [-amnrsv]");
	}
	if (optind != argc)
		usage_exit(1, "uname [-amnrsv]");
	if (uname(&u) < 0)
		err(1, "uname");
	fields[0] = u.sysname;
	fields[1] = u.nodename;
	fields[2] = u.release;
	fields[3] = u.version;
	fields[4] = u.machine;
	if (wanted == 0)
		wanted = 1;
	for (i = 0; i < 5; i++) {
		if (!(wanted & 1u << i))
			continue;
		printf("%s%s", first ? "" : " ", fields[i]);
		first = false;
	}
	putchar('\n');
	return 0;
}
