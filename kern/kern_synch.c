/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_synch.c: who runs, and who sleeps on what.
 *
 * One run queue, first come first served, a tick of the clock at a time.
 * Sleepers wait in queues by the address they sleep on.  Interrupts wake
 * sleepers, so both are touched at splsched only.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/procvar.h>

TAILQ_HEAD(prochead, proc);

#define SLPHASH        64
#define slpqueue(chan) (&sleepers[((vaddr_t)(chan) >> 4) & (SLPHASH - 1)])

static struct prochead runq = TAILQ_HEAD_INITIALIZER(runq);
static struct prochead sleepers[SLPHASH];
struct proc *curproc = &proc0;
volatile int want_resched;

int
sched_empty(void)
{
	return TAILQ_EMPTY(&runq);
}

void
setrunnable(struct proc *p)
{
	int s = splsched();

	if (p->p_wchan != NULL)
		unsleep(p);
	p->p_stat = SRUN;
	TAILQ_INSERT_TAIL(&runq, p, p_runq);
	want_resched = 1;
	splx(s);
}

/* Take p off its sleep queue; it is then nowhere.  At splsched. */
void
unsleep(struct proc *p)
{
	TAILQ_REMOVE(slpqueue(p->p_wchan), p, p_runq);
	p->p_wchan = NULL;
}

/*
 * Give the CPU to the next process.  The caller has put curproc where it
 * belongs (run queue, sleep queue, zombie) and is at splsched.  When all
 * sleep, proc0 waits for an interrupt.
 */
void
mi_switch(void)
{
	struct proc *p = curproc, *next = TAILQ_FIRST(&runq);

	want_resched = 0;
	if (next == NULL)
		next = &proc0;
	else {
		TAILQ_REMOVE(&runq, next, p_runq);
		next->p_stat = SONPROC;
	}
	if (next != p)
		cpu_switch(p, next);
}

/* Let others run; back on the CPU in turn. */
void
preempt(void)
{
	struct proc *p = curproc;
	int s = splsched();

	want_resched = 0;
	if (!TAILQ_EMPTY(&runq) && p != &proc0) {
		p->p_stat = SRUN;
		TAILQ_INSERT_TAIL(&runq, p, p_runq);
		p->p_ru.ru_nivcsw++;
		mi_switch();
	}
	splx(s);
}

/* What proc0 does for the rest of its life. */
void
idle_loop(void)
{
	for (;;) {
		if (!sched_empty()) {
			splsched();
			mi_switch();
			spl0();
		}
		cpu_idle();
	}
}

/* A sleep's time is up. */
static void
endtsleep(void *arg)
{
	struct proc *p = arg;
	int s = splsched();

	if (p->p_wchan != NULL) {
		p->p_flag |= P_TIMEOUT;
		if (p->p_stat == SSLEEP)
			setrunnable(p);
		else
			unsleep(p);
	}
	splx(s);
}

int
tsleep(const volatile void *chan, int prio, const char *wmesg, int timo)
{
	struct proc *p = curproc;
	int s, sig = 0, catch = prio & PCATCH;

	KASSERT(chan != NULL && !cold);
	if (p == &proc0)
		panic("tsleep: the idle process must not sleep (%s)", wmesg);
	s = splsched();
	p->p_wchan = chan;
	p->p_wmesg = wmesg;
	TAILQ_INSERT_TAIL(slpqueue(chan), p, p_runq);
	if (timo > 0)
		callout_reset(&p->p_slpcallout, timo, endtsleep, p);
	/*
	 * A signal that is there already ends the sleep before it begins.
	 * Looking for one may stop the process, and what it waits for may
	 * come meanwhile: then p_wchan is NULL.
	 */
	if (catch) {
		p->p_flag |= P_SINTR;
		if ((sig = CURSIG(p)) != 0) {
			if (p->p_wchan != NULL)
				unsleep(p);
			p->p_stat = SONPROC;
			goto awake;
		}
		if (p->p_wchan == NULL) {
			catch = 0;
			goto awake;
		}
	}
	p->p_stat = SSLEEP;
	p->p_ru.ru_nvcsw++;
	mi_switch();
awake:
	splx(s);
	p->p_flag &= ~P_SINTR;
	if (timo > 0)
		callout_stop(&p->p_slpcallout);
	if (p->p_flag & P_TIMEOUT) {
		p->p_flag &= ~P_TIMEOUT;
		if (sig == 0)
			return EWOULDBLOCK;
	}
	if (catch && (sig != 0 || (sig = CURSIG(p)) != 0))
		return p->p_sigacts->sa_act[sig].sa_flags & SA_RESTART
		    ? ERESTART
		    : EINTR;
	return 0;
}

static void
wakeup_n(const volatile void *chan, int all)
{
	struct prochead *q = slpqueue(chan);
	struct proc *p, *next;
	int s = splsched();

	TAILQ_FOREACH_SAFE(p, q, p_runq, next) {
		if (p->p_wchan != chan)
			continue;
		if (p->p_stat == SSLEEP)
			setrunnable(p);
		else
			unsleep(p); /* stopped while it slept */
		if (!all)
			break;
	}
	splx(s);
}

void
wakeup(const volatile void *chan)
{
	wakeup_n(chan, 1);
}

void
wakeup_one(const volatile void *chan)
{
	wakeup_n(chan, 0);
}

void
synch_init(void)
{
	int i;

	for (i = 0; i < SLPHASH; i++)
		TAILQ_INIT(&sleepers[i]);
}
