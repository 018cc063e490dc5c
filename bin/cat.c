/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cat: write files to the standard output, one after the other.
 */
#include <err.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

/* -n: number the lines.  The count goes on from file to file. */
static int
number_lines(FILE *f)
{
	static unsigned long line = 1;
	static bool at_start = true;
	int c;

	while ((c = getc(f)) != EOF) {
		if (at_start)
			printf("%6lu\t", line++);
		putchar(c);
		at_start = c == '\n';
	}
	return ferror(f) ? -1 : 0;
}

static int
cat(const char *name, bool number)
{
	const char *shown = name;
	bool write_failed = false;
	FILE *f = stdin;
	int error;

	if (strcmp(name, "-") == 0) {
		shown = "standard input";
	} else {
		f = fopen(name, "r");
		if (f == NULL) {
			warn("%s", name);
			return 1;
		}
	}
	if (number)
		error = number_lines(f);
	else
		error = copy_bytes(fileno(f), STDOUT_FILENO, &write_failed);
	if (write_failed)
		err(1, "standard output");
	if (error != 0)
		warn("%s", shown);
	if (f != stdin)
		fclose(f);
	return error != 0;
}

int
main(int argc, char **argv)
{
	bool number = false;
	int c, status = 0;

	check_stdout(1);
	while ((c = getopt(argc, argv, "nu")) != -1) {
		switch (c) {
		case 'n':
			number = true;
			break;
		case 'u': /* without -n nothing is buffered anyway */
			setvbuf(stdout, NULL, _IONBF, 0);
			break;
		default:
			usage_exit(1, "cat [-nu] [file ...]");
		}
	}
	if (optind == argc)
		status = cat("-", number);
	for (; optind < argc; optind++)
		status |= cat(argv[optind], number);
	return status;
}
