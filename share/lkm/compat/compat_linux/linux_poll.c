/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_poll.c: waiting for one of several files.  All calls are pollcommon()
 * with another way to say which files, and for how long.
 */
#include <sys/filedesc.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/poll.h>

#include "linux_file.h"

/* The bits of a pollfd up to POLLRDBAND are the same. */
#define LINUX_POLLWRNORM 0x0100
#define LINUX_POLLWRBAND 0x0200
#define SAME_BITS        0x00ff

static short
to_events(short events)
{
	return (events & SAME_BITS) |
	    (events & LINUX_POLLWRNORM ? POLLWRNORM : 0) |
	    (events & LINUX_POLLWRBAND ? POLLWRBAND : 0);
}

/* Only what was asked for, and what is told always. */
static short
from_events(short revents, short asked)
{
	short events = (revents & SAME_BITS) |
	    (revents & POLLWRNORM ? LINUX_POLLWRNORM : 0) |
	    (revents & POLLWRBAND ? LINUX_POLLWRBAND : 0);

	return events & (asked | POLLERR | POLLHUP | POLLNVAL);
}

int
linux_do_poll(struct proc *p, struct pollfd *ufds, u_int nfds, int timeout,
    register_t *retval)
{
	size_t size = nfds * sizeof(*ufds);
	struct pollfd *fds;
	short *asked;
	u_int i;
	int error, n;

	if (nfds > OPEN_MAX)
		return EINVAL;
	fds = malloc(size + nfds * sizeof(*asked) + 1, M_TEMP, M_WAITOK);
	asked = (short *)(fds + nfds);
	if ((error = copyin(ufds, fds, size)) != 0)
		goto out;
	for (i = 0; i < nfds; i++) {
		asked[i] = fds[i].events;
		fds[i].events = to_events(asked[i]);
	}
	if ((error = pollcommon(p, fds, nfds, timeout, &n)) != 0)
		goto out;
	for (i = 0; i < nfds; i++) {
		fds[i].events = asked[i];
		fds[i].revents = from_events(fds[i].revents, asked[i]);
	}
	error = copyout(fds, ufds, size);
	*retval = n;
out:
	free(fds, M_TEMP);
	return error;
}

int
linux_poll(struct proc *p, void *v, register_t *retval)
{
	struct sys_poll_args *uap = v;

	return linux_do_poll(p, uap->fds, uap->nfds, uap->timeout, retval);
}

int
linux_milliseconds(const struct timespec *ts, int *ms)
{
	if (ts->tv_sec < 0 || ts->tv_nsec < 0 || ts->tv_nsec >= 1000000000)
		return EINVAL;
	*ms = ts->tv_sec >= INT32_MAX / 1000
	    ? INT32_MAX
	    : ts->tv_sec * 1000 + howmany(ts->tv_nsec, 1000000);
	return 0;
}

/* ---- select ---- */

/* One of the three sets; NULL asks for nothing. */
struct set {
	uint32_t *user;
	uint32_t bits[howmany(OPEN_MAX, 32)];
	short events, tells; /* what to poll for; what sets the bit then */
};
#define ISSET(set, fd) ((set)->bits[(fd) / 32] >> (fd) % 32 & 1)

static int
get_sets(struct set sets[3], u_int nfds)
{
	size_t size = howmany(nfds, 32) * sizeof(uint32_t);
	int i, error;

	for (i = 0; i < 3; i++) {
		memset(sets[i].bits, 0, sizeof(sets[i].bits));
		if (sets[i].user != NULL &&
		    (error = copyin(sets[i].user, sets[i].bits, size)) != 0)
			return error;
	}
	return 0;
}

/* The files that are in any set; how many comes back. */
static u_int
to_pollfds(const struct set sets[3], u_int nfds, struct pollfd *fds)
{
	u_int fd, n = 0;
	int i;

	for (fd = 0; fd < nfds; fd++) {
		fds[n] = (struct pollfd){.fd = fd};
		for (i = 0; i < 3; i++)
			if (ISSET(&sets[i], fd))
				fds[n].events |= sets[i].events;
		if (fds[n].events != 0)
			n++;
	}
	return n;
}

