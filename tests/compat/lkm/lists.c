/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lists: every kind of list that there was, in both spellings: by macros, and
 * by the fields that they stand for.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/queue.h>
#include <sys/malloc.h>
#include <sys/errno.h>
#include <sys/lkm.h>

struct ent {
	int			v;
	LIST_ENTRY(ent)		l;
	TAILQ_ENTRY(ent)	t;
	SIMPLEQ_ENTRY(ent)	s;
	STAILQ_ENTRY(ent)	st;
	SLIST_ENTRY(ent)	sl;
	CIRCLEQ_ENTRY(ent)	c;
};

static LIST_HEAD(, ent)		lh;
static TAILQ_HEAD(thead, ent)	th;
static SIMPLEQ_HEAD(, ent)	sh = SIMPLEQ_HEAD_INITIALIZER(sh);
static STAILQ_HEAD(, ent)	sth = STAILQ_HEAD_INITIALIZER(sth);
static SLIST_HEAD(, ent)	slh = SLIST_HEAD_INITIALIZER(slh);
static CIRCLEQ_HEAD(, ent)	ch = CIRCLEQ_HEAD_INITIALIZER(ch);

MOD_MISC("lists")

static char order[64];

/* A digit for each element, in the order in which they come. */
static void
note(e)
	struct ent *e;
{
	char *cp = index(order, 0);

	*cp++ = '0' + e->v;
	*cp = 0;
}

static int
check(want)
	char *want;
{
	int bad = strcmp(order, want);

	if (bad)
		printf("lists: %s, not %s\n", order, want);
	order[0] = 0;
	return (bad != 0);
}

static int
fill()
{
	struct ent *e, *at = NULL;
	int i;

	CIRCLEQ_INIT(&ch);
	LIST_INIT(&lh);
	TAILQ_INIT(&th);
	for (i = 0; i < 5; i++) {
		MALLOC(e, struct ent *, sizeof(*e), M_DEVBUF, M_NOWAIT);
		if (e == NULL)
			return (ENOMEM);
		bzero((caddr_t)e, sizeof(*e));
		e->v = i;
		TAILQ_INSERT_TAIL(&th, e, t);
		if (i != 3) {			/* 0 1 2 4 */
			SIMPLEQ_INSERT_TAIL(&sh, e, s);
			CIRCLEQ_INSERT_TAIL(&ch, e, c);
			STAILQ_INSERT_HEAD(&sth, e, st);
			SLIST_INSERT_HEAD(&slh, e, sl);
			LIST_INSERT_HEAD(&lh, e, l);
		} else {			/* behind, before 2 */
			SIMPLEQ_INSERT_AFTER(&sh, at, e, s);
			CIRCLEQ_INSERT_BEFORE(&ch, at, e, c);
			STAILQ_INSERT_AFTER(&sth, at, e, st);
			SLIST_INSERT_AFTER(at, e, sl);
			LIST_INSERT_BEFORE(at, e, l);
		}
		at = e;
	}
	return (0);
}

static int
walk()
{
	struct ent *e;
	int bad = 0;

	for (e = lh.lh_first; e != NULL; e = e->l.le_next)
		note(e);
	bad |= check("43210");
	for (e = th.tqh_first; e != NULL; e = e->t.tqe_next)
		note(e);
	bad |= check("01234");
	TAILQ_FOREACH_REVERSE(e, &th, thead, t)
		note(e);
	bad |= check("43210");
	for (e = sh.sqh_first; e != NULL; e = e->s.sqe_next)
		note(e);
	bad |= check("01234");
	STAILQ_FOREACH(e, &sth, st)
		note(e);
	bad |= check("42310");
	SLIST_FOREACH(e, &slh, sl)
		note(e);
	bad |= check("42310");
	for (e = ch.cqh_first; e != (void *)&ch; e = e->c.cqe_next)
		note(e);
	bad |= check("01324");
	CIRCLEQ_FOREACH_REVERSE(e, &ch, c)
		note(e);
	return (bad | check("42310"));
}

static int
take_apart()
{
	struct ent *e = SIMPLEQ_FIRST(&sh);
	int bad;

	SIMPLEQ_REMOVE_HEAD(&sh, e, s);		/* before NetBSD 1.6 */
	SIMPLEQ_REMOVE_HEAD(&sh, s);		/* since */
	note(sh.sqh_first);
	STAILQ_REMOVE_HEAD(&sth, st);
	note(STAILQ_FIRST(&sth));
	e = slh.slh_first->sl.sle_next;
	SLIST_REMOVE(&slh, e, ent, sl);
	SLIST_FOREACH(e, &slh, sl)
		note(e);
	bad = check("224310");
	while ((e = ch.cqh_last) != (void *)&ch) {
		CIRCLEQ_REMOVE(&ch, e, c);
		note(e);
		if (CIRCLEQ_EMPTY(&ch))
			break;
		e = ch.cqh_first;
		CIRCLEQ_REMOVE(&ch, e, c);
		note(e);
	}
	bad |= check("40213");
	while ((e = TAILQ_LAST(&th, thead)) != NULL) {
		TAILQ_REMOVE(&th, e, t);
		FREE(e, M_DEVBUF);
	}
	return (bad);
}

static int
lists_load(lkmtp, cmd)
	struct lkm_table *lkmtp;
	int cmd;
{
	int error, bad;

	if (error = fill())
		return (error);
	bad = walk();
	return (bad | take_apart() ? EIO : 0);
}

int
lists_lkmentry(lkmtp, cmd, ver)
	struct lkm_table *lkmtp;
	int cmd, ver;
{
	DISPATCH(lkmtp, cmd, ver, lists_load, lkm_nofunc, lkm_nofunc)
}
