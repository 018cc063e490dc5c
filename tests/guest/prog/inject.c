/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * inject: loads, unloads and refusals, each with a fault at the first point
 * that it comes to, at the second, and so on until there are no more: with
 * memory that is not there, a signal, a descriptor that is closed.  Each
 * happens wholly or not at all, and leaves nothing behind.
 */
#include <sys/wait.h>
#include <signal.h>

#include "tap.h"

#include "injectops.h"

#define MAX_POINTS 200 /* no operation has so many */

static struct check before, prepared, after;
static char stages[1024]; /* the names of those that were seen */
static volatile int signals;

static void
on_signal(int sig)
{
	signals++;
}

static void
note_stage(const char *stage)
{
	char name[40];

	snprintf(name, sizeof(name), "[%s]", stage);
	if (strstr(stages, name) == NULL &&
	    strlen(stages) + strlen(name) < sizeof(stages))
		strcat(stages, name);
}

/* What it is worth being told, when something is wrong at point n. */
static bool
wrong(const struct op *op, const char *fault, int n, const char *what)
{
	diag("%s, %s %d: %s", op->name, fault, n, what);
	return false;
}

/*
 * After the operation, of this result: if it succeeded, it has had its
 * effect; if not, nothing has changed.  And then nothing stays.
 */
static bool
all_or_nothing(const struct op *op, const char *fault, int n, int result)
{
	bool good = true;

	if (result == 0 && !has_worked(op))
		good = wrong(op, fault, n, "it succeeded in vain");
	if (result == -1) {
		take_check(&after);
		if (!same_check(&prepared, &after))
			good = wrong(op, fault, n, "it left something");
	}
	clean_up();
	take_check(&after);
	return same_check(&before, &after)
	    ? good
	    : wrong(op, fault, n, "something stays");
}

/* ---- memory ---- */

/* One point.  False: no more of them. */
static bool
fail_at(const struct op *op, int n, bool *good)
{
	int result, error;
	const char *fired;

	prepare(op);
	take_check(&prepared);
	arm("fail", n, 0);
	result = op->act(op);
	error = errno;
	fired = disarm();
	if (fired == NULL) {
		/* Too far: this is what it does without a fault. */
		if (op->error == 0 ? result != 0
				   : result == 0 || error != op->error)
			*good = wrong(op, "fail", n, "not as it should end");
	} else if (result == 0)
		*good = wrong(op, "fail", n, "succeeds without memory");
	else if (error == op->error)
		; /* it was the memory for the reason */
	else if (error != ENOMEM)
		*good = wrong(op, "fail", n, strerror(error));
	else if (strncmp(reason, "no-memory: ", 11) != 0 &&
	    strstr(reason, "load function failed with error 12") == NULL)
		*good = wrong(op, "fail", n, reason);
	*good &= all_or_nothing(op, "fail", n, result);
	return fired != NULL;
}

static void
test_fail(const struct op *op, int least)
{
	bool good = true;
	int n = 1;

	while (n < MAX_POINTS && fail_at(op, n, &good))
		n++;
	ok(good && n > least, "%s: each of %d allocations fails", op->name,
	    n - 1);
}

/* ---- signals ---- */

static void
test_signal(const struct op *op)
{
	const char *fired;
	bool good = true;
	int n, result;

	for (n = 1; n < MAX_POINTS; n++) {
		prepare(op);
		take_check(&prepared);
		signals = 0;
		arm("signal", n, SIGINT);
		result = op->act(op);
		fired = disarm();
		if (signals != (fired != NULL))
			good = wrong(op, "signal", n, "the handler");
		good &= all_or_nothing(op, "signal", n, result);
		if (fired == NULL)
			break;
	}
	ok(good && n > 1, "%s: a signal at each of %d points", op->name, n - 1);
}

struct killing {
	const struct op *op;
	int n;
};

static int
be_killed(void *arg)
{
	const struct killing *k = arg;

	arm("signal", k->n, SIGKILL);
	(void)k->op->act(k->op);
	return disarm() != NULL; /* which it does not come to */
}

/*
 * The child's result is unknown: either nothing has changed, or it has had
 * its effect.
 */
