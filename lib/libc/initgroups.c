/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * initgroups.c: the groups that a user is a member of.
 */
#include <grp.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

static int
is_member(const struct group *gr, const char *user)
{
	char **m;

	for (m = gr->gr_mem; *m != NULL; m++)
		if (strcmp(*m, user) == 0)
			return 1;
	return 0;
}

/*
 * Put base and the groups that list user into groups, which has room for
 * *n, and their number into *n.  -1: there are more than fit.
 */
int
getgrouplist(const char *user, gid_t base, gid_t *groups, int *n)
{
	int count = 0, room = *n, status = 0;
	struct group *gr;

	if (room > 0)
		groups[count++] = base;
	setgrent();
	while ((gr = getgrent()) != NULL) {
		if (gr->gr_gid == base || !is_member(gr, user))
			continue;
		if (count < room)
			groups[count++] = gr->gr_gid;
		else
			status = -1;
	}
	endgrent();
	*n = count;
	return status;
}

/* Give the process the groups of user: as many as a process may have. */
int
initgroups(const char *user, gid_t base)
{
	gid_t groups[NGROUPS_MAX];
	int n = NGROUPS_MAX;

	getgrouplist(user, base, groups, &n);
	return setgroups(n, groups);
}
