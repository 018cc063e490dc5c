/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * calls.c: system calls: an entry of sysent[] is replaced by one of ours, that
 * calls what was there before.
 *
 * While a process is in such a call, our function is on its stack: the module
 * cannot go, and the kernel sees that by itself.  What becomes of the slot
 * when modules that have taken it leave in any order is the business of
 * lkm_hook().
 */
#include "trace.h"

#include <sys/ksyms.h>
#include <sys/lkmvar.h>
#include <sys/proc.h>
#include <sys/syscall.h>

static struct trace *traced[SYS_MAXSYSCALL]; /* by number */

/* The call with this number, as it was before, and what is to be known of it. */
static int
traced_call(u_int number, struct proc *p, void *v, register_t *retval)
{
	struct trace *t = traced[number];
	struct start start = trace_start();
	int error;

	t->t_calls++;
	t->t_inside++;
	error = t->t_saved.sy_call(p, v, retval); /* it may sleep */
	t->t_inside--;
	trace_end(t, start.s_cycles, start.s_ticks);
	if (t->t_gone && t->t_inside == 0) {
		LIST_REMOVE(t, t_list);
		free(t, M_TRACE);
	}
	return error;
}

/*
 * The kernel does not tell a system call its number.  So each has a function
 * of its own: call_000 to call_777, in octal, since digits can be glued.
 */
#define CALL(a, b, c)                                                     \
	static int call_##a##b##c(struct proc *p, void *v, register_t *r) \
	{                                                                 \
		return traced_call(0##a##b##c, p, v, r);                  \
	}
#define CALLS_8(a, b) \
	CALL(a, b, 0) \
	CALL(a, b, 1) \
	CALL(a, b, 2) \
	CALL(a, b, 3) \
	CALL(a, b, 4) \
	CALL(a, b, 5) CALL(a, b, 6) CALL(a, b, 7)
#define CALLS_64(a)   \
	CALLS_8(a, 0) \
	CALLS_8(a, 1) \
	CALLS_8(a, 2) \
	CALLS_8(a, 3) \
	CALLS_8(a, 4) \
	CALLS_8(a, 5) CALLS_8(a, 6) CALLS_8(a, 7)
CALLS_64(0)
CALLS_64(1)
CALLS_64(2)
CALLS_64(3)
CALLS_64(4)
CALLS_64(5)
CALLS_64(6)
CALLS_64(7)
_Static_assert(SYS_MAXSYSCALL == 01000, "a function for each system call");

#define NAME(a, b, c) call_##a##b##c
#define NAMES_8(a, b)                                               \
	NAME(a, b, 0), NAME(a, b, 1), NAME(a, b, 2), NAME(a, b, 3), \
	    NAME(a, b, 4), NAME(a, b, 5), NAME(a, b, 6), NAME(a, b, 7)
#define NAMES_64(a)                                                 \
	NAMES_8(a, 0), NAMES_8(a, 1), NAMES_8(a, 2), NAMES_8(a, 3), \
	    NAMES_8(a, 4), NAMES_8(a, 5), NAMES_8(a, 6), NAMES_8(a, 7)
static sy_call_t *const functions[SYS_MAXSYSCALL] = {NAMES_64(0), NAMES_64(1),
    NAMES_64(2), NAMES_64(3), NAMES_64(4), NAMES_64(5), NAMES_64(6),
    NAMES_64(7)};

/* The function that the call had before we came. */
static sy_call_t *
original(int number)
{
	return traced[number] != NULL ? traced[number]->t_saved.sy_call
				      : sysent[number].sy_call;
}

/*
 * Is it the function of the call with this name?  0: no; else how new it is.
 * sys_read is that of read.  Where a call has changed, the BSDs keep the old
 * one: sys___stat50 is what programs have called stat since NetBSD 5.0.
 */
static u_long
is_called(sy_call_t *function, const char *name)
{
	size_t len = strlen(name);
	const char *symbol;
	u_long off, version;
	char *end;

	symbol = ksyms_nearest((vaddr_t)function, &off);
	if (symbol == NULL || off != 0 || strncmp(symbol, "sys_", 4) != 0)
		return 0;
	symbol += 4;
	if (strcmp(symbol, name) == 0)
		return (u_long)-1;
	if (strncmp(symbol, "__", 2) != 0 ||
	    strncmp(symbol + 2, name, len) != 0)
		return 0;
	version = strtoul(symbol + 2 + len, &end, 10);
	return *end == '\0' ? version + 1 : 0;
}

int
calls_find(const char *name)
{
	u_long n, version, best = 0;
	int i, found = -1;
	char *end;

	n = strtoul(name, &end, 10);
	if (end != name && *end == '\0')
		return n < SYS_MAXSYSCALL && n != SYS_syscall &&
			original(n) != sys_lkmnosys && original(n) != sys_nosys
		    ? (int)n
		    : -1;
	for (i = 0; i < SYS_MAXSYSCALL; i++)
		if ((version = is_called(original(i), name)) > best) {
			best = version;
			found = i;
		}
	return found;
}

int
calls_hook(struct lkm_table *lkmtp, struct trace *t, char *why)
{
	struct sysent *slot = &sysent[t->t_slot], new = *slot;
	int error;

	if (traced[t->t_slot] != NULL) {
		snprintf(why, WHY_SIZE,
		    "system call %d is traced already, as %s", t->t_slot,
		    traced[t->t_slot]->t_name);
		return EEXIST;
	}
	new.sy_call = functions[t->t_slot];
	error = lkm_hook(lkmtp, slot, &new, &t->t_saved, sizeof(new));
	if (error != 0) {
		snprintf(why, WHY_SIZE, "there is no memory to hook it");
		return error;
	}
	traced[t->t_slot] = t;
	return 0;
}

/*
 * The slot is as it was.  Who is inside still needs t: the last one frees it,
 * and until then nobody can unload us.
 */
int
calls_unhook(struct lkm_table *lkmtp, struct trace *t, char *why)
{
	const struct lkm_table *other;

	other = lkm_hook_taken(lkmtp, &sysent[t->t_slot]);
	if (other != NULL) {
		snprintf(why, WHY_SIZE,
		    "module %s has taken system call %d by hand, and would put "
		    "the trace back when it goes: unload it first",
		    other->name, t->t_slot);
		return EBUSY;
	}
	lkm_unhook(lkmtp, &sysent[t->t_slot]);
	traced[t->t_slot] = NULL;
	return 0;
}
