/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * crash: a system call, 218, that takes the kernel down in the way that its
 * argument says.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

enum {
	PANIC = 1,
	NULL_WRITE,
	OWN_TEXT,
	OWN_RODATA,
	EXECUTE_DATA,
	RECURSE,
	DIVIDE,
	CALL_NULL,
	WALK_OFF
};

int crash_here(int how, volatile int *zero);
int recurse(volatile int *n);

static const int constant[] = {1, 2, 3};

int __noinline
recurse(volatile int *n)
{
	volatile int room[64];

	room[0] = *n + 1;
	return *n < 0 ? 0 : recurse(room) + room[0];
}

int __noinline
crash_here(int how, volatile int *zero)
{
	static unsigned char code[] = {0xc3}; /* ret */
	void (*function)(void) = NULL;

	switch (how) {
	case PANIC:
		panic("crash: asked to");
	case NULL_WRITE:
		*(volatile int *)*zero = 1;
		break;
	case OWN_TEXT:
		*(volatile char *)crash_here = 0;
		break;
	case OWN_RODATA:
		*(volatile int *)&constant[how & 1] = 0;
		break;
	case EXECUTE_DATA:
		((void (*)(void))code)();
		break;
	case RECURSE:
		return recurse(zero);
	case DIVIDE:
		return how / *zero;
	case CALL_NULL:
		__asm volatile("" : "+r"(function));
		function();
		break;
	case WALK_OFF: /* behind the module's last page */
		return *(volatile int *)0xf7fff000;
	}
	return how;
}

static int
crash(struct proc *p, void *v, register_t *retval)
{
	volatile int zero = 0;

	*retval = crash_here(*(int *)v, &zero);
	return 0;
}

static struct sysent entry = {1, sizeof(int), crash};
MOD_SYSCALL("crash", 218, &entry)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
