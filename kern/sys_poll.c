/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sys_poll.c: poll(2), and how drivers wake those who wait in it.
 *
 * All pollers sleep on one address and look at their files again when
 * anything that one of them waits for has changed.  With the few processes
 * that poll at a time that is cheap, and drivers need remember no process.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/select.h>
#include <sys/syscallargs.h>

#define POLL_ONSTACK 16

static volatile u_int selgen; /* counts wakeups, so that none is missed */

void
selrecord(struct proc *p, struct selinfo *sip)
{
	sip->si_waiting = 1;
}

void
selwakeup_all(struct selinfo *sip)
{
	sip->si_waiting = 0;
	selgen++;
	wakeup(&selgen);
}

/* Ask each file; returns how many have something to tell. */
static int
pollscan(struct proc *p, struct pollfd *fds, u_int nfds)
{
	struct file *fp;
	u_int i;
	int n = 0, events;

	for (i = 0; i < nfds; i++) {
		fds[i].revents = 0;
		if (fds[i].fd < 0)
			continue;
		if ((fp = fd_getfile(p->p_fd, fds[i].fd)) == NULL)
			fds[i].revents = POLLNVAL;
		else {
			events = fds[i].events | POLLERR | POLLHUP;
			fds[i].revents =
			    fp->f_ops->fo_poll(fp, events, p) & events;
		}
		if (fds[i].revents != 0)
			n++;
	}
	return n;
}

/* Clock ticks that last at least so long, or a long time. */
static int
ns_to_ticks(uint64_t ns)
{
	uint64_t t = howmany(ns, 1000000000 / HZ) + 1;

	return MIN(t, INT32_MAX / 2);
}

int
pollcommon(struct proc *p, struct pollfd *fds, u_int nfds, int timeout, int *np)
{
	uint64_t now, deadline = 0;
	int left = 0, error, s;
	u_int gen;

	/* By the clock: ticks that came late count quickly. */
	if (timeout > 0)
		deadline = clock_nsec() + timeout * 1000000ULL;

	for (;;) {
		gen = selgen;
		*np = pollscan(p, fds, nfds);
		if (*np > 0 || timeout == 0)
			return 0;
		if (timeout > 0) {
			if ((now = clock_nsec()) >= deadline)
				return 0;
			left = ns_to_ticks(deadline - now);
		}
		s = splhigh();
		error = 0;
		if (gen == selgen)
			error = tsleep(&selgen, PSOCK | PCATCH, "poll", left);
		splx(s);
		if (error == ERESTART)
			error = EINTR; /* the time would start anew */
		if (error != 0 && error != EWOULDBLOCK)
			return error;
	}
}

int
sys_poll(struct proc *p, void *v, register_t *retval)
{
	struct sys_poll_args *uap = v;
	struct pollfd small[POLL_ONSTACK], *fds = small;
	size_t size = uap->nfds * sizeof(*fds);
	int error, n;

	if (uap->nfds > OPEN_MAX)
		return EINVAL;
	if (uap->nfds > POLL_ONSTACK)
		fds = malloc(size, M_CALL, M_WAITOK);
	if ((error = copyin(uap->fds, fds, size)) == 0 &&
	    (error = pollcommon(p, fds, uap->nfds, uap->timeout, &n)) == 0) {
		error = copyout(fds, uap->fds, size);
		*retval = n;
	}
	if (fds != small)
		free(fds, M_CALL);
	return error;
}
