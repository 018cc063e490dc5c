/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_timer.c: setting things to a time: the clock, the interval timer, the
 * times of files.
 */
#include <sys/namei.h>
#include <sys/vnode.h>

#include "linux_file.h"

/* ---- the clock ---- */

static int
clock_settime(struct proc *p, register_t *args, int wide)
{
	struct timespec ts;
	int error;

	if (args[0] != LINUX_REALTIME)
		return EINVAL;
	error = linux_get_timespec((const void *)args[1], wide, &ts);
	return error == 0 ? clock_settime1(p, &ts) : error;
}

int
linux_clock_settime(struct proc *p, void *v, register_t *retval)
{
	return clock_settime(p, v, 0);
}

int
linux_clock_settime64(struct proc *p, void *v, register_t *retval)
{
	return clock_settime(p, v, 1);
}

int
linux_settimeofday(struct proc *p, void *v, register_t *retval)
{
	const void *from = *(const void **)v; /* and a time zone */
	struct linux_timeval tv;
	struct timespec ts;
	int error;

	if (from == NULL)
		return 0;
	if ((error = copyin(from, &tv, sizeof(tv))) != 0)
		return error;
	if (tv.tv_usec < 0 || tv.tv_usec >= 1000000)
		return EINVAL;
	ts = (struct timespec){tv.tv_sec, tv.tv_usec * 1000};
	return clock_settime1(p, &ts);
}

int
linux_stime(struct proc *p, void *v, register_t *retval)
{
	const void *from = *(const void **)v;
	struct timespec ts = {0, 0};
	int32_t sec;
	int error;

	if ((error = copyin(from, &sec, sizeof(sec))) != 0)
		return error;
	ts.tv_sec = sec;
	return clock_settime1(p, &ts);
}

/* ---- ITIMER_REAL, the one there is ---- */

struct linux_itimerval {
	struct linux_timeval it_interval, it_value;
};

static void
put_itimer(const struct itimerval *it, struct linux_itimerval *l)
{
	l->it_interval.tv_sec = it->it_interval.tv_sec;
	l->it_interval.tv_usec = it->it_interval.tv_usec;
	l->it_value.tv_sec = it->it_value.tv_sec;
	l->it_value.tv_usec = it->it_value.tv_usec;
}

int
linux_getitimer(struct proc *p, void *v, register_t *retval)
{
	register_t *args = v; /* which, where to */
	struct linux_itimerval l;
	struct itimerval it;

	if (args[0] != ITIMER_REAL)
		return EINVAL;
	dogetitimer(p, &it);
	put_itimer(&it, &l);
	return copyout(&l, (void *)args[1], sizeof(l));
}

int
linux_setitimer(struct proc *p, void *v, register_t *retval)
{
	struct {
		int which;
		void *new, *old;
	} *uap = v;
	struct linux_itimerval l = {{0, 0}, {0, 0}};
	struct itimerval it, old;
	int error;

	if (uap->which != ITIMER_REAL)
		return EINVAL;
	/* No new value is one of zeros there. */
	if (uap->new != NULL && (error = copyin(uap->new, &l, sizeof(l))) != 0)
		return error;
	it.it_interval =
	    (struct timeval){l.it_interval.tv_sec, l.it_interval.tv_usec};
	it.it_value = (struct timeval){l.it_value.tv_sec, l.it_value.tv_usec};
	dogetitimer(p, &old);
	if ((error = dosetitimer(p, &it)) != 0 || uap->old == NULL)
		return error;
	put_itimer(&old, &l);
	return copyout(&l, uap->old, sizeof(l));
}

/* The seconds that were left, one at least if any time was. */
int
linux_alarm(struct proc *p, void *v, register_t *retval)
{
	struct itimerval it = {{0, 0}, {MIN(*(u_int *)v, 100000000), 0}}, old;
	int error;

	dogetitimer(p, &old);
	if ((error = dosetitimer(p, &it)) != 0)
		return error;
	*retval = old.it_value.tv_sec + (old.it_value.tv_usec >= 500000);
	if (*retval == 0 && timerisset(&old.it_value))
		*retval = 1;
	return 0;
}

