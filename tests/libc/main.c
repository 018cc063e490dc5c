/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c: runs all of libctest, in a folder of its own below /tmp.
 */
#include <sys/stat.h>
#include <err.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "libctest.h"

static int count, failed;

void
ok(int good, const char *name, ...)
{
	int error = errno;
	va_list ap;

	printf("%sok %d - ", good ? "" : "not ", ++count);
	va_start(ap, name);
	vprintf(name, ap);
	va_end(ap);
	printf("\n");
	if (!good) {
		failed++;
		printf("# errno is %d: %s\n", error, strerror(error));
	}
	fflush(stdout);
	errno = 0;
}

int
main(int argc, char *argv[])
{
	char folder[] = "/tmp/libctest.XXXXXX";

	ok(argc == 2 && strcmp(argv[1], "an argument") == 0, "argc and argv");
	ok(strcmp(getprogname(), "libctest") == 0, "getprogname");
	ok(getenv("LIBCTEST") != NULL, "the environment");
	if (mkdtemp(folder) == NULL || chdir(folder) == -1)
		err(1, "%s", folder);
	test_files();
	test_directories();
	test_memory();
	test_text();
	test_system();
	test_processes();
	test_signals();
	if (chdir("/") == -1 || rmdir(folder) == -1)
		ok(0, "the folder is empty in the end");
	printf("1..%d\n", count);
	return failed != 0;
}
