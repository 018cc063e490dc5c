/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trace: counts and times system calls and functions of the kernel, and takes
 * its hands off them again, whoever is in the middle of one.
 *
 *	sysctl debug.trace.add=read	the system call
 *	sysctl debug.trace.add=3	the same, by its number
 *	sysctl debug.trace.add=tsleep	a function of the kernel
 *	sysctl debug.trace.list
 *	sysctl debug.trace.remove=read
 */
#include "trace.h"

#include <sys/kernel.h>
#include <sys/sysctlvar.h>
#include <machine/cpu_counter.h>

MALLOC_DEFINE(M_TRACE, "trace", "what the module trace counts");

MOD_MISC("trace")

struct trace_list traces;
static struct lkm_table *self;
static char add_why[NAME_SIZE + WHY_SIZE], remove_why[NAME_SIZE + WHY_SIZE];

struct start
trace_start(void)
{
	return (struct start){cpu_counter(), ticks};
}

/* It has returned; it began then. */
void
trace_end(struct trace *t, uint64_t cycles, int from_tick)
{
	cycles = cpu_counter() - cycles;
	t->t_cycles += cycles;
	if (t->t_returns == 0 || cycles < t->t_min)
		t->t_min = cycles;
	t->t_max = MAX(t->t_max, cycles);
	t->t_ticks += ticks - from_tick;
	t->t_returns++;
}

static struct trace *
find(const char *name)
{
	struct trace *t;

	LIST_FOREACH(t, &traces, t_list)
		if (!t->t_gone && strcmp(t->t_name, name) == 0)
			return t;
	return NULL;
}

static int
add(const char *name, char *why)
{
	struct trace *t;
	int error;

	if (name[0] == '\0') {
		snprintf(why, WHY_SIZE,
		    "name a system call, or its number, or a function of the "
		    "kernel's");
		return EINVAL;
	}
	if (find(name) != NULL) {
		snprintf(why, WHY_SIZE, "it is traced already");
		return EEXIST;
	}
	if ((t = malloc(sizeof(*t), M_TRACE, M_NOWAIT | M_ZERO)) == NULL) {
		snprintf(why, WHY_SIZE, "there is no memory for it");
		return ENOMEM;
	}
	strlcpy(t->t_name, name, sizeof(t->t_name));
	t->t_slot = calls_find(name);
	error =
	    t->t_slot != -1 ? calls_hook(self, t, why) : function_probe(t, why);
	if (error != 0) {
		free(t, M_TRACE);
		return error;
	}
	LIST_INSERT_HEAD(&traces, t, t_list);
	return 0;
}

static int
take_off(struct trace *t, char *why)
{
	int error = 0;

	if (t->t_slot == -1)
		function_unprobe(t);
	else
		error = calls_unhook(self, t, why);
	if (error != 0)
		return error;
	if (t->t_inside > 0) {
		t->t_gone = 1;
		return 0;
	}
	LIST_REMOVE(t, t_list);
	free(t, M_TRACE);
	return 0;
}

static int
remove(const char *name, char *why)
{
	struct trace *t = find(name);

	if (t == NULL) {
		snprintf(why, WHY_SIZE,
		    "it is not traced: sysctl debug.trace.list tells what is");
		return ENOENT;
	}
	return take_off(t, why);
}

/* ---- the variables ---- */

/* A name comes in; what was wrong with the last one can be read. */
static int
do_name(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	int (*act)(const char *, char *) = l->sl_data == add_why ? add : remove;
	char name[NAME_SIZE], why[WHY_SIZE] = "", *last = l->sl_data;
	int error = sysctl_out(req, last, strlen(last) + 1);

	if (error != 0 || req->sr_new == NULL)
		return error;
	if (securelevel > 0)
		return EPERM; /* as for whatever else changes the kernel */
	if ((error = sysctl_in_string(req, name, sizeof(name))) != 0) {
		snprintf(why, sizeof(why), "no name is that long");
		name[0] = '\0';
	} else
		error = act(name, why);
	last[0] = '\0';
	if (error != 0)
		snprintf(last, sizeof(add_why), "%s%s%s", name,
		    name[0] != '\0' ? ": " : "", why);
	return error;
}

