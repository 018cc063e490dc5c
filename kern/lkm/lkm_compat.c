/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_compat.c: modules that are an emulation: a table of system calls and
 * what goes with it, under a name by which modules of the type EXEC ask for
 * it.  The slot that a module asks for is shown, and means nothing.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/errno.h>
#include <sys/exec.h>
#include <sys/ktrace.h>
#include <sys/lkmvar.h>

#define EMULNAMELEN 16 /* what ps(1) has room for */
#define MAXCALLS    8192
#define CALLNAMELEN 32

static int
check_calls(struct lkm_table *t, const struct emul *em)
{
	const int most = 8 * (int)sizeof(register_t);
	const struct sysent *sy;
	int i;

	if (em->e_nsysent < 1 || em->e_nsysent > MAXCALLS ||
	    !lkm_readable(em->e_sysent, em->e_nsysent * sizeof(*sy)))
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "the emulation's e_sysent is no table of e_nsysent (1 to "
		    "%d) system calls",
		    MAXCALLS);
	for (i = 0; i < em->e_nsysent; i++) {
		sy = &em->e_sysent[i];
		if (sy->sy_call == NULL || !lkm_code_valid(t, sy->sy_call) ||
		    sy->sy_argsize < 0 || sy->sy_argsize > most)
			return lkm_refuse(t->reason, LKM_BAD_SYSENT,
			    "system call %d of the emulation must name a "
			    "function (sys_nosys where there is none) and "
			    "take at most %d bytes of arguments",
			    i, most);
	}
	return 0;
}

static int
check_names(struct lkm_table *t, const struct emul *em)
{
	int i;

	if (em->e_syscallnames == NULL)
		return 0;
	if (!lkm_readable(
		em->e_syscallnames, em->e_nsysent * sizeof(const char *)))
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "the emulation's e_syscallnames is no table of %d names",
		    em->e_nsysent);
	for (i = 0; i < em->e_nsysent; i++)
		if (!lkm_string_valid(em->e_syscallnames[i], CALLNAMELEN))
			return lkm_refuse(t->reason, LKM_BAD_NAME,
			    "the name of system call %d of the emulation has "
			    "1 to %d characters",
			    i, CALLNAMELEN - 1);
	return 0;
}

/* What is said of a call's arguments is copied, and counted, by ktrace(4). */
static int
check_kinds(struct lkm_table *t, const struct emul *em)
{
	int i;

	if (em->e_syscallkinds == NULL)
		return 0;
	if (!lkm_readable(
		em->e_syscallkinds, em->e_nsysent * sizeof(const char *)))
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "the emulation's e_syscallkinds is no table of %d strings",
		    em->e_nsysent);
	for (i = 0; i < em->e_nsysent; i++)
		if (em->e_syscallkinds[i] != NULL &&
		    !lkm_string_valid(em->e_syscallkinds[i], KTR_NARGS + 2))
			return lkm_refuse(t->reason, LKM_BAD_TABLE,
			    "what e_syscallkinds says of system call %d of the "
			    "emulation has 1 to %d characters",
			    i, KTR_NARGS + 1);
	return 0;
}

/* Its trampoline is copied to a page, which the kernel notes in it. */
static int
check_sigcode(struct lkm_table *t, const struct emul *em)
{
	size_t len = em->e_esigcode - em->e_sigcode;

	if (em->e_sigpage != NULL)
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "the emulation's e_sigpage is the kernel's: leave it "
		    "NULL");
	if (len == 0)
		return 0;
	if (len > PAGE_SIZE || !kernel_addr_valid(em->e_sigcode, len, 0))
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "the emulation's trampoline, from e_sigcode to "
		    "e_esigcode, is not %d bytes or less",
		    PAGE_SIZE);
	if (!kernel_addr_valid(em, sizeof(*em), 1))
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "an emulation with a trampoline must not be const: the "
		    "kernel notes in it where it has put that");
	return 0;
}

