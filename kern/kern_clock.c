/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_clock.c: the clock interrupt, the time of day, and callouts.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/holders.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/procvar.h>
#include <sys/queue.h>
#include <sys/selfcheck.h>

int hz = HZ, tick = 1000000 / HZ;
volatile int ticks;
volatile time_t time_second, time_uptime;
volatile struct timeval time;
struct timespec boottime;

static struct timespec offset; /* wall clock minus time since start */

/* ---- time ---- */

void
nanouptime(struct timespec *ts)
{
	uint64_t ns = clock_nsec();

	ts->tv_sec = ns / 1000000000;
	ts->tv_nsec = ns % 1000000000;
}

void
nanotime(struct timespec *ts)
{
	nanouptime(ts);
	ts->tv_sec += offset.tv_sec;
	ts->tv_nsec += offset.tv_nsec;
	if (ts->tv_nsec >= 1000000000) {
		ts->tv_nsec -= 1000000000;
		ts->tv_sec++;
	}
}

static void
to_timeval(const struct timespec *ts, struct timeval *tv)
{
	tv->tv_sec = ts->tv_sec;
	tv->tv_usec = ts->tv_nsec / 1000;
}

void
microtime(struct timeval *tv)
{
	struct timespec ts;

	nanotime(&ts);
	to_timeval(&ts, tv);
}

void
microuptime(struct timeval *tv)
{
	struct timespec ts;

	nanouptime(&ts);
	to_timeval(&ts, tv);
}

void
getmicrotime(struct timeval *tv)
{
	int s = splclock();

	*tv = time;
	splx(s);
}

void
getnanotime(struct timespec *ts)
{
	int s = splclock();

	ts->tv_sec = time.tv_sec;
	ts->tv_nsec = time.tv_usec * 1000;
	splx(s);
}

/* Set the wall clock; what has been running keeps its pace. */
void
settime(const struct timespec *ts)
{
	struct timespec up;
	int s = splclock();

	nanouptime(&up);
	offset.tv_sec = ts->tv_sec - up.tv_sec;
	offset.tv_nsec = ts->tv_nsec - up.tv_nsec;
	if (offset.tv_nsec < 0) {
		offset.tv_nsec += 1000000000;
		offset.tv_sec--;
	}
	boottime = offset;
	splx(s);
}

void
time_init(void)
{
	struct timespec now = {rtc_read(), 0};

	settime(&now);
	time.tv_sec = time_second = now.tv_sec;
}

/* ---- callouts: one list, by time due ---- */

static LIST_HEAD(, callout) callouts;

void(callout_init)(struct callout *c)
{
	memset(c, 0, sizeof(*c));
}

/* Ticks from b to a; the count wraps, which C allows only without a sign. */
static int
ticks_between(int a, int b)
{
	return (int)((u_int)a - (u_int)b);
}

void
callout_reset(struct callout *c, int n, void (*fn)(void *), void *arg)
{
	struct callout *at, *prev = NULL;
	int s = splclock();

	if (c->c_pending)
		LIST_REMOVE(c, c_list);
	c->c_func = fn;
	c->c_arg = arg;
	c->c_time = (int)((u_int)ticks + imax(n, 1));
	c->c_pending = 1;
	LIST_FOREACH(at, &callouts, c_list) {
		if (ticks_between(at->c_time, c->c_time) > 0)
			break;
		prev = at;
	}
	if (prev == NULL)
		LIST_INSERT_HEAD(&callouts, c, c_list);
	else
		LIST_INSERT_AFTER(prev, c, c_list);
	splx(s);
}

int
callout_stop(struct callout *c)
{
	int s = splclock(), was = c->c_pending;

	if (was) {
		LIST_REMOVE(c, c_list);
		c->c_pending = 0;
	}
	splx(s);
	return was;
}

/* Timeouts of the old kind bring no memory of their own. */
MALLOC_DEFINE(M_TIMEOUT, "timeout", "timeout(9)");

struct timeout_call {
	struct callout tc_callout;
	void (*tc_func)(void *);
	void *tc_arg;
	LIST_ENTRY(timeout_call) tc_list;
};
static LIST_HEAD(, timeout_call) timeouts;

static void
timeout_run(void *arg)
{
	struct timeout_call *tc = arg;
	void (*fn)(void *) = tc->tc_func;
	void *fnarg = tc->tc_arg;

	LIST_REMOVE(tc, tc_list);
	free(tc, M_TIMEOUT);
	fn(fnarg);
}

