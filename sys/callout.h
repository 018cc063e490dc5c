/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * callout.h: a function to be called once, at spl softclock, some ticks from
 * now.  The memory is the caller's: callout_init() first, callout_stop()
 * before it is freed.
 */
#ifndef _SYS_CALLOUT_H_
#define _SYS_CALLOUT_H_

#ifdef _KERNEL
#include <sys/queue.h>

struct callout {
	LIST_ENTRY(callout) c_list;
	void (*c_func)(void *);
	void *c_arg;
	int c_time; /* value of ticks when due */
	int c_pending;
};
typedef struct callout callout_t;
#define CALLOUT_INITIALIZER                    \
	{                                      \
		{NULL, NULL}, NULL, NULL, 0, 0 \
	}
#define CALLOUT_MPSAFE       0x100 /* there is one processor */

/* NetBSD 5 has flags behind it, which make no difference here. */
#define callout_init(c, ...) (callout_init)(c)
void(callout_init)(struct callout *);
/* Once more from now, if it is pending already. */
void callout_reset(struct callout *, int ticks, void (*)(void *), void *);
int callout_stop(struct callout *); /* 1 if it was pending */

/* What it calls, for callout_schedule(), which leaves that as it is. */
static inline void
callout_setfunc(struct callout *c, void (*fn)(void *), void *arg)
{
	c->c_func = fn;
	c->c_arg = arg;
}
static inline void
callout_schedule(struct callout *c, int ticks)
{
	callout_reset(c, ticks, c->c_func, c->c_arg);
}
static inline int
callout_pending(const struct callout *c)
{
	return c->c_pending;
}
#define callout_destroy(c) ((void)(c)) /* it has nothing of its own */
#endif                                 /* _KERNEL */

#endif /* _SYS_CALLOUT_H_ */
