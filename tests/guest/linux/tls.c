/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tls: thread areas, and %gs, which selects one.
 *
 *	tls fresh	exits with 0 if there are none
 */
#include "lx.h"

struct user_desc {
	u_int entry, base, limit, flags;
};
#define USUAL 0x51 /* 32 bits, limit in pages, "useable" */

static int word[3] = {0x1111, 0x2222, 0x3333};

static int
read_gs(void)
{
	int v;

	__asm__ volatile("movl %%gs:0, %0" : "=r"(v));
	return v;
}

static int
gs(void)
{
	int v;

	__asm__ volatile("movl %%gs, %0" : "=r"(v));
	return v & 0xffff;
}

static void
select_gs(int sel)
{
	__asm__ volatile("movl %0, %%gs" : : "r"(sel));
}

static int
set(struct user_desc *d, u_int entry, void *base, u_int flags)
{
	d->entry = entry;
	d->base = (u_int)base;
	d->limit = 0xfffff;
	d->flags = flags;
	return lx(LX_set_thread_area, d);
}

/* The child and the parent each read their own, again and again. */
static void
test_switching(u_int entry)
{
	int i, wrong = 0, status, pid;
	struct user_desc d;

	if ((pid = lx(LX_fork)) == 0) {
		if (read_gs() != 0x1111)
			lx(LX_exit, 2); /* inherited */
		if (set(&d, entry, &word[1], USUAL) != 0)
			lx(LX_exit, 3);
		/* The register was loaded again on the way back. */
		for (i = 0; i < 300; i++) {
			lx(LX_sched_yield);
			if (read_gs() != 0x2222)
				lx(LX_exit, 4);
		}
		lx(LX_exit, 0);
	}
	for (i = 0; i < 300; i++) {
		lx(LX_sched_yield);
		if (read_gs() != 0x1111)
			wrong++;
	}
	is(lx(LX_waitpid, pid, &status, 0), pid, "the child ends");
	is(status, 0, "it had an area of its own");
	is(wrong, 0, "and the parent kept its");
}

/* Time slices: no system call is made. */
static void
test_preemption(void)
{
	int status, wrong, pid = lx(LX_fork);
	volatile u_int i;

	for (i = 0, wrong = 0; i < 30000000; i++)
		if ((i & 1023) == 0 && read_gs() != 0x1111)
			wrong++;
	if (pid == 0)
		lx(LX_exit, wrong != 0);
	lx(LX_waitpid, pid, &status, 0);
	is(wrong | status, 0, "the register gs survives being preempted");
}

static volatile int seen;

static void
handler(int sig)
{
	seen = sig == LX_SIGUSR1 ? read_gs() : -1;
	select_gs(0);
}

static int
fresh(void)
{
	struct user_desc d;
	u_int i;

	for (i = 7; i < 10; i++) {
		d.entry = i;
		if (lx(LX_get_thread_area, &d) != 0 || d.base != 0 ||
		    d.flags != 0x28)
			return 1;
	}
	return gs() != 0;
}

static void
test_exec(char *self)
{
	char *argv[3] = {self, "fresh", 0};
	int status, pid = lx(LX_fork);

	if (pid == 0) {
		lx(LX_execve, self, argv, 0);
		lx(LX_exit, 9);
	}
	lx(LX_waitpid, pid, &status, 0);
	is(status, 0, "a new program has none");
}

static void
test_refused(struct user_desc *d)
{
	is(lx(LX_set_thread_area, 4), -LX_EFAULT, "a wild pointer");
	is(set(d, 3, word, USUAL), -LX_EINVAL, "one of the kernel's");
	is(set(d, 1000, word, USUAL), -LX_EINVAL, "none at all");
	is(set(d, 8, word, USUAL | 4), -LX_EINVAL, "code");
	is(set(d, 8, word, USUAL & ~1), -LX_EINVAL, "16 bits");
	d->entry = 5;
	is(lx(LX_get_thread_area, d), -LX_EINVAL, "no area to ask for");
}

/*
 * Other segment registers, whose area is taken away under the program: the
 * way back to it finds that, and leaves a null selector.  The program ends
 * with it without having touched memory.
 */
#define TAKE_AWAY(reg)                                               \
	__asm__ volatile("movl	%0, %%" reg "\n\t"                   \
			 "int	$0x80\n\t"                             \
			 "movl	%%" reg ", %%ebx\n\t"                \
			 "movl	$1, %%eax\n\t"                        \
			 "int	$0x80"                                 \
			 :                                           \
			 : "r"(sel), "a"(LX_set_thread_area), "b"(d) \
			 : "memory")

static void
take_away(int i, struct user_desc *d)
{
	int sel;

	if (set(d, -1, 0, USUAL) != 0)
		return;
	sel = d->entry << 3 | 3;
	d->base = d->limit = d->flags = 0;
	switch (i) {
	case 0:
		TAKE_AWAY("ss");
		break;
	case 1:
		TAKE_AWAY("ds");
		break;
	case 2:
		TAKE_AWAY("es");
		break;
	case 3:
		TAKE_AWAY("fs");
		break;
	}
}

static void
test_taken_away(void)
{
	static const char *const names[] = {"ss", "ds", "es", "fs"};
	struct user_desc d;
	int i, status, pid;

	for (i = 0; i < 4; i++) {
		if ((pid = lx(LX_fork)) == 0) {
			take_away(i, &d);
			lx(LX_exit, 77);
		}
		lx(LX_waitpid, pid, &status, 0);
		/* No program goes on without a stack. */
		is(status, i == 0 ? LX_SIGSEGV : 0, "%s without its area",
		    names[i]);
	}
}

int
lx_main(int argc, char **argv, char **envp)
{
	struct user_desc d;
	u_int entry, more[2];

	if (argc > 1)
		return fresh();
	is(set(&d, -1, &word[0], USUAL), 0, "a thread area");
	entry = d.entry;
	ok(entry != -1U, "it has a number: %u", entry);
	select_gs(entry << 3 | 3);
	is(read_gs(), 0x1111, "what is there is found through the register gs");
	d.base = d.limit = d.flags = 0;
	is(lx(LX_get_thread_area, &d), 0, "it can be asked for");
	ok(d.base == (u_int)&word[0] && d.limit == 0xfffff && d.flags == USUAL,
	    "and is what it was: %x %x %x", d.base, d.limit, d.flags);
	is(set(&d, -1, &word[1], USUAL), 0, "a second one");
	more[0] = d.entry;
	is(set(&d, -1, &word[2], USUAL | 8), 0, "a third, read-only");
	more[1] = d.entry;
	is(set(&d, -1, &word[2], USUAL), -LX_ESRCH, "there is no fourth");
	select_gs(more[1] << 3 | 3);
	is(read_gs(), 0x3333, "the third's");
	select_gs(more[0] << 3 | 3);
	is(read_gs(), 0x2222, "the second's");
	d = (struct user_desc){.entry = more[0]};
	is(lx(LX_set_thread_area, &d), 0, "the second goes");
	is(gs(), 0, "and the register gs selects nothing");
	select_gs(entry << 3 | 3);
	test_refused(&d);
	test_switching(entry);
	test_preemption();
	lx_handle(LX_SIGUSR1, handler, 0);
	lx(LX_kill, lx(LX_getpid), LX_SIGUSR1);
	is(seen, 0x1111, "a handler has it too");
	is(read_gs(), 0x1111, "and gives it back");
	test_taken_away();
	test_exec(argv[0]);
	return lx_done();
}
