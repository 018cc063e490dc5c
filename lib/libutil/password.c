/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * password.c: passwords: asking for one, and /etc/master.passwd, where the
 * hashes are.  A line there is
 *
 *	name:hash:uid:gid:class:change:expire:gecos:home:shell
 *
 * as in the BSDs, of which only the first two are looked at: who somebody
 * is says /etc/passwd, which everybody may read.
 */
#include <sys/stat.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "util.h"

#define MASTER "/etc/master.passwd"
#define LOCK   "/etc/ptmp" /* the new file, and that somebody is at it */

/* A line from fd, byte by byte: what follows it is for somebody else. */
static bool
read_line(int fd, char *buf, size_t size)
{
	size_t n = 0;
	bool whole = true;
	ssize_t got;
	char c;

	for (;;) {
		got = read(fd, &c, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 && n == 0)
			return false;
		if (got <= 0 || c == '\n')
			break;
		if (n + 1 < size)
			buf[n++] = c;
		else
			whole = false;
	}
	buf[n] = '\0';
	return whole;
}

/* Signals wait meanwhile, so that nobody is left with a silent terminal. */
bool
read_password(const char *prompt, char *buf, size_t size)
{
	int tty = open("/dev/tty", O_RDWR);
	int fd = tty >= 0 ? tty : STDIN_FILENO;
	int out = tty >= 0 ? tty : STDERR_FILENO;
	struct termios old, silent;
	sigset_t set, before;
	bool is_tty, good;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGQUIT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGTSTP);
	sigprocmask(SIG_BLOCK, &set, &before);
	is_tty = tcgetattr(fd, &old) == 0;
	if (is_tty) {
		silent = old;
		silent.c_lflag &= ~(ECHO | ECHOE | ECHOK | ECHONL);
		tcsetattr(fd, TCSAFLUSH, &silent);
	}
	dprintf(out, "%s", prompt);
	good = read_line(fd, buf, size);
	if (is_tty) {
		dprintf(out, "\n");
		tcsetattr(fd, TCSANOW, &old);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (tty >= 0)
		close(tty);
	return good;
}

/* Whether a line is this user's; the hash's place in it. */
static char *
hash_in(char *line, const char *user)
{
	size_t n = strlen(user);

	return strncmp(line, user, n) == 0 && line[n] == ':' ? line + n + 1
							     : NULL;
}

const char *
password_hash(const char *user)
{
	static char line[1024];
	char *hash = NULL;
	FILE *f = fopen(MASTER, "r");

	if (f == NULL) {
		warn(MASTER);
		return "*";
	}
	while (hash == NULL && fgets(line, sizeof(line), f) != NULL)
		hash = hash_in(line, user);
	fclose(f);
	if (hash == NULL || strchr(hash, ':') == NULL)
		return "*";
	*strchr(hash, ':') = '\0';
	return hash;
}

bool
password_possible(const char *hash)
{
	return hash[0] == '\0' || strncmp(hash, "$5$", 3) == 0;
}

/* It takes as long wherever the two differ. */
bool
password_right(const char *hash, const char *typed)
{
	const char *made;
	unsigned char differ = 0;
	size_t i, n;

	if (hash[0] == '\0')
		return typed[0] == '\0';
	made = crypt(typed, hash);
	n = strlen(hash);
	if (made == NULL || strlen(made) != n)
		return false;
	for (i = 0; i < n; i++)
		differ |= made[i] ^ hash[i];
	return differ == 0;
}

/*
 * A new file takes the place of the old one, or nothing happens.  The
 * process is root for good afterwards.
 */
void
password_set(const char *user, const char *hash)
{
	char line[1024], *at, *rest;
	FILE *from, *to;
	sigset_t all;
	bool found = false;
	int fd;

	/*
	 * Half-way out, the lock would stay: nobody else may stop it, nor
	 * an alarm(3) that the caller has set before.  And the new file's
	 * mode is none of the caller's business.
	 */
	if (setuid(0) != 0)
		err(1, "setuid");
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	umask(077);
	fd = open(LOCK, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd < 0 && errno == EEXIST)
		errx(1,
		    "%s is there: somebody else changes a password; if nobody "
		    "does, root removes it",
		    LOCK);
	if (fd < 0 || (to = fdopen(fd, "w")) == NULL)
		err(1, LOCK);
	if ((from = fopen(MASTER, "r")) == NULL) {
		unlink(LOCK);
		errx(1, "%s cannot be read", MASTER);
	}
	while (fgets(line, sizeof(line), from) != NULL) {
		at = hash_in(line, user);
		if (at == NULL || (rest = strchr(at, ':')) == NULL) {
			fputs(line, to);
			continue;
		}
		fprintf(to, "%.*s%s%s", (int)(at - line), line, hash, rest);
		found = true;
	}
	if (!found || ferror(from) || fflush(to) != 0 || ferror(to) ||
	    fsync(fd) != 0 || rename(LOCK, MASTER) != 0) {
		if (found)
			warn(MASTER);
		unlink(LOCK);
		if (!found)
			errx(1, "%s: %s has no line for it", user, MASTER);
		_exit(1);
	}
	fclose(from);
	fclose(to);
}