/* ---- the times of files ---- */

/* times: NULL for now. */
static int
set_times(struct proc *p, int dirfd, const char *path, int flags,
    const struct timespec *times)
{
	struct vnode *was;
	int error, empty = 0;

	if (flags & ~(LINUX_AT_SYMLINK_NOFOLLOW | LINUX_AT_EMPTY_PATH))
		return EINVAL;
	if (path != NULL && flags & LINUX_AT_EMPTY_PATH &&
	    (error = linux_path_empty(path, &empty)) != 0)
		return error;
	if (path == NULL || (empty && dirfd != AT_FDCWD))
		return do_futimens(p, dirfd, times);
	if ((error = linux_at_begin(p, dirfd, path, &was)) != 0)
		return error;
	error = do_utimens(p, path,
	    flags & LINUX_AT_SYMLINK_NOFOLLOW ? NOFOLLOW : FOLLOW, times);
	linux_at_end(p, was);
	return error;
}

struct utimensat_args {
	int dirfd;
	const char *path;
	const char *times;
	int flags;
};

static int
utimensat(struct proc *p, struct utimensat_args *uap, int wide)
{
	size_t size = wide ? sizeof(struct linux_timespec64)
			   : sizeof(struct linux_timespec);
	struct timespec ts[2];
	int error;

	if (uap->times != NULL &&
	    ((error = linux_get_timespec(uap->times, wide, &ts[0])) != 0 ||
		(error = linux_get_timespec(uap->times + size, wide, &ts[1])) !=
		    0))
		return error;
	return set_times(p, uap->dirfd, uap->path, uap->flags,
	    uap->times != NULL ? ts : NULL);
}

int
linux_utimensat(struct proc *p, void *v, register_t *retval)
{
	return utimensat(p, v, 0);
}

int
linux_utimensat64(struct proc *p, void *v, register_t *retval)
{
	return utimensat(p, v, 1);
}

/* With microseconds. */
static int
futimesat(struct proc *p, int dirfd, const char *path, const void *times)
{
	struct linux_timeval tv[2];
	struct timespec ts[2];
	int error, i;

	if (times == NULL)
		return set_times(p, dirfd, path, 0, NULL);
	if ((error = copyin(times, tv, sizeof(tv))) != 0)
		return error;
	for (i = 0; i < 2; i++) {
		if (tv[i].tv_usec < 0 || tv[i].tv_usec >= 1000000)
			return EINVAL;
		ts[i] = (struct timespec){tv[i].tv_sec, tv[i].tv_usec * 1000};
	}
	return set_times(p, dirfd, path, 0, ts);
}

int
linux_futimesat(struct proc *p, void *v, register_t *retval)
{
	register_t *args = v; /* dirfd, path, times */

	return futimesat(
	    p, args[0], (const char *)args[1], (const void *)args[2]);
}

int
linux_utimes(struct proc *p, void *v, register_t *retval)
{
	register_t *args = v; /* path, times */

	return futimesat(
	    p, AT_FDCWD, (const char *)args[0], (const void *)args[1]);
}

/* With whole seconds. */
int
linux_utime(struct proc *p, void *v, register_t *retval)
{
	register_t *args = v; /* path, times */
	struct timespec ts[2] = {{0, 0}, {0, 0}};
	int32_t sec[2];
	int error;

	if (args[1] == 0)
		return set_times(p, AT_FDCWD, (const char *)args[0], 0, NULL);
	if ((error = copyin((const void *)args[1], sec, sizeof(sec))) != 0)
		return error;
	ts[0].tv_sec = sec[0];
	ts[1].tv_sec = sec[1];
	return set_times(p, AT_FDCWD, (const char *)args[0], 0, ts);
}
