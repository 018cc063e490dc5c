/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_syscall.c: modules that are a system call.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>
#include <sys/syscall.h>

#define ANY_SLOT ((u_long)-1)

/* The first slot that is free for any module; sysent_init() made them. */
static int
free_slot(u_long *slot)
{
	int i;

	for (i = SYS_lkmnosys0; i < nsysent; i++)
		if (sysent[i].sy_call == sys_lkmnosys) {
			*slot = i;
			return 0;
		}
	return ENFILE;
}

/* A call must take what its entry says: the dispatcher copies it in. */
static int
check_entry(struct lkm_table *t, const struct sysent *sy)
{
	if ((vaddr_t)sy - t->area > t->size - sizeof(*sy) ||
	    sy->sy_call == NULL || sy->sy_argsize < 0 ||
	    sy->sy_argsize > 8 * (int)sizeof(register_t))
		return lkm_refuse(t->reason, LKM_BAD_SYSENT,
		    "the system call's entry must lie in the "
		    "module, name a function and take at most %d bytes of "
		    "arguments",
		    8 * (int)sizeof(register_t));
	return 0;
}

static int
syscall_plan(struct lkm_table *t, struct lkm_plan *p)
{
	struct lkm_syscall *m = t->private.lkm_syscall;
	u_long slot = m->lkm_offset;
	int error;

	p->lp_wanted = (int)slot;
	if ((error = check_entry(t, m->lkm_sysent)) != 0)
		return error;
	if (slot == ANY_SLOT) {
		if ((error = free_slot(&slot)) != 0)
			return lkm_refuse(t->reason, LKM_NO_SLOT,
			    "all system call numbers from %d to %d are taken: "
			    "unload a module that has one",
			    SYS_lkmnosys0, nsysent - 1);
	} else if (slot == SYS_syscall || slot >= (u_long)nsysent)
		return lkm_refuse(t->reason, LKM_BAD_SLOT,
		    "system call numbers are 1 to %d, not %ld: -1 takes any "
		    "that is free",
		    nsysent - 1, (long)slot);
	p->lp_slot = (int)slot;
	if (sysent[slot].sy_call != sys_lkmnosys &&
	    sysent[slot].sy_call != sys_nosys)
		p->lp_holder = (vaddr_t)sysent[slot].sy_call;
	return 0;
}

static int
syscall_attach(struct lkm_table *t)
{
	struct lkm_syscall *m = t->private.lkm_syscall;
	struct lkm_plan p;
	u_long slot;
	int error;

	if ((error = syscall_plan(t, &p)) != 0)
		return error;
	slot = p.lp_slot;
	error = lkm_hook(t, &sysent[slot], m->lkm_sysent, &m->lkm_oldent,
	    sizeof(struct sysent));
	if (error != 0)
		return lkm_no_memory(t->reason);
	m->lkm_offset = t->offset = slot;
	return 0;
}

static int
syscall_detach(struct lkm_table *t)
{
	lkm_unhook(t, &sysent[t->offset]);
	return 0;
}

static void
syscall_stat(struct lkm_table *t)
{
	t->offset = t->private.lkm_syscall->lkm_offset;
}

const struct lkm_type lkm_type_syscall = {
    .description = sizeof(struct lkm_syscall),
    .plan = syscall_plan,
    .attach = syscall_attach,
    .detach = syscall_detach,
    .stat = syscall_stat,
};
