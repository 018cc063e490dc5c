/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * start: what a program finds when it begins, and how system calls look from
 * its side: registers, error numbers.
 *
 *	start NAME	as start, by this name
 */
#include "lx.h"

struct ehdr {
	char ident[16];
	unsigned short type, machine;
	u_int version, entry, phoff, shoff, flags;
	unsigned short ehsize, phentsize, phnum;
};

extern char _start[], __ehdr_start[];

static u_int
aux(u_int type, const char *name)
{
	int there;
	u_int value = lx_aux(type, &there);

	ok(there, "the auxiliary vector has %s", name);
	return value;
}

static void
test_vector(const char *name)
{
	struct ehdr *eh = (struct ehdr *)__ehdr_start;
	int there;
	u_int *random;

	is(aux(3, "AT_PHDR"), (u_int)__ehdr_start + eh->phoff,
	    "the program headers are there");
	is(aux(4, "AT_PHENT"), eh->phentsize, "of that size");
	is(aux(5, "AT_PHNUM"), eh->phnum, "as many");
	is(aux(6, "AT_PAGESZ"), 4096, "the page size");
	is(aux(7, "AT_BASE"), 0, "no run-time linker");
	is(aux(9, "AT_ENTRY"), (int)_start, "the entry");
	is(aux(11, "AT_UID"), lx(LX_getuid32), "the real user");
	is(aux(12, "AT_EUID"), lx(LX_getuid32), "the effective one");
	is(aux(23, "AT_SECURE"), 0, "it runs as who started it");
	ok(aux(16, "AT_HWCAP") & 1, "the processor has an FPU");
	is(aux(17, "AT_CLKTCK"), 100, "ticks");
	is(lx_strcmp((char *)aux(15, "AT_PLATFORM"), "i686"), 0, "i686");
	is(lx_strcmp((char *)aux(31, "AT_EXECFN"), name), 0, "its file's name");
	random = (u_int *)aux(25, "AT_RANDOM");
	ok((random[0] | random[1] | random[2] | random[3]) != 0 &&
		random[0] != random[1],
	    "random bytes");
	(void)lx_aux(32, &there);
	ok(!there, "no AT_SYSINFO");
	(void)lx_aux(33, &there);
	ok(!there, "no vDSO");
}

/* getpid with known values in all registers; 0: they are what they were. */
static u_int
registers_changed(int number)
{
	u_int changed;

	__asm__ volatile("pushl	%%ebp\n\t"
			 "movl	$0x11111111, %%ebp\n\t"
			 "int	$0x80\n\t"
			 "subl	$0x11111111, %%ebp\n\t"
			 "xorl	$0x22222222, %%ebx\n\t"
			 "xorl	$0x33333333, %%ecx\n\t"
			 "xorl	$0x44444444, %%edx\n\t"
			 "xorl	$0x55555555, %%esi\n\t"
			 "xorl	$0x66666666, %%edi\n\t"
			 "orl	%%ebp, %%ebx\n\t"
			 "orl	%%ecx, %%ebx\n\t"
			 "orl	%%edx, %%ebx\n\t"
			 "orl	%%esi, %%ebx\n\t"
			 "orl	%%edi, %%ebx\n\t"
			 "popl	%%ebp"
			 : "=b"(changed), "+a"(number)
			 : "b"(0x22222222), "c"(0x33333333), "d"(0x44444444),
			 "S"(0x55555555), "D"(0x66666666)
			 : "memory", "cc");
	return changed;
}

int
lx_main(int argc, char **argv, char **envp)
{
	struct {
		char field[6][65];
	} u;

	is((u_int)lx_stack & 15, 0, "the stack is aligned");
	ok(argc >= 1 && argv[argc] == 0, "the arguments end with NULL");
	ok(envp == argv + argc + 1, "the environment is behind them");
	test_vector(argv[argc > 1 ? 1 : 0]);
	is(registers_changed(LX_getpid), 0, "a call keeps all registers");
	is(registers_changed(9999), 0, "and so does one that fails");
	is(registers_changed(LX_kill), 0, "for another reason");
	is(registers_changed(LX_getuid32), 0, "getuid32");
	is(lx(9999), -LX_ENOSYS, "there is no call 9999");
	is(lx(-1), -LX_ENOSYS, "nor -1");
	is(lx(222), -LX_ENOSYS, "nor 222");
	is(lx(LX_kill, 0x7fff0000, 0), -LX_ESRCH, "errors are negative");
	is(lx(LX_uname, 1), -LX_EFAULT, "a wild pointer");
	is(lx(LX_uname, &u), 0, "uname");
	is(lx_strcmp(u.field[0], "Linux"), 0, "it says Linux");
	is(lx_strcmp(u.field[4], "i686"), 0, "on i686");
	return lx_done();
}
