/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_execsw.c: the formats of programs that exec knows.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/holders.h>
#include <sys/selfcheck.h>

struct execsw *execsw_list;

int
execsw_attach(struct execsw *es)
{
	struct execsw *e;

	for (e = execsw_list; e != NULL; e = e->es_next)
		if (e == es || strcmp(e->es_name, es->es_name) == 0)
			return EEXIST;
	es->es_next = execsw_list;
	es->es_suspended = 0;
	execsw_list = es;
	return 0;
}

struct execsw *
execsw_known(const char *name)
{
	struct execsw *es;

	for (es = execsw_list; es != NULL; es = es->es_next)
		if (strcmp(es->es_name, name) == 0)
			return es;
	return NULL;
}

void
execsw_suspend(struct execsw *es, int suspended)
{
	es->es_suspended = suspended;
}

void
execsw_detach(struct execsw *es)
{
	struct execsw **pp;

	for (pp = &execsw_list; *pp != NULL; pp = &(*pp)->es_next)
		if (*pp == es) {
			*pp = es->es_next;
			return;
		}
}

/* ---- who holds a piece of memory ---- */

void
execsw_holders(struct holders *h)
{
	const struct execsw *es;
	vaddr_t va;

	for (es = execsw_list; es != NULL; es = es->es_next) {
		va = holds_ops(h, es, offsetof(struct execsw, es_next));
		if (va != 0)
			holder_found(h, es, va,
			    "the program format %s points to", es->es_name);
	}
}

/* ---- self-check ---- */

void
exec_digest(struct digest *d)
{
	const struct execsw *es;

	for (es = execsw_list; es != NULL; es = es->es_next) {
		if (!selfcheck_data(d, es, sizeof(*es), "an entry of execsw"))
			return;
		digest_string(d, es->es_name);
		selfcheck_code(d, es->es_check, "execsw: es_check");
		selfcheck_code(d, es->es_setup_stack, "execsw: es_setup_stack");
		selfcheck_code(d, es->es_setregs, "execsw: es_setregs");
		selfcheck_data(
		    d, es->es_emul, sizeof(*es->es_emul), "execsw: es_emul");
		digest_word(d, es->es_suspended);
	}
}
