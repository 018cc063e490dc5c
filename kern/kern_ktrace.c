/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_ktrace.c: who traces whom, and the ring through which the records go;
 * what is in them is kern_ktrace_rec.c's.
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
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/select.h>
#include <sys/uio.h>

MALLOC_DEFINE(M_KTRACE, "ktrace", "traces of processes");

#define RINGSIZE 32768 /* a power of two */

TAILQ_HEAD(ktr_procs, ktr_proc);

struct ktrace {
	struct ktr_procs kt_procs; /* alive */
	struct ktr_procs kt_ended; /* by kp_end */
	char *kt_ring;
	u_int kt_rpos, kt_wpos; /* they only grow */
	u_int kt_cut;
	pid_t kt_owner; /* who opened it, and its p_serial */
	u_int kt_serial;
	int kt_reading; /* somebody copies out of the ring */
	struct selinfo kt_sel;
};

struct ktrace *
ktrace_create(struct proc *owner)
{
	struct ktrace *kt = malloc(sizeof(*kt), M_KTRACE, M_NOWAIT | M_ZERO);

	if (kt == NULL)
		return NULL;
	if ((kt->kt_ring = malloc(RINGSIZE, M_KTRACE, M_NOWAIT)) == NULL) {
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

static void
wake_readers(struct ktrace *kt)
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

static void
proc_free(struct ktr_proc *kp)
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

static void
forget(struct proc *p)
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
	forget(kp->kp_proc);
	proc_free(kp);
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
		wake_readers(kt);
		return 0;
	}
	TAILQ_FOREACH(kp, &kt->kt_procs, kp_list)
		if (kp->kp_proc->p_pid == pid)
			break;
	if (kp == NULL)
		return ESRCH;
	proc_unlink(kp);
	if (TAILQ_EMPTY(&kt->kt_procs))
		wake_readers(kt);
	return 0;
}

