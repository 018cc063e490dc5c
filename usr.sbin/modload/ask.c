/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ask.c: the call to the kernel.  How long a reason or a map is, is known
 * only afterwards: when there was not room enough, the same question is put
 * again, with more, and so that nothing is loaded.
 */
#include <sys/ioctl.h>

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "modload.h"

#define FIRST_SIZE (64 * 1024)
#define LARGEST    (1024 * 1024 * 1024)

static void
resize(char **buf, size_t *size, size_t want)
{
	if ((*buf = realloc(*buf, want)) == NULL)
		err(EX_OTHER, "%lu bytes for the kernel's answer",
		    (unsigned long)want);
	*size = want;
}

/* Ask once. */
static void
ask(int dev, struct answer *a, int flags)
{
	if (a->text == NULL)
		resize(&a->text, &a->textsize, FIRST_SIZE);
	if (a->want_map && a->map.buf == NULL)
		resize(&a->map.buf, &a->map.size, FIRST_SIZE);
	a->text[0] = '\0';
	a->lo.reason = (struct lmc_reason){a->text, a->textsize};
	a->lo.map = a->map.buf;
	a->lo.maplen = a->map.size;
	if (a->map.buf != NULL)
		*(struct lmm_head *)a->map.buf = (struct lmm_head){0};
	a->lo.flags = flags;
	a->error = ioctl(dev, LMLOADOBJ, &a->lo) == 0 ? 0 : errno;
}

static uint32_t
map_needed(const struct answer *a)
{
	return a->map.buf == NULL
	    ? 0
	    : ((const struct lmm_head *)a->map.buf)->lmm_needed;
}

/* Was there too little room?  A reason that was cut fills its buffer. */
static int
was_cut(const struct answer *a)
{
	return (strlen(a->text) == a->textsize - 1 && a->textsize < LARGEST) ||
	    (map_needed(a) > a->map.size && map_needed(a) < LARGEST);
}

static void
make_room(struct answer *a)
{
	uint32_t needed = map_needed(a);

	if (strlen(a->text) == a->textsize - 1)
		resize(&a->text, &a->textsize, 4 * a->textsize);
	/* Names of who provides what may be longer the next time. */
	if (needed > a->map.size)
		resize(&a->map.buf, &a->map.size,
		    needed + needed / 16 + FIRST_SIZE);
}

void
ask_plan(int dev, struct answer *a)
{
	int flags = a->lo.flags | LMF_NORUN;

	ask(dev, a, flags);
	while (was_cut(a)) {
		make_room(a);
		ask(dev, a, flags);
	}
	records_index(&a->map);
}

void
ask_load(int dev, struct answer *a)
{
	struct answer again;

	ask(dev, a, a->lo.flags & ~LMF_NORUN);
	records_index(&a->map);
	if (a->error == 0 || !was_cut(a))
		return;
	/* The same refusal at length, unless things have changed by now. */
	again = *a;
	again.text = again.map.buf = NULL;
	memset(&again.map, 0, sizeof(again.map));
	ask_plan(dev, &again);
	if (again.error == a->error)
		*a = again;
}
