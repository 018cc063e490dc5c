/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * start.c: from crt0 to main.  It must stay small: every program has it.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int, char **, char **);
void __start(int, char **, char **) __attribute__((__noreturn__));

const char *__progname = "";

void
setprogname(const char *name)
{
	const char *slash;

	slash = strrchr(name, '/');
	__progname = slash != NULL ? slash + 1 : name;
}

const char *
getprogname(void)
{
	return __progname;
}

void
__start(int argc, char **argv, char **envp)
{
	environ = envp;
	if (argc > 0)
		setprogname(argv[0]);
	exit(main(argc, argv, envp));
}
