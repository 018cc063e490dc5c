/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkmtool.c: how modload, modunload and modstat are told which module is
 * meant, ask the kernel for its list, and say what it said.
 */
#include <sys/ioctl.h>

#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lkmtool.h"

void
lkm_which_id(struct lkm_which *w, const char *s, int status)
{
	char *end;
	long id;

	errno = 0;
	id = strtol(s, &end, 10);
	if (end == s || *end != '\0' || errno != 0 || id < 0 || id > INT_MAX)
		errx(status, "%s: not a module's number", s);
	w->id = id;
	w->what = s;
}

void
lkm_which_name(struct lkm_which *w, const char *s)
{
	w->name = w->what = s;
}

int
lkm_which_both(const struct lkm_which *w)
{
	return w->id != -1 && w->name != NULL;
}

void
lkm_print_name(const char *s)
{
	for (; *s != '\0'; s++)
		putchar(*s < ' ' || *s > '~' ? '?' : *s);
}

int
lkm_explain(const char *what, const char *text, const char *own, int error)
{
	const char *line, *end;
	int len, n = 0;

	for (line = text; *line != '\0'; line += len, n++) {
		end = strchr(line, '\n');
		len = end != NULL ? end - line : (int)strlen(line);
		/* The kernel knows errors by number only. */
		if (error != 0 && strncmp(line, own, strlen(own)) == 0)
			warnx(
			    "%s: %.*s (%s)", what, len, line, strerror(error));
		else
			warnx("%s: %.*s", what, len, line);
		if (end != NULL)
			len++;
	}
	return n;
}

int
lkm_list(int dev, const struct lkm_which *w, int flags, struct records *r)
{
	struct lmc_list l = {.id = w->id, .name = w->name, .flags = flags};
	const struct lmm_head *head;
	size_t want = 4096;

	/* How long it is, is known only afterwards, and it may grow. */
	for (;;) {
		if (want > r->size) {
			free(r->buf);
			r->size = 0;
			if ((r->buf = malloc(want)) == NULL)
				return errno;
			r->size = want;
		}
		l.buf = r->buf;
		l.len = r->size;
		if (ioctl(dev, LMLIST, &l) == -1)
			return errno;
		head = (const void *)r->buf;
		if (head->lmm_needed <= r->size)
			return 0;
		want = head->lmm_needed + head->lmm_needed / 8;
		/* They have been asked. */
		l.flags &= ~LML_ASK;
	}
}
