/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * badreloc: is refused after its relocations were looked at, which are so
 * many that this is done with SSE registers: the last one is of a kind that
 * the kernel does not do.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

#define FOUR(x) x, x, x, x

int xxxinit(struct lkm_table *, int, int);
int (*const volatile same[])(struct lkm_table *, int, int) = {
    FOUR(xxxinit), FOUR(xxxinit), FOUR(xxxinit), FOUR(xxxinit), FOUR(xxxinit)};

/* Of 8 bits, R_386_8. */
__asm(".data\n\t"
      ".byte same\n\t"
      ".text");

MOD_MISC("badreloc")

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
