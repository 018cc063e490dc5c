/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_holders.c: everything that keeps a module's memory from going away,
 * each named in a line of its own.
 *
 * There are two kinds of holders.  Users are in the middle of something: a
 * process in the module's code, an open file, a mount.  They are asked for
 * before anything else, and the module does not hear of it.  The others are
 * pointers that the module has entered in some table of the kernel, which
 * its unload function takes out again; so they are looked for after it has
 * run, and what is still there then keeps the memory.  A module that has no
 * such function would never take them out: it is asked for both before.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/holders.h>
#include <sys/lkmvar.h>

#define MAXLINES 24 /* of holders; the rest are counted */

struct scan {
	struct holders holders; /* first: what tables are handed */
	const struct lkm_table *table;
	struct lkm_reason *reason;
	/* Its type, while that has still to take out what it has entered. */
	const struct lkm_type *type;
	int count;
};

/* "function" or "function+0x1c"; whose, the message says already. */
static void
format_symbol(const struct lkm_table *t, vaddr_t va, char *buf, size_t size)
{
	uint32_t off = 0;
	const char *name = kobj_symbol_at(&t->image, va, &off);

	if (name == NULL)
		snprintf(buf, size, "its memory at 0x%lx", va);
	else if (off == 0)
		strlcpy(buf, name, size);
	else
		snprintf(buf, size, "%s+0x%x", name, (u_int)off);
}

static void
found(struct holders *h, const void *entry, vaddr_t va, const char *text)
{
	struct scan *s = (struct scan *)h;
	char symbol[96];

	if (lkm_hooked(s->table, entry) ||
	    (s->type != NULL && s->type->owns(s->table, entry)))
		return; /* its type's, which gives it back */
	if (++s->count > MAXLINES)
		return;
	symbol[0] = '\0';
	if (va != 0)
		format_symbol(s->table, va, symbol, sizeof(symbol));
	lkm_refuse(
	    s->reason, LKM_BUSY, "%s%s%s", text, va != 0 ? " " : "", symbol);
}

static void
scan_start(struct scan *s, const struct lkm_table *t, struct lkm_reason *r)
{
	s->holders.h_start = t->area;
	s->holders.h_len = t->size;
	s->holders.h_found = found;
	s->table = t;
	s->reason = r;
	s->type = NULL;
	s->count = 0;
}

static int
scan_end(const struct scan *s)
{
	if (s->count == 0)
		return 0;
	if (s->count > MAXLINES)
		lkm_refuse(s->reason, LKM_BUSY, "and %d more like these",
		    s->count - MAXLINES);
	return EBUSY;
}

static void
scan_users(struct scan *s)
{
	lkm_process_users(s->table, &s->holders);
	lkm_hook_users(s->table, &s->holders);
	holders_users(&s->holders);
}

int
lkm_busy(struct lkm_table *t, struct lkm_reason *r)
{
	const struct lkm_type *type = lkm_type_of(t);
	struct scan s;
	int error = 0, users;

	if (t->refcnt > 0)
		error = lkm_refuse(r, LKM_BUSY,
		    "%d calls of its stat function have not returned",
		    t->refcnt);
	if (lkm_users_busy(t, r) != 0)
		error = EBUSY;
	if (t->attached && type->busy != NULL && type->busy(t, r) != 0)
		error = EBUSY;
	scan_start(&s, t, r);
	scan_users(&s);
	users = s.count;
	if (t->unloader == lkm_nofunc) {
		if (t->attached && type->owns != NULL)
			s.type = type;
		holders_tables(&s.holders);
	}
	if (scan_end(&s) != 0)
		error = EBUSY;
	if (s.count > users)
		lkm_refuse(r, LKM_BUSY,
		    "it has no unload function, which could undo that");
	return error;
}

/* Look for everything; *wired: is any of it in a table? */
static int
scan_all(const struct lkm_table *t, int *wired, struct lkm_reason *r)
{
	struct scan s;
	int users;

	scan_start(&s, t, r);
	scan_users(&s);
	users = s.count;
	holders_tables(&s.holders);
	*wired = s.count > users;
	return scan_end(&s);
}

void
lkm_keepers(struct lkm_table *t, struct lkm_reason *r)
{
	int wired;

	if (t->state == LKM_LIVE)
		(void)lkm_busy(t, r);
	else if (t->state == LKM_DETACHED)
		(void)scan_all(t, &wired, r);
}

int
lkm_left_behind(struct lkm_table *t, const char *which, struct lkm_reason *r)
{
	int wired;

	if (scan_all(t, &wired, r) == 0)
		return 0;
	lkm_set_state(t, LKM_DETACHED);
	if (wired)
		return lkm_refuse(r, LKM_BUSY,
		    "%s left that behind; the memory stays until it is gone: "
		    "unload it (modunload -i %d) then",
		    which, t->id);
	return lkm_refuse(r, LKM_BUSY,
	    "the module has let go of everything; unload it (modunload -i %d) "
	    "to free its memory once that is over",
	    t->id);
}
