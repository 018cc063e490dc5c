/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * attack: what random system calls seldom meet, since each of these wants many
 * arguments to be nearly right: thread areas of all kinds in all segment
 * registers, frames for sigreturn that no signal has made, an address space
 * that is mapped, moved and taken away everywhere, by children of vfork as
 * well, and programs whose headers lie.  Its children may die of it; what the
 * kernel makes of it, test.t sees.
 *
 *	attack SEED COUNT	so many children of each kind
 */
#include "lx.h"
#include "../prog/fuzzargs.h"

#define CLONE_VFORKED 0x4111 /* CLONE_VM | CLONE_VFORK | SIGCHLD */
#define STEPS         200    /* of a child */

static char *self;

static u_int
below(u_int n)
{
	return fuzz_number() % n;
}

/* A number that is at an edge, or none. */
static u_int
wild(void)
{
	return below(3) == 0 ? fuzz_number() : fuzz_argument();
}

/* ---- what a fault leads to: the next step ---- */

static void *again[5]; /* of __builtin_setjmp() */
static char altstack[16384] __attribute__((aligned(16)));

static void __attribute__((used, noreturn)) go_on(void)
{
	__builtin_longjmp(again, 1);
}

static void
handler(int sig)
{
	go_on();
}

/* Where a frame may lead that nobody has made: only %ss is known. */
void landing(void);
__asm__("landing:\n"
	"	movl	%ss, %eax\n"
	"	movl	%eax, %ds\n"
	"	movl	%eax, %es\n"
	"	movl	$altstack + 16384, %esp\n"
	"	call	go_on\n");

static void
catch_all(void)
{
	static const int sigs[] = {4, 5, 7, 8, LX_SIGUSR1, LX_SIGSEGV};
	u_int ss[3] = {(u_int)altstack, 0, sizeof(altstack)}, i;

	lx(LX_sigaltstack, ss, 0);
	for (i = 0; i < sizeof(sigs) / sizeof(*sigs); i++)
		lx_handle(sigs[i], handler,
		    LX_SA_ONSTACK | LX_SA_NODEFER |
			(below(2) ? LX_SA_SIGINFO : 0));
}

/* So many steps, each from here, whatever the last one came to. */
static void
steps(void (*step)(void), u_int n)
{
	static volatile u_int i;
	static void (*volatile what)(void);
	static volatile u_int all;

	i = 0;
	what = step;
	all = n;
	(void)__builtin_setjmp(again);
	while (i++ < all) {
		catch_all();
		what();
	}
}

/* ---- thread areas ---- */

struct user_desc {
	u_int entry, base, limit, flags;
};

static void
set_area(void)
{
	struct user_desc d = {7 + below(3), wild(), wild(), 1 | wild()};

	if (below(4) != 0)
		d.flags &= 0x7b; /* no code */
	lx(LX_set_thread_area, &d);
}

static void
select(void)
{
	u_int sel = below(8) == 0 ? below(0x80) : (7 + below(3)) << 3 | 3;

	switch (below(5)) {
	case 0:
		__asm__ volatile("movl %0, %%gs" : : "r"(sel));
		break;
	case 1:
		__asm__ volatile("movl %0, %%fs" : : "r"(sel));
		break;
	case 2:
		/* The others are good for a call, which uses no memory. */
		__asm__ volatile("movl %0, %%es\n\t"
				 "int $0x80\n\t"
				 "pushl %%ds\n\t"
				 "popl %%es"
				 :
				 : "r"(sel), "a"(LX_sched_yield)
				 : "memory");
		break;
	case 3:
		__asm__ volatile("movl %%ds, %%edx\n\t"
				 "movl %0, %%ds\n\t"
				 "int $0x80\n\t"
				 "movl %%edx, %%ds"
				 :
				 : "r"(sel), "a"(LX_sched_yield)
				 : "edx", "memory");
		break;
	default:
		if (below(16) != 0)
			break;
		/* And its area is made another while it is the stack's. */
		__asm__ volatile(
		    "movl %%ss, %%edx\n\t"
		    "movl %0, %%ss\n\t"
		    "int $0x80\n\t"
		    "movl %%edx, %%ss"
		    :
		    : "r"(sel), "a"(LX_set_thread_area), "b"(fuzz_words)
		    : "edx", "memory");
	}
}

