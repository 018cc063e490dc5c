/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cpu: what a program must not do, and what the CPU says to it: privileged
 * instructions, the kernel's memory, software interrupts, arithmetic; and
 * that a handler cannot return with more rights than it had.
 */
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#define KERNEL_TEXT    0xc0100000
#define SYSCALL_VECTOR 0x80

/* ---- one instruction, in a child ---- */

static char *page; /* where instructions are put together, then executed */

/* Make the page hold this code and a return. */
static void
assemble(const char *code, size_t n)
{
	mprotect(page, 4096, PROT_READ | PROT_WRITE);
	memcpy(page, code, n);
	page[n] = (char)0xc3;
	mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

static int
run_page(void *arg)
{
	(void)arg;
	/* The registers that instructions below use as operands. */
	__asm volatile("mov %0, %%ecx; xor %%edx, %%edx; call *%%ecx"
		       :
		       : "r"(page)
		       : "eax", "ebx", "ecx", "edx", "memory");
	return 0;
}

static void
test_instructions(void)
{
	static const struct {
		const char *name;
		int sig;
		int n;
		char code[8];
	} insns[] = {
	    {"hlt", SIGSEGV, 1, "\xf4"},
	    {"cli", SIGSEGV, 1, "\xfa"},
	    {"sti", SIGSEGV, 1, "\xfb"},
	    {"in", SIGSEGV, 2, "\xe4\x60"},
	    {"out", SIGSEGV, 2, "\xe6\xf4"},
	    {"in (%dx)", SIGSEGV, 1, "\xec"},
	    {"insb", SIGSEGV, 1, "\x6c"},
	    {"mov %eax, %cr0", SIGSEGV, 3, "\x0f\x22\xc0"},
	    {"mov %cr3, %eax", SIGSEGV, 3, "\x0f\x20\xd8"},
	    {"mov %eax, %dr7", SIGSEGV, 3, "\x0f\x23\xf8"},
	    {"clts", SIGSEGV, 2, "\x0f\x06"},
	    {"lgdt (%ecx)", SIGSEGV, 3, "\x0f\x01\x11"},
	    {"lidt (%ecx)", SIGSEGV, 3, "\x0f\x01\x19"},
	    {"ltr %ax", SIGSEGV, 3, "\x0f\x00\xd8"},
	    {"lmsw %ax", SIGSEGV, 3, "\x0f\x01\xf0"},
	    {"invlpg (%ecx)", SIGSEGV, 3, "\x0f\x01\x39"},
	    {"wbinvd", SIGSEGV, 2, "\x0f\x09"},
	    {"rdmsr", SIGSEGV, 2, "\x0f\x32"},
	    {"wrmsr", SIGSEGV, 2, "\x0f\x30"},
	    {"the kernel's data segment into ds", SIGSEGV, 5,
		"\x6a\x10\x1f\x90"},
	    {"a segment that is not there into es", SIGSEGV, 5,
		"\x6a\x7b\x07\x90"},
	    {"a far jump to the kernel's code", SIGSEGV, 7,
		"\xea\x00\x00\x10\xc0\x08\x00"},
	    {"a far call to the task state", SIGSEGV, 7,
		"\x9a\x00\x00\x00\x00\x28\x00"},
	    {"a far call to the double fault's task", SIGSEGV, 7,
		"\x9a\x00\x00\x00\x00\x30\x00"},
	    {"iret with a nonsense frame", SIGSEGV, 3, "\x6a\x08\xcf"},
	    {"ud2", SIGILL, 2, "\x0f\x0b"},
	    {"a coprocessor that is not there", SIGILL, 2, "\xff\xff"},
	    {"int3", SIGTRAP, 1, "\xcc"},
	    {"division by zero", SIGFPE, 4, "\x31\xc9\xf7\xf1"},
	};
	size_t i;

	for (i = 0; i < sizeof(insns) / sizeof(insns[0]); i++) {
		assemble(insns[i].code, insns[i].n);
		dies(insns[i].sig, run_page, NULL, "%s", insns[i].name);
	}
}

/* int n, for each n but the one that is for programs. */
static void
test_vectors(void)
{
	char code[2] = {(char)0xcd, 0};
	int v, sig, wrong = 0;

	for (v = 0; v < 256; v++) {
		if (v == SYSCALL_VECTOR)
			continue;
		code[1] = (char)v;
		assemble(code, 2);
		sig = signal_of(in_child(run_page, NULL));
		/* Breakpoint and overflow a program may raise itself. */
		if (sig != (v == 3 ? SIGTRAP : v == 4 ? SIGFPE : SIGSEGV)) {
			diag("int 0x%x: signal %d", v, sig);
			wrong++;
		}
	}
	is(wrong, 0, "int n is a signal for all n but 0x80");
}

/* ---- the kernel's memory ---- */

static int
load(void *p)
{
	return *(volatile char *)p & 0;
}

static int
store(void *p)
{
	*(volatile char *)p = 0;
	return 0;
}

static int
jump(void *p)
{
	((void (*)(void))p)();
	return 0;
}

static void
test_addresses(void)
{
	static const uint32_t at[] = {0, 4, 0x3ff01000, 0xbfffffff, 0xc0000000,
	    KERNEL_TEXT, 0xf0000000, 0xf0400000, 0xffc00000, 0xfffffffc};
	size_t i;

	for (i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		void *p = (void *)at[i];

		dies(SIGSEGV, load, p, "a load from 0x%08x", (unsigned)at[i]);
		dies(SIGSEGV, store, p, "a store to 0x%08x", (unsigned)at[i]);
		dies(SIGSEGV, jump, p, "a jump to 0x%08x", (unsigned)at[i]);
	}
}

/* ---- flags ---- */

static uint32_t
get_flags(void)
{
	uint32_t f;

	__asm volatile("pushf; pop %0" : "=r"(f));
	return f;
}

static void
set_flags(uint32_t f)
{
	__asm volatile("push %0; popf" : : "r"(f) : "cc", "memory");
}

static int
raise_iopl(void *arg)
{
	(void)arg;
	set_flags(get_flags() | 0x3000);
	return (get_flags() & 0x3000) != 0;
}

/* A system call with odd flags on: nested task, and alignment checks. */
static int
odd_flags(void *arg)
{
	int pid = getpid(), i;

	set_flags(get_flags() | *(int *)arg);
	for (i = 0; i < 1000; i++)
		if (getpid() != pid)
			return 1;
	return 0;
}

/* Backwards strings: the kernel must not copy so. */
static int
direction(void *arg)
{
	char buf[2] = {'x', 'x'};
	int fds[2], n;

	(void)arg;
	if (pipe(fds) == -1)
		return 1;
	set_flags(get_flags() | 0x400);
	n = write(fds[1], "ab", 2);
	n += read(fds[0], buf, 2);
	set_flags(get_flags() & ~0x400U);
	return !(n == 4 && buf[0] == 'a' && buf[1] == 'b');
}

static int
single_step(void *arg)
{
	(void)arg;
	__asm volatile("pushf; orl $0x100, (%esp); popf; nop; nop");
	return 0;
}

static volatile sig_atomic_t traps;

static void
on_trap(int sig)
{
	(void)sig;
	traps++;
}

/* Stepping through a system call: the kernel is not stepped through. */
static int
step_syscall(void *arg)
{
	int n = 20; /* getpid */

	(void)arg;
	signal(SIGTRAP, on_trap);
	/* The handler's return takes the flag off: one trap each. */
	__asm volatile("pushf; orl $0x100, (%%esp); popf; int $0x80; nop"
		       : "+a"(n)
		       :
		       : "edx", "memory", "cc");
	return !(n == getpid() && traps >= 1);
}

static void
test_flags(void)
{
	int nt = 0x4000, ac = 0x40000;

	dies(0, raise_iopl, NULL, "popf does not raise the I/O privilege");
	dies(0, odd_flags, &nt, "system calls with the nested-task flag on");
	dies(0, odd_flags, &ac, "system calls with the alignment flag on");
	dies(0, direction, NULL, "system calls with the direction flag on");
	dies(SIGTRAP, single_step, NULL, "single step");
	dies(0, step_syscall, NULL, "single step into a system call");
}

/* ---- sigreturn ---- */

/* One field of the context, as the handler leaves it. */
static struct {
	size_t field;
	int value;
} evil;

static void
change_context(int sig, int code, struct sigcontext *scp)
{
	(void)sig;
	(void)code;
	*(int *)((char *)scp + evil.field) = evil.value;
}

/* 0 if after the return nothing is there that was not before. */
static int
return_evil(void *arg)
{
	unsigned cs;

	(void)arg;
	/* A handler gets more than C says. */
	signal(SIGUSR1, (void (*)(int))(void (*)(void))change_context);
	raise(SIGUSR1);
	__asm volatile("mov %%cs, %0" : "=r"(cs));
	return (cs & 3) != 3 || (get_flags() & 0x23200) != 0x200;
}

/* The process may go on or die, but not with more rights. */
static int
harmless(size_t field, int value)
{
	int status;

	evil.field = field;
	evil.value = value;
	status = in_child(return_evil, NULL);
	if (status == 0 || signal_of(status) != 0)
		return 1;
	/* sigreturn(2) refused: the trampoline exits with the error, or so */
	if (WIFEXITED(status) && WEXITSTATUS(status) != 1)
		return 1;
	diag("context word %u = 0x%x: status 0x%x",
	    (unsigned)(field / sizeof(int)), value, status);
	return 0;
}

static void
test_sigreturn(void)
{
#define FIELD(f) offsetof(struct sigcontext, f)
	static const size_t segments[] = {FIELD(sc_gs), FIELD(sc_fs),
	    FIELD(sc_es), FIELD(sc_ds), FIELD(sc_cs), FIELD(sc_ss)};
	static const int flags[] = {
	    0x3202, 0x3002, 0x20202, 0x4202, 0x100202, -1, 0};
	static const uint32_t at[] = {0, KERNEL_TEXT, 0xffffffff};
	size_t i;
	int sel, wrong;

	for (i = 0; i < sizeof(segments) / sizeof(segments[0]); i++) {
		wrong = 0;
		for (sel = 0; sel < 0x48; sel++)
			wrong += !harmless(segments[i], sel);
		wrong += !harmless(segments[i], 0xfffb);
		wrong += !harmless(segments[i], 0x10023);
		is(wrong, 0, "sigreturn: any selector, segment %u",
		    (unsigned)i);
	}
	wrong = 0;
	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		wrong += !harmless(FIELD(sc_eflags), flags[i]);
	is(wrong, 0, "sigreturn: any flags");
	for (i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		evil.field = FIELD(sc_eip);
		evil.value = at[i];
		dies(SIGSEGV, return_evil, NULL, "sigreturn: to 0x%08x",
		    (unsigned)at[i]);
		evil.field = FIELD(sc_esp);
		dies(SIGSEGV, return_evil, NULL, "sigreturn: on stack 0x%08x",
		    (unsigned)at[i]);
	}
}

/* ---- the handler of a fault ---- */

static sigjmp_buf env;

static void
leave(int sig)
{
	siglongjmp(env, sig);
}

static int
catch_faults(void *arg)
{
	int i;

	(void)arg;
	signal(SIGSEGV, leave);
	signal(SIGFPE, leave);
	for (i = 0; i < 100; i++) {
		if (sigsetjmp(env, 1) == 0)
			*(volatile char *)0 = 1;
		if (sigsetjmp(env, 1) == 0)
			assemble("\x31\xc9\xf7\xf1", 4), run_page(NULL);
	}
	return 0;
}

static int
blocked_fault(void *arg)
{
	sigset_t set = sigmask(SIGSEGV);

	(void)arg;
	sigprocmask(SIG_BLOCK, &set, NULL);
	*(volatile char *)0 = 1;
	return 0;
}

static int
ignored_fault(void *arg)
{
	(void)arg;
	signal(SIGSEGV, SIG_IGN);
	*(volatile char *)0 = 1;
	return 0;
}

/* A handler that faults itself. */
static void
fault_again(int sig)
{
	(void)sig;
	*(volatile char *)0 = 1;
}

static int
double_fault(void *arg)
{
	(void)arg;
	signal(SIGSEGV, fault_again);
	*(volatile char *)0 = 1;
	return 0;
}

static int
fault_once(void *arg)
{
	struct sigaction sa = {
	    .sa_handler = on_trap, .sa_flags = SA_RESETHAND | SA_NODEFER};

	(void)arg;
	/* The store is tried again after the handler: then it is fatal. */
	sigaction(SIGSEGV, &sa, NULL);
	*(volatile char *)0 = 1;
	return 0;
}

/* No room on the stack for a handler's frame. */
static int
no_stack(void *arg)
{
	signal(SIGUSR1, on_trap);
	__asm volatile("mov %0, %%eax; mov %%eax, %%esp; push $30; push %1;"
		       "push $0; mov $37, %%eax; int $0x80; hlt"
		       :
		       : "r"(arg), "r"(getpid()));
	return 0;
}

static void
test_handlers(void)
{
	char *low = mmap(
	    NULL, 4096, PROT_READ | PROT_WRITE, MAP_ANON | MAP_PRIVATE, -1, 0);

	dies(0, catch_faults, NULL, "faults caught, and jumped out of");
	dies(SIGSEGV, blocked_fault, NULL,
	    "a fault while its signal is blocked");
	dies(SIGSEGV, ignored_fault, NULL,
	    "a fault while its signal is ignored");
	dies(SIGSEGV, double_fault, NULL, "a fault in the handler of a fault");
	dies(SIGSEGV, fault_once, NULL, "SA_RESETHAND on a fault's handler");
	dies(SIGSEGV, no_stack, low + 64, "no room for a handler's frame");
}

int
main(void)
{
	page = mmap(
	    NULL, 4096, PROT_READ | PROT_WRITE, MAP_ANON | MAP_PRIVATE, -1, 0);
	if (page == MAP_FAILED)
		return 2;
	test_instructions();
	test_vectors();
	test_addresses();
	test_flags();
	test_handlers();
	test_sigreturn();
	return tap_done();
}
