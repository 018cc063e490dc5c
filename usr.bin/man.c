/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * man: show pages of the manual.  They were formatted when the system was
 * built, and lie in /usr/share/man/cat1 to cat9; bold and underlined
 * characters are overstruck, which more(1) shows and a file does not get.
 *
 * A page may have several names.  /usr/share/man/whatis has a line
 * "name, name (section) - summary" for each page, whose file has the first
 * one.  As man -k, or apropos, it searches these lines.
 */
#include <ctype.h>
#include <err.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "util.h"

#define MANDIR "/usr/share/man"
#define WHATIS MANDIR "/whatis"

/* In the order in which a name is looked up. */
static const char sections[] = "182345679";

static const char man_synopsis[] = "man [-w] [section] name ...\n"
				   "       man -k word ...";
static const char apropos_synopsis[] = "apropos word ...";

static bool only_path;

/* ---- pages ---- */

/* The path of a page's file, in static memory, or NULL. */
static const char *
page_path(char section, const char *name)
{
	static char path[256];

	if (strchr(name, '/') != NULL ||
	    snprintf(path, sizeof(path), MANDIR "/cat%c/%s.0", section, name) >=
		(int)sizeof(path))
		return NULL;
	return access(path, R_OK) == 0 ? path : NULL;
}

/* Is a name among those of a line of whatis, which ends them at " ("? */
static bool
is_named(const char *line, const char *name)
{
	size_t len = strlen(name), n;

	for (;; line += n + 2) {
		n = strcspn(line, ", ");
		if (n == len && memcmp(line, name, n) == 0)
			return true;
		if (line[n] != ',')
			return false;
	}
}

/* The same by any other name of the page. */
static const char *
page_of_alias(char section, const char *name)
{
	FILE *f = fopen(WHATIS, "r");
	const char *path = NULL, *of;
	char *line = NULL;
	size_t size = 0;

	while (f != NULL && path == NULL && getline(&line, &size, f) != -1) {
		if (!is_named(line, name) || (of = strchr(line, '(')) == NULL ||
		    of[1] != section)
			continue;
		line[strcspn(line, ", ")] = '\0';
		path = page_path(section, line);
	}
	free(line);
	if (f != NULL)
		fclose(f);
	return path;
}

static const char *
find_page(const char *within, const char *name)
{
	const char *path;

	for (; *within != '\0'; within++)
		if ((path = page_path(*within, name)) != NULL ||
		    (path = page_of_alias(*within, name)) != NULL)
			return path;
	return NULL;
}

/*
 * Copy, without what is overstruck unless that is wanted: a character, a
 * backspace and the character that counts.
 */
static int
copy_page(FILE *from, FILE *to, bool overstruck)
{
	int c, held = EOF;

	while ((c = getc(from)) != EOF) {
		if (overstruck) {
			putc(c, to);
			continue;
		}
		if (c == '\b') {
			held = EOF;
			continue;
		}
		if (held != EOF)
			putc(held, to);
		held = c;
	}
	if (held != EOF)
		putc(held, to);
	return ferror(from) ? -1 : 0;
}

/* To the terminal it goes through a pager: $PAGER, or more. */
static int
show_page(const char *path)
{
	const char *pager = getenv("PAGER");
	bool terminal = isatty(STDOUT_FILENO);
	FILE *from = fopen(path, "r"), *to = stdout;
	int failed, status = 0;

	if (from == NULL) {
		warn("%s", path);
		return 1;
	}
	if (pager == NULL || *pager == '\0')
		pager = "more";
	if (terminal && (to = popen(pager, "w")) == NULL) {
		warn("%s", pager);
		fclose(from);
		return 1;
	}
	failed = copy_page(from, to, terminal);
	if (failed)
		warn("%s", path);
	fclose(from);
	/* That somebody has seen enough is no failure: SIGPIPE is ignored. */
	if (terminal && (status = pclose(to)) == -1)
		warn("%s", pager);
	return failed || status != 0;
}

static int
do_page(const char *section, const char *name)
{
	const char *path =
	    find_page(section != NULL ? section : sections, name);

	if (path != NULL) {
		if (!only_path)
			return show_page(path);
		puts(path);
		return 0;
	}
	if (section == NULL)
		warnx("there is no page %s; man -k %s looks for the word in "
		      "the summaries",
		    name, name);
	else if ((path = find_page(sections, name)) != NULL)
		warnx("there is no page %s in section %s, but one in section "
		      "%c",
		    name, section, path[sizeof(MANDIR "/cat") - 1]);
	else
		warnx("there is no page %s", name);
	return 1;
}

/* ---- apropos ---- */

/* Is it a number of one section? */
static bool
is_section(const char *s)
{
	return isdigit((unsigned char)s[0]) && s[0] != '0' && s[1] == '\0';
}

static bool
has_word(const char *line, const char *word)
{
	size_t len = strlen(word);

	for (; *line != '\0'; line++)
		if (strncasecmp(line, word, len) == 0)
			return true;
	return false;
}

/* Every line of whatis that has the word, in upper or lower case. */
static int
apropos(const char *word)
{
	FILE *f = fopen(WHATIS, "r");
	char *line = NULL;
	size_t size = 0;
	int found = 0;

	if (f == NULL)
		err(1, WHATIS);
	while (getline(&line, &size, f) != -1)
		if (has_word(line, word)) {
			fputs(line, stdout);
			found++;
		}
	if (ferror(f))
		err(1, WHATIS);
	free(line);
	fclose(f);
	if (found == 0)
		warnx("%s: no summary has this word", word);
	return found == 0;
}

int
main(int argc, char **argv)
{
	bool search = strcmp(base_of(argv[0]), "apropos") == 0;
	const char *synopsis = search ? apropos_synopsis : man_synopsis;
	const char *options = search ? "" : "kw";
	const char *section = NULL;
	int c, status = 0;

	check_stdout(1);
	while ((c = getopt(argc, argv, options)) != -1) {
		switch (c) {
		case 'k':
			search = true;
			break;
		case 'w':
			only_path = true;
			break;
		default:
			usage_exit(1, synopsis);
		}
	}
	if (optind == argc || (search && only_path))
		usage_exit(1, synopsis);
	if (!search && is_section(argv[optind])) {
		section = argv[optind++];
		if (optind == argc)
			errx(1,
			    "which page of section %s? man -k '(%s)' lists "
			    "them",
			    section, section);
	}
	signal(SIGPIPE, SIG_IGN);
	for (; optind < argc; optind++)
		status |= search ? apropos(argv[optind])
				 : do_page(section, argv[optind]);
	return status;
}
