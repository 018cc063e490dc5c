/* SPDX-License-Identifier: BSD-2-Clause */
/* t_compat.h: a module that is the emulation of t_emul.h. */
#include <sys/lkm.h>

#include "t_emul.h"

MOD_COMPAT(NAME, -1, &emulation)

static int
load(struct lkm_table *lkmtp, int cmd)
{
	return shall("load") ? number : 0;
}

static int
unload(struct lkm_table *lkmtp, int cmd)
{
	return slowly(NAME);
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	if (cmd == LKM_E_LOAD) {
		_module.lkm_compat = spoil_emul();
		if (shall("slot"))
			_module.lkm_offset = number;
	}
	DISPATCH(lkmtp, cmd, ver, load, unload, lkm_nofunc);
}
