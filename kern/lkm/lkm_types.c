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
    [LM_VFS] = &lkm_type_vfs,
    [LM_DEV] = &lkm_type_dev,
    [LM_EXEC] = &lkm_type_exec,
    [LM_COMPAT] = &lkm_type_compat,
    [LM_MISC] = &lkm_type_misc,
    [LM_DRV] = &lkm_type_drv,
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
	return lkm_string_length(name, MAXLKMNAME) != -1;
}

/* Do size bytes lie at p in what the module may write to? */
int
lkm_in_data(const struct lkm_table *t, const void *p, size_t size)
{
	vaddr_t start = t->area + t->image.layout.rw_start;
	vaddr_t end = t->area + t->size, at = (vaddr_t)p;

	return at % sizeof(long) == 0 && at >= start && at <= end &&
	    size <= end - at;
}

/*
 * The module's description lies in its own data, where the kernel notes
 * what it did; see that it does, as the entry could have been anything.
 */
static int
check_description(struct lkm_table *t)
{
	const struct lkm_any *m = t->private.lkm_any;

	if (!lkm_in_data(t, m, sizeof(*m)))
		return lkm_refuse(t->reason, LKM_BAD_ENTRY,
		    "the entry function did not describe its module: use "
		    "DISPATCH with a MOD_ macro, and do not make _module "
		    "const");
	if (!lkm_name_readable(m->lkm_name))
		return lkm_refuse(t->reason, LKM_BAD_NAME,
		    "the module has no name that can be read: give a MOD_ "
		    "macro a string");
	if (m->lkm_ver != LKM_VERSION && !t->forced)
		return lkm_refuse(t->reason, LKM_WRONG_INTERFACE,
		    "made for module interface %d; this kernel has %d: "
		    "compile it again, or use -f",
		    m->lkm_ver, LKM_VERSION);
	if (m->lkm_sysver != __NetBSD_Version__ && !t->forced)
		return lkm_refuse(t->reason, LKM_WRONG_KERNEL,
		    "made for kernel version %d; this one is %d: compile it "
		    "again, or use -f",
		    m->lkm_sysver, __NetBSD_Version__);
	return 0;
}

int
lkm_claim(struct lkm_table *t, const char *name)
{
	int error = lkm_disabled(name, strnlen(name, MAXLKMNAME), t->reason);

	if (error != 0)
		return error;
	switch (lkm_claim_name(t, name)) {
	case 0:
		return 0;
	case EEXIST:
		if (lkm_is_builtin(name))
			return lkm_refuse(t->reason, LKM_ALREADY_LOADED,
			    "%s is linked into this kernel: there is nothing "
			    "to load",
			    name);
		return lkm_refuse(t->reason, LKM_ALREADY_LOADED,
		    "a module named %s is loaded; unload it first (modunload "
		    "-n %s)",
		    name, name);
	default:
		return lkm_refuse(t->reason, LKM_BAD_NAME,
		    "a module's name has 1 to %d characters, all of them "
		    "printable (ASCII), and does not change",
		    MAXLKMNAME - 1);
	}
}

int
lkm_check(struct lkm_table *t, const struct lkm_type **typep)
{
	const struct lkm_type *type;
	int error;

	if ((error = check_description(t)) != 0)
		return error;
	t->type = t->private.lkm_any->lkm_type;
	t->ver = t->private.lkm_any->lkm_ver;
	if ((error = lkm_claim(t, t->private.lkm_any->lkm_name)) != 0)
		return error;
	if ((type = lkm_type_of(t)) == NULL)
		return lkm_refuse(t->reason, LKM_UNKNOWN_TYPE,
		    "modules of type %d (%s) cannot be loaded "
		    "by this kernel: use another MOD_ macro",
		    t->type, lkm_type_name(t->type));
	if (!lkm_in_data(t, t->private.lkm_any, type->description))
		return lkm_refuse(t->reason, LKM_BAD_ENTRY,
		    "the module's description is shorter than one "
		    "of type %s: use a MOD_ macro",
		    lkm_type_name(t->type));
	*typep = type;
	return 0;
}

static int
dispatch_load(struct lkm_table *t)
{
	const struct lkm_type *type;
	int error;

	if (t->state != LKM_LOADING || t->attached)
		return EBUSY;
	if ((error = lkm_check(t, &type)) != 0)
		return error;
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
		/* It may have been pointed elsewhere since it was checked. */
		if (type != NULL &&
		    lkm_in_data(t, t->private.lkm_any, type->description))
			type->stat(t);
		return 0;
	}
	return EINVAL;
}
