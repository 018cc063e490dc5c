/* SPDX-License-Identifier: BSD-2-Clause */
/* wxsection: a module with code that it wants to write to. */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

__asm(".section .changing, \"awx\", @progbits; ret; .text");

MOD_MISC("wxsection")

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
