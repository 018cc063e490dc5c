/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * trivial: a module with one printf, to see what a load costs at least.
 * With QUIET the printf is there but never executed: it costs what it
 * takes to link it, not what the consoles take to show a line.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

/* bench changes the digits, to have many of them. */
MOD_MISC("bench0000")

#ifdef QUIET
#define SHALL_PRINT(cmd) ((cmd) != LKM_E_LOAD)
#else
#define SHALL_PRINT(cmd) 1
#endif

static int
trivial_load(struct lkm_table *lkmtp, int cmd)
{
	if (SHALL_PRINT(cmd))
		printf("bench: loaded\n");
	return 0;
}

int ENTRY(struct lkm_table *, int, int);

int
ENTRY(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, trivial_load, lkm_nofunc, lkm_nofunc);
}
