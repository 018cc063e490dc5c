/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_exec.c: modules that are a format of programs.  It is tried before
 * those that are there, and its programs run on the emulation that the
 * module names, or brings with es_emul.  Formats have names and no numbers:
 * the slot that a module asks for is shown, and means nothing.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/lkmvar.h>

#define FORMATNAMELEN 32

/* The emulation that the format's programs will run on. */
static int
choose_emul(
    struct lkm_table *t, const struct lkm_exec *m, const struct emul **emp)
{
	const struct emul *em = m->lkm_execsw->es_emul;

	if (m->lkm_emul != NULL) {
		if (!lkm_string_valid(m->lkm_emul, FORMATNAMELEN))
			return lkm_refuse(t->reason, LKM_BAD_NAME,
			    "the name of the emulation that it wants has 1 "
			    "to %d characters",
			    FORMATNAMELEN - 1);
		if ((em = emul_search(m->lkm_emul)) == NULL)
			return lkm_refuse(t->reason, LKM_NO_EMULATION,
			    "no emulation is named %s: load the module that "
			    "brings it first",
			    m->lkm_emul);
	} else if (em == NULL)
		return lkm_refuse(t->reason, LKM_NO_EMULATION,
		    "it says not on what emulation its programs run: name "
		    "one, or set es_emul");
	*emp = em;
	return emul_registered(em) ? 0 : lkm_check_emul(t, em);
}

static int
check_format(
    struct lkm_table *t, const struct lkm_exec *m, const struct emul **emp)
{
	struct execsw *es = m->lkm_execsw;
	int error;

	if (!lkm_in_data(t, es, sizeof(*es)))
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "its struct execsw must lie in the module, and not be "
		    "const: the kernel links it into a list");
	if (!lkm_string_valid(es->es_name, FORMATNAMELEN))
		return lkm_refuse(t->reason, LKM_BAD_NAME,
		    "the format's name, es_name, has 1 to %d characters",
		    FORMATNAMELEN - 1);
	if ((error = lkm_check_functions(t, &es->es_check, sizeof(es->es_check),
		 1, "es_check of struct execsw")) != 0 ||
	    (error = lkm_check_functions(t, &es->es_setup_stack,
		 sizeof(es->es_setup_stack) + sizeof(es->es_setregs), 0,
		 "struct execsw, from es_setup_stack on,")) != 0)
		return error;
	return choose_emul(t, m, emp);
}

static int
choose(struct lkm_table *t, const struct emul **emp)
{
	const struct lkm_exec *m = t->private.lkm_exec;
	int error;

	if ((error = check_format(t, m, emp)) != 0)
		return error;
	if (execsw_known(m->lkm_execsw->es_name) != NULL)
		return lkm_refuse(t->reason, LKM_TAKEN,
		    "a program format %s is there: unload the module that "
		    "has it, or give yours another name",
		    m->lkm_execsw->es_name);
	return 0;
}

static int
exec_plan(struct lkm_table *t, struct lkm_plan *p)
{
	const struct emul *em;

	return choose(t, &em);
}

static int
exec_attach(struct lkm_table *t)
{
	struct lkm_exec *m = t->private.lkm_exec;
	const struct emul *em;
	int error;

	if ((error = choose(t, &em)) != 0)
		return error;
	m->lkm_execsw->es_emul = em;
	t->offset = m->lkm_offset;
	return execsw_attach(m->lkm_execsw);
}

/* No program runs on it, or is being started: lkm_busy() has asked. */
static int
exec_close(struct lkm_table *t, struct lkm_reason *r)
{
	execsw_suspend(t->private.lkm_exec->lkm_execsw, 1);
	return 0;
}

static void
exec_reopen(struct lkm_table *t)
{
	execsw_suspend(t->private.lkm_exec->lkm_execsw, 0);
}

/* Does an address lie in the module? */
static int
is_ours(const struct lkm_table *t, const void *p)
{
	return (vaddr_t)p - t->area < t->size;
}

static int
exec_detach(struct lkm_table *t)
{
	const struct execsw *es = t->private.lkm_exec->lkm_execsw;

	execsw_detach(t->private.lkm_exec->lkm_execsw);
	if (is_ours(t, es->es_emul) && !emul_registered(es->es_emul))
		emul_forget(es->es_emul);
	return 0;
}

static int
exec_owns(const struct lkm_table *t, const void *entry)
{
	return entry == t->private.lkm_exec->lkm_execsw;
}

static void
exec_stat(struct lkm_table *t)
{
	t->offset = t->private.lkm_exec->lkm_offset;
}

const struct lkm_type lkm_type_exec = {
    .description = sizeof(struct lkm_exec),
    .plan = exec_plan,
    .attach = exec_attach,
    .detach = exec_detach,
    .close = exec_close,
    .reopen = exec_reopen,
    .owns = exec_owns,
    .stat = exec_stat,
};
