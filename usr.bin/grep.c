/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * grep: print the lines that match one of some patterns.  Exit status: 0 a
 * line matched, 1 none, 2 an error.
 */
#include <sys/types.h>
#include <err.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] =
    "grep [-EFHchilnqrsvwx] pattern [file ...]\n"
    "       grep [-EFHchilnqrsvwx] -e pattern ... [-f file] [file ...]";

struct pattern {
	char *p_text; /* -F: the string */
	regex_t p_regex;
};

static struct pattern *patterns;
static size_t npatterns;

static bool fixed, ignore_case, invert, whole_line, whole_word;
static bool count_only, names_only, quiet, silent, numbers, recurse;
static int with_name = -1; /* -h 0, -H 1 */
static int cflags = REG_NEWLINE;
static bool any_match, any_error;

/* Patterns stand one to a line. */
static void
add_patterns(const char *text)
{
	size_t len;

	for (;;) {
		len = strcspn(text, "\n");
		patterns =
		    realloc(patterns, (npatterns + 1) * sizeof(*patterns));
		if (patterns == NULL)
			err(2, NULL);
		patterns[npatterns].p_text = strndup(text, len);
		if (patterns[npatterns++].p_text == NULL)
			err(2, NULL);
		if (text[len] == '\0' || text[len + 1] == '\0')
			break;
		text += len + 1;
	}
}

