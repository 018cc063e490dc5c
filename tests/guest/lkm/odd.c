/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * odd: a module that misbehaves as the host's name tells it: hostname(1)
 * sets it, "WHAT NUMBER".  With any other name it is a good one.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kernel.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

#include "shall.h"

static int
odd(struct proc *p, void *v, register_t *retval)
{
	*retval = 42;
	return 0;
}

static struct sysent entry = {0, 0, odd};
MOD_SYSCALL("odd", -1, &entry)

/* Spoil our own description. */
static void
describe(struct lkm_table *lkmtp)
{
	if (shall("type"))
		_module.mod.lkm_type = number;
	else if (shall("interface"))
		_module.mod.lkm_ver = number;
	else if (shall("kernel"))
		_module.mod.lkm_sysver = number;
	else if (shall("slot"))
		_module.lkm_offset = number;
	else if (shall("no-call"))
		entry.sy_call = NULL;
	else if (shall("arguments"))
		entry.sy_argsize = number;
	else if (shall("no-sysent"))
		_module.lkm_sysent = NULL;
	else if (shall("far-sysent"))
		_module.lkm_sysent = sysent;
}

static int
load(struct lkm_table *lkmtp, int cmd)
{
	return shall("load") ? number : 0;
}

static int
unload(struct lkm_table *lkmtp, int cmd)
{
	return shall("unload") ? number : 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	if (cmd == LKM_E_LOAD) {
		if (shall("early"))
			return number;
		if (shall("outside")) {
			lkmtp->private.lkm_any = (struct lkm_any *)hostname;
			return lkmdispatch(lkmtp, cmd);
		}
		if (shall("other-name"))
			_module.mod.lkm_name = "another";
		if (shall("no-name"))
			_module.mod.lkm_name = NULL;
		if (shall("twice")) {
			lkmtp->private.lkm_any = (struct lkm_any *)&_module;
			(void)lkmdispatch(lkmtp, cmd);
			return lkmdispatch(lkmtp, cmd);
		}
		describe(lkmtp);
	}
	DISPATCH(lkmtp, cmd, ver, load, unload, lkm_nofunc);
}
