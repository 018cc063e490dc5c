/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cut: parts of each line: characters (-c, -b) or fields (-f).
 */
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "cut -b list | -c list [file ...]\n"
			       "       cut -f list [-d char] [-s] [file ...]";

#define MAXRANGES 64

/* Positions from 1; last 0 is the end of the line. */
static struct range {
	unsigned long first, last;
} ranges[MAXRANGES];
static size_t nranges;

static int what; /* b, c or f */
static char delimiter = '\t';
static bool only_delimited;

/* "3", "2-5", "-4", "7-", with commas or blanks between. */
static void
parse_list(char *list)
{
	struct range *r;
	char *word, *end;

	for (word = strtok(list, ", "); word != NULL;
	     word = strtok(NULL, ", ")) {
		if (nranges == MAXRANGES)
			errx(1, "more than %d ranges", MAXRANGES);
		r = &ranges[nranges++];
		r->first = *word == '-' ? 1 : strtoul(word, &end, 10);
		if (*word == '-')
			end = word;
		r->last = r->first;
		if (*end == '-')
			r->last = strtoul(end + 1, &end, 10);
		if (*end != '\0' || r->first == 0 ||
		    (r->last != 0 && r->last < r->first) ||
		    strcmp(word, "-") == 0)
			errx(1, "`%s' is not a range", word);
	}
	if (nranges == 0)
		errx(1, "the list is empty");
}

static bool
selected(unsigned long n)
{
	size_t i;

	for (i = 0; i < nranges; i++)
		if (n >= ranges[i].first &&
		    (ranges[i].last == 0 || n <= ranges[i].last))
			return true;
	return false;
}

static void
cut_characters(const char *line)
{
	unsigned long n;

	for (n = 1; *line != '\0'; line++, n++)
		if (selected(n))
			putchar(*line);
	putchar('\n');
}

static void
cut_fields(const char *line)
{
	bool first = true;
	const char *end;
	unsigned long n;

	if (strchr(line, delimiter) == NULL) {
		if (!only_delimited)
			puts(line);
		return;
	}
	for (n = 1; line != NULL; n++, line = end != NULL ? end + 1 : NULL) {
		end = strchr(line, delimiter);
		if (!selected(n))
			continue;
		if (!first)
			putchar(delimiter);
		first = false;
		if (end != NULL)
			fwrite(line, 1, (size_t)(end - line), stdout);
		else
			fputs(line, stdout);
	}
	putchar('\n');
}

static int
cut(const char *name)
{
	FILE *f = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");
	char *line = NULL;
	size_t size = 0;
	int status = 0;
	ssize_t len;

	if (f == NULL) {
		warn("%s", name);
		return 1;
	}
	while ((len = getline(&line, &size, f)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		(what == 'f' ? cut_fields : cut_characters)(line);
	}
	if (ferror(f)) {
		warn("%s", name);
		status = 1;
	}
	free(line);
	if (f != stdin)
		fclose(f);
	return status;
}

int
main(int argc, char **argv)
{
	int c, status = 0;

	check_stdout(1);
	while ((c = getopt(argc, argv, "b:c:d:f:s")) != -1) {
		if (c == 's') {
			only_delimited = true;
		} else if (c == 'd') {
			if (optarg[0] == '\0' || optarg[1] != '\0')
				errx(1, "the delimiter must be one character");
			delimiter = optarg[0];
		} else if (c == '?' || what != 0) {
			usage_exit(1, synopsis);
		} else {
			what = c;
			parse_list(optarg);
		}
	}
	if (what == 0)
		usage_exit(1, synopsis);
	if (optind == argc)
		return cut("-");
	for (; optind < argc; optind++)
		status |= cut(argv[optind]);
	return status;
}
