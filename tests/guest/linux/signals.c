/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signals: handlers of both kinds, their frames, masks, stacks, numbers.
 */
#include "lx.h"

static volatile int calls, last_signal, last_arg[3];
static volatile u_int last_sp, last_edx, last_ecx;
static struct lx_siginfo info;
static struct lx_ucontext context;
static int me;

static void
plain(int sig)
{
	calls++;
	last_signal = sig;
}

static void
three(int sig, struct lx_siginfo *si, struct lx_ucontext *uc)
{
	plain(sig);
	info = *si;
	context = *uc;
	last_sp = (u_int)&sig;
}

/* What it has in registers: the arguments as a regparm function would. */
static __attribute__((regparm(3))) void
in_registers(int eax, u_int edx, u_int ecx)
{
	plain(eax);
	last_edx = edx;
	last_ecx = ecx;
}

static void
raise_it(int sig)
{
	calls = last_signal = 0;
	lx(LX_kill, me, sig);
}

/* ---- the kinds of handlers ---- */

static volatile int restored;
void my_restorer(void), my_rt_restorer(void);
__asm__("my_restorer:\n"
	"	incl	restored\n"
	"	popl	%eax\n"
	"	movl	$119, %eax\n"
	"	int	$0x80\n"
	"my_rt_restorer:\n"
	"	addl	$16, restored\n"
	"	movl	$173, %eax\n"
	"	int	$0x80\n");

static void
test_kinds(void)
{
	struct lx_rt_sigaction sa, old;
	struct {
		void *handler;
		u_int mask, flags;
		void (*restorer)(void);
	} osa = {plain, 0, LX_SA_RESTORER, my_restorer}, oold;

	lx_handle(LX_SIGUSR1, plain, 0);
	raise_it(LX_SIGUSR1);
	ok(calls == 1 && last_signal == LX_SIGUSR1, "a handler");
	lx_handle(LX_SIGUSR1, three, LX_SA_SIGINFO);
	raise_it(LX_SIGUSR1);
	ok(calls == 1 && info.signo == LX_SIGUSR1 && info.code == 0,
	    "one of three arguments");
	lx_handle(LX_SIGUSR1, in_registers, 0);
	raise_it(LX_SIGUSR1);
	ok(calls == 1 && last_signal == LX_SIGUSR1 && last_edx == 0,
	    "it finds the signal in a register");
	lx_handle(LX_SIGUSR1, in_registers, LX_SA_SIGINFO);
	raise_it(LX_SIGUSR1);
	ok(*(int *)last_edx == LX_SIGUSR1 && last_ecx > last_edx,
	    "and the other arguments");

	restored = 0;
	is(lx(LX_sigaction, LX_SIGUSR1, &osa, &oold), 0, "the older call");
	ok(oold.handler == (void *)in_registers &&
		oold.flags == LX_SA_SIGINFO && oold.restorer == 0,
	    "tells what was");
	raise_it(LX_SIGUSR1);
	is(restored, 1, "a handler returns to where it has said");
	sa = (struct lx_rt_sigaction){three,
	    LX_SA_SIGINFO | LX_SA_RESTORER | LX_SA_RESTART, my_rt_restorer,
	    1ULL << (LX_SIGUSR2 - 1)};
	lx(LX_rt_sigaction, LX_SIGUSR1, &sa, 0, 8);
	raise_it(LX_SIGUSR1);
	is(restored, 17, "so does the other kind");
	is(lx(LX_rt_sigaction, LX_SIGUSR1, 0, &old, 8), 0, "asked for");
	ok(old.handler == sa.handler && old.flags == sa.flags &&
		old.restorer == sa.restorer && old.mask == sa.mask,
	    "it is as it was given: %x", old.flags);
	is(lx(LX_signal, LX_SIGUSR1, plain), (int)three, "signal()");
	raise_it(LX_SIGUSR1);
	lx(LX_rt_sigaction, LX_SIGUSR1, 0, &old, 8);
	ok(calls == 1 && old.handler == 0, "is good for one");
}

