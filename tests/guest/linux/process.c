/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * process: fork, clone, vfork, wait, and who a process is.
 *
 *	process exit N	exits with N
 *	process nosys N	makes call N, which is to fail
 *	process crash	reads from nowhere
 */
#include "lx.h"

#define CLONE_VM             0x00000100
#define CLONE_FS             0x00000200
#define CLONE_VFORK          0x00004000
#define CLONE_THREAD         0x00010000
#define CLONE_SETTLS         0x00080000
#define CLONE_PARENT_SETTID  0x00100000
#define CLONE_CHILD_CLEARTID 0x00200000
#define CLONE_CHILD_SETTID   0x01000000

static char *self;
static volatile int shared;

static int
wait_for(int pid)
{
	int status = -1;

	return lx(LX_waitpid, pid, &status, 0) == pid ? status : -1;
}

static void
test_clone(void)
{
	int tid = 0, parent_tid = 0, pid, status;

	pid =
	    lx(LX_clone, CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | LX_SIGCHLD,
		0, 0, 0, &tid);
	if (pid == 0)
		lx(LX_exit_group,
		    tid == lx(LX_getpid) && tid == lx(LX_gettid) ? 5 : 6);
	is(wait_for(pid), 5 << 8, "a child finds its number in its memory");
	is(tid, 0, "and its parent does not");
	pid = lx(LX_clone, CLONE_PARENT_SETTID | LX_SIGCHLD, 0, &parent_tid);
	if (pid == 0)
		lx(LX_exit, 0);
	is(parent_tid, pid, "but in its own, if it wants");
	is(wait_for(pid), 0, "the end of it");
	pid = lx(LX_clone, CLONE_CHILD_SETTID | LX_SIGCHLD, 0, 0, 0, 4);
	if (pid == 0)
		lx(LX_exit, 8);
	is(wait_for(pid), 8 << 8, "a wild address is its own affair");
	is(lx(LX_clone, CLONE_VM | LX_SIGCHLD, 0), -LX_EINVAL, "a thread");
	is(lx(LX_clone, CLONE_FS | LX_SIGCHLD, 0), -LX_EINVAL, "a half one");
	is(lx(LX_clone, CLONE_THREAD | LX_SIGCHLD, 0), -LX_EINVAL,
	    "a whole one");
	is(lx(LX_clone, LX_SIGUSR1, 0), -LX_EINVAL, "another signal");
	is(lx(LX_clone, CLONE_SETTLS | LX_SIGCHLD, 0, 0, 4), -LX_EFAULT,
	    "a wild thread area");
	is(lx(LX_wait4, -1, &status, 0, 0), -LX_ECHILD, "no child is left");
}

/* fn on a stack of its own, in a child that shares the memory or not. */
int clone_on(int flags, void *stack, void (*fn)(void), volatile int *tid);
__asm__("clone_on:\n"
	"	pushl	%ebx\n"
	"	pushl	%esi\n"
	"	movl	$120, %eax\n"
	"	movl	12(%esp), %ebx\n"
	"	movl	16(%esp), %ecx\n"
	"	movl	20(%esp), %esi\n" /* not used with these flags */
	"	movl	24(%esp), %edx\n"
	"	int	$0x80\n"
	"	testl	%eax, %eax\n"
	"	jz	1f\n"
	"	popl	%esi\n"
	"	popl	%ebx\n"
	"	ret\n"
	"1:	call	*%esi\n"
	"	hlt\n");

static char stack[8192] __attribute__((aligned(16)));
static char *vfork_argv[4];

static void
in_clone(void)
{
	u_int here;

	shared = (u_int)&here - (u_int)stack < sizeof(stack) ? 1 : -1;
	lx(LX_exit, 4);
}

static void
in_spawn(void)
{
	shared = lx(LX_execve, "/nowhere", vfork_argv, 0);
	lx(LX_execve, self, vfork_argv, 0);
	lx(LX_exit, 9);
}

static int __attribute__((noinline)) vforked(int code)
{
	int pid;

	/* The child's calls must not spoil what the parent returns to. */
	__asm__ volatile("int	$0x80\n\t"
			 "testl	%%eax, %%eax\n\t"
			 "jnz	1f\n\t"
			 "incl	shared\n\t"
			 "movl	$1, %%eax\n\t"
			 "int	$0x80\n"
			 "1:"
			 : "=a"(pid)
			 : "a"(LX_vfork), "b"(code)
			 : "memory", "cc");
	return pid;
}

