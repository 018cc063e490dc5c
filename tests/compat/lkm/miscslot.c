/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * miscslot: a module of type MISC which notes where it has put itself, as
 * NetBSD's own examples do: from 4.0 on in mod.lkm_offset, before that in
 * lkm_offset. modstat shows it, modload -p gets it.
 */
#include <sys/cdefs.h>
__KERNEL_RCSID(0, "$NetBSD$");

#include <sys/param.h>
#include <sys/ioctl.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/mount.h>
#include <sys/exec.h>
#include <sys/lkm.h>
#include <sys/file.h>
#include <sys/errno.h>
#include <sys/syscall.h>

static int slotcall(struct lwp *, void *, register_t *);
static int miscslot_handle(struct lkm_table *, int);
static int miscslot_stat(struct lkm_table *, int);
int miscslot_lkmentry(struct lkm_table *, int, int);

static struct sysent newent = { 0, 0, (void *)slotcall };
static struct sysent oldent;
static int told;

MOD_MISC("miscslot");

/* How often it was asked, if by then it knew where it is. */
static int
slotcall(struct lwp *l, void *v, register_t *retval)
{
	*retval = told;
	return 0;
}

static int
miscslot_handle(struct lkm_table *lkmtp, int cmd)
{
	struct lkm_misc *args = lkmtp->private.lkm_misc;
	int i;

	switch (cmd) {
	case LKM_E_LOAD:
		if (lkmexists(lkmtp))
			return (EEXIST);
		if (args->lkm_offset != (u_long)-1)
			return (EINVAL);
		for (i = 0; i < SYS_MAXSYSCALL; i++)
			if ((void *)sysent[i].sy_call == sys_lkmnosys)
				break;
		if (i == SYS_MAXSYSCALL)
			return (ENFILE);
		memcpy(&oldent, &sysent[i], sizeof(struct sysent));
		memcpy(&sysent[i], &newent, sizeof(struct sysent));
		args->mod.lkm_offset = i;
		break;
	case LKM_E_UNLOAD:
		i = args->mod.lkm_offset;
		memcpy(&sysent[i], &oldent, sizeof(struct sysent));
		break;
	default:
		return (EINVAL);
	}
	return (0);
}

static int
miscslot_stat(struct lkm_table *lkmtp, int cmd)
{
	if (lkmtp->private.lkm_any->lkm_offset ==
	    lkmtp->private.lkm_misc->lkm_offset)
		told++;
	return (0);
}

int
miscslot_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	LKM_DISPATCH(lkmtp, cmd, NULL, miscslot_handle, miscslot_handle,
	    miscslot_stat)
}
