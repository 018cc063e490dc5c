/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_stat.c: what there is to tell of a module.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/inject.h>
#include <sys/lkmvar.h>

static void
fill(const struct lkm_table *t, struct lmc_stat *st)
{
	st->id = t->id;
	strlcpy(st->name, t->name, sizeof(st->name));
	st->offset = t->offset;
	st->type = t->type;
	st->area = t->area;
	st->size = howmany(t->size, 1024);
	st->private_data = (u_long)t->private.lkm_any;
	st->ver = t->ver;
}

int
lkm_ask(struct lkm_table *t)
{
	int error;

	/* Its own function may sleep: it must be there when that returns. */
	t->refcnt++;
	lkm_unlock();
	inject_point("stat");
	error = t->entry(t, LKM_E_STAT, LKM_VERSION);
	lkm_lock();
	t->refcnt--;
	t->stat_error = error < 0 || error > ELAST ? EINVAL : error;
	return t->stat_error;
}

int
lkm_stat(int id, const char *name, struct lmc_stat *st)
{
	struct lkm_table *t;
	int error;

	lkm_lock();
	error = lkm_find(id, name, &t);
	if (error == 0 && (t->state == LKM_RESERVED || t->state == LKM_LOADING))
		error = ENOENT; /* not there yet */
	if (error == 0) {
		if (t->state == LKM_LIVE)
			error = lkm_ask(t);
		fill(t, st);
	}
	lkm_unlock();
	return error;
}
