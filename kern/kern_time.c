/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_time.c: the system calls of time.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/procvar.h>
#include <sys/syscallargs.h>

static int
timespec_bad(const struct timespec *ts)
{
	return ts->tv_sec < 0 || ts->tv_nsec < 0 || ts->tv_nsec >= 1000000000;
}

/*
 * Ticks that last at least so long, but no more than a callout can count:
 * who waits longer looks at the clock and goes on waiting.
 */
#define MAX_TICKS (1 << 29)
static int
tstohz(time_t sec, long nsec)
{
	if (sec >= MAX_TICKS / HZ)
		return MAX_TICKS;
	return sec * HZ + howmany(nsec, 1000000000 / HZ) + 1;
}

/* The end of the year 9999, which is all that a battery clock can say. */
#define MAX_SECOND 253402300799LL

int
clock_settime1(struct proc *p, const struct timespec *ts)
{
	struct timespec now;
	int error;

	if (timespec_bad(ts))
		return EINVAL;
	if ((error = suser(p->p_ucred, NULL)) != 0)
		return error;
	if (ts->tv_sec > MAX_SECOND)
		return EINVAL;
	nanotime(&now);
	/* Highly secure: time goes forwards only (securelevel(7)). */
	if (securelevel > 1 &&
	    (ts->tv_sec < now.tv_sec ||
		(ts->tv_sec == now.tv_sec && ts->tv_nsec < now.tv_nsec)))
		return EPERM;
	settime(ts);
	rtc_write(ts->tv_sec);
	return 0;
}

int
sys___clock_gettime50(struct proc *p, void *v, register_t *retval)
{
	struct sys___clock_gettime50_args *uap = v;
	struct timespec ts;

	if (uap->clock_id == CLOCK_REALTIME)
		nanotime(&ts);
	else if (uap->clock_id == CLOCK_MONOTONIC)
		nanouptime(&ts);
	else
		return EINVAL;
	return copyout(&ts, uap->tp, sizeof(ts));
}

int
sys___clock_settime50(struct proc *p, void *v, register_t *retval)
{
	struct sys___clock_settime50_args *uap = v;
	struct timespec ts;
	int error;

	if (uap->clock_id != CLOCK_REALTIME)
		return EINVAL;
	if ((error = copyin(uap->tp, &ts, sizeof(ts))) != 0)
		return error;
	return clock_settime1(p, &ts);
}

int
sys___clock_getres50(struct proc *p, void *v, register_t *retval)
{
	struct sys___clock_getres50_args *uap = v;
	struct timespec ts = {0, 1000};

	if (uap->clock_id != CLOCK_REALTIME && uap->clock_id != CLOCK_MONOTONIC)
		return EINVAL;
	return uap->tp == NULL ? 0 : copyout(&ts, uap->tp, sizeof(ts));
}

int
sys___gettimeofday50(struct proc *p, void *v, register_t *retval)
{
	struct sys___gettimeofday50_args *uap = v;
	struct timeval tv;
	struct timezone tz = {0, 0};
	int error = 0;

	if (uap->tp != NULL) {
		microtime(&tv);
		error = copyout(&tv, uap->tp, sizeof(tv));
	}
	if (error == 0 && uap->tzp != NULL)
		error = copyout(&tz, uap->tzp, sizeof(tz));
	return error;
}

int
sys___settimeofday50(struct proc *p, void *v, register_t *retval)
{
	struct sys___settimeofday50_args *uap = v;
	struct timeval tv;
	struct timespec ts;
	int error;

	if (uap->tv == NULL)
		return 0;
	if ((error = copyin(uap->tv, &tv, sizeof(tv))) != 0)
		return error;
	ts.tv_sec = tv.tv_sec;
	ts.tv_nsec = tv.tv_usec * 1000;
	if (tv.tv_usec < 0 || tv.tv_usec >= 1000000)
		return EINVAL;
	return clock_settime1(p, &ts);
}

/* The monotonic time, in ns, which is sec and nsec from now; saturating. */
static uint64_t
deadline_in(time_t sec, long nsec)
{
	if (sec > INT64_MAX / 1000000000 - 1 - (int64_t)(1LL << 30))
		return UINT64_MAX;
	return clock_nsec() + (uint64_t)sec * 1000000000 + nsec;
}

