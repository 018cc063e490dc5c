/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_emul.c: emulations, by name: what system a process may believe to
 * run on.  The native one is always there; a module may bring others.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/queue.h>
#include <sys/exec.h>
#include <sys/holders.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/selfcheck.h>

MALLOC_DEFINE(M_EMUL, "emul", "registered emulations");

struct emul_entry {
	LIST_ENTRY(emul_entry) el_list;
	const struct emul *el_emul;
	int el_ro;        /* stays for ever */
	int el_suspended; /* by emul_suspend() */
};
static LIST_HEAD(, emul_entry) emul_list = LIST_HEAD_INITIALIZER(emul_list);
static struct emul_entry native_entry = {.el_emul = &emul_native, .el_ro = 1};

void
emul_init(void)
{
	LIST_INSERT_HEAD(&emul_list, &native_entry, el_list);
}

static struct emul_entry *
entry_by_name(const char *name)
{
	struct emul_entry *el;

	LIST_FOREACH(el, &emul_list, el_list)
		if (strcmp(el->el_emul->e_name, name) == 0)
			return el;
	return NULL;
}

const struct emul *
emul_known(const char *name)
{
	const struct emul_entry *el = entry_by_name(name);

	return el != NULL ? el->el_emul : NULL;
}

const struct emul *
emul_search(const char *name)
{
	const struct emul_entry *el = entry_by_name(name);

	return el != NULL && !el->el_suspended ? el->el_emul : NULL;
}

int
emul_registered(const struct emul *em)
{
	const struct emul_entry *el;

	LIST_FOREACH(el, &emul_list, el_list)
		if (el->el_emul == em)
			return 1;
	return 0;
}

int
emul_register(const struct emul *em, int ro_entry)
{
	struct emul_entry *el;

	if (entry_by_name(em->e_name) != NULL || emul_registered(em))
		return EEXIST;
	el = malloc(sizeof(*el), M_EMUL, M_NOWAIT | M_ZERO);
	if (el == NULL)
		return ENOMEM;
	el->el_emul = em;
	el->el_ro = ro_entry;
	LIST_INSERT_HEAD(&emul_list, el, el_list);
	return 0;
}

void
emul_forget(const struct emul *cem)
{
	struct emul *em = (struct emul *)(vaddr_t)cem;

	if (em->e_sigpage == NULL)
		return;
	vm_page_release(em->e_sigpage);
	em->e_sigpage = NULL;
}

int
emul_unregister(const char *name)
{
	struct emul_entry *el = entry_by_name(name);
	const struct execsw *es;
	const struct proc *p;

	if (el == NULL)
		return ENOENT;
	if (el->el_ro)
		return EBUSY;
	for (es = execsw_list; es != NULL; es = es->es_next)
		if (es->es_emul == el->el_emul)
			return EBUSY;
	LIST_FOREACH(p, &allproc, p_list)
		if (p->p_emul == el->el_emul)
			return EBUSY;
	emul_forget(el->el_emul);
	LIST_REMOVE(el, el_list);
	free(el, M_EMUL);
	return 0;
}

void
emul_suspend(const struct emul *em, int suspended)
{
	struct emul_entry *el;

	LIST_FOREACH(el, &emul_list, el_list)
		if (el->el_emul == em)
			el->el_suspended = suspended;
}

/* ---- who holds a piece of memory ---- */

