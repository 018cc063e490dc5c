/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_execsw.c: the formats of programs that exec knows, and the emulations
 * they run on.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/holders.h>
#include <sys/proc.h>
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
	execsw_list = es;
	return 0;
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
emul_users(struct holders *h)
{
	struct proc *p;

	LIST_FOREACH(p, &allproc, p_list)
		if (holds(h, (vaddr_t)p->p_emul))
			holder_found(h, p, 0, "pid %d (%s) runs on it",
			    p->p_pid, p->p_comm);
}

/*
 * Could a call of the table lie there?  By OR, as in holds_words(), written
 * out because this is the largest table of all.
 */
static int
sysent_reaches(const struct holders *h, const struct sysent *sy, int n)
{
/* clang-format off */
#define CALL(i)	 ((vaddr_t)sy[i].sy_call)
#define FOUR(i)	 (CALL(i) | CALL(i + 1) | CALL(i + 2) | CALL(i + 3))
#define SIXTEEN(i) (FOUR(i) | FOUR(i + 4) | FOUR(i + 8) | FOUR(i + 12))
	/* clang-format on */
	const struct sysent *end = sy + n;
	vaddr_t all = 0;

	for (; end - sy >= 64; sy += 64)
		all |= SIXTEEN(0) | SIXTEEN(16) | SIXTEEN(32) | SIXTEEN(48);
	for (; sy < end; sy++)
		all |= CALL(0);
	return all >= h->h_start;
#undef CALL
#undef FOUR
#undef SIXTEEN
}

static void
sysent_holders(struct holders *h, const struct emul *em)
{
	const struct sysent *sy = em->e_sysent;
	int i;

	if (!sysent_reaches(h, sy, em->e_nsysent))
		return;
	for (i = 0; i < em->e_nsysent; i++)
		if (holds(h, (vaddr_t)sy[i].sy_call))
			holder_found(h, &sy[i], (vaddr_t)sy[i].sy_call,
			    "system call %d%s%s points to", i,
			    em == &emul_native ? "" : " of emulation ",
			    em == &emul_native ? "" : em->e_name);
}

static void
one_emul(struct holders *h, const struct emul *em)
{
	vaddr_t va = holds_words(h, em, sizeof(*em));

	if (va != 0)
		holder_found(
		    h, em, va, "the emulation %s points to", em->e_name);
	if (!holds(h, (vaddr_t)em->e_sysent))
		sysent_holders(h, em);
}

void
execsw_holders(struct holders *h)
{
	const struct emul *seen = &emul_native;
	const struct execsw *es;
	struct proc *p;
	vaddr_t va;

	one_emul(h, &emul_native);
	for (es = execsw_list; es != NULL; es = es->es_next) {
		va = holds_ops(h, es, offsetof(struct execsw, es_next));
		if (va != 0)
			holder_found(h, es, va,
			    "the program format %s points to", es->es_name);
		if (es->es_emul != seen && !holds(h, (vaddr_t)es->es_emul))
			one_emul(h, es->es_emul);
	}
	/* Such as are left to processes, their format being gone. */
	LIST_FOREACH(p, &allproc, p_list) {
		if (p->p_emul == seen || holds(h, (vaddr_t)p->p_emul))
			continue;
		for (es = execsw_list; es != NULL; es = es->es_next)
			if (es->es_emul == p->p_emul)
				break;
		if (es == NULL)
			one_emul(h, p->p_emul);
		seen = p->p_emul;
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
		if (!selfcheck_data(d, es->es_emul, sizeof(*es->es_emul),
			"execsw: es_emul"))
			continue;
		selfcheck_data(d, es->es_emul->e_sysent,
		    es->es_emul->e_nsysent * sizeof(struct sysent),
		    "an emulation: e_sysent");
	}
}
