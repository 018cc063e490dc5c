/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * slowfs: a file system with a file of every name, of two pages: the first
 * cannot be read, and who needs the second sleeps until a signal comes.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/vnode.h>

static int channel;

static int
pagefs_getpage(struct vnode *vp, off_t off, struct vm_page **pgp)
{
	if (off > 0)
		(void)tsleep(&channel, PWAIT | PCATCH, "slowfs", 0);
	return EIO;
}

#define PAGEFS_NAME "slowfs"
#define PAGEFS_SIZE (2 * PAGE_SIZE)
#include "pagefs.h"

MOD_MISC("slowfs")

static int
slowfs_load(struct lkm_table *lkmtp, int cmd)
{
	return vfs_attach(&pagefs_vfsops);
}

static int
slowfs_unload(struct lkm_table *lkmtp, int cmd)
{
	return vfs_detach(&pagefs_vfsops);
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, slowfs_load, slowfs_unload, lkm_nofunc);
}