static void
add_pattern_file(const char *name)
{
	FILE *f = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	if (f == NULL)
		err(2, "%s", name);
	while ((len = getline(&line, &size, f)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		add_patterns(line);
	}
	if (ferror(f))
		err(2, "%s", name);
	free(line);
	if (f != stdin)
		fclose(f);
}

static void
compile_patterns(void)
{
	char reason[128];
	size_t i;
	int error;

	for (i = 0; !fixed && i < npatterns; i++) {
		error = regcomp(&patterns[i].p_regex, patterns[i].p_text,
		    cflags | (ignore_case ? REG_ICASE : 0));
		if (error != 0) {
			regerror(error, &patterns[i].p_regex, reason,
			    sizeof(reason));
			errx(2, "%s: %s", patterns[i].p_text, reason);
		}
	}
}

/* The first place of the pattern in line at or after from. */
static bool
find(const struct pattern *p, const char *line, size_t from, size_t *startp,
    size_t *endp)
{
	size_t len, i, end = strlen(line);
	regmatch_t m;

	if (!fixed) {
		if (regexec(&p->p_regex, line + from, 1, &m,
			from > 0 ? REG_NOTBOL : 0) != 0)
			return false;
		*startp = from + (size_t)m.rm_so;
		*endp = from + (size_t)m.rm_eo;
		return true;
	}
	len = strlen(p->p_text);
	for (i = from; len <= end && i <= end - len; i++) {
		if ((ignore_case ? strncasecmp : strncmp)(
			line + i, p->p_text, len) != 0)
			continue;
		*startp = i;
		*endp = i + len;
		return true;
	}
	return false;
}

static bool
is_word(char c)
{
	return c == '_' || (c >= '0' && c <= '9') ||
	    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool
pattern_matches(const struct pattern *p, const char *line, size_t len)
{
	size_t from = 0, start, end;

	while (from <= len && find(p, line, from, &start, &end)) {
		if (whole_line ? start == 0 && end == len
			       : !whole_word ||
			    ((start == 0 || !is_word(line[start - 1])) &&
				!is_word(line[end])))
			return true;
		from = start + 1;
	}
	return false;
}

static bool
matches(const char *line, size_t len)
{
	size_t i;

	for (i = 0; i < npatterns; i++)
		if (pattern_matches(&patterns[i], line, len))
			return !invert;
	return invert;
}

static void
print_match(const char *name, unsigned long number, const char *line)
{
	if (with_name == 1)
		printf("%s:", name);
	if (numbers)
		printf("%lu:", number);
	puts(line);
}

/*
 * A file with a NUL in a line is not text: that it matches is said, but
 * the line would do a terminal no good.
 */
static unsigned long
search_lines(FILE *f, const char *name)
{
	unsigned long number = 0, count = 0;
	bool binary = false;
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	while ((len = getline(&line, &size, f)) > 0) {
		number++;
		if (line[len - 1] == '\n')
			line[--len] = '\0';
		if (memchr(line, '\0', (size_t)len) != NULL)
			binary = true;
		if (!matches(line, strlen(line)))
			continue;
		count++;
		if (quiet || names_only)
			break;
		if (count_only)
			continue;
		if (binary) {
			printf("Binary file %s matches\n", name);
			break;
		}
		print_match(name, number, line);
	}
	free(line);
	return count;
}

static void
search(const char *name)
{
	bool standard = strcmp(name, "-") == 0;
	FILE *f = standard ? stdin : fopen(name, "r");
	unsigned long count;

	if (f == NULL) {
		if (!silent)
			warn("%s", name);
		any_error = true;
		return;
	}
	if (standard)
		name = "(standard input)";
	count = search_lines(f, name);
	if (ferror(f)) {
		if (!silent)
			warn("%s", name);
		any_error = true;
	}
	if (!standard)
		fclose(f);
	if (count > 0) {
		any_match = true;
		if (quiet)
			exit(0);
	}
	if (names_only && count > 0)
		puts(name);
	else if (count_only && !names_only) {
		if (with_name == 1)
			printf("%s:", name);
		printf("%lu\n", count);
	}
}

static int
search_entry(const struct walk_entry *e, enum walk_what what, void *arg)
{
	if (what == WALK_NOSTAT || what == WALK_UNREADABLE) {
		if (!silent)
			warnc(e->w_errno, "%s", e->w_path);
		any_error = true;
	} else if (what == WALK_FILE &&
	    (e->w_depth == 0 || S_ISREG(e->w_stat->st_mode))) {
		search(e->w_path);
	}
	return 0;
}

static void
set_option(int c)
{
	switch (c) {
	case 'E':
		cflags |= REG_EXTENDED;
		break;
	case 'F':
		fixed = true;
		break;
	case 'H':
	case 'h':
		with_name = c == 'H';
		break;
	case 'c':
		count_only = true;
		break;
	case 'e':
		add_patterns(optarg);
		break;
	case 'f':
		add_pattern_file(optarg);
		break;
	case 'i':
		ignore_case = true;
		break;
	case 'l':
		names_only = true;
		break;
	case 'n':
		numbers = true;
		break;
	case 'q':
		quiet = true;
		break;
	case 'r':
		recurse = true;
		break;
	case 's':
		silent = true;
		break;
	case 'v':
		invert = true;
		break;
	case 'w':
		whole_word = true;
		break;
	case 'x':
		whole_line = true;
		break;
	default:
		usage_exit(2, synopsis);
	}
}

int
main(int argc, char **argv)
{
	bool given = false;
	int c;

	check_stdout(2);
	while ((c = getopt(argc, argv, "EFHce:f:hilnqrsvwx")) != -1) {
		set_option(c);
		given = given || c == 'e' || c == 'f';
	}
	if (!given) {
		if (optind == argc)
			usage_exit(2, synopsis);
		add_patterns(argv[optind++]);
	}
	compile_patterns();
	if (with_name < 0)
		with_name = argc - optind > 1 || recurse;
	if (optind == argc && !recurse)
		search("-");
	else if (optind == argc && walk(".", true, search_entry, NULL) != 0)
		err(2, NULL);
	for (; optind < argc; optind++) {
		if (!recurse || strcmp(argv[optind], "-") == 0)
			search(argv[optind]);
		else if (walk(argv[optind], true, search_entry, NULL) != 0)
			err(2, NULL);
	}
	return any_error ? 2 : !any_match;
}
