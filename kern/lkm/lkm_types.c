/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_types.c: what each type of module is, and lkmdispatch(), with which a
 * module's entry has itself wired in.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>

static const char *const type_names[] = {MODTYPE_NAMES};

/* NULL: this kernel has no use for such modules yet. */
static const struct lkm_type *const types[nitems(type_names)] = {
    [LM_SYSCALL] = &lkm_type_syscall,
    [LM_MISC] = &lkm_type_misc,
};

const char *
lkm_type_name(int type)
{
	return (u_int)type < nitems(type_names) ? type_names[type] : "?";
}

const struct lkm_type *
lkm_type_of(const struct lkm_table *t)
{
	return (u_int)t->type < nitems(types) ? types[t->type] : NULL;
}

int
lkm_nofunc(struct lkm_table *t, int cmd)
{
	return 0;
}

/*
 * Can this be read as a name, as far as a name may reach?  It may be any
 * number that the object's author, or a mistake of his, put there.
 */
int
lkm_name_readable(const char *name)
{
	size_t n;

	for (n = 0; n < MAXLKMNAME; n++) {
		if ((n == 0 || ((vaddr_t)(name + n) & PAGE_MASK) == 0) &&
		    !kernel_addr_valid(name + n, 1, 0))
			return 0;
		if (name[n] == '\0')
			break;
	}
	return 1;
}

/*
 * The module's description lies in its own memory; see that it does, as
 * the entry could have been anything.
 */
static int
check_description(struct lkm_table *t)
{
	vaddr_t at = (vaddr_t)t->private.lkm_any;
	const struct lkm_any *m = t->private.lkm_any;

	if (at < t->area || at - t->area > t->size - sizeof(*m)) {
		lkm_explain(t->reason,
		    "bad-entry: the entry function did not describe its "
		    "module: use DISPATCH with a MOD_ macro");
		return EINVAL;
	}
	if (!lkm_name_readable(m->lkm_name)) {
		lkm_explain(t->reason, "bad-name: the module has no name");
		return EINVAL;
	}
	if (m->lkm_ver != LKM_VERSION && !t->forced) {
		lkm_explain(t->reason,
		    "wrong-interface: made for module interface %d; this "
		    "kernel has %d: compile it again, or use -f",
		    m->lkm_ver, LKM_VERSION);
		return EPROGMISMATCH;
	}
	if (m->lkm_sysver != __NetBSD_Version__ && !t->forced) {
		lkm_explain(t->reason,
		    "wrong-kernel: made for kernel version %d; this one is "
		    "%d: compile it again, or use -f",
		    m->lkm_sysver, __NetBSD_Version__);
		return EPROGMISMATCH;
	}
	return 0;
}

int
lkm_claim(struct lkm_table *t, const char *name)
{
	int error = lkm_claim_name(t, name);

	if (error == EEXIST)
		lkm_explain(t->reason,
		    "already-loaded: a module named %s is loaded; unload it "
		    "first (modunload -n %s)",
		    name, name);
	else if (error != 0)
		lkm_explain(t->reason,
		    "bad-name: a module's name has 1 to %d characters and "
		    "does not change",
		    MAXLKMNAME - 1);
	return error;
}

static int
dispatch_load(struct lkm_table *t)
{
	const struct lkm_type *type;
	int error;

	if (t->state != LKM_LOADING || t->attached)
		return EBUSY;
	if ((error = check_description(t)) != 0)
		return error;
	t->type = t->private.lkm_any->lkm_type;
	t->ver = t->private.lkm_any->lkm_ver;
	if ((error = lkm_claim(t, t->private.lkm_any->lkm_name)) != 0)
		return error;
	if ((type = lkm_type_of(t)) == NULL) {
		lkm_explain(t->reason,
		    "unknown-type: modules of type %d (%s) cannot be loaded "
		    "by this kernel",
		    t->type, lkm_type_name(t->type));
		return ENXIO;
	}
	error = type->attach(t);
	t->attached = error == 0;
	return error;
}

int
lkmdispatch(struct lkm_table *t, int cmd)
{
	const struct lkm_type *type = lkm_type_of(t);
	int error;

	switch (cmd) {
	case LKM_E_LOAD:
		return dispatch_load(t);
	case LKM_E_UNLOAD:
		if (!t->attached)
			return 0;
		error = type->detach(t);
		t->attached = error != 0;
		return error;
	case LKM_E_STAT:
		if (type != NULL)
			type->stat(t);
		return 0;
	}
	return EINVAL;
}

/* Everything that keeps a module from being unloaded. */
int
lkm_busy(struct lkm_table *t, struct lkm_reason *r)
{
	const struct lkm_type *type = lkm_type_of(t);
	int error;

	if (t->refcnt > 0) {
		lkm_explain(r,
		    "busy: %d calls of its stat function have "
		    "not returned",
		    t->refcnt);
		return EBUSY;
	}
	if (t->attached && type->busy != NULL &&
	    (error = type->busy(t, r)) != 0)
		return error;
	return lkm_stack_busy(t, r);
}