void
emul_users(struct holders *h)
{
	struct proc *p;
	vaddr_t em, es, via;

	LIST_FOREACH(p, &allproc, p_list) {
		em = (vaddr_t)p->p_emul;
		es = (vaddr_t)p->p_execsw;
		via = (vaddr_t)p->p_execvia;
		/* Nearly always all are the kernel's, which lies below. */
		if ((em | es | via) >= h->h_start &&
		    (holds(h, em) || holds(h, es) || holds(h, via)))
			holder_found(h, p, 0, "pid %d (%s) runs on it",
			    p->p_pid, p->p_comm);
	}
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

	/* Strings may be others': ktrace(4) reads them. */
	if (va == 0 && em != &emul_native) {
		va = holds_ops(h, em->e_syscallnames,
		    em->e_nsysent * sizeof(*em->e_syscallnames));
		if (va == 0)
			va = holds_ops(h, em->e_syscallkinds,
			    em->e_nsysent * sizeof(*em->e_syscallkinds));
	}
	if (va != 0)
		holder_found(
		    h, em, va, "the emulation %s points to", em->e_name);
	if (!holds(h, (vaddr_t)em->e_sysent))
		sysent_holders(h, em);
}

/* Those without a name that a format or a process has, the latter to end. */
static void
nameless_emuls(struct holders *h)
{
	const struct emul *seen = &emul_native;
	const struct execsw *es;
	const struct proc *p;

	for (es = execsw_list; es != NULL; es = es->es_next)
		if (es->es_emul != seen && !holds(h, (vaddr_t)es->es_emul) &&
		    !emul_registered(es->es_emul))
			one_emul(h, es->es_emul);
	/* Such as are left to processes, their format being gone. */
	LIST_FOREACH(p, &allproc, p_list) {
		if (p->p_emul == seen || holds(h, (vaddr_t)p->p_emul) ||
		    emul_registered(p->p_emul))
			continue;
		for (es = execsw_list; es != NULL; es = es->es_next)
			if (es->es_emul == p->p_emul)
				break;
		if (es == NULL)
			one_emul(h, p->p_emul);
		seen = p->p_emul;
	}
}

void
emul_holders(struct holders *h)
{
	const struct emul_entry *el;

	LIST_FOREACH(el, &emul_list, el_list)
		if (holds(h, (vaddr_t)el->el_emul))
			holder_found(h, el->el_emul, (vaddr_t)el->el_emul,
			    "the emulation %s is", el->el_emul->e_name);
		else
			one_emul(h, el->el_emul);
	nameless_emuls(h);
}

/* ---- self-check ---- */

static void
sysent_table_digest(struct digest *d, const struct emul *e)
{
	const struct sysent *sy;
	int i;

	for (i = 0; i < e->e_nsysent; i++) {
		sy = &e->e_sysent[i];
		digest_word(d, sy->sy_narg);
		digest_word(d, sy->sy_argsize);
		if (sy->sy_call == NULL)
			selfcheck_broken(d, "sysent[%d] has no function", i);
		selfcheck_code(d, sy->sy_call, "sysent[%d]", i);
	}
}

static void
emul_digest(struct digest *d, const struct emul *e)
{
	if (!selfcheck_data(d, e, sizeof(*e), "an emulation") ||
	    !selfcheck_data(d, e->e_sysent, e->e_nsysent * sizeof(*e->e_sysent),
		"an emulation: e_sysent"))
		return;
	digest_string(d, e->e_name);
	digest_word(d, e->e_nsysent);
	digest_word(d, (u_long)e->e_syscallnames);
	digest_word(d, (u_long)e->e_syscallkinds);
	selfcheck_code(d, e->e_fetchargs, "emulation: e_fetchargs");
	selfcheck_code(d, e->e_sendsig, "emulation: e_sendsig");
	selfcheck_code(d, e->e_childreturn, "emulation: e_childreturn");
	sysent_table_digest(d, e);
}

/*
 * The emulations with their tables: registered ones, and once for each
 * format those that are not.
 */
void
sysent_digest(struct digest *d)
{
	const struct emul_entry *el;
	const struct execsw *es;

	LIST_FOREACH(el, &emul_list, el_list) {
		digest_word(d, el->el_suspended);
		emul_digest(d, el->el_emul);
	}
	for (es = execsw_list; es != NULL; es = es->es_next) {
		if (!kernel_addr_valid(es, sizeof(*es), 0))
			return;
		if (!emul_registered(es->es_emul))
			emul_digest(d, es->es_emul);
	}
}
