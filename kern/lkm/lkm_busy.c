/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_busy.c: is a process in the middle of a module's code?
 *
 * The kernel switches only where it sleeps, so a process that is in a
 * module has a return address into it on its kernel stack.  The stacks are
 * walked by frame pointers, which the whole kernel keeps.  A module may
 * have been compiled without them: the frame that is found behind a return
 * address into one can be its caller's, or a later one, and whom it skips is
 * missed.  So what lies between is searched word by word for what looks like
 * a return address: a value behind a call instruction.  And where a walk does
 * not end in one of the ways into the kernel, so is the rest of the stack.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/holders.h>
#include <sys/kprobe.h>
#include <sys/lkmvar.h>
#include <sys/proc.h>

static int
in_module(const struct lkm_table *t, vaddr_t va)
{
	return va - t->area < t->image.layout.text_size;
}

static vaddr_t
search_words(const struct lkm_table *t, vaddr_t from, vaddr_t top)
{
	vaddr_t va;

	for (; from < top; from += sizeof(vaddr_t)) {
		va = kprobe_return_address((vaddr_t *)from);
		if (in_module(t, va) && cpu_follows_call(va))
			return va;
	}
	return 0;
}

/* Where in the module p is, or 0. */
static vaddr_t
find_in_stack(const struct lkm_table *t, const struct proc *p)
{
	struct cpu_walk w;
	vaddr_t pc;

	cpu_walk_start(&w, p);
	while (cpu_walk_next(&w)) {
		if (in_module(t, w.cw_pc))
			return w.cw_pc;
		if (w.cw_gap != 0 &&
		    (pc = search_words(t, w.cw_gap, MIN(w.cw_fp, w.cw_top))) !=
			0)
			return pc;
	}
	return w.cw_complete ? 0 : search_words(t, w.cw_at, w.cw_top);
}

/*
 * A module's last act may be a jump to a function of the kernel, say to
 * copyout() of data of its own, which sleeps: nothing of it is on the stack
 * then.  But it is known which system call a process is in, and what it
 * sleeps on; the name of that is for ps(1) to read.
 */
static vaddr_t
sleeps_on(const struct holders *h, const struct proc *p)
{
	vaddr_t chan = (vaddr_t)p->p_wchan, name = (vaddr_t)p->p_wmesg;

	if (chan == 0)
		return 0;
	return holds(h, chan) ? chan : holds(h, name) ? name : 0;
}

void
lkm_process_users(const struct lkm_table *t, struct holders *h)
{
	struct proc *p;
	vaddr_t va;

	LIST_FOREACH(p, &allproc, p_list) {
		/* The module's own threads it has to stop itself. */
		if (p == &proc0 ||
		    (p->p_flag & P_SYSTEM && holds(h, (vaddr_t)p->p_thread)))
			continue;
		if ((va = find_in_stack(t, p)) == 0 &&
		    holds(h, (vaddr_t)p->p_call))
			va = (vaddr_t)p->p_call;
		if (va != 0)
			holder_found(
			    h, p, va, "pid %d (%s) in", p->p_pid, p->p_comm);
		else if ((va = sleeps_on(h, p)) != 0)
			holder_found(h, p, va, "pid %d (%s) sleeps on",
			    p->p_pid, p->p_comm);
	}
}
