/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * process.c: small calls about a process that are other calls in disguise.
 */
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

int
setpgrp(void)
{
	return setpgid(0, 0);
}

int
creat(const char *path, mode_t mode)
{
	return open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

/* The data of a file are not kept apart from what describes it. */
int
fdatasync(int fd)
{
	return fsync(fd);
}

/* Does this program run with rights that its user has not? */
int
issetugid(void)
{
	return getuid() != geteuid() || getgid() != getegid();
}

/* Who this is: LOGNAME's word counts only when it is this user's name. */
char *
getlogin(void)
{
	const char *name = getenv("LOGNAME");
	struct passwd *pw;

	if (name != NULL && (pw = getpwnam(name)) != NULL &&
	    pw->pw_uid == getuid())
		return pw->pw_name;
	pw = getpwuid(getuid());
	if (pw == NULL) {
		errno = ENXIO;
		return NULL;
	}
	return pw->pw_name;
}

/* Go on in the background, away from the terminal.  -1: errno of fork(2). */
int
daemon(int nochdir, int noclose)
{
	int fd, i;

	switch (fork()) {
	case -1:
		return -1;
	case 0:
		break;
	default:
		_exit(0);
	}
	if (setsid() == -1)
		return -1;
	if (!nochdir)
		chdir("/");
	if (!noclose && (fd = open("/dev/null", O_RDWR)) != -1) {
		for (i = 0; i <= 2; i++)
			dup2(fd, i);
		if (fd > 2)
			close(fd);
	}
	return 0;
}
