/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * man: show pages of the manual.  They were formatted when the system was
 * built, and lie in /usr/share/man/cat1 to cat9; bold and underlined
 * characters are overstruck, which more(1) shows and a file does not get.
 *
 * As man -k, or apropos, it searches /usr/share/man/whatis, which has a line
 * "name (section) - summary" for each.
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

/* In the order in which a name is looked up. */
static const char sections[] = "182345679";

static const char man_synopsis[] = "man [-w] [section] name ...\n"
				   "       man -k word ...";
static const char apropos_synopsis[] = "apropos word ...";

static bool only_path;

/* ---- pages ---- */

static char *
page_path(char section, const char *name)
{
	char *path;

	if (asprintf(&path, MANDIR "/cat%c/%s.0", section, name) == -1)
		err(1, NULL);
	return path;
}

/* The path of a page, which the caller frees, or NULL. */
static char *
find_page(const char *within, const char *name)
{
	char *path;

	for (; *within != '\0'; within++) {
		path = page_path(*within, name);
		if (access(path, R_OK) == 0)
			return path;
		free(path);
	}
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
	char *path, *other;
	int status = 0;

	path = strchr(name, '/') != NULL
	    ? NULL
	    : find_page(section != NULL ? section : sections, name);
	if (path != NULL) {
		if (only_path)
			puts(path);
		else
			status = show_page(path);
		free(path);
		return status;
	}
	if (section == NULL) {
		warnx("there is no page %s; man -k %s looks for the word in "
		      "the summaries",
		    name, name);
		return 1;
	}
	other = strchr(name, '/') != NULL ? NULL : find_page(sections, name);
	if (other != NULL)
		warnx("there is no page %s in section %s, but one in section "
		      "%c",
		    name, section, other[sizeof(MANDIR "/cat") - 1]);
	else
		warnx("there is no page %s", name);
	free(other);
	return 1;
}

/* ---- apropos ---- */

/* Is it a number of one section? */
static bool
is_section(const char *s)
{
	return isdigit((unsigned char)s[0]) && s[0] != '0' && s[1] == '\0';
}

/* Every line of whatis that has the word, in upper or lower case. */
static int
apropos(const char *word)
{
	FILE *f = fopen(MANDIR "/whatis", "r");
	char *line = NULL;
	size_t size = 0;
	int found = 0;

	if (f == NULL)
		err(1, MANDIR "/whatis");
	while (getline(&line, &size, f) != -1)
		if (strcasestr(line, word) != NULL) {
			fputs(line, stdout);
			found++;
		}
	if (ferror(f))
		err(1, MANDIR "/whatis");
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
	const char *section = NULL;
	int c, status = 0;

	check_stdout(1);
	while ((c = getopt(argc, argv, search ? "" : "kw")) != -1) {
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
