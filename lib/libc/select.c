/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * select.c: select(2) over poll(2).
 */
#include <sys/select.h>
#include <sys/time.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stddef.h>

/* What is asked of one descriptor, as poll says it. */
static short
wanted(int fd, fd_set *r, fd_set *w, fd_set *e)
{
	short events = 0;

	if (r != NULL && FD_ISSET(fd, r))
		events |= POLLIN;
	if (w != NULL && FD_ISSET(fd, w))
		events |= POLLOUT;
	if (e != NULL && FD_ISSET(fd, e))
		events |= POLLPRI;
	return events;
}

/* Leave in the set what poll found, and count it. */
static int
found(int fd, fd_set *set, int yes)
{
	if (set == NULL || !FD_ISSET(fd, set))
		return 0;
	if (yes)
		return 1;
	FD_CLR(fd, set);
	return 0;
}

/* A time for poll, in milliseconds rounded up; -1 for ever, -2 not valid. */
static int
milliseconds(const struct timeval *tv)
{
	if (tv == NULL)
		return INFTIM;
	if (tv->tv_sec < 0 || tv->tv_usec < 0 || tv->tv_usec >= 1000000)
		return -2;
	if (tv->tv_sec >= INT_MAX / 1000)
		return INT_MAX;
	return (int)tv->tv_sec * 1000 + (int)(tv->tv_usec + 999) / 1000;
}

/*
 * Wait until one of the first n descriptors in the sets is ready; leave the
 * ready ones in the sets and return their number.  EINVAL: n or the time is
 * out of range; EBADF: a descriptor is not open; EINTR.
 */
int
select(int n, fd_set *r, fd_set *w, fd_set *e, struct timeval *tv)
{
	struct pollfd fds[FD_SETSIZE];
	int bad, count = 0, fd, i, ms = milliseconds(tv);
	nfds_t used = 0;

	if (n < 0 || n > FD_SETSIZE || ms == -2) {
		errno = EINVAL;
		return -1;
	}
	for (fd = 0; fd < n; fd++) {
		fds[used].fd = fd;
		fds[used].events = wanted(fd, r, w, e);
		fds[used].revents = 0;
		if (fds[used].events != 0)
			used++;
	}
	if (poll(fds, used, ms) == -1)
		return -1;
	for (i = 0; i < (int)used; i++) {
		if (fds[i].revents & POLLNVAL) {
			errno = EBADF;
			return -1;
		}
	}
	for (i = 0; i < (int)used; i++) {
		fd = fds[i].fd;
		bad = fds[i].revents & (POLLERR | POLLHUP);
		count += found(fd, r, bad || (fds[i].revents & POLLIN));
		count += found(fd, w, bad || (fds[i].revents & POLLOUT));
		count += found(fd, e, fds[i].revents & POLLPRI);
	}
	return count;
}
