/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * select.h: how a driver tells those who wait in poll(2) that something
 * has happened.
 *
 * A selinfo says only whether anybody waits; selwakeup() makes all that
 * sleep in poll(2) look again.  So nothing points from a driver to a
 * process, and a driver may go without having to look for waiters.
 */
#ifndef _KERNEL
#include_next <sys/select.h>
#else
#ifndef _SYS_SELECT_H_
#define _SYS_SELECT_H_

struct proc;

/* Filled with zeros it is ready for use. */
struct selinfo {
	volatile int si_waiting;
};

/* From a d_poll or fo_poll that found nothing: p is about to wait. */
void selrecord(struct proc *p, struct selinfo *);
/* Something changed.  Cheap when nobody waits; fit for interrupts. */
void selwakeup_all(struct selinfo *);
static inline void
selwakeup(struct selinfo *sip)
{
	if (sip->si_waiting)
		selwakeup_all(sip);
}
#endif
#endif