static void
test_vfork(void)
{
	int pid;

	shared = 0;
	pid = vforked(6);
	is(shared, 1, "vfork: the child was first, in this memory");
	is(wait_for(pid), 6 << 8, "it ends");
	pid = clone_on(CLONE_VM | CLONE_VFORK | LX_SIGCHLD,
	    stack + sizeof(stack), in_clone, 0);
	is(shared, 1, "clone: on a stack of its own");
	is(wait_for(pid), 4 << 8, "it ends");
	shared = 0;
	pid = clone_on(LX_SIGCHLD, stack + sizeof(stack), in_clone, 0);
	is(wait_for(pid), 4 << 8, "with memory of its own, too");
	is(shared, 0, "this is another");
	vfork_argv[0] = self;
	vfork_argv[1] = "exit";
	vfork_argv[2] = "33";
	pid = clone_on(CLONE_VM | CLONE_VFORK | LX_SIGCHLD,
	    stack + sizeof(stack), in_spawn, 0);
	is(shared, -LX_ENOENT, "the child tells why exec failed");
	is(wait_for(pid), 33 << 8, "and then it succeeded");
}

/* Ends its parent, which waits for it, and then takes its time. */
static char stack2[8192] __attribute__((aligned(16)));
static volatile int tid;

static void
in_grandchild(void)
{
	static const u_int nap[4] = {0, 0, 200000000};

	lx(LX_kill, lx(LX_getppid), 9);
	lx(LX_clock_nanosleep_time64, 1, 0, nap, 0);
	shared = 7;
	lx(LX_exit, 0);
}

static void
in_child(void)
{
	clone_on(CLONE_VM | CLONE_VFORK | LX_SIGCHLD, stack2 + sizeof(stack2),
	    in_grandchild, 0);
	lx(LX_exit, 0);
}

static void
in_told(void)
{
	shared = tid == lx(LX_getpid);
	lx(LX_exit, 0);
}

static void
test_nested_vfork(void)
{
	int pid;

	shared = 0;
	pid = clone_on(CLONE_VM | CLONE_VFORK | LX_SIGCHLD,
	    stack + sizeof(stack), in_child, 0);
	is(shared, 7, "it is not back while its grandchild has the memory");
	is(wait_for(pid), 9, "the child was killed");
	pid =
	    clone_on(CLONE_VM | CLONE_VFORK | CLONE_PARENT_SETTID | LX_SIGCHLD,
		stack + sizeof(stack), in_told, &tid);
	is(shared, 1, "the child's number is there before the child");
	is(tid, pid, "and is the one");
	is(wait_for(pid), 0, "the end of it");
}

struct rusage {
	int utime[2], stime[2], rest[14];
};

static void
test_wait(void)
{
	struct rusage ru;
	int status, pid;

	memset(&ru, -1, sizeof(ru));
	if ((pid = lx(LX_fork)) == 0)
		lx(LX_exit, 0x1234);
	is(lx(LX_wait4, pid, &status, 0, &ru), pid, "wait4");
	is(status, 0x3400, "its status");
	ok(ru.utime[0] == 0 && ru.stime[0] == 0 && ru.utime[1] >= 0 &&
		ru.rest[13] >= 0,
	    "what it used");
	if ((pid = lx(LX_fork)) == 0)
		for (;;)
			lx(LX_pause);
	is(lx(LX_wait4, -1, &status, 1, 0), 0, "WNOHANG");
	lx(LX_kill, pid, LX_SIGSTOP);
	is(lx(LX_wait4, pid, &status, 2, 0), pid, "it stops");
	is(status, LX_SIGSTOP << 8 | 0x7f, "by Linux's number");
	lx(LX_kill, pid, LX_SIGCONT);
	is(lx(LX_wait4, pid, &status, 8, 0), pid, "it continues");
	is(status, 0xffff, "and says so");
	lx(LX_kill, pid, LX_SIGUSR2);
	is(lx(LX_wait4, pid, 0, 0, 0), pid, "it dies, and nobody asks how");
	is(lx(LX_wait4, -1, 0, 0x100, 0), -LX_EINVAL, "options");
	is(lx(LX_wait4, pid, 0, 0, 0), -LX_ECHILD, "no child");
	is(lx(LX_wait4, 0x80000000, 0, 0, 0), -LX_ESRCH, "no group at all");
	if ((pid = lx(LX_fork)) == 0)
		lx(LX_exit, 0);
	is(lx(LX_wait4, pid, 4, 0, 0), -LX_EFAULT, "a wild status");
}

static void
test_times(void)
{
	u_int tms[5] = {0, 0, 0, 0, 77}, begin = lx(LX_times, tms), now;
	int pid;

	do
		now = lx(LX_times, tms);
	while (now - begin < 30);
	ok(tms[0] + tms[1] > 5 && tms[0] + tms[1] < 100000,
	    "times: I have worked for a while");
	is(tms[4], 77, "four numbers are written");
	begin = tms[2];
	if ((pid = lx(LX_fork)) == 0) {
		for (now = lx(LX_times, 0); lx(LX_times, 0) - now < 30;)
			for (shared = 0; shared < 100000; shared++)
				;
		lx(LX_exit, 0);
	}
	wait_for(pid);
	lx(LX_times, tms);
	ok(tms[2] > begin + 5, "and so has my child");
	is(lx(LX_times, 4), -LX_EFAULT, "a wild place");
}