static void
area_step(void)
{
	set_area();
	fuzz_words[0] = 7 + below(3);
	fuzz_words[3] = 1 | (wild() & 0x7a);
	select();
	if (below(8) == 0)
		lx(LX_kill, lx(LX_getpid), LX_SIGUSR1);
	if (below(32) == 0 && lx(LX_fork) == 0)
		lx(LX_exit, 0);
	if (below(4) == 0)
		lx(LX_sched_yield);
}

static void
areas(void)
{
	steps(area_step, STEPS);
}

/* ---- frames ---- */

static u_int frame[512] __attribute__((aligned(16)));

/*
 * Of one in two the selectors are good, so that the rest is looked at.  One
 * without may end the process.
 */
static void
frame_step(void)
{
	u_int i, rt = below(2), *at = frame + 256;
	struct lx_sigcontext *sc;

	for (i = 0; i < 512; i++)
		frame[i] = wild();
	/* rt: at its stack pointer lie sig, info, uc, then both. */
	sc = rt ? (void *)((char *)at + 12 + 128 + 20) : (void *)at;
	if (below(64) != 0) {
		sc->cs = 0x1b;
		sc->ss = 0x23;
		sc->ds = sc->es = below(2) ? 0x23 : (7 + below(3)) << 3 | 3;
		sc->gs = (7 + below(3)) << 3 | 3;
		sc->fs = below(2) ? 0 : 0x23;
		sc->fpstate = below(2) ? (u_int)frame : 0;
		if (below(4) != 0)
			sc->eip = (u_int)landing;
	}
	__asm__ volatile("movl %0, %%esp\n\tint $0x80\n\thlt"
			 :
			 : "r"(at), "a"(rt ? 173 : 119)
			 : "memory");
}

static void
frames(void)
{
	steps(frame_step, STEPS);
}

/* ---- an address space ---- */

/* Pages, seldom where this program itself is. */
static u_int
place(void)
{
	switch (below(256)) {
	case 0:
		return wild();
	case 1:
		return wild() & ~4095u;
	case 2:
		return 0xbffe0000 + below(40) * 4096; /* the stack's end */
	case 3:
		return (u_int)frame & ~4095u;
	default:
		return 0x40000000 + below(64) * 4096;
	}
}

static u_int
length(void)
{
	return below(8) == 0 ? wild() : below(48) * 4096;
}

static int space_fd = -1;

static void
space_step(void)
{
	switch (below(8)) {
	case 0:
	case 1:
		lx(LX_mmap2, place(), length(), below(8), 0x22 | below(2) << 4,
		    -1, 0);
		break;
	case 2:
		lx(LX_mmap2, place(), length(), below(8), 2 | below(2) << 4,
		    space_fd, below(8) ? below(8) : wild());
		break;
	case 3:
		lx(LX_munmap, place(), length());
		break;
	case 4:
		lx(LX_mprotect, place(), length(), below(9));
		break;
	case 5:
		lx(LX_mremap, place(), length(), length(), below(4), place());
		break;
	case 6:
		lx(LX_madvise, place(), length(), below(6));
		break;
	default:
		lx(LX_brk,
		    below(4) ? lx(LX_brk, 0) + below(9) * 4096 - 16384
			     : wild());
	}
	lx(LX_getrandom, place(), 64, 0); /* write where something may be */
}

static void
space(void)
{
	space_fd = lx(LX_openat, -100, self, 0);
	steps(space_step, STEPS);
}

/*
 * The same in a child with this memory, which then ends by a bad instruction,
 * a signal or a call, or has a child like itself.
 */
static u_int stacks[4][1024];
static u_int depth;