static void
test_kill(const struct op *op)
{
	struct killing k = {op, 0};
	bool good = true;
	int status = -1, result;

	for (k.n = 1; k.n < MAX_POINTS; k.n++) {
		prepare(op);
		take_check(&prepared);
		status = in_child(be_killed, &k);
		take_check(&after);
		result = strcmp(prepared.part, after.part) == 0 ? -1 : 0;
		good &= all_or_nothing(op, "kill", k.n, result);
		if (signal_of(status) != SIGKILL)
			break;
	}
	if (status != 0)
		good = wrong(op, "kill", k.n, "survived");
	ok(good && k.n > 1, "%s: killed at each of %d points", op->name,
	    k.n - 1);
}

/* ---- descriptors ---- */

static void
test_close(const struct op *op)
{
	const char *fired;
	bool good = true;
	int n, result, error;

	for (n = 1; n < MAX_POINTS; n++) {
		prepare(op);
		take_check(&prepared);
		arm("close", n, dev);
		result = op->act(op);
		error = errno;
		if ((fired = disarm()) != NULL) {
			note_stage(fired);
			if (fcntl(dev, F_GETFD) != -1)
				good = wrong(op, "close", n, "not closed");
			open_lkm();
		}
		if (op->error == 0 ? result != 0
				   : result == 0 || error != op->error)
			good = wrong(op, "close", n, "did not work");
		good &= all_or_nothing(op, "close", n, result);
		if (fired == NULL)
			break;
	}
	ok(good && n > 1, "%s: closed at each of %d stages", op->name, n - 1);
}

/* ---- the variable itself ---- */

static void
refused(const char *text, int error)
{
	fails(sysctlbyname("debug.inject", NULL, NULL, text, strlen(text)),
	    error, "\"%s\" is refused", text);
}

static int
arm_in_child(void *arg)
{
	return sysctlbyname("debug.inject", NULL, NULL, "fail 1", 6) == -1
	    ? errno
	    : 0;
}

static void
test_variable(void)
{
	char text[128];
	size_t size = sizeof(text);

	refused("", EINVAL);
	refused("fail", EINVAL);
	refused("fail x", EINVAL);
	refused("fail 1 2", EINVAL);
	refused("fail 99999999999999999999", EINVAL);
	refused("failure 1", EINVAL);
	refused("signal 1", EINVAL);
	refused("signal 1 0", EINVAL);
	refused("signal 1 64", EINVAL);
	refused("close 1 100000", EINVAL);
	refused("sleep 1 0", EINVAL);
	seteuid(100);
	refused("fail 1", EPERM);
	seteuid(0);
	ok(sysctlbyname("debug.inject", text, &size, NULL, 0) == 0 &&
		strcmp(text, "off") == 0,
	    "it is off");
	arm("fail", 0, 0);
	is(WEXITSTATUS(in_child(arm_in_child, NULL)), EBUSY,
	    "it is one process's at a time");
	size = sizeof(text);
	is(sysctlbyname("debug.inject", text, &size, NULL, 0), 0, "it is read");
	ok(strstr(text, " pid ") != NULL && strstr(text, " passed ") != NULL,
	    "it tells whose: %s", text);
	disarm();
	is(in_child(arm_in_child, NULL), 0, "a child arms it, and ends");
	size = sizeof(text);
	ok(sysctlbyname("debug.inject", text, &size, NULL, 0) == 0 &&
		strcmp(text, "off") == 0,
	    "then it is off again");
}

int
main(void)
{
	static const char *const all[] = {"load open", "load link",
	    "load linked", "load claim", "load enter", "load entered",
	    "load live", "load undo", "unload mark", "unload busy",
	    "unload detach", "unload detached", "unload drop", "stat"};
	char name[40];
	int i;

	open_lkm();
	read_objects();
	signal(SIGINT, on_signal);
	test_variable();
	first_check(&before, &after);
	first_check(&before, &prepared);
	for (i = 0; i < NOPS; i++)
		test_fail(&ops[i], ops[i].act == act_load ? 3 : 0);
	for (i = 0; i < NOPS; i++) {
		test_signal(&ops[i]);
		test_kill(&ops[i]);
		if (!ops[i].no_stages)
			test_close(&ops[i]);
	}
	for (i = 0; i < (int)(sizeof(all) / sizeof(all[0])); i++) {
		snprintf(name, sizeof(name), "[%s]", all[i]);
		ok(strstr(stages, name) != NULL, "stage %s", all[i]);
	}
	return tap_done();
}
