/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * execl.c: the members of exec(3) that take the arguments one by one.
 */
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

/* How many arguments follow, up to the NULL. */
static size_t
count_args(va_list ap)
{
	va_list copy;
	size_t n = 0;

	va_copy(copy, ap);
	while (va_arg(copy, char *) != NULL)
		n++;
	va_end(copy);
	return n;
}

/* Put arg0 and what follows into argv, with the NULL. */
static void
list_args(char **argv, const char *arg0, va_list *ap)
{
	*argv = (char *)arg0;
	while (*argv != NULL)
		*++argv = va_arg(*ap, char *);
}

int
execl(const char *path, const char *arg0, ...)
{
	va_list ap;

	va_start(ap, arg0);
	char *argv[count_args(ap) + 2];

	list_args(argv, arg0, &ap);
	va_end(ap);
	return execve(path, argv, environ);
}

int
execlp(const char *file, const char *arg0, ...)
{
	va_list ap;

	va_start(ap, arg0);
	char *argv[count_args(ap) + 2];

	list_args(argv, arg0, &ap);
	va_end(ap);
	return execvp(file, argv);
}

/* The environment follows the NULL. */
int
execle(const char *path, const char *arg0, ...)
{
	char **envp;
	va_list ap;

	va_start(ap, arg0);
	char *argv[count_args(ap) + 2];

	list_args(argv, arg0, &ap);
	envp = va_arg(ap, char **);
	va_end(ap);
	return execve(path, argv, envp);
}