static void
test_refused(void)
{
	struct lx_rt_sigaction sa = {plain, 0, 0, 0};

	is(lx(LX_rt_sigaction, 9, &sa, 0, 8), -LX_EINVAL, "SIGKILL");
	is(lx(LX_rt_sigaction, 19, &sa, 0, 8), -LX_EINVAL, "SIGSTOP");
	is(lx(LX_rt_sigaction, 0, &sa, 0, 8), -LX_EINVAL, "0");
	is(lx(LX_rt_sigaction, 65, &sa, 0, 8), -LX_EINVAL, "65");
	is(lx(LX_rt_sigaction, 34, &sa, 0, 8), -LX_EINVAL, "a real-time one");
	is(lx(LX_rt_sigaction, 10, &sa, 0, 4), -LX_EINVAL, "a short set");
	is(lx(LX_rt_sigaction, 10, 4, 0, 8), -LX_EFAULT, "a wild pointer");
	is(lx(LX_rt_sigaction, 9, 0, &sa, 8), 0, "but asked for");
	is(lx(LX_kill, me, 65), -LX_EINVAL, "kill with 65");
	is(lx(LX_kill, me, 0), 0, "with 0");
	is(lx(LX_tgkill, me, me, 0), 0, "tgkill");
	is(lx(LX_tgkill, me, 1, 0), -LX_ESRCH, "of another's thread");
	is(lx(LX_tkill, -1, 0), -LX_EINVAL, "tkill of nobody");
}

/* ---- faults ---- */

static void
skip_fault(int sig, struct lx_siginfo *si, struct lx_ucontext *uc)
{
	three(sig, si, uc);
	uc->mc.eip += 2; /* movl (%eax), %eax; movl %eax, (%ecx) */
	uc->mc.eax = 0x5a5a;
}

static void
test_faults(void)
{
	int value = 0x1000, before;
	static const char constant[] = "constant";

	lx_handle(LX_SIGSEGV, skip_fault, LX_SA_SIGINFO);
	__asm__ volatile("movl (%%eax), %%eax" : "+a"(value));
	ok(info.signo == LX_SIGSEGV && info.addr == 0x1000 && info.code == 1,
	    "a fault tells where: %x", info.addr);
	is(context.mc.cr2, 0x1000, "the context, too");
	is(context.mc.trapno, 14, "and that it was a page fault");
	is(value, 0x5a5a, "a handler may change the registers");
	before = calls;
	__asm__ volatile("movl %%eax, (%%ecx)" : "+a"(value) : "c"(constant));
	ok(calls == before + 1 && info.code == 2 &&
		info.addr == (u_int)constant,
	    "a write to a constant");
	lx_handle(LX_SIGSEGV, 0, 0);
}

static volatile float sse_after;

static void
use_sse(int sig)
{
	float x[4] = {9, 9, 9, 9};

	calls++;
	__asm__ volatile("movups %0, %%xmm0; movups %0, %%xmm5; fninit; fldpi"
			 :
			 : "m"(x));
}

static void
test_fpu(void)
{
	static const float in[4] = {1.5, 2.5, 3.5, 4.5};
	float out[4], x87;
	int kind;

	for (kind = 0; kind < 2; kind++) {
		lx_handle(LX_SIGUSR1, use_sse, kind ? LX_SA_SIGINFO : 0);
		calls = 0;
		__asm__ volatile(
		    "fninit\n\t"
		    "flds	%4\n\t"
		    "movups %4, %%xmm5\n\t"
		    "int	$0x80\n\t"
		    "movups %%xmm5, %1\n\t"
		    "fstps	%2"
		    : "=a"(calls), "=m"(out), "=m"(x87)
		    : "a"(LX_kill), "m"(in), "b"(me), "c"(LX_SIGUSR1)
		    : "memory");
		ok(out[0] == 1.5f && out[3] == 4.5f && x87 == 1.5f,
		    "floating-point registers outlive a handler");
	}
}

/* ---- masks ---- */