int
nanosleep1(struct proc *p, struct timespec *ts)
{
	uint64_t deadline, now;
	int error = 0;

	if (timespec_bad(ts))
		return EINVAL;
	deadline = deadline_in(ts->tv_sec, ts->tv_nsec);
	while ((now = clock_nsec()) < deadline) {
		error = tsleep(&p->p_slpcallout, PWAIT | PCATCH, "nanoslp",
		    tstohz((deadline - now) / 1000000000,
			(deadline - now) % 1000000000));
		if (error != 0 && error != EWOULDBLOCK)
			break;
		error = 0;
	}
	now = clock_nsec();
	ts->tv_sec = now < deadline ? (deadline - now) / 1000000000 : 0;
	ts->tv_nsec = now < deadline ? (deadline - now) % 1000000000 : 0;
	return error == ERESTART ? EINTR : error;
}

int
sys___nanosleep50(struct proc *p, void *v, register_t *retval)
{
	struct sys___nanosleep50_args *uap = v;
	struct timespec ts;
	int error, err2;

	if ((error = copyin(uap->rqtp, &ts, sizeof(ts))) != 0)
		return error;
	error = nanosleep1(p, &ts);
	if (error == EINTR && uap->rmtp != NULL &&
	    (err2 = copyout(&ts, uap->rmtp, sizeof(ts))) != 0)
		error = err2;
	return error;
}

/* ---- ITIMER_REAL; the two others, which count CPU time, are not there ---- */

static uint64_t
tvtons(const struct timeval *tv)
{
	return (uint64_t)tv->tv_sec * 1000000000 + tv->tv_usec * 1000;
}

static void realtimer_expire(void *);

static void
realtimer_start(struct proc *p)
{
	uint64_t now = clock_nsec(), left;

	left = p->p_itreal_due > now ? p->p_itreal_due - now : 0;
	callout_reset(&p->p_realtimer,
	    tstohz(left / 1000000000, left % 1000000000), realtimer_expire, p);
}

static void
realtimer_expire(void *arg)
{
	struct proc *p = arg;
	uint64_t now = clock_nsec(),
		 interval = tvtons(&p->p_itreal.it_interval);

	if (now < p->p_itreal_due) {
		realtimer_start(p);
		return;
	}
	psignal(p, SIGALRM);
	if (interval == 0)
		return;
	/* What was missed is missed: one signal, and on from now. */
	p->p_itreal_due += interval;
	if (p->p_itreal_due < now)
		p->p_itreal_due = now + interval;
	realtimer_start(p);
}

void
dogetitimer(struct proc *p, struct itimerval *it)
{
	uint64_t now = clock_nsec(), left = 0;

	*it = p->p_itreal;
	/* A timer that runs is never told as 0, which would mean stopped. */
	if (p->p_realtimer.c_pending)
		left = p->p_itreal_due > now ? p->p_itreal_due - now : 1000;
	it->it_value.tv_sec = left / 1000000000;
	it->it_value.tv_usec = left % 1000000000 / 1000;
}

int
sys___getitimer50(struct proc *p, void *v, register_t *retval)
{
	struct sys___getitimer50_args *uap = v;
	struct itimerval it;

	if (uap->which != ITIMER_REAL)
		return EINVAL;
	dogetitimer(p, &it);
	return copyout(&it, uap->itv, sizeof(it));
}

static int
timeval_bad(const struct timeval *tv)
{
	return tv->tv_sec < 0 || tv->tv_sec > 100000000 || tv->tv_usec < 0 ||
	    tv->tv_usec >= 1000000;
}

int
dosetitimer(struct proc *p, const struct itimerval *it)
{
	int s;

	if (timeval_bad(&it->it_value) || timeval_bad(&it->it_interval))
		return EINVAL;
	s = splclock();
	callout_stop(&p->p_realtimer);
	p->p_itreal = *it;
	if (it->it_value.tv_sec != 0 || it->it_value.tv_usec != 0) {
		p->p_itreal_due = clock_nsec() + tvtons(&it->it_value);
		realtimer_start(p);
	}
	splx(s);
	return 0;
}

/* What cannot be told is not done. */
int
sys___setitimer50(struct proc *p, void *v, register_t *retval)
{
	struct sys___setitimer50_args *uap = v;
	struct itimerval it, old;
	int error;

	if (uap->which != ITIMER_REAL)
		return EINVAL;
	dogetitimer(p, &old);
	if (uap->itv != NULL &&
	    (error = copyin(uap->itv, &it, sizeof(it))) != 0)
		return error;
	if (uap->oitv != NULL &&
	    (error = copyout(&old, uap->oitv, sizeof(old))) != 0)
		return error;
	return uap->itv == NULL ? 0 : dosetitimer(p, &it);
}
