/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_unload.c: an unload: first it is asked whether anything stands in
 * its way, and only then is anything undone.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>

/* A module that is live, marked as being unloaded; or why not. */
static int
begin(int id, const char *name, struct lkm_table **tp, struct lkm_reason *r)
{
	struct lkm_table *t = NULL;
	int error;

	lkm_lock();
	error = lkm_find(id, name, &t);
	if (error != 0) {
		if (id == -1)
			lkm_explain(
			    r, "not-loaded: no module is named %s", name);
		else
			lkm_explain(
			    r, "not-loaded: no module has number %d", id);
	} else if (t->state != LKM_LIVE && t->state != LKM_DETACHED) {
		lkm_explain(r, "busy: the module is being %s",
		    t->state == LKM_UNLOADING ? "unloaded" : "loaded");
		error = EBUSY;
	}
	if (error == 0 && (error = lkm_busy(t, r)) == 0 && t->state == LKM_LIVE)
		t->state = LKM_UNLOADING;
	lkm_unlock();
	*tp = t;
	return error;
}

/* Have the module let go of everything.  It may refuse. */
static int
detach(struct lkm_table *t, struct lkm_reason *r)
{
	int error;

	t->reason = r;
	error = lkm_call_entry(t, LKM_E_UNLOAD);
	t->reason = NULL;
	if (error == 0 && t->attached)
		error = lkmdispatch(t, LKM_E_UNLOAD);
	if (error == 0)
		return 0;
	if (r != NULL && r->lr_len == 0)
		lkm_explain(r,
		    "refused: the module's own unload function said no (error "
		    "%d); it stays loaded",
		    error);
	t->state = LKM_LIVE;
	return error < 0 || error > ELAST ? EBUSY : error;
}

int
lkm_unload(int id, const char *name, struct lkm_reason *r)
{
	struct lkm_table *t;
	struct kobj_image img;
	int error;

	if ((error = begin(id, name, &t, r)) != 0)
		return error;
	if (t->state == LKM_UNLOADING && (error = detach(t, r)) != 0)
		return error;
	/*
	 * If the unload function slept, somebody may have come in by then.
	 * Nobody new can: but the memory has to stay until they are out.
	 */
	if ((error = lkm_stack_busy(t, r)) != 0) {
		t->state = LKM_DETACHED;
		lkm_explain(r,
		    "busy: the module has let go of everything; unload it "
		    "again to free its memory once that is over");
		return error;
	}
	lkm_note_unloaded(t);
	img = t->image;
	lkm_drop(t);
	lkm_image_free(&img);
	return 0;
}
