/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_ktrace.c: who traces whom.  The ring through which the records go is
 * kern_ktrace_ring.c's, what is in them kern_ktrace_rec.c's.
 *
 * An open /dev/ktrace is a struct ktrace.  A process that it traces sleeps
 * when there is no room in the ring, so nothing is lost; only SIGKILL ends
 * that sleep, and the reader's last close.  Who ends never sleeps: its last
 * record stays outside the ring, with the place where it belongs.
 *
 * A struct ktr_proc is its process's while that makes a record (KP_BUSY):
 * whoever ends the trace meanwhile only takes it out of its trace.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/ktracevar.h>
#include <sys/malloc.h>
#include <sys/proc.h>

MALLOC_DEFINE(M_KTRACE, "ktrace", "traces of processes");

struct ktrace *
ktrace_create(struct proc *owner)
{
	struct ktrace *kt = malloc(sizeof(*kt), M_KTRACE, M_NOWAIT | M_ZERO);

	if (kt == NULL)
		return NULL;
	if ((kt->kt_ring = malloc(KTR_RINGSIZE, M_KTRACE, M_NOWAIT)) == NULL) {
		free(kt, M_KTRACE);
		return NULL;
	}
	TAILQ_INIT(&kt->kt_procs);
	TAILQ_INIT(&kt->kt_ended);
	kt->kt_cut = KTR_CUT;
	kt->kt_owner = owner->p_pid;
	kt->kt_serial = owner->p_serial;
	return kt;
}

void
ktr_wake_readers(struct ktrace *kt)
{
	wakeup(&kt->kt_rpos);
	selwakeup(&kt->kt_sel);
}

int
ktrace_setcut(struct ktrace *kt, u_int cut)
{
	if (cut > KTR_MAXCUT)
		return EINVAL;
	kt->kt_cut = cut;
	return 0;
}

/* ---- processes come and go ---- */

static struct ktr_proc *
proc_alloc(int how)
{
	struct ktr_proc *kp = malloc(sizeof(*kp), M_KTRACE, how | M_ZERO);

	if (kp == NULL)
		return NULL;
	if ((kp->kp_rec = malloc(KTR_MAXREC, M_KTRACE, how)) == NULL) {
		free(kp, M_KTRACE);
		return NULL;
	}
	return kp;
}

void
ktr_proc_free(struct ktr_proc *kp)
{
	free(kp->kp_rec, M_KTRACE);
	free(kp, M_KTRACE);
}

/* kp may be one that its process has not got rid of yet. */
static void
proc_link(struct ktrace *kt, struct ktr_proc *kp, struct proc *p, u_int flags)
{
	kp->kp_trace = kt;
	kp->kp_proc = p;
	if (kp->kp_flags & KP_BUSY)
		flags |= KP_BUSY | KP_STALE;
	kp->kp_flags = flags;
	p->p_tracep = kp;
	p->p_flag |= P_TRACED;
	TAILQ_INSERT_TAIL(&kt->kt_procs, kp, kp_list);
}

void
ktr_forget(struct proc *p)
{
	p->p_tracep = NULL;
	p->p_flag &= ~P_TRACED;
}

static void
proc_unlink(struct ktr_proc *kp)
{
	struct ktrace *kt = kp->kp_trace;

	TAILQ_REMOVE(&kt->kt_procs, kp, kp_list);
	kp->kp_trace = NULL;
	if (kp->kp_flags & KP_BUSY) {
		wakeup(&kt->kt_wpos);
		return;
	}
	ktr_forget(kp->kp_proc);
	ktr_proc_free(kp);
}

static void
unlink_all(struct ktrace *kt)
{
	struct ktr_proc *kp;

	while ((kp = TAILQ_FIRST(&kt->kt_procs)) != NULL)
		proc_unlink(kp);
}

/* Who traces p, if it is still there. */
static struct proc *
tracer_of(const struct proc *p)
{
	const struct ktr_proc *kp = p->p_tracep;
	struct proc *q;

	if (kp == NULL || kp->kp_trace == NULL ||
	    (q = pfind(kp->kp_trace->kt_owner)) == NULL ||
	    q->p_serial != kp->kp_trace->kt_serial)
		return NULL;
	return q;
}