static void
test_masks(void)
{
	u_quad set = 1ULL << (LX_SIGUSR1 - 1), old = 0, pending = 0;
	u_quad all = ~0ULL, none = 0;

	lx_handle(LX_SIGUSR1, three, LX_SA_SIGINFO);
	is(lx(LX_rt_sigprocmask, 0, &set, &old, 8), 0, "block");
	is((int)old, 0, "nothing was");
	raise_it(LX_SIGUSR1);
	is(calls, 0, "it waits");
	is(lx(LX_rt_sigpending, &pending, 8), 0, "pending");
	ok(pending == set, "this one");
	is(lx(LX_rt_sigsuspend, &none, 8), -LX_EINTR, "sigsuspend");
	is(calls, 1, "lets it in");
	ok(context.mask == set, "the frame has the mask before");
	is(lx(LX_rt_sigprocmask, 2, &all, &old, 8), 0, "set all");
	ok(old == set, "the mask is back");
	lx(LX_rt_sigprocmask, 1, &none, &old, 8);
	ok(old == (0x7fffffffULL & ~(1ULL << 8) & ~(1ULL << 18)),
	    "all but KILL and STOP are blocked");
	is(lx(LX_rt_sigprocmask, 3, &none, 0, 8), -LX_EINVAL, "how");
	is(lx(LX_rt_sigprocmask, 0, 4, 0, 8), -LX_EFAULT, "a wild pointer");
	is(lx(LX_rt_sigprocmask, 0, &none, 0, 4), -LX_EINVAL, "a size");
	lx(LX_rt_sigprocmask, 2, &none, 0, 8);
}

/* ---- the alternate stack ---- */

static struct {
	char *sp;
	u_int flags, size;
} stack_inside;

static void
on_stack(int sig, struct lx_siginfo *si, struct lx_ucontext *uc)
{
	three(sig, si, uc);
	lx(LX_sigaltstack, 0, &stack_inside);
	is(lx(LX_sigaltstack, &stack_inside, 0), -LX_EPERM,
	    "it cannot be changed from there");
}

static void
test_altstack(void)
{
	static char room[16384];
	struct {
		char *sp;
		u_int flags, size;
	} ss = {room, 0, sizeof(room)}, old;

	is(lx(LX_sigaltstack, 0, &old), 0, "the alternate stack");
	is(old.flags, 2, "there is none");
	is(lx(LX_sigaltstack, &ss, 0), 0, "there is one");
	lx_handle(LX_SIGUSR2, on_stack, LX_SA_SIGINFO | LX_SA_ONSTACK);
	raise_it(LX_SIGUSR2);
	ok(last_sp - (u_int)room < sizeof(room), "the handler is on it");
	is(stack_inside.flags, 1, "and is told so");
	lx(LX_sigaltstack, 0, &old);
	ok(old.flags == 0 && old.sp == room && old.size == sizeof(room),
	    "afterwards it is free");
	is(last_sp & 15, 0, "aligned");
	ss.size = 1000;
	is(lx(LX_sigaltstack, &ss, 0), -LX_ENOMEM, "too small");
	ss.flags = 77;
	is(lx(LX_sigaltstack, &ss, 0), -LX_EINVAL, "flags");
	ss.flags = 2;
	is(lx(LX_sigaltstack, &ss, 0), 0, "taken away");
}

/* ---- numbers ---- */

static int
status_of(int sig)
{
	int status = -1, pid = lx(LX_fork);

	if (pid == 0) {
		lx(LX_kill, lx(LX_getpid), sig);
		lx(LX_exit, 77);
	}
	lx(LX_wait4, pid, &status, 2, 0);
	if ((status & 0xff) == 0x7f) {
		lx(LX_kill, pid, 9);
		lx(LX_waitpid, pid, 0, 0);
	}
	return status;
}

static void
test_numbers(void)
{
	static const int kill_it[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
	    14, 15, 16, 24, 25, 26, 27, 31};
	static const int stop[] = {19, 20, 21, 22};
	static const int nothing[] = {17, 18, 23, 28, 29};
	u_int i;

	lx_handle(LX_SIGUSR1, 0, 0);
	lx_handle(LX_SIGUSR2, 0, 0);
	for (i = 0; i < sizeof(kill_it) / sizeof(int); i++)
		is(status_of(kill_it[i]), kill_it[i], "signal %d kills",
		    kill_it[i]);
	/* The others stop none whom nobody can continue. */
	is(status_of(stop[0]), 19 << 8 | 0x7f, "SIGSTOP stops");
	for (i = 0; i < sizeof(nothing) / sizeof(int); i++)
		is(status_of(nothing[i]), 77 << 8, "signal %d is ignored",
		    nothing[i]);
	for (i = 1; i < 32; i++) {
		if (i == 9 || i == 19)
			continue;
		lx_handle(i, plain, 0);
		raise_it(i);
		ok(calls == 1 && last_signal == (int)i, "signal %d is caught",
		    i);
		lx_handle(i, 0, 0);
	}
}

