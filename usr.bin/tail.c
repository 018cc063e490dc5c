/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tail: the last lines (-n) or bytes (-c) of files; with a + before the
 * number, everything from that line or byte on.
 */
#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "tail [-n [+]lines | -c [+]bytes] [file ...]";

struct span {
	long long s_count;
	bool s_bytes;
	bool s_from_start;
};

static void
parse_span(struct span *s, const char *text, bool bytes)
{
	s->s_bytes = bytes;
	s->s_from_start = *text == '+';
	if (*text == '+' || *text == '-')
		text++;
	s->s_count = size_arg("count", text, 0, 1LL << 40);
}

/* From the count-th line or byte, the first being 1. */
static void
skip_and_copy(FILE *f, const struct span *s)
{
	long long skip = s->s_count - 1;
	int c;

	while ((c = getc(f)) != EOF) {
		if (skip <= 0)
			putchar(c);
		else if (s->s_bytes || c == '\n')
			skip--;
	}
}

/*
 * Reading all and keeping the last pieces (bytes or lines) works for pipes
 * too.  Bytes are kept in a ring that is as long as what was asked for, or
 * as the input is when that is shorter.
 */
static void
last_bytes(FILE *f, size_t count)
{
	size_t size = 0, held = 0, start = 0, i;
	char *ring = NULL;
	int c;

	while (count > 0 && (c = getc(f)) != EOF) {
		if (held == count) {
			ring[start] = (char)c;
			start = (start + 1) % count;
			continue;
		}
		if (held == size) {
			size = size == 0 ? 512 : size * 2;
			if (size > count)
				size = count;
			ring = realloc(ring, size);
			if (ring == NULL)
				err(1, NULL);
		}
		ring[held++] = (char)c;
	}
	for (i = 0; i < held; i++)
		putchar(ring[(start + i) % held]);
	free(ring);
}

struct line {
	char *l_text;
	size_t l_size;
	ssize_t l_len;
};

static void
last_lines(FILE *f, size_t count)
{
	size_t held = 0, room = 0, next = 0, i, at;
	struct line *ring = NULL;
	struct line spare = {0};

	while (count > 0) {
		spare.l_len = getline(&spare.l_text, &spare.l_size, f);
		if (spare.l_len < 0)
			break;
		if (held < count && held == room) {
			room = room == 0 ? 16 : room * 2;
			ring = realloc(ring, room * sizeof(*ring));
			if (ring == NULL)
				err(1, NULL);
		}
		if (held < count) {
			ring[held++] = spare;
			spare = (struct line){0};
		} else {
			/* The oldest line's memory serves for the next. */
			struct line oldest = ring[next];

			ring[next] = spare;
			spare = oldest;
			next = (next + 1) % count;
		}
	}
	for (i = 0; i < held; i++) {
		at = (next + i) % held;
		fwrite(ring[at].l_text, 1, (size_t)ring[at].l_len, stdout);
		free(ring[at].l_text);
	}
	free(ring);
	free(spare.l_text);
}

static int
tail(const char *name, const struct span *s)
{
	FILE *f = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");
	int status = 0;

	if (f == NULL) {
		warn("%s", name);
		return 1;
	}
	if (s->s_from_start)
		skip_and_copy(f, s);
	else if (s->s_bytes)
		last_bytes(f, (size_t)s->s_count);
	else
		last_lines(f, (size_t)s->s_count);
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
	struct span s = {.s_count = 10};
	bool titles, first = true;
	int c, status = 0;

	check_stdout(1);
	/* The old form: tail -5. */
	if (argc > 1 && argv[1][0] == '-' &&
	    isdigit((unsigned char)argv[1][1])) {
		parse_span(&s, argv[1] + 1, false);
		argc--;
		argv++;
	}
	while ((c = getopt(argc, argv, "c:n:")) != -1) {
		if (c != 'c' && c != 'n')
			usage_exit(1, synopsis);
		parse_span(&s, optarg, c == 'c');
	}
	if (optind == argc)
		return tail("-", &s);
	titles = argc - optind > 1;
	for (; optind < argc; optind++) {
		if (titles)
			printf(
			    "%s==> %s <==\n", first ? "" : "\n", argv[optind]);
		first = false;
		status |= tail(argv[optind], &s);
	}
	return status;
}
