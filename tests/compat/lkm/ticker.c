/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ticker: a timeout and somebody who sleeps until it has come.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/lkm.h>
#include <sys/time.h>

static void tick_now __P((void *));
static int ticker __P((struct proc *, void *, register_t *));
static int ticker_unload __P((struct lkm_table *, int));

static int ticked, waiting;
static struct sysent ticker_sysent = { 1, sizeof(int), ticker };

MOD_SYSCALL("ticker", 212, &ticker_sysent)

static void
tick_now(arg)
	void *arg;
{
	int s = splclock();

	ticked = (int)arg;
	waiting = 0;
	splx(s);
	wakeup((caddr_t)&ticked);
}

static int
ticker(p, v, retval)
	struct proc *p;
	void *v;
	register_t *retval;
{
	int n = *(int *)v, error, s;
	struct timeval before, after;

	microtime(&before);
	s = splsoftclock();
	ticked = 0;
	waiting = 1;
	timeout(tick_now, (caddr_t)n, hz / 20);
	while (ticked == 0) {
		error = tsleep((caddr_t)&ticked, PWAIT | PCATCH, "ticker", 10 * hz);
		if (error) {
			untimeout(tick_now, (caddr_t)n);
			splx(s);
			return (error);
		}
	}
	splx(s);
	microtime(&after);
	*retval = after.tv_sec < before.tv_sec ? -1 : ticked;
	return (0);
}

static int
ticker_unload(lkmtp, cmd)
	struct lkm_table *lkmtp;
	int cmd;
{
	return (waiting ? EBUSY : 0);
}

int
ticker_lkmentry(lkmtp, cmd, ver)
	struct lkm_table *lkmtp;
	int cmd, ver;
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, ticker_unload, lkm_nofunc);
}
