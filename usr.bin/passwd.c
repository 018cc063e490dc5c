/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * passwd: give a user a new password: oneself, or anybody when root asks.
 * The hash goes into /etc/master.passwd, which only root can read; so this
 * runs as root (set-user-id), whoever calls it.
 */
#include <err.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "util.h"

#define TOO_SHORT 6

static void
ask_old(const struct passwd *pw)
{
	const char *hash = password_hash(pw->pw_name);
	char typed[256];

	if (hash[0] == '\0')
		return;
	if (!password_possible(hash))
		errx(1, "%s has no password yet: root gives the first one",
		    pw->pw_name);
	if (!read_password("Old password:", typed, sizeof(typed)) ||
	    !password_right(hash, typed)) {
		sleep(1);
		errx(1, "wrong password");
	}
}

/*
 * Two equal passwords are not to give the same hash: a salt need not be
 * secret, only another each time.
 */
static const char *
make_setting(void)
{
	static const char digits[] =
	    "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	static char setting[3 + 11 + 2] = "$5$";
	struct timespec ts;
	unsigned long long w;
	int i;

	clock_gettime(CLOCK_REALTIME, &ts);
	w = (unsigned long long)ts.tv_sec * 1000000000 + ts.tv_nsec;
	w = (w ^ (unsigned long long)getpid() << 48) * 0x9e3779b97f4a7c15ULL;
	for (i = 0; i < 11; i++, w >>= 6)
		setting[3 + i] = digits[w & 63];
	setting[14] = '$';
	return setting;
}

int
main(int argc, char **argv)
{
	char new[256], again[256];
	const struct passwd *pw;
	const char *hash;

	open_standard_files();
	if (argc > 2 || (argc == 2 && argv[1][0] == '-'))
		usage_exit(1, "passwd [user]");
	if (geteuid() != 0)
		errx(1, "does not run as root: its file is not set-user-id");
	pw = argc == 2 ? getpwnam(argv[1]) : getpwuid(getuid());
	if (pw == NULL)
		errx(1, "%s: no such user", argc == 2 ? argv[1] : "you");
	if (getuid() != 0) {
		if (pw->pw_uid != getuid())
			errx(1, "%s: only root changes others' passwords",
			    pw->pw_name);
		ask_old(pw);
	}
	if (!read_password("New password:", new, sizeof(new)))
		errx(1, "no password; nothing was changed");
	if (getuid() != 0 && strlen(new) < TOO_SHORT)
		errx(1, "at least %d characters; nothing was changed",
		    TOO_SHORT);
	if (!read_password("Again:", again, sizeof(again)) ||
	    strcmp(new, again) != 0)
		errx(1, "the two differ; nothing was changed");
	hash = new[0] != '\0' ? crypt(new, make_setting()) : "";
	password_set(pw->pw_name, hash);
	return 0;
}
