/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * getpwent.c: users, from /etc/passwd: name:password:uid:gid:gecos:dir:shell.
 * What a function returns is valid until the next one is called.
 */
#include <pwd.h>
#include <string.h>

#include "linefile.h"

static struct linefile lf = {.lf_path = _PATH_PASSWD};
static struct passwd entry;

struct passwd *
getpwent(void)
{
	static char nothing[1];
	char *f[7];

	if (lf.lf_file == NULL && lf_rewind(&lf) == -1)
		return NULL;
	while (lf_next(&lf, f, 7)) {
		if (lf_id(f[2], &entry.pw_uid) == -1 ||
		    lf_id(f[3], &entry.pw_gid) == -1)
			continue;
		entry.pw_name = f[0];
		entry.pw_passwd = f[1];
		entry.pw_comment = nothing;
		entry.pw_gecos = f[4];
		entry.pw_dir = f[5];
		entry.pw_shell = f[6];
		return &entry;
	}
	return NULL;
}

void
setpwent(void)
{
	lf_rewind(&lf);
}

void
endpwent(void)
{
	lf_close(&lf);
}

struct passwd *
getpwnam(const char *name)
{
	struct passwd *pw;

	setpwent();
	while ((pw = getpwent()) != NULL && strcmp(pw->pw_name, name) != 0)
		;
	endpwent();
	return pw;
}

struct passwd *
getpwuid(uid_t uid)
{
	struct passwd *pw;

	setpwent();
	while ((pw = getpwent()) != NULL && pw->pw_uid != uid)
		;
	endpwent();
	return pw;
}
