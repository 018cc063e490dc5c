/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wc: count lines, words and bytes.
 */
#include <ctype.h>
#include <err.h>
#include <fcntl.h>
#include <unistd.h>

#include "util.h"

struct counts {
	unsigned long long lines, words, bytes;
};

static bool want_lines, want_words, want_bytes;

static void
print(const struct counts *c, const char *name)
{
	if (want_lines)
		printf(" %7llu", c->lines);
	if (want_words)
		printf(" %7llu", c->words);
	if (want_bytes)
		printf(" %7llu", c->bytes);
	if (name != NULL)
		printf(" %s", name);
	putchar('\n');
}

/* 1 when reading failed; what was read counts all the same. */
static int
count(int fd, struct counts *c)
{
	static unsigned char buf[8192];
	bool in_word = false;
	ssize_t n, i;

	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		c->bytes += (unsigned long long)n;
		for (i = 0; i < n; i++) {
			c->lines += buf[i] == '\n';
			c->words += !in_word && !isspace(buf[i]);
			in_word = !isspace(buf[i]);
		}
	}
	return n < 0;
}

static int
count_file(const char *name, struct counts *total)
{
	struct counts c = {0};
	int fd = STDIN_FILENO, status;

	if (name != NULL && (fd = open(name, O_RDONLY)) < 0) {
		warn("%s", name);
		return 1;
	}
	status = count(fd, &c);
	if (status != 0)
		warn("%s", name != NULL ? name : "standard input");
	else
		print(&c, name);
	if (name != NULL)
		close(fd);
	total->lines += c.lines;
	total->words += c.words;
	total->bytes += c.bytes;
	return status;
}

int
main(int argc, char **argv)
{
	struct counts total = {0};
	int c, files, status = 0;

	check_stdout(1);
	while ((c = getopt(argc, argv, "clw")) != -1) {
		if (c == 'c')
			want_bytes = true;
		else if (c == 'l')
			want_lines = true;
		else if (c == 'w')
			want_words = true;
		else
			usage_exit(1, "wc [-clw] [file ...]");
	}
	if (!want_lines && !want_words && !want_bytes)
		want_lines = want_words = want_bytes = true;
	files = argc - optind;
	if (files == 0)
		return count_file(NULL, &total);
	for (; optind < argc; optind++)
		status |= count_file(argv[optind], &total);
	if (files > 1)
		print(&total, "total");
	return status;
}
