/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * intr.h: interrupt levels and interrupt handlers.
 *
 * A level is raised to keep interrupts out of data that their handlers
 * touch: `int s = spltty(); ... splx(s);`.  Levels nest; each shuts out
 * itself and those below.  Raising is one store: a level's interrupts are
 * noted when they come and run when the level falls.
 */
#ifndef _MACHINE_INTR_H
#define _MACHINE_INTR_H

#define IPL_NONE      0
#define IPL_SOFTCLOCK 1 /* timeouts */
#define IPL_BIO       2 /* disks */
#define IPL_NET       3
#define IPL_TTY       4 /* terminals */
#define IPL_CLOCK     5 /* the clock; the run queues */
#define IPL_HIGH      6 /* everything */
#define NIPL          7

extern volatile int cpl; /* the level now */

int splraise(int ipl); /* returns the old one */
void splx(int ipl);    /* back to it; what is waiting runs */
int spl0(void);

#define splsoftclock()  splraise(IPL_SOFTCLOCK)
#define splbio()        splraise(IPL_BIO)
#define splnet()        splraise(IPL_NET)
#define spltty()        splraise(IPL_TTY)
#define splvm()         splraise(IPL_CLOCK)
#define splclock()      splraise(IPL_CLOCK)
#define splstatclock()  splraise(IPL_CLOCK)
#define splsched()      splraise(IPL_CLOCK)
#define splhigh()       splraise(IPL_HIGH)
/* Older names. */
#define splimp()        splraise(IPL_NET)
#define splsoftnet()    splraise(IPL_NET)
#define splserial()     splraise(IPL_TTY)
#define splsoftserial() splraise(IPL_TTY)
#define splnone()       spl0()

/*
 * Call handler(arg) at level ipl whenever irq (0-15) comes; lines are
 * shared.  A handler returns non-zero if its device had asked.  Returns a
 * cookie, or NULL (no memory, no such irq).  May be called at any time but
 * from an interrupt.
 */
void *intr_establish(int irq, int ipl, int (*handler)(void *), void *arg);
void intr_disestablish(void *cookie);

/* Keep all interrupts out, for a few instructions; what was is returned. */
static inline u_long
intr_disable(void)
{
	u_long flags;

	__asm volatile("pushfl; popl %0; cli" : "=r"(flags) : : "memory");
	return flags;
}
static inline void
intr_restore(u_long flags)
{
	__asm volatile("pushl %0; popfl" : : "r"(flags) : "memory", "cc");
}

extern int intr_usermode; /* what the interrupt being handled stopped */

/* Have softclock() run when the level falls below IPL_SOFTCLOCK. */
void setsoftclock(void);
void softclock(void);

#endif
