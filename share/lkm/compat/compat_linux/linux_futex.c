/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_futex.c: what threads would need.  There are none, and no memory that
 * two processes write to: so nobody can wake who waits for a word of memory to
 * change, and who wakes others finds nobody.  A C library calls these all the
 * same.
 */
#include "linux_file.h"

#define FUTEX_WAIT        0
#define FUTEX_WAKE        1
#define FUTEX_WAIT_BITSET 9
#define FUTEX_WAKE_BITSET 10
#define FUTEX_PRIVATE     0x80
#define FUTEX_REALTIME    0x100

struct futex_args {
	const uint32_t *word;
	int op;
	uint32_t value;
	const void *timeout;
	uint32_t *word2;
	uint32_t value3;
};

/* Until the time is over, ETIMEDOUT, or for a signal, EINTR. */
static int
wait(struct proc *p, const struct futex_args *uap, int wide)
{
	struct timespec ts, now;
	uint32_t word;
	int error;

	if ((error = copyin(uap->word, &word, sizeof(word))) != 0)
		return error;
	if (word != uap->value)
		return EAGAIN;
	if (uap->timeout == NULL) {
		error = tsleep(p, PWAIT | PCATCH, "futex", 0);
		return error == ERESTART ? EINTR : error;
	}
	if ((error = linux_get_timespec(uap->timeout, wide, &ts)) != 0)
		return error;
	/* With a bit set it is a time of the clock, without so much from now. */
	if ((uap->op & ~(FUTEX_PRIVATE | FUTEX_REALTIME)) ==
	    FUTEX_WAIT_BITSET) {
		if (uap->op & FUTEX_REALTIME)
			nanotime(&now);
		else
			nanouptime(&now);
		linux_time_until(&ts, &now);
	}
	error = nanosleep1(p, &ts);
	return error == 0 ? ETIMEDOUT : error;
}

static int
futex(struct proc *p, const struct futex_args *uap, int wide)
{
	uint32_t word;

	switch (uap->op & ~(FUTEX_PRIVATE | FUTEX_REALTIME)) {
	case FUTEX_WAIT:
	case FUTEX_WAIT_BITSET:
		return wait(p, uap, wide);
	case FUTEX_WAKE:
	case FUTEX_WAKE_BITSET:
		return copyin(uap->word, &word, sizeof(word));
	default:
		return ENOSYS;
	}
}

int
linux_futex(struct proc *p, void *v, register_t *retval)
{
	return futex(p, v, 0);
}

int
linux_futex64(struct proc *p, void *v, register_t *retval)
{
	return futex(p, v, 1);
}

/* The one processor, as the only bit of the smallest mask there is. */
int
linux_sched_getaffinity(struct proc *p, void *v, register_t *retval)
{
	struct {
		pid_t pid;
		u_int size;
		void *mask;
	} *uap = v;
	static const uint32_t first = 1;

	if (uap->size < sizeof(first) || uap->size % sizeof(first) != 0)
		return EINVAL;
	if (uap->pid != 0 && pfind(uap->pid) == NULL)
		return ESRCH;
	*retval = sizeof(first);
	return copyout(&first, uap->mask, sizeof(first));
}
