/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * login: ask for a name and a password, and become that user.  init runs
 * it on the console when /etc/ttys says so.  After three errors it ends,
 * and init starts it again.
 */
#include <sys/stat.h>
#include <err.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "util.h"

#define TRIES     3
#define PATIENCE  60 /* seconds that somebody has to type */
#define TTY_GROUP 4

/* What nobody's password gives: who is asked cannot tell whether he exists. */
static const char nobodys[] = "$5$graft$";

static bool
read_name(char *buf, size_t size)
{
	char *end;

	do {
		printf("login: ");
		fflush(stdout);
		if (fgets(buf, (int)size, stdin) == NULL)
			return false;
		end = strchr(buf, '\n');
		if (end != NULL)
			*end = '\0';
	} while (buf[0] == '\0');
	return true;
}

/* The user, if the password was right. */
static const struct passwd *
ask_user(const char *name)
{
	const struct passwd *pw = getpwnam(name);
	const char *hash = pw != NULL ? password_hash(name) : "*";
	char typed[256];
	bool right;

	if (hash[0] == '\0')
		return pw;
	if (!read_password("Password:", typed, sizeof(typed)))
		return NULL;
	right =
	    password_right(password_possible(hash) ? hash : nobodys, typed) &&
	    password_possible(hash);
	explicit_bzero(typed, sizeof(typed));
	return right ? pw : NULL;
}

static void
show_motd(void)
{
	FILE *f = fopen("/etc/motd", "r");
	int c;

	if (f == NULL)
		return;
	while ((c = getc(f)) != EOF)
		putchar(c);
	fclose(f);
	fflush(stdout);
}

int
main(int argc, char **argv)
{
	static char *shell_argv[] = {NULL, NULL};
	const struct passwd *pw = NULL;
	char name[64];
	int i;

	open_standard_files();
	if (argc > 2)
		usage_exit(1, "login [user]");
	if (geteuid() != 0)
		errx(1,
		    "is started by root, as init is; su makes you another "
		    "user");
	for (i = 0; i < TRIES && pw == NULL; i++) {
		alarm(PATIENCE);
		if (argc == 2 && i == 0)
			snprintf(name, sizeof(name), "%s", argv[1]);
		else if (!read_name(name, sizeof(name)))
			return 1;
		pw = ask_user(name);
		if (pw == NULL) {
			sleep(1);
			printf("Login incorrect\n");
		}
	}
	alarm(0);
	if (pw == NULL)
		return 1;
	if (isatty(STDIN_FILENO) &&
	    (fchown(STDIN_FILENO, pw->pw_uid, TTY_GROUP) != 0 ||
		fchmod(STDIN_FILENO, 0620) != 0))
		warn("terminal");
	if (pw->pw_uid == 0)
		show_motd();
	run_shell_as(pw, true, shell_argv);
}
