/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tmpfs_vfsops.c: mounting and unmounting a tmpfs.
 */
#include <sys/systm.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <sys/vm.h>
#include "tmpfs.h"

#define INO_ROOT 2

/* What the caller asked for; without data the defaults. */
static int
get_args(const void *data, size_t len, struct tmpfs_args *args)
{
	if (len == 0) {
		*args = (struct tmpfs_args){.ta_root_mode = 0755};
		return 0;
	}
	if (len != sizeof(*args))
		return EINVAL;
	memcpy(args, data, sizeof(*args));
	if (args->ta_version != TMPFS_ARGS_VERSION || args->ta_size_max < 0 ||
	    args->ta_root_mode & ~ALLPERMS)
		return EINVAL;
	return 0;
}

static int
tmpfs_mount(struct mount *mp, void *data, size_t len, struct proc *p)
{
	struct tmpfs_mount *tm;
	struct tmpfs_args args;
	int error;

	if (mp->mnt_flag & MNT_UPDATE)
		return 0; /* the flags are all that can change */
	if ((error = get_args(data, len, &args)) != 0)
		return error;
	tm = malloc(sizeof(*tm), M_TMPFS, M_ZERO);
	tm->tm_nextino = INO_ROOT;
	tm->tm_maxnodes = MIN(args.ta_nodes_max, UINT32_MAX);
	tm->tm_maxpages = MIN(howmany(args.ta_size_max, PAGE_SIZE), UINT32_MAX);
	error = tmpfs_node_alloc(tm, VDIR, args.ta_root_mode, args.ta_root_uid,
	    args.ta_root_gid, &tm->tm_root);
	if (error != 0) {
		free(tm, M_TMPFS);
		return error;
	}
	tm->tm_root->tn_nlink = 2;
	tm->tm_root->tn_dir.parent = tm->tm_root;
	mp->mnt_data = tm;
	strlcpy(mp->mnt_stat.f_mntfromname, "tmpfs",
	    sizeof(mp->mnt_stat.f_mntfromname));
	return 0;
}

static int
tmpfs_unmount(struct mount *mp, struct proc *p)
{
	struct tmpfs_mount *tm = MPTOTM(mp);
	struct tmpfs_node *node;

	while ((node = LIST_FIRST(&tm->tm_nodes)) != NULL)
		tmpfs_node_free(tm, node);
	KASSERT(tm->tm_npages == 0);
	free(tm, M_TMPFS);
	mp->mnt_data = NULL;
	return 0;
}

static int
tmpfs_root(struct mount *mp, struct vnode **vpp)
{
	tmpfs_vnode_get(mp, MPTOTM(mp)->tm_root, vpp);
	return 0;
}

static int
tmpfs_statvfs(struct mount *mp, struct statvfs *sb)
{
	struct tmpfs_mount *tm = MPTOTM(mp);
	u_long left = tmpfs_pages_left(tm);

	sb->f_bsize = sb->f_frsize = sb->f_iosize = PAGE_SIZE;
	sb->f_bfree = sb->f_bavail = left;
	sb->f_blocks = (uint64_t)left + tm->tm_npages;
	/* A node takes about a sixteenth of a page. */
	sb->f_ffree = tm->tm_maxnodes != 0 ? tm->tm_maxnodes - tm->tm_nnodes
					   : (uint64_t)left * 16;
	sb->f_favail = sb->f_ffree;
	sb->f_files = sb->f_ffree + tm->tm_nnodes;
	return 0;
}

struct vfsops tmpfs_vfsops = {
    .vfs_name = MOUNT_TMPFS,
    .vfs_mount = tmpfs_mount,
    .vfs_unmount = tmpfs_unmount,
    .vfs_root = tmpfs_root,
    .vfs_statvfs = tmpfs_statvfs,
};
