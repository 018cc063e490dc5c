/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * id: who a process is: its user and its groups.
 */
#include <err.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "id [-u | -g | -G] [-nr]";

static void
print_group(gid_t gid, bool name)
{
	if (name)
		fputs(group_from_gid(gid, 0), stdout);
	else
		printf("%u", (unsigned)gid);
}

static void
print_user(uid_t uid, bool name)
{
	if (name)
		fputs(user_from_uid(uid, 0), stdout);
	else
		printf("%u", (unsigned)uid);
}

static void
print_pair(const char *what, unsigned id, const char *name)
{
	printf("%s=%u", what, id);
	if (name != NULL)
		printf("(%s)", name);
}

static void
print_all(const gid_t *groups, int count)
{
	int i;

	print_pair("uid", getuid(), user_from_uid(getuid(), 1));
	print_pair(" gid", getgid(), group_from_gid(getgid(), 1));
	if (geteuid() != getuid())
		print_pair(" euid", geteuid(), user_from_uid(geteuid(), 1));
	if (getegid() != getgid())
		print_pair(" egid", getegid(), group_from_gid(getegid(), 1));
	for (i = 0; i < count; i++) {
		printf("%s%u", i == 0 ? " groups=" : ",", (unsigned)groups[i]);
		if (group_from_gid(groups[i], 1) != NULL)
			printf("(%s)", group_from_gid(groups[i], 1));
	}
	putchar('\n');
}

int
main(int argc, char **argv)
{
	bool names = false, really = false;
	gid_t groups[64];
	int c, count, i, what = 0;

	check_stdout(1);
	while ((c = getopt(argc, argv, "Ggnru")) != -1) {
		if (c == 'n')
			names = true;
		else if (c == 'r')
			really = true;
		else if (c == '?' || what != 0)
			usage_exit(1, synopsis);
		else
			what = c;
	}
	if (optind != argc)
		usage_exit(1, synopsis);
	count = getgroups(64, groups);
	if (count < 0)
		err(1, "getgroups");
	if (what == 'u') {
		print_user(really ? getuid() : geteuid(), names);
	} else if (what != 0) {
		print_group(really ? getgid() : getegid(), names);
		for (i = 0; what == 'G' && i < count; i++) {
			if (groups[i] == (really ? getgid() : getegid()))
				continue;
			putchar(' ');
			print_group(groups[i], names);
		}
	} else {
		print_all(groups, count);
		return 0;
	}
	putchar('\n');
	return 0;
}