/* As for a debugger: all that q is and may, p must be and may as well. */
static int
may_trace(const struct proc *p, const struct proc *q)
{
	const struct pcred *pc = p->p_cred, *qc = q->p_cred;
	uid_t uid = p->p_ucred->cr_uid;
	gid_t gid = p->p_ucred->cr_gid;

	if (uid == 0)
		return 1;
	return (q->p_flag & P_SUGID) == 0 && pc->p_ruid == uid &&
	    q->p_ucred->cr_uid == uid && qc->p_ruid == uid &&
	    qc->p_svuid == uid && pc->p_rgid == gid &&
	    q->p_ucred->cr_gid == gid && qc->p_rgid == gid &&
	    qc->p_svgid == gid;
}

/*
 * init is not traced: if its reader slept, so would all that the system waits
 * for it to do.  Nor does anybody trace one who waits for him in turn.
 */
static int
check_target(const struct proc *caller, const struct proc *q)
{
	const struct proc *up;

	if (q == NULL || q->p_flag & P_EXITING)
		return ESRCH;
	if (q == initproc || q->p_flag & P_SYSTEM || !may_trace(caller, q))
		return EPERM;
	for (up = caller; up != NULL; up = tracer_of(up))
		if (up == q)
			return EDEADLK;
	return q->p_tracep != NULL && q->p_tracep->kp_trace != NULL ? EBUSY : 0;
}

int
ktrace_attach(struct ktrace *kt, struct proc *caller, pid_t pid, u_int flags)
{
	struct proc *q = pid > 0 ? pfind(pid) : NULL;
	struct ktr_proc *kp;
	int error;

	if (flags & ~KTRF_INHERIT)
		return EINVAL;
	if ((error = check_target(caller, q)) != 0)
		return error;
	if ((kp = q->p_tracep) == NULL && (kp = proc_alloc(M_NOWAIT)) == NULL)
		return ENOMEM;
	if (caller->p_ucred->cr_uid == 0)
		flags |= KP_ROOT;
	proc_link(kt, kp, q, flags);
	return 0;
}

int
ktrace_detach(struct ktrace *kt, pid_t pid)
{
	struct ktr_proc *kp;

	if (pid == 0) {
		unlink_all(kt);
		ktr_wake_readers(kt);
		return 0;
	}
	TAILQ_FOREACH(kp, &kt->kt_procs, kp_list)
		if (kp->kp_proc->p_pid == pid)
			break;
	if (kp == NULL)
		return ESRCH;
	proc_unlink(kp);
	if (TAILQ_EMPTY(&kt->kt_procs))
		ktr_wake_readers(kt);
	return 0;
}

void
ktrace_destroy(struct ktrace *kt)
{
	struct ktr_proc *kp;

	unlink_all(kt);
	while ((kp = TAILQ_FIRST(&kt->kt_ended)) != NULL) {
		TAILQ_REMOVE(&kt->kt_ended, kp, kp_list);
		ktr_proc_free(kp);
	}
	free(kt->kt_ring, M_KTRACE);
	free(kt, M_KTRACE);
}

void
ktrfork(struct proc *parent, struct proc *child)
{
	struct ktr_proc *kp, *of;

	if ((parent->p_tracep->kp_flags & KTRF_INHERIT) == 0)
		return;
	kp = proc_alloc(M_WAITOK);
	of = parent->p_tracep;
	if (of == NULL || of->kp_trace == NULL ||
	    (of->kp_flags & KTRF_INHERIT) == 0) {
		ktr_proc_free(kp); /* while it slept */
		return;
	}
	proc_link(
	    of->kp_trace, kp, child, of->kp_flags & (KTRF_INHERIT | KP_ROOT));
}

/* The last that is told of p, in its place behind what it has told so far. */
static void
leave(struct proc *p, int type, int value)
{
	struct ktr_proc *kp = p->p_tracep;
	struct ktrace *kt = kp->kp_trace;

	KASSERT((kp->kp_flags & KP_BUSY) == 0);
	ktr_head(&kp->kp_last.head, p, type, sizeof(kp->kp_last));
	kp->kp_last.value = value;
	kp->kp_end = kt->kt_wpos;
	kp->kp_proc = NULL;
	ktr_forget(p);
	TAILQ_REMOVE(&kt->kt_procs, kp, kp_list);
	TAILQ_INSERT_TAIL(&kt->kt_ended, kp, kp_list);
	if (kp->kp_len == 0) {
		free(kp->kp_rec, M_KTRACE);
		kp->kp_rec = NULL;
	}
	ktr_wake_readers(kt);
}

void
ktrexit(struct proc *p, int status)
{
	leave(p, KTR_EXIT, status);
}

void
ktrsetid(struct proc *p)
{
	if ((p->p_tracep->kp_flags & KP_ROOT) == 0)
		leave(p, KTR_UNTRACE, 0);
}
