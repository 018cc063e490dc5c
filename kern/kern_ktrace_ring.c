/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_ktrace_ring.c: records of a trace on their way: the process puts them
 * into the ring, and sleeps while there is no room; the reader takes them out,
 * and between them the last ones of those who have ended.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/ktracevar.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/uio.h>

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
	u_int at = kt->kt_wpos & (KTR_RINGSIZE - 1),
	      first = MIN(n, KTR_RINGSIZE - at);

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
		if (kp->kp_len <= KTR_RINGSIZE - (kt->kt_wpos - kt->kt_rpos)) {
			ring_copy(kt, kp->kp_rec, kp->kp_len);
			kp->kp_len = 0;
			ktr_wake_readers(kt);
		} else
			error = wait_for_room(p, kt);
	}
	if (kp->kp_flags & KP_STALE)
		kp->kp_len = 0;
	kp->kp_flags &= ~(KP_BUSY | KP_STALE);
	if (kp->kp_trace == NULL) {
		ktr_forget(p);
		ktr_proc_free(kp);
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
	ktr_proc_free(kp);
	return 0;
}

static uint32_t
length_at(const struct ktrace *kt, u_int pos)
{
	/* Records are multiples of 8: the number does not lie across the end. */
	return *(const uint32_t *)(const void *)(kt->kt_ring +
	    (pos & (KTR_RINGSIZE - 1)));
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
	at = kt->kt_rpos & (KTR_RINGSIZE - 1);
	first = MIN(n, KTR_RINGSIZE - at);
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
