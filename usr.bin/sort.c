/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sort: write the lines of all files in order.  Everything is held in
 * memory.
 */
#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] =
    "sort [-bfnru] [-k first[,last]] [-t char] [-o output] [file ...]";

#define MAXKEYS 16

/* Fields are counted from 1; k_last 0 is the end of the line. */
struct key {
	unsigned k_first, k_last;
	bool k_numeric, k_reverse, k_fold, k_blanks;
	bool k_own; /* has letters of its own: the general ones do not count */
};

static struct key keys[MAXKEYS];
static size_t nkeys;
static struct key general;
static bool unique;
static char separator; /* NUL: blanks */

static char **lines;
static size_t nlines;

static void
read_lines(const char *name)
{
	FILE *f = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");
	static size_t room;
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	if (f == NULL)
		err(2, "%s", name);
	while ((len = getline(&line, &size, f)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		if (nlines == room) {
			room = room == 0 ? 256 : room * 2;
			lines = realloc(lines, room * sizeof(*lines));
			if (lines == NULL)
				err(2, NULL);
		}
		lines[nlines] = strdup(line);
		if (lines[nlines++] == NULL)
			err(2, NULL);
	}
	if (ferror(f))
		err(2, "%s", name);
	free(line);
	if (f != stdin)
		fclose(f);
}

/* Behind the n-th field; without a separator, blanks lead a field. */
static const char *
skip_fields(const char *s, unsigned n)
{
	for (; n > 0 && *s != '\0'; n--) {
		if (separator != '\0') {
			while (*s != '\0' && *s != separator)
				s++;
			if (n > 1 && *s != '\0')
				s++;
			continue;
		}
		while (*s == ' ' || *s == '\t')
			s++;
		while (*s != '\0' && *s != ' ' && *s != '\t')
			s++;
	}
	return s;
}

static void
key_span(
    const struct key *k, const char *line, const char **startp, size_t *lenp)
{
	const char *start = line, *end;

	if (k->k_first > 1) {
		start = skip_fields(line, k->k_first - 1);
		if (separator != '\0' && *start != '\0')
			start++;
	}
	end = k->k_last == 0 ? start + strlen(start)
			     : skip_fields(line, k->k_last);
	if (k->k_blanks || k->k_numeric)
		while (start < end && isblank((unsigned char)*start))
			start++;
	*startp = start;
	*lenp = end > start ? (size_t)(end - start) : 0;
}

/* Numbers of any length, with a sign and a fraction, without rounding. */
struct number {
	bool negative;
	const char *digits; /* without leading zeros */
	size_t whole;
	const char *fraction;
	size_t places; /* without trailing zeros */
};

static struct number
parse_number(const char *s, size_t len)
{
	const char *end = s + len;
	struct number n = {0};

	if (s < end && *s == '-') {
		n.negative = true;
		s++;
	}
	while (s < end && *s == '0')
		s++;
	n.digits = s;
	while (s < end && isdigit((unsigned char)*s))
		s++;
	n.whole = (size_t)(s - n.digits);
	if (s < end && *s == '.')
		s++;
	n.fraction = s;
	while (s < end && isdigit((unsigned char)*s))
		s++;
	n.places = (size_t)(s - n.fraction);
	while (n.places > 0 && n.fraction[n.places - 1] == '0')
		n.places--;
	if (n.whole == 0 && n.places == 0)
		n.negative = false;
	return n;
}

static int
compare_numbers(const char *a, size_t alen, const char *b, size_t blen)
{
	struct number x = parse_number(a, alen), y = parse_number(b, blen);
	size_t places = x.places < y.places ? x.places : y.places;
	int order;

	if (x.negative != y.negative)
		return x.negative ? -1 : 1;
	if (x.whole != y.whole)
		order = x.whole < y.whole ? -1 : 1;
	else if ((order = memcmp(x.digits, y.digits, x.whole)) == 0 &&
	    (order = memcmp(x.fraction, y.fraction, places)) == 0)
		order = (x.places > y.places) - (x.places < y.places);
	return x.negative ? -order : order;
}

/* Upper case, as POSIX says of -f: "_" comes behind the letters. */
static int
compare_folded(const char *a, const char *b, size_t len)
{
	int order = 0;

	for (; len > 0 && order == 0; len--)
		order =
		    toupper((unsigned char)*a++) - toupper((unsigned char)*b++);
	return order;
}

static int
compare_text(const char *a, size_t alen, const char *b, size_t blen, bool fold)
{
	size_t len = alen < blen ? alen : blen;
	int order = fold ? compare_folded(a, b, len) : memcmp(a, b, len);

	return order != 0 ? order : (alen > blen) - (alen < blen);
}

static int
compare_by(const struct key *k, const char *a, const char *b)
{
	const char *x, *y;
	size_t xlen, ylen;
	int order;

	key_span(k, a, &x, &xlen);
	key_span(k, b, &y, &ylen);
	if (k->k_numeric)
		order = compare_numbers(x, xlen, y, ylen);
	else
		order = compare_text(x, xlen, y, ylen, k->k_fold);
	return k->k_reverse ? -order : order;
}

static int
compare_keys(const char *a, const char *b)
{
	int order = 0;
	size_t i;

	if (nkeys == 0)
		return compare_by(&general, a, b);
	for (i = 0; i < nkeys && order == 0; i++)
		order = compare_by(&keys[i], a, b);
	return order;
}

/* Lines of equal keys stand in the order of all their bytes. */
static int
compare(const void *va, const void *vb)
{
	const char *a = *(char *const *)va, *b = *(char *const *)vb;
	int order = compare_keys(a, b);

	if (order == 0 && !unique) {
		order = strcmp(a, b);
		if (general.k_reverse)
			order = -order;
	}
	return order;
}

static bool
key_letter(struct key *k, int c)
{
	switch (c) {
	case 'b':
		k->k_blanks = true;
		return true;
	case 'f':
		k->k_fold = true;
		return true;
	case 'n':
		k->k_numeric = true;
		return true;
	case 'r':
		k->k_reverse = true;
		return true;
	default:
		return false;
	}
}

static void
add_key(const char *text)
{
	struct key *k = &keys[nkeys++];
	const char *s = text;
	char *end;

	if (nkeys > MAXKEYS)
		errx(2, "more than %d keys", MAXKEYS);
	k->k_first = (unsigned)strtoul(s, &end, 10);
	for (s = end; key_letter(k, *s); s++)
		k->k_own = true;
	if (*s == ',') {
		k->k_last = (unsigned)strtoul(s + 1, &end, 10);
		if (k->k_last == 0)
			k->k_first = 0;
		for (s = end; key_letter(k, *s); s++)
			k->k_own = true;
	}
	if (k->k_first == 0 || *s != '\0')
		errx(2, "-k %s: a key is first[bfnr][,last[bfnr]]", text);
}

static void
finish_keys(void)
{
	struct key merged;
	size_t i;

	for (i = 0; i < nkeys; i++) {
		if (keys[i].k_own)
			continue;
		merged = general;
		merged.k_first = keys[i].k_first;
		merged.k_last = keys[i].k_last;
		keys[i] = merged;
	}
}

int
main(int argc, char **argv)
{
	const char *output = NULL;
	size_t i;
	int c;

	check_stdout(2);
	while ((c = getopt(argc, argv, "bfk:no:rt:u")) != -1) {
		if (key_letter(&general, c))
			continue;
		if (c == 'k')
			add_key(optarg);
		else if (c == 'o')
			output = optarg;
		else if (c == 'u')
			unique = true;
		else if (c == 't' && optarg[0] != '\0' && optarg[1] == '\0')
			separator = optarg[0];
		else
			usage_exit(2, synopsis);
	}
	finish_keys();
	if (optind == argc)
		read_lines("-");
	for (; optind < argc; optind++)
		read_lines(argv[optind]);
	if (nlines > 1)
		qsort(lines, nlines, sizeof(*lines), compare);
	/* Only now: the output may be one of the files that were read. */
	if (output != NULL && freopen(output, "w", stdout) == NULL)
		err(2, "%s", output);
	for (i = 0; i < nlines; i++)
		if (!unique || i == 0 ||
		    compare_keys(lines[i - 1], lines[i]) != 0)
			puts(lines[i]);
	return 0;
}
