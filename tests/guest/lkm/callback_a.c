/* SPDX-License-Identifier: BSD-2-Clause */
/* callback_a: called by callback_b, calls it back.  With frames. */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

#include "callback.h"

static volatile int returns;

static int
hook(void)
{
	int error = callback_nap();

	returns++; /* not a jump: we have to be come back to */
	return error;
}

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

MOD_MISC("callback_a")

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, enter, leave, lkm_nofunc);
}