static void
borrowed(void)
{
	int i;

	space_fd = lx(LX_openat, -100, self, 0);
	for (i = 0; i < 20; i++)
		space_step();
	if (++depth < 4 && below(2))
		/* Its stack holds where it goes: back into this function. */
		__asm__ volatile("int $0x80\n\t"
				 "testl %%eax, %%eax\n\t"
				 "jnz 1f\n\t"
				 "call *%%esi\n\t"
				 "hlt\n"
				 "1:"
				 :
				 : "a"(LX_clone), "b"(CLONE_VFORKED),
				 "c"(stacks[depth] + 1024), "S"(borrowed)
				 : "memory", "cc");
	if (below(3) == 0)
		lx(LX_kill, lx(LX_getppid), 9);
	if (below(3) == 0)
		lx(LX_kill, lx(LX_getpid), 11);
	if (below(3) == 0)
		*(volatile int *)4 = 0;
	lx(LX_exit, 0);
}

static void
borrow(void)
{
	int i;

	for (i = 0; i < 8; i++) {
		depth = 0;
		__asm__ volatile("int $0x80\n\t"
				 "testl %%eax, %%eax\n\t"
				 "jnz 1f\n\t"
				 "call *%%esi\n\t"
				 "hlt\n"
				 "1:"
				 :
				 : "a"(LX_clone), "b"(CLONE_VFORKED),
				 "c"(stacks[0] + 1024), "S"(borrowed)
				 : "memory", "cc");
		space_step();
	}
}

/* ---- programs ---- */

/* This program, with a few words of its headers spoiled, or cut short. */
static void
programs(void)
{
	static const char name[] = "/tmp/attacked";
	static char *argv[2] = {(char *)name};
	static u_int head[16384];
	int in = lx(LX_openat, -100, self, 0), out, n, i;

	n = lx(LX_read, in, head, sizeof(head));
	for (i = 1 + below(3); i > 0; i--)
		if (below(2))
			head[4 + below(9)] = wild(); /* the file's header */
		else
			head[13 + below(8 * 6)] = wild(); /* the segments' */
	if (below(4) == 0)
		((unsigned short *)head)[22] = wild(); /* how many */
	if (below(8) == 0)
		n = below(n);
	out = lx(LX_openat, -100, name, 01101, 0755);
	lx(LX_write, out, head, n);
	lx(LX_close, out);
	lx(LX_close, in);
	lx(LX_execve, name, argv, 0);
	lx(LX_exit, 1);
}

static void (*const attacks[])(void) = {areas, frames, space, borrow, programs};

static u_int
number_of(const char *s)
{
	u_int n = 0;

	while (*s >= '0' && *s <= '9')
		n = n * 10 + *s++ - '0';
	return n;
}

/* Give it some time: it may sleep, or run in a circle. */
static void
reap(int pid)
{
	static const u_int nap[4] = {0, 0, 2000000};
	int i, status;

	for (i = 0; i < 25; i++) {
		if (lx(LX_waitpid, pid, &status, 1) != 0)
			return;
		lx(LX_clock_nanosleep_time64, 1, 0, nap, 0);
	}
	lx(LX_kill, pid, 9);
	lx(LX_waitpid, pid, &status, 0);
}

int
lx_main(int argc, char **argv, char **envp)
{
	u_int seed, count, i, kind, kinds = sizeof(attacks) / sizeof(*attacks);
	int pid;

	if (argc < 3)
		return 0; /* one that was spoiled, and runs all the same */
	self = argv[0];
	seed = number_of(argv[1]);
	count = number_of(argv[2]);
	for (i = 0; i < count * kinds; i++) {
		kind = i % kinds;
		if ((pid = lx(LX_fork)) == 0) {
			lx(LX_setsid);
			fuzz_state = seed + i * 7919;
			fuzz_spoil();
			attacks[kind]();
			lx(LX_exit, 0);
		}
		reap(pid);
		lx(LX_kill, -pid, 9); /* its children */
	}
	return ok(1, "%u attacks were lived through", count * kinds), lx_done();
}
