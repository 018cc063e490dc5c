/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timeout.h: what OpenBSD has for callouts: timeout_set() first.  (timeout(),
 * the function, is older than either: sys/systm.h.)
 */
#ifndef _SYS_TIMEOUT_H_
#define _SYS_TIMEOUT_H_

#ifdef _KERNEL
#include <sys/callout.h>

struct timeout {
	struct callout to_callout;
};
static inline void
timeout_set(struct timeout *to, void (*fn)(void *), void *arg)
{
	callout_init(&to->to_callout);
	callout_setfunc(&to->to_callout, fn, arg);
}
static inline void
timeout_add(struct timeout *to, int ticks)
{
	callout_schedule(&to->to_callout, ticks);
}
static inline void
timeout_del(struct timeout *to)
{
	(void)callout_stop(&to->to_callout);
}
#define timeout_pending(to)     callout_pending(&(to)->to_callout)
#define timeout_initialized(to) ((to)->to_callout.c_func != NULL)
#endif /* _KERNEL */

#endif /* _SYS_TIMEOUT_H_ */
