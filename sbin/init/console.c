/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * console.c: the console, and what runs on it.
 */
#include <sys/types.h>
#include <sys/ioctl.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "init.h"

#define CONSOLE "/dev/console"

static struct termios first_modes; /* as the kernel set them */
static bool have_modes;

static void
take_descriptors(int fd)
{
	dup2(fd, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

/*
 * init's own messages go to the console, but it must not become init's
 * controlling terminal: a shell's session shall own it.
 */
void
open_console(void)
{
	int fd = open(CONSOLE, O_RDWR | O_NOCTTY);

	if (fd < 0)
		fd = open("/dev/null", O_RDWR);
	if (fd < 0)
		return;
	take_descriptors(fd);
	have_modes = tcgetattr(STDIN_FILENO, &first_modes) == 0;
}

void
become_login(char *const variables[])
{
	static char *env[7 + MAX_VARIABLES + 1] = {"HOME=/root", "USER=root",
	    "LOGNAME=root", "SHELL=/bin/sh", "TERM=vt100", "PS1=# ",
	    "PATH=/sbin:/usr/sbin:/bin:/usr/bin"};
	int i;

	for (i = 0; variables != NULL && variables[i] != NULL; i++)
		env[7 + i] = variables[i];
	environ = env;
	if (chdir("/root") != 0) {
		warn("/root");
		(void)chdir("/");
	}
}

bool
console_command(char *const **commandp)
{
	static char *line, *argv[16];
	static size_t size;
	FILE *f = fopen("/etc/ttys", "r");
	char *command, *end;
	int argc = 0;
	bool bad;

	*commandp = NULL;
	if (f == NULL && errno != ENOENT) {
		warn("/etc/ttys");
		return false;
	}
	if (f == NULL)
		return true;
	command = NULL;
	while (command == NULL && getline(&line, &size, f) > 0)
		if (strncmp(line, "console", 7) == 0 &&
		    (line[7] == ' ' || line[7] == '\t'))
			command = line + 7 + strspn(line + 7, " \t");
	bad = ferror(f) != 0;
	fclose(f);
	if (bad)
		warnx("/etc/ttys cannot be read");
	if (command == NULL)
		return !bad;
	end = command[0] == '"' ? strchr(++command, '"')
				: command + strcspn(command, " \t\n");
	if (end == NULL || end == command) {
		warnx("/etc/ttys: the console's command is not ended or empty");
		return false;
	}
	*end = '\0';
	argv[argc++] = strtok(command, " \t");
	argv[argc++] = argv[0]; /* its name, and then its arguments */
	while (argc < 15 && (argv[argc] = strtok(NULL, " \t")) != NULL)
		argc++;
	argv[argc] = NULL;
	if (argv[0] != NULL)
		*commandp = argv;
	return true;
}

void
print_motd(void)
{
	char buf[512];
	ssize_t n;
	int fd = open("/etc/motd", O_RDONLY);

	if (fd < 0)
		return;
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		if (write(STDOUT_FILENO, buf, (size_t)n) != n)
			break;
	close(fd);
}

static _Noreturn void
start(char *const argv[], char *const variables[])
{
	int fd;

	reset_signals();
	setsid();
	fd = open(CONSOLE, O_RDWR | O_NOCTTY);
	if (fd < 0) {
		warn(CONSOLE);
		_exit(126);
	}
	take_descriptors(fd);
	/* login gives it to who logs in. */
	if (fchown(STDIN_FILENO, 0, 0) != 0 || fchmod(STDIN_FILENO, 0600) != 0)
		warn(CONSOLE);
	if (ioctl(STDIN_FILENO, TIOCSCTTY, 0) != 0)
		warn("%s: no job control", CONSOLE);
	/* Whatever the last program made of the terminal. */
	if (have_modes)
		tcsetattr(STDIN_FILENO, TCSANOW, &first_modes);
	become_login(variables);
	execv(argv[0], argv + 1);
	warn("%s", argv[0]);
	_exit(127);
}

pid_t
spawn_on_console(char *const argv[], char *const variables[])
{
	pid_t pid = fork();

	if (pid == 0)
		start(argv, variables);
	if (pid < 0)
		warn("fork");
	return pid;
}