#define LINE_SIZE (NAME_SIZE + 160)

static int
one_line(char *buf, const struct trace *t)
{
	uint64_t mean = t->t_returns > 0 ? t->t_cycles / t->t_returns : 0;
	char how[16];

	if (t->t_slot == -1)
		strlcpy(how, "function", sizeof(how));
	else
		snprintf(how, sizeof(how), "call %d", t->t_slot);
	return snprintf(buf, LINE_SIZE,
	    "%-20s %-8s %8llu %6u %6u %10llu %10llu %10llu %8u\n", t->t_name,
	    how, t->t_calls,
	    t->t_slot == -1 ? kprobe_active(&t->t_probe) : t->t_inside,
	    t->t_slot == -1 ? t->t_probe.kp_missed : 0, mean, t->t_min,
	    t->t_max, t->t_ticks);
}

/*
 * The table goes to memory of its own first: while it is copied to the program
 * we may sleep, and the list may change.
 */
static int
do_list(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	size_t n = 1, len;
	struct trace *t;
	char *buf;
	int error;

	LIST_FOREACH(t, &traces, t_list)
		n += !t->t_gone;
	if ((buf = malloc(n * LINE_SIZE, M_TRACE, M_NOWAIT)) == NULL)
		return ENOMEM;
	len = snprintf(buf, LINE_SIZE,
	    "%-20s %-8s %8s %6s %6s %10s %10s %10s %8s\n", "name", "how",
	    "calls", "inside", "missed", "mean", "min", "max", "ticks");
	LIST_FOREACH(t, &traces, t_list)
		if (!t->t_gone)
			len += one_line(buf + len, t);
	error = sysctl_out(req, buf, len + 1);
	free(buf, M_TRACE);
	return error;
}

static struct sysctl_leaf leaves[] = {
    {.sl_name = "debug.trace.add",
	.sl_descr = "trace a system call or a function of the kernel",
	.sl_type = SYSCTL_STRING,
	.sl_flags = SYSCTL_WRITABLE | SYSCTL_EXPLAINS,
	.sl_data = add_why,
	.sl_handler = do_name},
    {.sl_name = "debug.trace.remove",
	.sl_descr = "trace it no more",
	.sl_type = SYSCTL_STRING,
	.sl_flags = SYSCTL_WRITABLE | SYSCTL_EXPLAINS,
	.sl_data = remove_why,
	.sl_handler = do_name},
    {.sl_name = "debug.trace.list",
	.sl_descr = "what is traced; mean, min and max in cycles",
	.sl_type = SYSCTL_STRING,
	.sl_handler = do_list},
};

/* ---- the module ---- */

static void
detach_leaves(int n)
{
	while (n-- > 0)
		sysctl_detach(&leaves[n]);
}

static int
load(struct lkm_table *lkmtp, int cmd)
{
	int i, error;

	self = lkmtp;
	for (i = 0; i < (int)nitems(leaves); i++)
		if ((error = sysctl_attach(&leaves[i], -1)) != 0) {
			detach_leaves(i);
			return error;
		}
	return 0;
}

/*
 * Nothing here sleeps, so nobody adds anything meanwhile.  The kernel has made
 * sure that nobody is in a call of ours, nor has taken one by hand; so what is
 * kept for who never returns from one (exit) goes, too.
 */
static int
unload(struct lkm_table *lkmtp, int cmd)
{
	struct trace *t;
	char why[WHY_SIZE];
	int error;

	while ((t = LIST_FIRST(&traces)) != NULL) {
		t->t_inside = 0;
		if (t->t_gone) {
			LIST_REMOVE(t, t_list);
			free(t, M_TRACE);
		} else if ((error = take_off(t, why)) != 0) {
			printf("trace: %s: %s\n", t->t_name, why);
			return error;
		}
	}
	detach_leaves(nitems(leaves));
	return 0;
}

int trace_lkmentry(struct lkm_table *, int, int);

int
trace_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, load, unload, lkm_nofunc);
}
