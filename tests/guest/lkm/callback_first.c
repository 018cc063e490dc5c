/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * callback_first: as callback_a, but without a frame, and the call is the first
 * instruction of the module: before it there need not be any memory.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

#include "callback.h"

int hook(void);

__asm(".text\n"
      "hook:\n\t"
      "call callback_nap\n\t"
      "ret");

static int
enter(struct lkm_table *lkmtp, int cmd)
{
	callback_hook = hook;
	return 0;
}

static int
leave(struct lkm_table *lkmtp, int cmd)
{
	callback_hook = NULL;
	return 0;
}

MOD_MISC("callback_first")

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, enter, leave, lkm_nofunc);
}
