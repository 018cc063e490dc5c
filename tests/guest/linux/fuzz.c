/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz: system calls of Linux with nonsense for arguments, until it dies of
 * it or has made them all.  tests/guest/prog/fuzz.c starts it, many times.
 *
 *	fuzz SEED COUNT BATCH DESCRIPTOR
 *
 * After each BATCH calls it writes a byte to the descriptor.
 */
#include "lx.h"
#include "../prog/fuzzargs.h"

/*
 * Would end it at once, or change the clock of all.  Those that sleep for
 * ever come seldom: each costs the time until somebody ends the process.
 */
static const short never[] = {1 /* exit */, 25 /* stime */,
    79 /* settimeofday */, 88 /* reboot */, 124 /* adjtimex */,
    252 /* exit_group */, 264, 404 /* clock_settime */};
static const short seldom[] = {29 /* pause */, 72 /* sigsuspend */,
    82 /* select */, 119 /* sigreturn */, 142 /* _newselect */,
    162 /* nanosleep */, 168 /* poll */, 173 /* rt_sigreturn */,
    179 /* rt_sigsuspend */, 240 /* futex */, 267, 407 /* clock_nanosleep */,
    308, 413 /* pselect6 */, 309, 414 /* ppoll */};

static int
is_in(const short *list, u_int n, int number)
{
	u_int i;

	for (i = 0; i < n; i++)
		if (list[i] == number)
			return 1;
	return 0;
}

static int
choose(int root)
{
	int number;

	for (;;) {
		number = fuzz_number() % 470;
		if (is_in(never, sizeof(never) / 2, number))
			continue;
		/* Signals to others are for who is nobody. */
		if (root && (number == 37 || number == 238 || number == 270))
			continue;
		/* Nor may root make devices: one could be the memory. */
		if (root && (number == 14 || number == 297))
			continue;
		if (!is_in(seldom, sizeof(seldom) / 2, number) ||
		    fuzz_number() % 64 == 0)
			return number;
	}
}

/*
 * A child ends at once, whatever stack it may have: on the way from the call
 * to there nothing but registers and one variable are used.
 */
static int forks;

static void
call(int number)
{
	u_int a[6];
	int i;

	for (i = 0; i < 6; i++)
		a[i] = fuzz_argument();
	forks = number == 2 || number == 120 || number == 190;
	__asm__ volatile("pushl	%%ebp\n\t"
			 "movl	(%%ecx), %%ebx\n\t"
			 "movl	8(%%ecx), %%edx\n\t"
			 "movl	12(%%ecx), %%esi\n\t"
			 "movl	16(%%ecx), %%edi\n\t"
			 "movl	20(%%ecx), %%ebp\n\t"
			 "movl	4(%%ecx), %%ecx\n\t"
			 "int	$0x80\n\t"
			 "testl	%%eax, %%eax\n\t"
			 "jnz	1f\n\t"
			 "cmpl	$0, forks\n\t"
			 "je	1f\n\t"
			 "movl	$1, %%eax\n\t"
			 "int	$0x80\n"
			 "1:	popl	%%ebp"
			 : "+a"(number)
			 : "c"(a), "m"(forks)
			 : "ebx", "edx", "esi", "edi", "memory", "cc");
}

static u_int
number_of(const char *s)
{
	u_int n = 0;

	while (*s >= '0' && *s <= '9')
		n = n * 10 + *s++ - '0';
	return n;
}

int
lx_main(int argc, char **argv, char **envp)
{
	u_int count, batch, fd, i;
	int root = lx(LX_getuid32) == 0;

	if (argc != 5)
		return 2;
	fuzz_state = number_of(argv[1]);
	count = number_of(argv[2]);
	batch = number_of(argv[3]);
	fd = number_of(argv[4]);
	for (i = 0; i < count; i++) {
		if (i % batch == 0)
			lx(LX_write, fd, "", 1);
		fuzz_spoil();
		call(choose(root));
	}
	return 0;
}