void
timeout(void (*fn)(void *), void *arg, int n)
{
	struct timeout_call *tc = malloc(sizeof(*tc), M_TIMEOUT, M_NOWAIT);
	int s;

	if (tc == NULL)
		panic("timeout: no memory");
	callout_init(&tc->tc_callout);
	tc->tc_func = fn;
	tc->tc_arg = arg;
	s = splsoftclock();
	LIST_INSERT_HEAD(&timeouts, tc, tc_list);
	callout_reset(&tc->tc_callout, n, timeout_run, tc);
	splx(s);
}

void
untimeout(void (*fn)(void *), void *arg)
{
	struct timeout_call *tc, *next;
	int s = splsoftclock();

	LIST_FOREACH_SAFE(tc, &timeouts, tc_list, next)
		if (tc->tc_func == fn && tc->tc_arg == arg) {
			callout_stop(&tc->tc_callout);
			LIST_REMOVE(tc, tc_list);
			free(tc, M_TIMEOUT);
		}
	splx(s);
}

void
callout_holders(struct holders *h)
{
	const struct timeout_call *tc;
	struct callout *c;
	vaddr_t func, arg;
	int s = splclock();

	LIST_FOREACH(c, &callouts, c_list) {
		func = (vaddr_t)c->c_func;
		arg = (vaddr_t)c->c_arg;
		if (c->c_func == timeout_run) {
			tc = c->c_arg;
			func = (vaddr_t)tc->tc_func;
			arg = (vaddr_t)tc->tc_arg;
		}
		if (holds(h, func))
			holder_found(h, c, func, "a timeout will call");
		else if (holds(h, arg) || holds(h, (vaddr_t)c))
			holder_found(h, c, holds(h, arg) ? arg : (vaddr_t)c,
			    "a timeout will use");
	}
	splx(s);
}

/* Call what is due, one at a time: each may change the list. */
void
softclock(void)
{
	struct callout *c;
	int s = splclock();

	while ((c = LIST_FIRST(&callouts)) != NULL &&
	    ticks_between(c->c_time, ticks) <= 0) {
		LIST_REMOVE(c, c_list);
		c->c_pending = 0;
		splx(s);
		c->c_func(c->c_arg);
		s = splclock();
	}
	splx(s);
}

/* ---- the interrupt ---- */

void
hardclock(int usermode)
{
	struct proc *p = curproc;
	struct callout *c;
	struct timespec ts;

	ticks++;
	nanotime(&ts);
	time.tv_sec = time_second = ts.tv_sec;
	time.tv_usec = ts.tv_nsec / 1000;
	time_uptime = ts.tv_sec - boottime.tv_sec;
	if (p != &proc0) {
		if (usermode)
			p->p_uticks++;
		else
			p->p_sticks++;
		want_resched = 1;
	}
	c = LIST_FIRST(&callouts);
	if (c != NULL && ticks_between(c->c_time, ticks) <= 0)
		setsoftclock();
}

/* ---- self-check ---- */

static void
call_digest(
    struct digest *d, void (*fn)(void *), const void *arg, const char *what)
{
	if (!selfcheck_in_modules((const void *)fn) &&
	    !selfcheck_in_modules(arg))
		return; /* the kernel's own: they come and go */
	digest_item(d);
	selfcheck_code(d, (const void *)fn, "the function of a %s", what);
	if (selfcheck_in_modules(arg))
		selfcheck_data(d, arg, 1, "the argument of a %s", what);
	digest_word(d, (u_long)arg);
	digest_item_end(d);
}

/* What is pending on behalf of modules, not when it will be due. */
void
callout_digest(struct digest *d)
{
	const struct timeout_call *tc;
	const struct callout *c;
	int s = splclock();

	LIST_FOREACH(c, &callouts, c_list) {
		if (selfcheck_in_modules(c)) {
			digest_item(d);
			if (!selfcheck_data(d, c, sizeof(*c), "a callout"))
				break;
			digest_item_end(d);
		}
		call_digest(d, c->c_func, c->c_arg, "callout");
	}
	LIST_FOREACH(tc, &timeouts, tc_list)
		call_digest(d, tc->tc_func, tc->tc_arg, "timeout");
	splx(s);
}
