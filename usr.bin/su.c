/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * su: a shell as another user, root if none is named.  It runs as root
 * (set-user-id), whoever calls it; root is asked for nothing, others for
 * the user's password.  As in all BSDs only members of the group wheel
 * become root.  What follows the name is for the shell:
 *
 *	su student -c 'modload /lkm/hello.o'
 */
#include <err.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "su [-l | -] [user [argument-of-the-shell ...]]";

/* Group 0, by any name; the caller's own groups, not what he says. */
static bool
is_in_wheel(void)
{
	gid_t groups[64];
	int i, n = getgroups(64, groups);

	if (getgid() == 0)
		return true;
	for (i = 0; i < n; i++)
		if (groups[i] == 0)
			return true;
	return false;
}

static void
ask_caller(const struct passwd *pw)
{
	const char *hash;
	char typed[256];

	if (pw->pw_uid == 0 && !is_in_wheel())
		errx(1,
		    "you are not in the group wheel, whose members may "
		    "become root");
	hash = password_hash(pw->pw_name);
	if (!password_possible(hash))
		errx(1, "%s has no password, so only root becomes %s",
		    pw->pw_name, pw->pw_name);
	if (hash[0] == '\0')
		return;
	if (!read_password("Password:", typed, sizeof(typed)))
		errx(1, "no password");
	if (password_right(hash, typed)) {
		explicit_bzero(typed, sizeof(typed));
		return;
	}
	sleep(1); /* who tries many shall need long */
	errx(1, "wrong password");
}

int
main(int argc, char **argv)
{
	const struct passwd *pw;
	const char *name = "root";
	bool login = false;
	int first = 1;

	open_standard_files();
	if (geteuid() != 0)
		errx(1,
		    "does not run as root: its file is not set-user-id, or "
		    "on a file system mounted nosuid");
	if (first < argc && argv[first][0] == '-') {
		if (strcmp(argv[first], "-") != 0 &&
		    strcmp(argv[first], "-l") != 0)
			usage_exit(1, synopsis);
		login = true;
		first++;
	}
	if (first < argc)
		name = argv[first++];
	if ((pw = getpwnam(name)) == NULL)
		errx(1, "%s: no such user", name);
	if (getuid() != 0)
		ask_caller(pw);
	run_shell_as(pw, login, argv + first - 1);
}