/* EBADF: one of them is not open. */
static int
from_pollfds(
    struct set sets[3], const struct pollfd *fds, u_int n, register_t *retval)
{
	struct set old;
	u_int f;
	int i;

	*retval = 0;
	for (i = 0; i < 3; i++) {
		old = sets[i];
		memset(sets[i].bits, 0, sizeof(sets[i].bits));
		for (f = 0; f < n; f++) {
			if (fds[f].revents & POLLNVAL)
				return EBADF;
			if (!ISSET(&old, fds[f].fd) ||
			    (fds[f].revents & sets[i].tells) == 0)
				continue;
			sets[i].bits[fds[f].fd / 32] |= 1U << fds[f].fd % 32;
			++*retval;
		}
	}
	return 0;
}

static int
put_sets(const struct set sets[3], u_int nfds)
{
	size_t size = howmany(nfds, 32) * sizeof(uint32_t);
	int i, error;

	for (i = 0; i < 3; i++)
		if (sets[i].user != NULL &&
		    (error = copyout(sets[i].bits, sets[i].user, size)) != 0)
			return error;
	return 0;
}

/* Bits beyond the files that a process can have are not looked at. */
int
linux_do_select(struct proc *p, struct linux_select_args *uap, int timeout,
    register_t *retval)
{
	struct {
		struct set sets[3];
		struct pollfd fds[OPEN_MAX];
	} * s;
	u_int nfds = MIN(uap->nfds, OPEN_MAX), n;
	int error, ready;

	if (uap->nfds < 0)
		return EINVAL;
	s = malloc(sizeof(*s), M_TEMP, M_WAITOK);
	s->sets[0].user = uap->read;
	s->sets[0].events = POLLIN;
	s->sets[0].tells = POLLIN | POLLHUP | POLLERR;
	s->sets[1].user = uap->write;
	s->sets[1].events = POLLOUT;
	s->sets[1].tells = POLLOUT | POLLERR;
	s->sets[2].user = uap->except;
	s->sets[2].events = s->sets[2].tells = POLLPRI;
	if ((error = get_sets(s->sets, nfds)) == 0) {
		n = to_pollfds(s->sets, nfds, s->fds);
		error = pollcommon(p, s->fds, n, timeout, &ready);
		if (error == 0)
			error = from_pollfds(s->sets, s->fds, n, retval);
		if (error == 0)
			error = put_sets(s->sets, nfds);
	}
	free(s, M_TEMP);
	return error;
}

/* select(2) also tells how much of the time is left. */
int
linux_newselect(struct proc *p, void *v, register_t *retval)
{
	struct linux_select_args *uap = v;
	struct linux_timeval tv = {0, 0};
	struct timespec ts = {0, 0};
	uint64_t start = clock_nsec(), passed, all;
	int error, timeout = -1;

	if (uap->timeout != NULL) {
		if ((error = copyin(uap->timeout, &tv, sizeof(tv))) != 0)
			return error;
		ts.tv_sec = tv.tv_sec + tv.tv_usec / 1000000;
		ts.tv_nsec = tv.tv_usec % 1000000 * 1000;
		if ((error = linux_milliseconds(&ts, &timeout)) != 0)
			return error;
	}
	if ((error = linux_do_select(p, uap, timeout, retval)) != 0 ||
	    uap->timeout == NULL)
		return error;
	all = ts.tv_sec * 1000000000ULL + ts.tv_nsec;
	passed = MIN(clock_nsec() - start, all);
	tv.tv_sec = (all - passed) / 1000000000;
	tv.tv_usec = (all - passed) % 1000000000 / 1000;
	return copyout(&tv, uap->timeout, sizeof(tv));
}

/* The oldest one: its arguments are in memory. */
int
linux_oldselect(struct proc *p, void *v, register_t *retval)
{
	struct linux_select_args args;
	int error = copyin(*(void **)v, &args, sizeof(args));

	return error == 0 ? linux_newselect(p, &args, retval) : error;
}
