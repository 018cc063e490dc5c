/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_ppoll.c: poll(2) and select(2) with other signals blocked while they
 * wait, and a finer time, which becomes what is left of it.
 */
#include <sys/kernel.h>

#include "linux_file.h"
#include "linux_signal.h"

/* What such a call has beside poll's or select's arguments. */
struct wait {
	void *utime; /* user memory; NULL: for ever */
	int wide;
	uint64_t start, length; /* ns */
	int ms;
	int masked;
	sigset_t oldmask;
};

static int
get_time(struct wait *w)
{
	struct timespec ts;
	int error;

	w->ms = -1;
	if (w->utime == NULL)
		return 0;
	if ((error = linux_get_timespec(w->utime, w->wide, &ts)) != 0 ||
	    (error = linux_milliseconds(&ts, &w->ms)) != 0)
		return error;
	w->start = clock_nsec();
	/* Longer than the wait itself can be: what is left need not be exact. */
	w->length = MIN(ts.tv_sec, INT32_MAX) * 1000000000ULL + ts.tv_nsec;
	return 0;
}

/* Before the wait; umask is NULL if the signals stay as they are. */
static int
begin(struct proc *p, struct wait *w, const void *umask, size_t size)
{
	linux_sigset_t set;
	int error;

	if ((error = get_time(w)) != 0)
		return error;
	w->masked = umask != NULL;
	if (!w->masked)
		return 0;
	if (size != sizeof(set))
		return EINVAL;
	if ((error = copyin(umask, &set, sizeof(set))) != 0)
		return error;
	w->oldmask = p->p_sigmask;
	p->p_sigmask = linux_to_native_set(set) & ~SIGCANTMASK;
	return 0;
}

/*
 * After it: a signal that has ended it is delivered first, and the old mask
 * comes back when its handler returns.
 */
static int
end(struct proc *p, struct wait *w, int error)
{
	struct timespec ts;
	uint64_t passed, left;
	int err2;

	if (w->masked && error == EINTR) {
		p->p_oldmask = w->oldmask;
		p->p_flag |= P_OLDMASK;
	} else if (w->masked)
		p->p_sigmask = w->oldmask;
	if (w->utime == NULL || (error != 0 && error != EINTR))
		return error;
	passed = clock_nsec() - w->start;
	left = passed < w->length ? w->length - passed : 0;
	ts = (struct timespec){left / 1000000000, left % 1000000000};
	err2 = linux_put_timespec(&ts, w->wide, w->utime);
	return error != 0 ? error : err2;
}

struct ppoll_args {
	struct pollfd *fds;
	u_int nfds;
	void *time;
	const void *mask;
	size_t size;
};

static int
ppoll(struct proc *p, struct ppoll_args *uap, int wide, register_t *retval)
{
	struct wait w = {.utime = uap->time, .wide = wide};
	int error = begin(p, &w, uap->mask, uap->size);

	if (error != 0)
		return error;
	error = linux_do_poll(p, uap->fds, uap->nfds, w.ms, retval);
	return end(p, &w, error);
}

int
linux_ppoll(struct proc *p, void *v, register_t *retval)
{
	return ppoll(p, v, 0, retval);
}

int
linux_ppoll64(struct proc *p, void *v, register_t *retval)
{
	return ppoll(p, v, 1, retval);
}

/* Six arguments are all that there is room for: the last one is a pair. */
struct pselect_args {
	struct linux_select_args select;
	const void *mask;
};

static int
pselect(struct proc *p, struct pselect_args *uap, int wide, register_t *retval)
{
	struct wait w = {.utime = uap->select.timeout, .wide = wide};
	struct {
		const void *mask;
		size_t size;
	} set = {NULL, 0};
	int error;

	if (uap->mask != NULL &&
	    (error = copyin(uap->mask, &set, sizeof(set))) != 0)
		return error;
	if ((error = begin(p, &w, set.mask, set.size)) != 0)
		return error;
	error = linux_do_select(p, &uap->select, w.ms, retval);
	return end(p, &w, error);
}

int
linux_pselect6(struct proc *p, void *v, register_t *retval)
{
	return pselect(p, v, 0, retval);
}

int
linux_pselect6_64(struct proc *p, void *v, register_t *retval)
{
	return pselect(p, v, 1, retval);
}
