/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * badreloc: is refused after its relocations were looked at, which are so
 * many that this is done with SSE registers: one of them is of a kind that the
 * kernel does not do.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

#define FOUR(x) x, x, x, x

int xxxinit(struct lkm_table *, int, int);
int (*const volatile same[])(struct lkm_table *, int, int) = {
    FOUR(xxxinit), FOUR(xxxinit), FOUR(xxxinit), FOUR(xxxinit), FOUR(xxxinit)};

/* As position-independent code has it, R_386_GOT32. */
__asm(".data\n\t"
      ".long same@GOT\n\t"
      ".text");

MOD_MISC("badreloc")

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
