/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * head: the first lines (-n) or bytes (-c) of files.
 */
#include <ctype.h>
#include <err.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "head [-n lines | -c bytes] [file ...]";

static void
copy(FILE *f, long long lines, long long bytes)
{
	int c;

	while (lines != 0 && bytes != 0 && (c = getc(f)) != EOF) {
		putchar(c);
		if (bytes > 0)
			bytes--;
		else if (c == '\n')
			lines--;
	}
}

static int
head(const char *name, long long lines, long long bytes)
{
	FILE *f = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");
	int status = 0;

	if (f == NULL) {
		warn("%s", name);
		return 1;
	}
	copy(f, lines, bytes);
	if (ferror(f)) {
		warn("%s", name);
		status = 1;
	}
	if (f != stdin)
		fclose(f);
	return status;
}

int
main(int argc, char **argv)
{
	long long lines = 10, bytes = -1;
	bool titles, first = true;
	int c, status = 0;

	check_stdout(1);
	/* The old form: head -5. */
	if (argc > 1 && argv[1][0] == '-' &&
	    isdigit((unsigned char)argv[1][1])) {
		lines = number_arg("count", argv[1] + 1, 0, 1LL << 62);
		argc--;
		argv++;
	}
	while ((c = getopt(argc, argv, "c:n:")) != -1) {
		if (c == 'c')
			bytes = size_arg("count", optarg, 0, 1LL << 62);
		else if (c == 'n')
			lines = number_arg("count", optarg, 0, 1LL << 62);
		else
			usage_exit(1, synopsis);
	}
	titles = argc - optind > 1;
	if (optind == argc)
		return head("-", lines, bytes);
	for (; optind < argc; optind++) {
		if (titles)
			printf(
			    "%s==> %s <==\n", first ? "" : "\n", argv[optind]);
		first = false;
		status |= head(argv[optind], lines, bytes);
	}
	return status;
}