static void
test_groups(void)
{
	int me = lx(LX_getpid), pid;

	if ((pid = lx(LX_fork)) == 0) {
		if (lx(LX_setpgid, 0, 0) != 0 ||
		    lx(LX_getpgrp) != lx(LX_getpid))
			lx(LX_exit, 1);
		lx(LX_exit, lx(LX_getppid) == me ? 0 : 2);
	}
	is(wait_for(pid), 0, "a group of its own");
	if ((pid = lx(LX_fork)) == 0)
		lx(LX_exit, lx(LX_setsid) == lx(LX_getpid) ? 0 : 1);
	is(wait_for(pid), 0, "a session of its own");
	is(lx(LX_setpgid, 1, 1), -LX_ESRCH, "not for another's child");
}

static void
test_names(void)
{
	char name[16];

	is(lx(LX_prctl, 15, "a name that is long"), 0, "a name");
	is(lx(LX_prctl, 16, name), 0, "read");
	is(lx_strcmp(name, "a name that is "), 0, "15 characters");
	is(lx(LX_prctl, 99), -LX_EINVAL, "no such option");
	is(lx(LX_prctl, 15, 4), -LX_EFAULT, "a wild name");
}

static void
test_ids(void)
{
	u_int r, e, s;
	int pid;

	is(lx(LX_getresuid32, &r, &e, &s), 0, "three ids");
	ok(r == 0 && e == 0 && s == 0, "root's");
	if ((pid = lx(LX_fork)) == 0) {
		if (lx(LX_setresuid32, 1000, 2000, 3000) != 0)
			lx(LX_exit, 1);
		lx(LX_getresuid32, &r, &e, &s);
		if (r != 1000 || e != 2000 || s != 3000 ||
		    lx(LX_getuid32) != 1000)
			lx(LX_exit, 2);
		if (lx(LX_setresuid32, -1, 3000, -1) != 0)
			lx(LX_exit, 3);
		if (lx(LX_setresuid32, 4000, -1, -1) != -LX_EPERM)
			lx(LX_exit, 4);
		if (lx(LX_setuid32, 0) != -LX_EPERM)
			lx(LX_exit, 5);
		if (lx(LX_setuid32, -1) != -LX_EINVAL)
			lx(LX_exit, 6);
		/* The saved id follows, unless the real one is taken. */
		if (lx(203, -1, 1000) != 0) /* setreuid32 */
			lx(LX_exit, 7);
		lx(LX_getresuid32, &r, &e, &s);
		lx(LX_exit, r == 1000 && e == 1000 && s == 3000 ? 0 : 8);
	}
	is(wait_for(pid), 0, "who gives them up cannot get them back");
	is(lx(24), 0, "the old getuid");
	if ((pid = lx(LX_fork)) == 0) {
		lx(LX_setuid32, 100000);
		lx(LX_exit, lx(24) == 65534 ? 0 : 1);
	}
	is(wait_for(pid), 0, "has 16 bits");
}

static void
test_limits(void)
{
	u_int limit[2];
	u_quad limit64[2];

	is(lx(LX_ugetrlimit, 3, limit), 0, "the limit of the stack");
	is(limit[0], 8 << 20, "8 MiB");
	is(lx(LX_ugetrlimit, 0, limit), 0, "of time");
	is(limit[0], -1, "none");
	is(lx(LX_getrlimit, 0, limit), 0, "the old call");
	is(limit[0], 0x7fffffff, "has 31 bits");
	is(lx(LX_prlimit64, 0, 7, 0, limit64), 0, "the new call");
	ok(limit64[0] == 256 && limit64[1] == 256, "descriptors");
	is(lx(LX_prlimit64, 0, 7, limit64, 0), 0, "the same again");
	limit64[0] = 10;
	is(lx(LX_prlimit64, 0, 7, limit64, 0), -LX_EPERM, "others");
	is(lx(LX_ugetrlimit, 16, limit), -LX_EINVAL, "no such limit");
}

static int
number(const char *s)
{
	int n = 0;

	while (*s != '\0')
		n = n * 10 + *s++ - '0';
	return n;
}

int
lx_main(int argc, char **argv, char **envp)
{
	if (argc > 1 && lx_strcmp(argv[1], "crash") == 0)
		return *(volatile int *)4;
	if (argc == 3 && lx_strcmp(argv[1], "nosys") == 0)
		return lx(number(argv[2])) != -LX_ENOSYS;
	if (argc == 3)
		return number(argv[2]);
	self = argv[0];
	test_clone();
	test_vfork();
	test_nested_vfork();
	test_wait();
	test_times();
	test_groups();
	test_names();
	test_ids();
	test_limits();
	return lx_done();
}
