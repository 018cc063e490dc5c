/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * colliding: 32 global names of one hash (ksyms_hash(), four bytes at a
 * time: the highest bit of a word becomes bit 14 of the next).
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

#define A       "xxxax1xx"
#define B       "xxx\341xqxx"
#define NAME(n) __asm__(".globl " n "\n" n ":\n");
#define FOUR(n) NAME(n A A) NAME(n A B) NAME(n B A) NAME(n B B)

__asm__(".data");
FOUR(A A A)
FOUR(A A B)
FOUR(A B A)
FOUR(A B B)
FOUR(B A A)
FOUR(B A B)
FOUR(B B A)
FOUR(B B B)
__asm__(".long 0; .text");

MOD_MISC("colliding")

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
