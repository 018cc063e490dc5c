/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * byhand: no DISPATCH, but what it stood for before there was one; the
 * module header before all others, and a type of its own called bool.
 */
#include <sys/lkm.h>
#include <sys/param.h>

typedef int bool;
#define	true	1
#define	false	0

static bool loaded = false;
int lkmdispatch(), lkmexists();

MOD_MISC("byhand")

int
byhand_lkmentry(lkmtp, cmd, ver)
	struct lkm_table	*lkmtp;
	int			cmd;
	int			ver;
{
	if (ver != LKM_VERSION)
		return EINVAL;

	switch (cmd) {
	case LKM_E_LOAD:
		lkmtp->private.lkm_any = (struct lkm_any *)&_module;
		if (lkmexists(lkmtp))
			return EEXIST;
		loaded = true;
		break;
	case LKM_E_UNLOAD:
		if (!loaded)
			return EINVAL;
		loaded = false;
		break;
	case LKM_E_STAT:
		break;
	default:
		return EINVAL;
	}
	return lkmdispatch(lkmtp, cmd);
}
