/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * misbehave: does what modules should not do, when asked to, so that you can
 * see what becomes of it before a module of yours does the same.
 *
 *	sysctl debug.misbehave.list	what there is
 *	sysctl debug.misbehave=null	do it
 *
 * Loaded with `modload -e misbehave_refuses`, it refuses to be.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kernel.h>
#include <sys/lkm.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/sysctlvar.h>
#include <sys/systm.h>

/* A type of its own: what is left of it when the module goes is told. */
static MALLOC_DEFINE(
    M_MISBEHAVE, "misbehave", "memory of the module misbehave");

MOD_MISC("misbehave")

static int stays;  /* the unload function refuses */
static int asleep; /* the address to sleep on */

/* A debugger can set it: the way out of the loop. */
volatile int misbehave_stop;

/* ---- what does no harm to others ---- */

static int
stay(void)
{
	stays = 1;
	return 0;
}

static int
go(void)
{
	stays = 0;
	return 0;
}

/* A process that is asleep in here, until a signal comes. */
static int
sleep(void)
{
	return tsleep(&asleep, PWAIT | PCATCH, "misbehav", 0);
}

/* The same, and no signal gets through. */
static int
stuck(void)
{
	return tsleep(&asleep, PWAIT, "stuck", 0);
}

static int
wake(void)
{
	wakeup(&asleep);
	return 0;
}

/* Nobody will know where it is. */
static int
leak(void)
{
	return malloc(1000, M_MISBEHAVE, M_NOWAIT) == NULL ? ENOMEM : 0;
}

static void
too_late(void *arg)
{
	printf("misbehave: the timeout is over\n");
}

/* The unload function does not call untimeout(). */
static int
forget(void)
{
	timeout(too_late, NULL, 2 * hz);
	return 0;
}

/* ---- what stops the machine ---- */

/* The kernel is not interrupted by other processes: this is for ever. */
static int
loop(void)
{
	while (!misbehave_stop)
		;
	misbehave_stop = 0;
	return 0;
}

/* The compiler must not see what comes. */
static int *volatile null;
static int (*volatile nowhere)(void);
static volatile int zero;
static const int constant = 1;

static int
write_null(void)
{
	*null = 1;
	return 0;
}

static int
call_null(void)
{
	return nowhere();
}

/* The kernel's text, and a constant of our own: neither can be written. */
static int
write_text(void)
{
	*(volatile char *)(vaddr_t)printf = 0;
	return 0;
}

static int
write_constant(void)
{
	*(volatile int *)(vaddr_t)&constant = 2;
	return 0;
}

static int
divide(void)
{
	return hz / zero;
}

static int
double_free(void)
{
	void *p = malloc(16, M_MISBEHAVE, M_NOWAIT);

	if (p == NULL)
		return ENOMEM;
	free(p, M_MISBEHAVE);
	free(p, M_MISBEHAVE);
	return 0;
}

/* A kernel stack has 8 KiB.  Below it there is nothing. */
static int
recurse(int n)
{
	volatile char room[256];

	room[0] = n;
	return n == 0 ? room[0] : recurse(n - 1) + room[0];
}

static int
overflow(void)
{
	return recurse(1000);
}

/* ---- the variable ---- */

static const struct deed {
	const char *name;
	int (*act)(void);
	const char *what;
} deeds[] = {
    {"stay", stay, "refuse to be unloaded, until \"go\""},
    {"go", go, "refuse no longer"},
    {"sleep", sleep, "put the process to sleep in the module"},
    {"stuck", stuck, "the same, and no signal wakes it, only \"wake\""},
    {"wake", wake, "wake those who sleep in the module"},
    {"leak", leak, "take 1000 bytes and forget where they are"},
    {"forget", forget, "leave a timeout of 2 seconds behind"},
    {"loop", loop, "never return"},
    {"null", write_null, "write to address 0"},
    {"call", call_null, "call address 0"},
    {"text", write_text, "write to the kernel's code"},
    {"constant", write_constant, "write to a constant of its own"},
    {"divide", divide, "divide by 0"},
    {"free", double_free, "free memory twice"},
    {"stack", overflow, "use more stack than there is"},
};

static char why[80]; /* what was wrong with the last one */

static int
do_list(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	char line[80];
	u_int i;
	int error = 0;

	for (i = 0; error == 0 && i < nitems(deeds); i++) {
		snprintf(line, sizeof(line), "%s%-10s%s", i > 0 ? "\n" : "",
		    deeds[i].name, deeds[i].what);
		error = sysctl_out(req, line, strlen(line));
	}
	return error != 0 ? error : sysctl_out(req, "", 1);
}

static int
do_misbehave(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	char name[16];
	u_int i;
	int error;

	if ((error = sysctl_out(req, why, strlen(why) + 1)) != 0 ||
	    req->sr_new == NULL)
		return error;
	if (securelevel > 0)
		return EPERM;
	if (sysctl_in_string(req, name, sizeof(name)) != 0)
		strlcpy(name, "that", sizeof(name)); /* it is too long */
	why[0] = '\0';
	for (i = 0; i < nitems(deeds); i++)
		if (strcmp(deeds[i].name, name) == 0)
			return deeds[i].act();
	snprintf(why, sizeof(why),
	    "%s is nothing it knows: sysctl debug.misbehave.list", name);
	return EINVAL;
}

static struct sysctl_leaf leaf = {.sl_name = "debug.misbehave",
    .sl_descr = "have the module misbehave",
    .sl_type = SYSCTL_STRING,
    .sl_flags = SYSCTL_WRITABLE | SYSCTL_EXPLAINS,
    .sl_handler = do_misbehave};
static struct sysctl_leaf list_leaf = {.sl_name = "debug.misbehave.list",
    .sl_descr = "how it can",
    .sl_type = SYSCTL_STRING,
    .sl_handler = do_list};

/* ---- the module ---- */

static int
load(struct lkm_table *lkmtp, int cmd)
{
	int error;

	if ((error = sysctl_attach(&leaf, -1)) != 0)
		return error;
	if ((error = sysctl_attach(&list_leaf, -1)) != 0)
		sysctl_detach(&leaf);
	return error;
}

static int
refuse(struct lkm_table *lkmtp, int cmd)
{
	printf("misbehave: I do not want to\n");
	return EPERM;
}

static int
unload(struct lkm_table *lkmtp, int cmd)
{
	if (stays)
		return EPERM;
	sysctl_detach(&list_leaf);
	sysctl_detach(&leaf);
	return 0;
}

int misbehave_lkmentry(struct lkm_table *, int, int);
int misbehave_refuses(struct lkm_table *, int, int);

int
misbehave_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, load, unload, lkm_nofunc);
}

/* Another entry: modload -e has it called instead. */
int
misbehave_refuses(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, refuse, lkm_nofunc, lkm_nofunc);
}