/* ---- system calls that are interrupted ---- */

static void
test_restart(void)
{
	char c = 0;
	int fd[2], pid, status;

	if (!ok(lx(LX_pipe2, fd, 0) == 0, "a pipe"))
		return;
	lx_handle(LX_SIGUSR1, plain, LX_SA_RESTART);
	calls = 0;
	if ((pid = lx(LX_fork)) == 0) {
		struct {
			u_quad sec;
			u_quad nsec;
		} ts = {0, 100000000};

		lx(LX_clock_nanosleep_time64, 1, 0, &ts, 0);
		lx(LX_kill, me, LX_SIGUSR1);
		lx(LX_clock_nanosleep_time64, 1, 0, &ts, 0);
		lx(LX_write, fd[1], "x", 1);
		lx(LX_exit, 0);
	}
	is(lx(LX_read, fd[0], &c, 1), 1, "a read is made again");
	ok(c == 'x' && calls == 1, "after the handler");
	lx(LX_waitpid, pid, &status, 0);
	lx_handle(LX_SIGUSR1, plain, 0);
	if ((pid = lx(LX_fork)) == 0) {
		struct {
			u_quad sec;
			u_quad nsec;
		} ts = {0, 100000000};

		lx(LX_clock_nanosleep_time64, 1, 0, &ts, 0);
		lx(LX_kill, me, LX_SIGUSR1);
		lx(LX_exit, 0);
	}
	is(lx(LX_read, fd[0], &c, 1), -LX_EINTR, "or ends");
	lx(LX_waitpid, pid, &status, 0);
}

/* ---- frames that lie ---- */

static int
with_frame(int number, int offset, u_int value)
{
	static u_int frame[400];
	int status, pid = lx(LX_fork);
	u_int *sc = &frame[100] + (number == 119 ? 2 : 4 + 32 + 5);

	if (pid == 0) {
		struct lx_sigcontext *c = (void *)sc;

		__asm__ volatile("movl %%gs, %0" : "=r"(c->gs));
		__asm__ volatile("movl %%ds, %0" : "=r"(c->ds));
		__asm__ volatile("movl %%cs, %0" : "=r"(c->cs));
		c->fs = 0;
		c->es = c->ss = c->ds;
		c->esp = (u_int)&frame[90];
		c->eip = 0;
		if (offset >= 0)
			sc[offset] = value;
		__asm__ volatile(
		    "movl	%0, %%esp\n\t"
		    "int	$0x80\n\t"
		    "hlt"
		    :
		    : "r"(&frame[100] + (number == 119 ? 2 : 1)), "a"(number));
	}
	lx(LX_waitpid, pid, &status, 0);
	return status;
}

static void
test_lies(void)
{
	static const u_int selector[] = {
	    0x08, 0x10, 0x13, 0x28, 0x30, 0x33, 0x7, 0xffff, 0x1b | 0x10000};
	u_int i, n;

	for (n = 119; n <= 173; n += 54) {
		/* eip 0 is a fault, too: so this is a frame that is good. */
		is(with_frame(n, -1, 0), 11, "call %d: back to nowhere", n);
		for (i = 0; i < sizeof(selector) / sizeof(u_int); i++) {
			is(with_frame(n, 15, selector[i]), 11, "call %d: cs %x",
			    n, selector[i]);
			is(with_frame(n, 18, selector[i]), 11, "call %d: ss %x",
			    n, selector[i]);
			is(with_frame(n, 0, selector[i]), 11, "call %d: gs %x",
			    n, selector[i]);
		}
		is(with_frame(n, 19, 0xfffff000), 11,
		    "call %d: FPU in the kernel", n);
		is(with_frame(n, 16, 0xffffffff), 11, "call %d: flags", n);
	}
}

int
lx_main(int argc, char **argv, char **envp)
{
	me = lx(LX_getpid);
	test_kinds();
	test_refused();
	test_faults();
	test_fpu();
	test_masks();
	test_altstack();
	test_numbers();
	test_restart();
	test_lies();
	return lx_done();
}
