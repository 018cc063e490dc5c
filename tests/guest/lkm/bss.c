/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bss: a system call, 219, that tells of a module's own memory: is the bss
 * zero, is initialised data what it was, can both be written; and can the
 * bss, pages of it, be executed?  (It cannot; who asks is stopped.)
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static int data[3] = {10, 20, 12};
static u_char room[3 * PAGE_SIZE + 77];

static int
check(void)
{
	u_int i;

	for (i = 0; i < sizeof(room); i++)
		if (room[i] != 0)
			return -(int)i;
	for (i = 0; i < sizeof(room); i++)
		room[i] = i;
	return data[0]++ + data[1] + data[2];
}

static int
bss(struct proc *p, void *v, register_t *retval)
{
	if (*(int *)v == 2) {
		room[2 * PAGE_SIZE] = 0xc3; /* ret */
		((void (*)(void))(room + 2 * PAGE_SIZE))();
	}
	*retval = *(int *)v == 0 ? check() : data[0];
	return 0;
}

static struct sysent entry = {1, sizeof(int), bss};
MOD_SYSCALL("bss", 219, &entry)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
