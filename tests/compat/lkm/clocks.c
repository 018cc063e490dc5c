/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * clocks: callouts as NetBSD and as OpenBSD have them, a kernel thread, and a
 * signal from a callout; hand-made locks, which cost nothing.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/callout.h>
#include <sys/timeout.h>
#include <sys/kthread.h>
#include <sys/lock.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/time.h>
#include <sys/lkm.h>

static struct callout ch = CALLOUT_INITIALIZER;
static struct timeout to;
static struct simplelock slock = SIMPLELOCK_INITIALIZER;
static struct proc *thread, *victim;
static int rings, leave, left;

static int alarmcall __P((struct proc *, void *, register_t *));
static struct sysent clocks_sysent = { 0, 0, alarmcall };

MOD_SYSCALL("clocks", 216, &clocks_sysent)

static void
ring(arg)
	void *arg;
{
	int s = splhigh();

	if (victim != NULL)
		psignal(victim, SIGUSR1);
	victim = NULL;
	splx(s);
	rings++;
	wakeup((caddr_t)&rings);
}

static void
loop(arg)
	void *arg;
{
	while (!leave) {
		simple_lock(&slock);
		if (!simple_lock_try(&slock))
			simple_unlock(&slock);
		(void)tsleep((caddr_t)&leave, PWAIT, "clocks", 0);
	}
	left = *(int *)arg;
	wakeup((caddr_t)&left);
	kthread_exit(0);
}

/* A signal for who calls, twice: by each of the kinds. */
static int
alarmcall(p, v, retval)
	struct proc *p;
	void *v;
	register_t *retval;
{
	struct timeval before, after;
	int error, pending;

	victim = p;
	microtime(&before);
	callout_reset(&ch, hz / 20, ring, NULL);
	pending = callout_pending(&ch);
	error = tsleep((caddr_t)&p, PPAUSE | PCATCH, "ring", 10 * hz);
	microtime(&after);
	timersub(&after, &before, &after);
	if (error != EINTR && error != ERESTART)
		return (EIO);
	if (!pending || callout_pending(&ch) || !timerisset(&after))
		return (EINVAL);
	timeout_set(&to, ring, NULL);
	timeout_add(&to, 1);
	error = tsleep((caddr_t)&rings, PWAIT, "ring", 10 * hz);
	if (error == 0)
		*retval = rings;
	return (error);
}

static int
clocks_handle(lkmtp, cmd)
	struct lkm_table *lkmtp;
	int cmd;
{
	static int number = 7;

	if (cmd == LKM_E_LOAD) {
		callout_init(&ch, 0);
		simple_lock_init(&slock);
		return (kthread_create1(loop, &number, &thread, "clock%d",
		    number));
	}
	callout_stop(&ch);
	timeout_del(&to);
	leave = 1;
	wakeup((caddr_t)&leave);
	while (left != number)
		(void)tsleep((caddr_t)&left, PWAIT, "clkleft", 0);
	return (0);
}

int
clocks_lkmentry(lkmtp, cmd, ver)
	struct lkm_table *lkmtp;
	int cmd, ver;
{
	DISPATCH(lkmtp, cmd, ver, clocks_handle, clocks_handle, lkm_nofunc)
}