void
ktrace_destroy(struct ktrace *kt)
{
	struct ktr_proc *kp;

	unlink_all(kt);
	while ((kp = TAILQ_FIRST(&kt->kt_ended)) != NULL) {
		TAILQ_REMOVE(&kt->kt_ended, kp, kp_list);
		proc_free(kp);
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
		proc_free(kp); /* while it slept */
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
	forget(p);
	TAILQ_REMOVE(&kt->kt_procs, kp, kp_list);
	TAILQ_INSERT_TAIL(&kt->kt_ended, kp, kp_list);
	if (kp->kp_len == 0) {
		free(kp->kp_rec, M_KTRACE);
		kp->kp_rec = NULL;
	}
	wake_readers(kt);
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

/* ---- the ring: the process's end ---- */

struct ktr_proc *
ktr_begin(struct proc *p, int type)
{
	struct ktr_proc *kp = p->p_tracep;

	/* One that was killed while it waited takes its record with it. */
	if (kp == NULL || kp->kp_len != 0)
		return NULL;
	kp->kp_flags |= KP_BUSY;
	kp->kp_len = sizeof(struct ktr_header);
	ktr_head((void *)kp->kp_rec, p, type, 0);
	return kp;
}

size_t
ktr_room(const struct ktr_proc *kp)
{
	return KTR_MAXREC - kp->kp_len;
}

void *
ktr_part(struct ktr_proc *kp, size_t n)
{
	char *part = kp->kp_rec + kp->kp_len;

	if (n > ktr_room(kp))
		return NULL;
	kp->kp_len += n;
	return memset(part, 0, n);
}

u_int
ktr_cut(const struct ktr_proc *kp)
{
	return kp->kp_trace != NULL ? kp->kp_trace->kt_cut : 0;
}

static void
ring_copy(struct ktrace *kt, const char *from, u_int n)
{
	u_int at = kt->kt_wpos & (RINGSIZE - 1), first = MIN(n, RINGSIZE - at);

	memcpy(kt->kt_ring + at, from, first);
	memcpy(kt->kt_ring, from + first, n - first);
	kt->kt_wpos += n;
}

/*
 * Sleep as nothing but SIGKILL can end it: other signals stay pending.
 */
static int
wait_for_room(struct proc *p, struct ktrace *kt)
{
	sigset_t mask = p->p_sigmask;
	int error;

	p->p_sigmask = ~sigmask(SIGKILL);
	error = tsleep(&kt->kt_wpos, PSOCK | PCATCH, "ktrace", 0);
	p->p_sigmask = mask;
	return error;
}

int
ktr_put(struct proc *p, struct ktr_proc *kp)
{
	struct ktrace *kt;
	int error = 0;

	kp->kp_len = roundup(kp->kp_len, 8);
	((struct ktr_header *)(void *)kp->kp_rec)->ktr_len = kp->kp_len;
	while (error == 0 && (kt = kp->kp_trace) != NULL &&
	    (kp->kp_flags & KP_STALE) == 0 && kp->kp_len != 0) {
		if (kp->kp_len <= RINGSIZE - (kt->kt_wpos - kt->kt_rpos)) {
			ring_copy(kt, kp->kp_rec, kp->kp_len);
			kp->kp_len = 0;
			wake_readers(kt);
		} else
			error = wait_for_room(p, kt);
	}
	if (kp->kp_flags & KP_STALE)
		kp->kp_len = 0;
	kp->kp_flags &= ~(KP_BUSY | KP_STALE);
	if (kp->kp_trace == NULL) {
		forget(p);
		proc_free(kp);
	}
	return error != 0 ? EINTR : 0;
}

/* ---- the ring: the reader's end ---- */

/* The first of those who have ended, if its turn has come. */
static struct ktr_proc *
next_ended(const struct ktrace *kt)
{
	struct ktr_proc *kp = TAILQ_FIRST(&kt->kt_ended);

	return kp != NULL && kp->kp_end == kt->kt_rpos ? kp : NULL;
}

static int
something_to_read(const struct ktrace *kt)
{
	return kt->kt_rpos != kt->kt_wpos || next_ended(kt) != NULL;
}

/* What it could not put into the ring, and the last record. */
static int
read_ended(struct ktrace *kt, struct ktr_proc *kp, struct uio *uio)
{
	int error = 0;

	if (kp->kp_len + sizeof(kp->kp_last) > uio->uio_resid)
		return EINVAL;
	if (kp->kp_len > 0)
		error = uiomove(kp->kp_rec, kp->kp_len, uio);
	if (error == 0)
		error = uiomove(&kp->kp_last, sizeof(kp->kp_last), uio);
	if (error != 0)
		return error;
	TAILQ_REMOVE(&kt->kt_ended, kp, kp_list);
	proc_free(kp);
	return 0;
}

static uint32_t
length_at(const struct ktrace *kt, u_int pos)
{
	/* Records are multiples of 8: the number does not lie across the end. */
	return *(const uint32_t *)(const void *)(kt->kt_ring +
	    (pos & (RINGSIZE - 1)));
}

/* As many whole records as fit, up to where the next one has ended. */
static int
read_ring(struct ktrace *kt, struct uio *uio)
{
	const struct ktr_proc *kp = TAILQ_FIRST(&kt->kt_ended);
	u_int end = kp != NULL ? kp->kp_end : kt->kt_wpos, n = 0, at, first;
	int error;

	while (kt->kt_rpos + n != end &&
	    n + length_at(kt, kt->kt_rpos + n) <= uio->uio_resid)
		n += length_at(kt, kt->kt_rpos + n);
	if (n == 0)
		return EINVAL;
	at = kt->kt_rpos & (RINGSIZE - 1);
	first = MIN(n, RINGSIZE - at);
	if ((error = uiomove(kt->kt_ring + at, first, uio)) != 0 ||
	    (error = uiomove(kt->kt_ring, n - first, uio)) != 0)
		return error;
	kt->kt_rpos += n;
	wakeup(&kt->kt_wpos);
	return 0;
}

int
ktrace_read(struct ktrace *kt, struct uio *uio, int nonblock)
{
	struct ktr_proc *kp;
	size_t asked = uio->uio_resid;
	int error = 0;

	while (kt->kt_reading || !something_to_read(kt)) {
		if (!kt->kt_reading && TAILQ_EMPTY(&kt->kt_procs))
			return 0;
		if (nonblock)
			return EAGAIN;
		error = tsleep(&kt->kt_rpos, PSOCK | PCATCH, "ktrread", 0);
		if (error != 0)
			return error;
	}
	/* Copying may sleep, and shall not be done twice. */
	kt->kt_reading = 1;
	while (error == 0 && something_to_read(kt))
		error = (kp = next_ended(kt)) != NULL ? read_ended(kt, kp, uio)
						      : read_ring(kt, uio);
	kt->kt_reading = 0;
	wakeup(&kt->kt_rpos);
	return error == EINVAL && uio->uio_resid < asked ? 0 : error;
}

int
ktrace_poll(struct ktrace *kt, int events, struct proc *p)
{
	if (something_to_read(kt) || TAILQ_EMPTY(&kt->kt_procs))
		return events & (POLLIN | POLLRDNORM);
	selrecord(p, &kt->kt_sel);
	return 0;
}
