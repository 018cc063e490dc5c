/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_unload.c: an unload: first it is asked whether anything stands in
 * its way, and only then is anything undone.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/inject.h>
#include <sys/lkmvar.h>
#include <sys/proc.h>

/* Which module is to go. */
struct wanted {
	int id;           /* or -1 */
	const char *name; /* or NULL */
	u_int *serial;    /* 0 there: any */
};

/* ESRCH: it is not the one that is meant.  Locked. */
static int
find_wanted(const struct wanted *w, struct lkm_table **tp)
{
	int error = lkm_find(w->id, w->name, tp);

	if (error != 0)
		return error;
	if (w->id != -1 && w->name != NULL && strcmp((*tp)->name, w->name) != 0)
		return ESRCH;
	if (*w->serial != 0 && *w->serial != (*tp)->serial)
		return ESRCH;
	*w->serial = (*tp)->serial;
	return 0;
}

/* No such module: why, in words, and the error for it. */
static int
not_found(const struct wanted *w, int error, struct lkm_reason *r)
{
	if (error == ESRCH && *w->serial != 0)
		return lkm_refuse(r, LKM_NOT_LOADED,
		    "the module is gone; another has its %s by now",
		    w->id == -1 ? "name" : "number");
	if (error == ESRCH)
		return lkm_refuse(r, LKM_NOT_LOADED,
		    "module %d is not named %s", w->id, w->name);
	if (w->id == -1 && lkm_is_builtin(w->name))
		lkm_refuse(r, LKM_NOT_LOADED,
		    "%s is linked into this kernel, and stays", w->name);
	else if (w->id == -1)
		lkm_refuse(r, LKM_NOT_LOADED, "no module is named %s", w->name);
	else
		lkm_refuse(r, LKM_NOT_LOADED, "no module has number %d", w->id);
	return error;
}

/*
 * Find the module and mark it, so that nobody else begins to unload it; what
 * it was before goes to *was.
 */
static int
mark(const struct wanted *w, struct lkm_table **tp, enum lkm_state *was,
    struct lkm_reason *r)
{
	struct lkm_table *t = NULL;
	int error;

	*was = LKM_LIVE;
	lkm_lock();
	error = find_wanted(w, &t);
	if (error == 0) {
		*was = t->state;
		if (*was == LKM_LIVE || *was == LKM_DETACHED)
			t->state = LKM_UNLOADING;
		else
			error = EBUSY;
	}
	lkm_unlock();
	*tp = t;
	if (error == EBUSY)
		lkm_refuse(r, LKM_BUSY, "the module is being %s",
		    *was == LKM_UNLOADING ? "unloaded" : "loaded");
	else if (error != 0)
		error = not_found(w, error, r);
	return error;
}

/* Have the module let go of everything.  It may refuse. */
static int
detach_module(struct lkm_table *t, struct lkm_reason *r)
{
	int error;

	inject_point("unload detach");
	t->reason = r;
	error = lkm_call_entry(t, LKM_E_UNLOAD);
	t->reason = NULL;
	if (error == 0 && t->attached)
		error = lkmdispatch(t, LKM_E_UNLOAD);
	if (error == 0)
		return 0;
	if (r != NULL && r->lr_len == 0)
		lkm_refuse(r, LKM_REFUSED,
		    "the module's own unload function said no (error "
		    "%d); it stays loaded",
		    error);
	return error < 0 || error > ELAST ? EBUSY : error;
}

/*
 * Have a live module let go of everything, once it is known that nobody uses
 * it.  EBUSY, or what it said: it is as it was.
 */
static int
take_out(struct lkm_table *t, struct lkm_reason *r)
{
	const struct lkm_type *type = lkm_type_of(t);
	int error;

	if ((error = lkm_busy(t, r)) != 0)
		return error;
	if (type->close != NULL && t->attached &&
	    (error = type->close(t, r)) != 0)
		return error;
	error = detach_module(t, r);
	if (error != 0 && type->reopen != NULL && t->attached)
		type->reopen(t);
	return error;
}

/*
 * Does nothing of the module run when it is unloaded, so that what was
 * asked before is true after?  Sleeping is counted in case it does.
 */
static int
unwired_quietly(const struct lkm_table *t, long slept)
{
	return t->unloader == lkm_nofunc && curproc->p_ru.ru_nvcsw == slept;
}

int
lkm_unload(int id, const char *name, u_int *serial, struct lkm_reason *r)
{
	const struct wanted wanted = {id, name, serial};
	long slept = curproc->p_ru.ru_nvcsw;
	struct lkm_table *t;
	struct kobj_image img;
	enum lkm_state was;
	int error;

	inject_point("unload mark");
	if ((error = mark(&wanted, &t, &was, r)) != 0)
		return error;
	inject_point("unload busy");
	if (was == LKM_LIVE && (error = take_out(t, r)) != 0) {
		lkm_set_state(t, LKM_LIVE);
		return error;
	}
	/* One that failed to load while its file system was mounted. */
	if (was == LKM_DETACHED && t->attached)
		(void)lkmdispatch(t, LKM_E_UNLOAD);
	inject_point("unload detached");
	/*
	 * If the unload function slept, somebody may have come in by then;
	 * and it may have forgotten something.
	 */
	if (was == LKM_DETACHED)
		error = lkm_left_behind(t, "it had", r);
	else if (!unwired_quietly(t, slept))
		error = lkm_left_behind(t, "its unload function has", r);
	if (error != 0)
		return error;
	inject_point("unload drop");
	lkm_note_unloaded(t);
	img = t->image;
	lkm_drop(t);
	lkm_image_free(&img, r);
	return 0;
}
