/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * unheard: a file system of nothing but a root, whose statvfs(2) tells, as
 * f_files, how often the module's unload function was called.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

#define FSNAME "unheard"
#include "emptyfs.h"

static int heard;

static int
unheard_statvfs(struct mount *mp, struct statvfs *sb)
{
	sb->f_files = heard;
	return 0;
}

static struct vfsops unheard_vfsops = {.vfs_name = FSNAME,
    .vfs_mount = emptyfs_mount,
    .vfs_unmount = emptyfs_unmount,
    .vfs_root = emptyfs_root,
    .vfs_statvfs = unheard_statvfs};

MOD_MISC("unheard")

static int
unheard_load(struct lkm_table *lkmtp, int cmd)
{
	return vfs_attach(&unheard_vfsops);
}

static int
unheard_unload(struct lkm_table *lkmtp, int cmd)
{
	heard++;
	return vfs_detach(&unheard_vfsops);
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, unheard_load, unheard_unload, lkm_nofunc);
}
