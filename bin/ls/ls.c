/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ls: list files and what is in directories.  Operands that are no
 * directories come first, then each directory under its name.
 */
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ls.h"
#include "util.h"

static const char synopsis[] = "ls [-1AFLRSadhilnqrst] [file ...]";

struct options opt;
static int status;
static bool shown; /* something is on the page: a blank line before more */

static int
compare(const void *va, const void *vb)
{
	const struct entry *a = va, *b = vb;
	int order = 0;

	if (opt.o_by_size && a->e_stat.st_size != b->e_stat.st_size)
		order = a->e_stat.st_size > b->e_stat.st_size ? -1 : 1;
	else if (opt.o_by_time && a->e_stat.st_mtime != b->e_stat.st_mtime)
		order = a->e_stat.st_mtime > b->e_stat.st_mtime ? -1 : 1;
	else if (opt.o_by_time &&
	    a->e_stat.st_mtim.tv_nsec != b->e_stat.st_mtim.tv_nsec)
		order = a->e_stat.st_mtim.tv_nsec > b->e_stat.st_mtim.tv_nsec
		    ? -1
		    : 1;
	if (order == 0)
		order = strcmp(a->e_name, b->e_name);
	return opt.o_reverse ? -order : order;
}

static char *
link_text(const char *path)
{
	char buf[1024];
	ssize_t n;
	char *text;

	n = readlink(path, buf, sizeof(buf));
	if (n < 0) {
		warn("%s", path);
		status = 1;
		return NULL;
	}
	text = strndup(buf, (size_t)n);
	if (text == NULL)
		err(1, "%s", path);
	return text;
}

/* Fill *e, which then owns path; false when there is no such file. */
static bool
make_entry(struct entry *e, char *path, const char *name, bool follow)
{
	/* A link that leads nowhere is shown as what it is. */
	if ((!follow || stat(path, &e->e_stat) != 0) &&
	    lstat(path, &e->e_stat) != 0) {
		warn("%s", path);
		status = 1;
		free(path);
		return false;
	}
	e->e_path = path;
	e->e_name = path + (strlen(path) - strlen(name));
	e->e_link = NULL;
	if (opt.o_long && S_ISLNK(e->e_stat.st_mode))
		e->e_link = link_text(path);
	return true;
}

static void
free_entries(struct entry *e, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		free(e[i].e_path);
		free(e[i].e_link);
	}
	free(e);
}

static struct entry *
allocate(size_t count)
{
	struct entry *e = calloc(count + 1, sizeof(*e));

	if (e == NULL)
		err(1, NULL);
	return e;
}

static bool
hidden(const char *name)
{
	return name[0] == '.' && !opt.o_all && !opt.o_almost;
}

static void
list_directory(const char *path, bool titled)
{
	struct entry *e;
	char **names;
	size_t named, count = 0, i;

	if (shown)
		putchar('\n');
	if (titled)
		printf("%s:\n", path);
	shown = true;
	if (read_names(path, &names, &named) != 0) {
		fflush(stdout);
		warn("%s", path);
		status = 1;
		return;
	}
	e = allocate(named + 2);
	if (opt.o_all) {
		count += make_entry(
		    &e[count], path_join(path, "."), ".", opt.o_follow);
		count += make_entry(
		    &e[count], path_join(path, ".."), "..", opt.o_follow);
	}
	for (i = 0; i < named; i++)
		if (!hidden(names[i]))
			count += make_entry(&e[count],
			    path_join(path, names[i]), names[i], opt.o_follow);
	free_names(names, named);
	qsort(e, count, sizeof(*e), compare);
	print_entries(e, count, true);
	for (i = 0; opt.o_recurse && i < count; i++)
		if (S_ISDIR(e[i].e_stat.st_mode) &&
		    strcmp(e[i].e_name, ".") != 0 &&
		    strcmp(e[i].e_name, "..") != 0)
			list_directory(e[i].e_path, true);
	free_entries(e, count);
}

static void
list_operands(char **names, size_t named)
{
	struct entry *e = allocate(named);
	size_t count = 0, files = 0, i;
	struct entry swap;

	for (i = 0; i < named; i++)
		count += make_entry(&e[count], path_join("", names[i]),
		    names[i], opt.o_follow || (!opt.o_long && !opt.o_dirs));
	qsort(e, count, sizeof(*e), compare);
	for (i = 0; i < count; i++) {
		if (S_ISDIR(e[i].e_stat.st_mode) && !opt.o_dirs)
			continue;
		/* To the front, the order among the files kept. */
		swap = e[i];
		memmove(&e[files + 1], &e[files], (i - files) * sizeof(*e));
		e[files++] = swap;
	}
	print_entries(e, files, false);
	shown = files > 0;
	for (i = files; i < count; i++)
		list_directory(e[i].e_path, named > 1);
	free_entries(e, count);
}

static void
set_option(int c)
{
	switch (c) {
	case '1':
		opt.o_one = true;
		break;
	case 'A':
		opt.o_almost = true;
		break;
	case 'F':
		opt.o_classify = true;
		break;
	case 'L':
		opt.o_follow = true;
		break;
	case 'R':
		opt.o_recurse = true;
		break;
	case 'S':
		opt.o_by_size = true;
		break;
	case 'a':
		opt.o_all = true;
		break;
	case 'd':
		opt.o_dirs = true;
		break;
	case 'h':
		opt.o_human = true;
		break;
	case 'i':
		opt.o_inode = true;
		break;
	case 'n':
		opt.o_numeric = true;
		/* FALLTHROUGH */
	case 'l':
		opt.o_long = true;
		break;
	case 'q':
		opt.o_printable = true;
		break;
	case 'r':
		opt.o_reverse = true;
		break;
	case 's':
		opt.o_blocks = true;
		break;
	case 't':
		opt.o_by_time = true;
		break;
	default:
		usage_exit(1, synopsis);
	}
}

int
main(int argc, char **argv)
{
	static char here[] = ".";
	char *only[] = {here};
	int c;

	check_stdout(1);
	opt.o_printable = isatty(STDOUT_FILENO);
	opt.o_one = !opt.o_printable;
	while ((c = getopt(argc, argv, "1AFLRSadhilnqrst")) != -1)
		set_option(c);
	if (optind == argc)
		list_operands(only, 1);
	else
		list_operands(argv + optind, (size_t)(argc - optind));
	return status;
}
