/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * t_vfs.h: a kind of file system, FSNAME, that is an empty folder; its mount
 * may be slow.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/vnode.h>

#include "emptyfs.h"
#include "shall.h"

static int channel, ninit;

static int
folder_mount(struct mount *mp, void *data, size_t len, struct proc *p)
{
	if (shall("slow-mount"))
		return tsleep(&channel, PWAIT | PCATCH, "t_vfs", 0);
	return 0;
}

static void
folder_init(void)
{
	ninit++;
}

static void
folder_done(void)
{
	ninit--;
}

static struct vfsops folder_vfsops = {.vfs_name = FSNAME,
    .vfs_mount = folder_mount,
    .vfs_unmount = emptyfs_unmount,
    .vfs_root = emptyfs_root,
    .vfs_statvfs = emptyfs_statvfs,
    .vfs_init = folder_init,
    .vfs_done = folder_done};

MOD_VFS(NAME, -1, &folder_vfsops)

static void
describe(void)
{
	if (shall("slot"))
		_module.lkm_offset = number;
	else if (shall("wild-ops"))
		_module.lkm_vfsops = (struct vfsops *)number;
	else if (shall("kernel-ops"))
		_module.lkm_vfsops = vfs_known("tmpfs");
	else if (shall("wild-root"))
		*(vaddr_t *)&folder_vfsops.vfs_root = number;
	else if (shall("no-mount"))
		folder_vfsops.vfs_mount = NULL;
	else if (shall("no-name"))
		folder_vfsops.vfs_name = "";
	else if (shall("wild-name"))
		folder_vfsops.vfs_name = (const char *)number;
	else if (shall("tmpfs"))
		folder_vfsops.vfs_name = "tmpfs";
}

/* Once it is there; "slow-load" gives time to mount it before it fails. */
static int
load(struct lkm_table *lkmtp, int cmd)
{
	if (ninit != 1)
		return EINVAL;
	if (!shall("slow-load"))
		return shall("load") ? number : 0;
	printf(NAME ": loading\n");
	(void)tsleep(&channel, PWAIT, "t_vfs", hz);
	return EIO;
}

/* Slow, so that somebody may try to mount it; or it refuses. */
static int
unload(struct lkm_table *lkmtp, int cmd)
{
	if (shall("slow")) {
		printf(NAME ": unloading\n");
		(void)tsleep(&channel, PWAIT, "t_vfs", hz);
	}
	return shall("unload") || shall("slow") ? number : 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	if (cmd == LKM_E_LOAD)
		describe();
	DISPATCH(lkmtp, cmd, ver, load, unload, lkm_nofunc);
}
