/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * account.c: becoming another user, for su and login.
 */
#include <sys/types.h>
#include <err.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

void
open_standard_files(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd < 0)
		_exit(1); /* and there is nobody to tell */
	close(fd);
}

static void
variable(const char *name, const char *value)
{
	if (setenv(name, value, 1) != 0)
		err(1, NULL);
}

/* What a program of the caller's might have left there stays behind. */
static void
make_environment(const struct passwd *pw)
{
	static char *nothing[] = {NULL};
	const char *term = getenv("TERM");
	char *kept = strdup(term != NULL ? term : "vt100");

	if (kept == NULL)
		err(1, NULL);
	environ = nothing;
	variable("TERM", kept);
	variable("HOME", pw->pw_dir);
	variable("SHELL", pw->pw_shell);
	variable("USER", pw->pw_name);
	variable("LOGNAME", pw->pw_name);
	variable("PS1", pw->pw_uid == 0 ? "# " : "$ ");
	variable("PATH",
	    pw->pw_uid == 0 ? "/sbin:/usr/sbin:/bin:/usr/bin"
			    : "/bin:/usr/bin:/sbin:/usr/sbin");
	free(kept);
}

void
run_shell_as(const struct passwd *pw, bool login, char **argv)
{
	const char *shell = pw->pw_shell[0] != '\0' ? pw->pw_shell : "/bin/sh";
	const char *base = base_of(shell);
	char name[64];

	if (setgid(pw->pw_gid) != 0 ||
	    initgroups(pw->pw_name, pw->pw_gid) != 0 || setuid(pw->pw_uid) != 0)
		err(1, "%s", pw->pw_name);
	make_environment(pw);
	if (login && chdir(pw->pw_dir) != 0) {
		warn("%s", pw->pw_dir);
		if (chdir("/") != 0)
			err(1, "/");
	}
	snprintf(name, sizeof(name), "%s%s", login ? "-" : "", base);
	argv[0] = name;
	execv(shell, argv);
	err(127, "%s", shell);
}
