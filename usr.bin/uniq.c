/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * uniq: one line for each run of equal lines.
 */
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "uniq [-c | -d | -u] [input [output]]";

static int form; /* c, d, u or 0 */

static void
print(const char *line, unsigned long count)
{
	if (count == 0 || (form == 'd' && count == 1) ||
	    (form == 'u' && count > 1))
		return;
	if (form == 'c')
		printf("%7lu ", count);
	puts(line);
}

static void
uniq(FILE *f, const char *name)
{
	char *line = NULL, *last = NULL, *swap;
	size_t size = 0, last_size = 0, swap_size;
	unsigned long count = 0;
	ssize_t len;

	while ((len = getline(&line, &size, f)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		if (count > 0 && strcmp(line, last) == 0) {
			count++;
			continue;
		}
		print(last, count);
		count = 1;
		swap = last;
		last = line;
		line = swap;
		swap_size = last_size;
		last_size = size;
		size = swap_size;
	}
	if (ferror(f))
		err(1, "%s", name);
	print(last, count);
	free(line);
	free(last);
}

int
main(int argc, char **argv)
{
	const char *name = "standard input";
	FILE *f = stdin;
	int c;

	check_stdout(1);
	while ((c = getopt(argc, argv, "cdu")) != -1) {
		if (c == '?' || (form != 0 && form != c))
			usage_exit(1, synopsis);
		form = c;
	}
	if (argc - optind > 2)
		usage_exit(1, synopsis);
	if (optind < argc && strcmp(argv[optind], "-") != 0) {
		name = argv[optind];
		f = fopen(name, "r");
		if (f == NULL)
			err(1, "%s", name);
	}
	if (argc - optind == 2 &&
	    freopen(argv[optind + 1], "w", stdout) == NULL)
		err(1, "%s", argv[optind + 1]);
	uniq(f, name);
	return 0;
}
