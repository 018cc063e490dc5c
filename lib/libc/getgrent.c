/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * getgrent.c: groups, from /etc/group: name:password:gid:member,member.
 * What a function returns is valid until the next one is called.
 */
#include <grp.h>
#include <string.h>

#include "linefile.h"

#define MEMBERS_MAX (LINE_MAX_LEN / 2) /* a name and a comma each */

static struct linefile lf = {.lf_path = _PATH_GROUP};
static struct group entry;

/* Cut the list of names at its commas. */
static char **
split_members(char *list)
{
	static char *members[MEMBERS_MAX + 1];
	char *name;
	int n = 0;

	while (n < MEMBERS_MAX && (name = strsep(&list, ",")) != NULL)
		if (*name != '\0')
			members[n++] = name;
	members[n] = NULL;
	return members;
}

struct group *
getgrent(void)
{
	char *f[4];

	if (lf.lf_file == NULL && lf_rewind(&lf) == -1)
		return NULL;
	while (lf_next(&lf, f, 4)) {
		if (lf_id(f[2], &entry.gr_gid) == -1)
			continue;
		entry.gr_name = f[0];
		entry.gr_passwd = f[1];
		entry.gr_mem = split_members(f[3]);
		return &entry;
	}
	return NULL;
}

void
setgrent(void)
{
	lf_rewind(&lf);
}

void
endgrent(void)
{
	lf_close(&lf);
}

struct group *
getgrnam(const char *name)
{
	struct group *gr;

	setgrent();
	while ((gr = getgrent()) != NULL && strcmp(gr->gr_name, name) != 0)
		;
	endgrent();
	return gr;
}

struct group *
getgrgid(gid_t gid)
{
	struct group *gr;

	setgrent();
	while ((gr = getgrent()) != NULL && gr->gr_gid != gid)
		;
	endgrent();
	return gr;
}
