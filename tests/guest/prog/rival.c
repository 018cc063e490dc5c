/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rival: loads, unloads and stat calls sleep at each of their stages, and
 * another process then does something to the same module, or to others.
 * Whoever wins, all is sound meanwhile, and nothing stays.
 */
#include <sys/time.h>
#include <signal.h>

#include "tap.h"

#include "injectops.h"

#define MAX_STAGES 20 /* no operation has so many */

enum { LOOK, UNLOAD, LOAD, OTHERS, CALL, NDEEDS };
static const char *const deeds[NDEEDS] = {[LOOK] = "looks at it",
    [UNLOAD] = "unloads it",
    [LOAD] = "loads it",
    [OTHERS] = "loads and unloads others",
    [CALL] = "calls it"};

/* What the rival is told to do, and what it says. */
struct order {
	int op, deed;
};
static int to_rival[2], from_rival[2];

static struct object sleeper, over_b, over_c;
static const struct op contested[] = {
    {"load sleeper", act_load, &sleeper, "sleeper", .error = 0},
    {"unload sleeper", act_unload, &sleeper, "sleeper", .needs = {&sleeper}},
    {"load slot's third", act_load, &over_c, "over_c",
	.needs = {&over_a, &over_b}},
    {"unload slot's second", act_unload, &over_b, "over_b",
	.needs = {&over_a, &over_b}},
    {"load consumer", act_load, &consumer, "consumer", .needs = {&provider}},
    {"load hello twice", act_load, &hello, "hello", .error = EEXIST,
	.needs = {&hello}},
    {"load odd: error 5", act_load, &odd, "odd", .error = EIO,
	.host = "load 5"},
    {"unload provider, in use", act_unload, &provider, "provider",
	.error = EBUSY, .needs = {&provider, &consumer}},
    {"unload consumer", act_unload, &consumer, "consumer",
	.needs = {&provider, &consumer}},
    {"unload odd: it refuses", act_unload, &odd, "odd", .error = EIO,
	.host = "unload 5", .needs = {&odd}},
    {"stat statful", act_stat, &statful, "statful", .needs = {&statful}},
};
#define NCONTESTED ((int)(sizeof(contested) / sizeof(contested[0])))

/* ---- the rival ---- */

static void
on_alarm(int sig)
{
}

/*
 * Until the other sleeps at its stage, or has been through: it lets us run
 * at the end of its time, or then.
 */
static void
await_stage(void)
{
	char text[128];
	size_t size;

	do {
		size = sizeof(text);
		if (sysctlbyname("debug.inject", text, &size, NULL, 0) == -1) {
			perror("debug.inject");
			exit(2);
		}
	} while (strcmp(text, "off") != 0 && strstr(text, " fired ") == NULL);
}

/* In the call, which sleeps until a signal comes. */
static void
call_it(void)
{
	/* Again and again: the first may come before the call. */
	const struct itimerval soon = {{0, 30000}, {0, 30000}};
	const struct itimerval never = {{0, 0}, {0, 0}};

	setitimer(ITIMER_REAL, &soon, NULL);
	syscall(216, 0);
	setitimer(ITIMER_REAL, &never, NULL);
}

static void
do_deed(const struct op *op, int deed)
{
	const struct op others[] = {
	    {"", act_load, &over_b, "over_b", .error = 0},
	    {"", act_unload, NULL, "over_a", .error = 0},
	    {"", act_load, &over_a, "over_a", .error = 0},
	    {"", act_unload, NULL, "over_b", .error = 0},
	};
	u_int i;

	switch (deed) {
	case LOOK:
		if (op->module != NULL)
			(void)act_stat(op);
		break;
	case UNLOAD:
		if (op->module != NULL)
			(void)act_unload(op);
		break;
	case LOAD:
		if (op->object != NULL)
			(void)act_load(op);
		break;
	case OTHERS:
		for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
			(void)others[i].act(&others[i]);
		break;
	case CALL:
		call_it();
		break;
	}
}

/* Until there is nobody to tell it anything. */
static void
be_rival(void)
{
	static struct check now;
	const struct sigaction act = {.sa_handler = on_alarm};
	struct order o;
	char answer;

	sigaction(SIGALRM, &act, NULL);
	close(dev);
	open_lkm();
	while (read(to_rival[0], &o, sizeof(o)) == sizeof(o)) {
		await_stage();
		do_deed(&contested[o.op], o.deed);
		take_check(&now);
		answer = broken(now.all);
		if (answer)
			diag("%s", now.all);
		(void)!write(from_rival[1], &answer, 1);
	}
	_exit(0);
}

/* ---- and the one who sleeps ---- */

static struct check before, after;

/* Sleep at stage n of the operation.  False: it has no more. */
static bool
sleep_at(int i, int deed, int n, bool *good)
{
	const struct op *op = &contested[i];
	struct order o = {i, deed};
	const char *fired;
	char answer = 1;
	int result;

	prepare(op);
	arm("sleep", n, 1);
	(void)!write(to_rival[1], &o, sizeof(o));
	result = op->act(op);
	if (result == -1 && op->act != act_stat && reason[0] == '\0') {
		diag("%s, stage %d: error %d, and no reason", op->name, n,
		    errno);
		*good = false;
	}
	fired = disarm();
	if (read(from_rival[0], &answer, 1) != 1 || answer != 0) {
		diag("%s, stage %d: broken meanwhile", op->name, n);
		*good = false;
	}
	clean_up();
	take_check(&after);
	if (!same_check(&before, &after)) {
		diag("%s, stage %d: something stays", op->name, n);
		*good = false;
	}
	return fired != NULL;
}

static void
test_rival(int i, int deed)
{
	bool good = true;
	int n = 1;

	while (n < MAX_STAGES && sleep_at(i, deed, n, &good))
		n++;
	ok(good && n > 1, "%s sleeps at each of %d stages, another %s",
	    contested[i].name, n - 1, deeds[deed]);
}

int
main(void)
{
	int i, deed;
	bool good = true;

	open_lkm();
	read_objects();
	sleeper = read_object("/m/sleeper.o");
	over_b = read_object("/m/over_b.o");
	over_c = read_object("/m/over_c.o");
	if (pipe(to_rival) == -1 || pipe(from_rival) == -1) {
		perror("pipe");
		return 2;
	}
	switch (fork()) {
	case -1:
		perror("fork");
		return 2;
	case 0:
		close(to_rival[1]);
		close(from_rival[0]);
		be_rival();
	}
	close(to_rival[0]);
	close(from_rival[1]);
	/* Both come to have what they need. */
	for (deed = 0; deed < NDEEDS; deed++)
		sleep_at(0, deed, 1, &good);
	ok(!is_loaded("sleeper"), "both have begun"); /* saying so, too */
	first_check(&before, &after);
	for (i = 0; i < NCONTESTED; i++)
		for (deed = 0; deed < NDEEDS; deed++)
			if (deed != CALL || i < 2)
				test_rival(i, deed);
	close(to_rival[1]);
	return tap_done();
}
