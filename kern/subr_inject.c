/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_inject.c: sysctl debug.inject: faults on request, so that what is
 * written for the worst day can be seen to work on any other.
 *
 *	fail N		the N-th allocation that may fail does
 *	signal N SIG	a signal is posted, at an allocation or a stage
 *	close N FD	a descriptor is closed, at a stage
 *	sleep N TICKS	the process sleeps, at a stage, and others run
 *	off
 *
 * One fault is armed at a time, for the process that wrote it; it happens
 * once and ends with the process, or with "off".  With an N of 0 points are
 * counted and nothing happens.  The variable tells "fail 3 0 pid 12 passed
 * 5", and " fired ", the name of the point, when it did.
 *
 * What an interrupt handler allocates counts as the process's that it
 * interrupts: nobody else is to be blamed.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/filedesc.h>
#include <sys/inject.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/sysctlvar.h>

enum kind { FAIL, SIGNAL, CLOSE, SLEEP };
static const struct {
	const char *name;
	int allocations, stages; /* does it happen there? */
	u_long max;              /* what its argument may be */
} kinds[] = {
    [FAIL] = {"fail", 1, 0, 0},
    [SIGNAL] = {"signal", 1, 1, NSIG - 1},
    [CLOSE] = {"close", 0, 1, OPEN_MAX - 1},
    [SLEEP] = {"sleep", 0, 1, 60 * HZ},
};

struct proc *inject_proc;
static enum kind kind;
static u_int at, passed; /* the point where it happens; points so far */
static int argument;     /* signal, descriptor, ticks */
static char fired[40];   /* where it happened, or "": names go with modules */

/* One more point; true if it is the one. */
static int
pass(const char *name)
{
	if (++passed != at)
		return 0;
	strlcpy(fired, name, sizeof(fired));
	return 1;
}

int
inject_allocation(const char *what)
{
	if (curproc != inject_proc || !kinds[kind].allocations || !pass(what))
		return 0;
	if (kind == SIGNAL)
		psignal(curproc, argument);
	return kind == FAIL;
}

void
inject_stage(const char *stage)
{
	if (curproc != inject_proc || !kinds[kind].stages || !pass(stage))
		return;
	switch (kind) {
	case SIGNAL:
		psignal(curproc, argument);
		break;
	case CLOSE:
		(void)fdrelease(curproc, argument);
		break;
	case SLEEP:
		(void)tsleep(&inject_proc, PWAIT, "inject", argument);
		break;
	case FAIL:
		break;
	}
}

void
inject_disarm(void)
{
	inject_proc = NULL;
}

/* ---- the variable ---- */

/* A space and a number of at most max, which is no more than 10^8. */
static int
number(const char **sp, u_long max, u_long *n)
{
	const char *s = *sp;

	if (*s++ != ' ' || *s < '0' || *s > '9')
		return EINVAL;
	for (*n = 0; *s >= '0' && *s <= '9' && *n <= max; s++)
		*n = *n * 10 + *s - '0';
	*sp = s;
	return *n > max ? EINVAL : 0;
}

/* "fail 3", "signal 3 9": EINVAL. */
static int
arm(const char *text, struct proc *p)
{
	u_long n, arg = 0;
	const char *s;
	size_t len;
	u_int k;

	for (k = 0; k < nitems(kinds); k++) {
		len = strlen(kinds[k].name);
		if (strncmp(text, kinds[k].name, len) == 0 && text[len] == ' ')
			break;
	}
	if (k == nitems(kinds))
		return EINVAL;
	s = text + len;
	if (number(&s, 1000000, &n) != 0 ||
	    (k != FAIL && number(&s, kinds[k].max, &arg) != 0) || *s != '\0' ||
	    (arg == 0 && (k == SIGNAL || k == SLEEP)))
		return EINVAL;
	kind = k;
	at = n;
	argument = arg;
	passed = 0;
	fired[0] = '\0';
	inject_proc = p;
	return 0;
}

static int
do_inject(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	char text[128] = "off";
	int error;

	if (inject_proc != NULL)
		snprintf(text, sizeof(text), "%s %u %d pid %d passed %u%s%s",
		    kinds[kind].name, at, argument, inject_proc->p_pid, passed,
		    fired[0] != '\0' ? " fired " : "", fired);
	if ((error = sysctl_out(req, text, strlen(text) + 1)) != 0 ||
	    req->sr_new == NULL)
		return error;
	if ((error = sysctl_in_string(req, text, sizeof(text))) != 0)
		return error;
	if (securelevel > 0)
		return EPERM;
	if (inject_proc != NULL && inject_proc != req->sr_proc)
		return EBUSY;
	if (strcmp(text, "off") != 0)
		return arm(text, req->sr_proc);
	inject_disarm();
	return 0;
}

static struct sysctl_leaf leaf = {.sl_name = "debug.inject",
    .sl_descr = "a fault for this process: fail N, signal N SIG, "
		"close N FD, sleep N TICKS, off",
    .sl_type = SYSCTL_STRING,
    .sl_flags = SYSCTL_WRITABLE,
    .sl_handler = do_inject};

void
inject_init(void)
{
	sysctl_attach(&leaf, -1);
}