int
lkm_check_emul(struct lkm_table *t, const struct emul *em)
{
	int error;

	if (!lkm_readable(em, sizeof(*em)) || (vaddr_t)em - t->area >= t->size)
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "its struct emul must lie in the module");
	if (!lkm_string_valid(em->e_name, EMULNAMELEN))
		return lkm_refuse(t->reason, LKM_BAD_NAME,
		    "the emulation's name, e_name, has 1 to %d characters",
		    EMULNAMELEN - 1);
	if ((error = lkm_check_functions(t, &em->e_fetchargs,
		 sizeof(em->e_fetchargs), 0, "e_fetchargs of struct emul")) !=
		0 ||
	    (error = lkm_check_functions(t, &em->e_sendsig,
		 sizeof(em->e_sendsig), 1, "e_sendsig of struct emul")) != 0)
		return error;
	if (em->e_errno != NULL &&
	    !lkm_readable(em->e_errno, (ELAST + 1) * sizeof(int)))
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "the emulation's e_errno is no table of %d numbers",
		    ELAST + 1);
	if ((error = lkm_check_functions(t, &em->e_childreturn,
		 sizeof(em->e_childreturn), 0,
		 "e_childreturn of struct emul")) != 0 ||
	    (error = check_calls(t, em)) != 0 ||
	    (error = check_names(t, em)) != 0 ||
	    (error = check_kinds(t, em)) != 0)
		return error;
	return check_sigcode(t, em);
}

static int
compat_plan(struct lkm_table *t, struct lkm_plan *p)
{
	const struct emul *em = t->private.lkm_compat->lkm_compat;
	int error;

	if ((error = lkm_check_emul(t, em)) != 0)
		return error;
	if (emul_known(em->e_name) != NULL)
		return lkm_refuse(t->reason, LKM_TAKEN,
		    "an emulation %s is there: unload the module that has "
		    "it, or give yours another name",
		    em->e_name);
	return 0;
}

static int
compat_attach(struct lkm_table *t)
{
	struct lkm_compat *m = t->private.lkm_compat;
	struct lkm_plan p;
	int error;

	if ((error = compat_plan(t, &p)) != 0)
		return error;
	if (emul_register(m->lkm_compat, 0) != 0)
		return lkm_no_memory(t->reason);
	t->offset = m->lkm_offset;
	return 0;
}

/* ENOENT: somebody has taken its name out; EBUSY: see vfs_type_detach(). */
static int
compat_detach(struct lkm_table *t)
{
	const struct emul *em = t->private.lkm_compat->lkm_compat;
	int error;

	if (!emul_registered(em))
		return 0;
	error = emul_unregister(em->e_name);
	if (error == EBUSY)
		emul_suspend(em, 1);
	return error;
}

/* A format whose programs would run on it. */
static int
compat_busy(struct lkm_table *t, struct lkm_reason *r)
{
	const struct emul *em = t->private.lkm_compat->lkm_compat;
	const struct lkm_table *owner;
	const struct execsw *es;
	int error = 0;

	for (es = execsw_list; es != NULL; es = es->es_next) {
		if (es->es_emul != em || (owner = lkm_at((vaddr_t)es)) == t)
			continue;
		error = lkm_refuse(r, LKM_BUSY,
		    "the program format %s%s%s runs its programs on %s",
		    es->es_name, owner != NULL ? " of module " : "",
		    owner != NULL ? lkm_name(owner) : "", em->e_name);
	}
	return error;
}

static int
compat_close(struct lkm_table *t, struct lkm_reason *r)
{
	emul_suspend(t->private.lkm_compat->lkm_compat, 1);
	return 0;
}

static void
compat_reopen(struct lkm_table *t)
{
	emul_suspend(t->private.lkm_compat->lkm_compat, 0);
}

static int
compat_owns(const struct lkm_table *t, const void *entry)
{
	return entry == t->private.lkm_compat->lkm_compat;
}

static void
compat_stat(struct lkm_table *t)
{
	t->offset = t->private.lkm_compat->lkm_offset;
}

const struct lkm_type lkm_type_compat = {
    .description = sizeof(struct lkm_compat),
    .plan = compat_plan,
    .attach = compat_attach,
    .detach = compat_detach,
    .busy = compat_busy,
    .close = compat_close,
    .reopen = compat_reopen,
    .owns = compat_owns,
    .stat = compat_stat,
};
