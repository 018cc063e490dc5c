/* SPDX-License-Identifier: BSD-2-Clause */
/* owntype: accounts its memory under a type of its own. */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/malloc.h>
#include <sys/systm.h>

static MALLOC_DEFINE(M_OWN, "owntype", "a module's own memory");

static void *piece;

MOD_MISC("owntype")

static int
owntype_load(struct lkm_table *lkmtp, int cmd)
{
	piece = malloc(100, M_OWN, M_NOWAIT);
	return piece == NULL ? ENOMEM : 0;
}

static int
owntype_unload(struct lkm_table *lkmtp, int cmd)
{
	free(piece, M_OWN);
	return 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, owntype_load, owntype_unload, lkm_nofunc);
}
