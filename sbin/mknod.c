/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mknod: make device nodes and FIFOs.
 *
 * With -f the nodes are read from a file, a line each:
 *
 *	name mode c|b major minor [group]	or	name mode p
 *
 * So MAKEDEV makes all of /dev with one process, where one a node would
 * take longer than the rest of the boot.  A node that is there already is
 * left alone.
 */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "mknod [-m mode] name b|c major minor\n"
			       "       mknod [-m mode] name p\n"
			       "       mknod -f file";

#define MAXMAJOR 0xfff
#define MAXMINOR 0xfffff

struct node {
	const char *n_name;
	mode_t n_mode; /* with the type */
	dev_t n_dev;
	gid_t n_gid; /* 0: the folder's */
};

/* A whole decimal number up to max, or -1. */
static long
number(const char *s, long max)
{
	char *end;
	long n = strtol(s, &end, 10);

	return end == s || *end != '\0' || n < 0 || n > max ? -1 : n;
}

/*
 * The type and, for a device, its numbers, from the words at v.  Returns
 * what is wrong, or NULL.
 */
static const char *
parse_type(struct node *n, char **v, int count)
{
	long maj, min;

	if (count == 1 && strcmp(v[0], "p") == 0) {
		n->n_mode |= S_IFIFO;
		return NULL;
	}
	if (count < 1 || (strcmp(v[0], "c") != 0 && strcmp(v[0], "b") != 0))
		return "the type must be b, c or p";
	if (count != 3)
		return "a device needs a major and a minor number";
	maj = number(v[1], MAXMAJOR);
	min = number(v[2], MAXMINOR);
	if (maj < 0)
		return "the major number must be from 0 to 4095";
	if (min < 0)
		return "the minor number must be from 0 to 1048575";
	n->n_mode |= v[0][0] == 'c' ? S_IFCHR : S_IFBLK;
	n->n_dev = makedev((unsigned)maj, (unsigned)min);
	return NULL;
}

static int
make(const struct node *n)
{
	int error;

	if (S_ISFIFO(n->n_mode))
		error = mkfifo(n->n_name, n->n_mode & 07777);
	else
		error = mknod(n->n_name, n->n_mode, n->n_dev);
	return error;
}

/* One line of a list, cut into words at blanks. */
static int
make_from_line(char *line, const char *file, unsigned number_of_line)
{
	struct node n = {0};
	const char *wrong;
	bool made;
	char *words[7];
	int count = 0;

	for (; count < 7; count++) {
		words[count] = strtok(count == 0 ? line : NULL, " \t\n");
		if (words[count] == NULL || words[count][0] == '#')
			break;
	}
	if (count == 0)
		return 0;
	n.n_name = words[0];
	if (count < 3)
		wrong = "a line is: name mode type [major minor [group]]";
	else if (mode_change(words[1], 0, 0, &n.n_mode) != 0)
		wrong = "the mode is not valid";
	else
		wrong = parse_type(&n, words + 2, count < 6 ? count - 2 : 3);
	if (wrong == NULL && count == 7)
		wrong = "there is nothing behind the group";
	else if (wrong == NULL && count == 6 &&
	    gid_from_group(words[5], &n.n_gid) != 0)
		wrong = "there is no such group";
	if (wrong != NULL) {
		warnx("%s:%u: %s", file, number_of_line, wrong);
		return 1;
	}
	made = make(&n) == 0;
	if (!made && errno != EEXIST) {
		warn("%s", n.n_name);
		return 1;
	}
	if (n.n_gid != 0 && made && chown(n.n_name, 0, n.n_gid) != 0) {
		warn("%s", n.n_name);
		return 1;
	}
	return 0;
}

static int
make_from_file(const char *file)
{
	unsigned number_of_line = 0;
	char *line = NULL;
	size_t size = 0;
	FILE *f = stdin;
	int status = 0;

	if (strcmp(file, "-") == 0)
		file = "standard input";
	else if ((f = fopen(file, "r")) == NULL)
		err(1, "%s", file);
	umask(0);
	while (getline(&line, &size, f) > 0)
		status |= make_from_line(line, file, ++number_of_line);
	if (ferror(f))
		err(1, "%s", file);
	free(line);
	return status;
}

int
main(int argc, char **argv)
{
	struct node n = {.n_mode = 0666};
	const char *wrong;
	int c;

	while ((c = getopt(argc, argv, "f:m:")) != -1) {
		switch (c) {
		case 'f':
			if (argc != 3)
				usage_exit(1, synopsis);
			return make_from_file(optarg);
		case 'm':
			if (mode_change(optarg, 0666, 0, &n.n_mode) != 0)
				errx(1, "invalid mode `%s'", optarg);
			umask(0);
			break;
		default:
			usage_exit(1, synopsis);
		}
	}
	argc -= optind;
	argv += optind;
	if (argc < 2)
		usage_exit(1, synopsis);
	n.n_name = argv[0];
	wrong = parse_type(&n, argv + 1, argc - 1);
	if (wrong != NULL)
		errx(1, "%s", wrong);
	if (make(&n) != 0)
		err(1, "%s", n.n_name);
	return 0;
}
