/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_vnops.c: the table of operations, and the smallest of them.
 */
#include <sys/buf.h>
#include <sys/errno.h>
#include <sys/fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include "ext2fs.h"

static int
ext2_open(struct vnode *vp, int mode, struct ucred *cred, struct proc *p)
{
	if (VTOI(vp)->i_d.i_flags & EXT2_APPEND_FL &&
	    (mode & (FWRITE | O_APPEND)) == FWRITE)
		return EPERM;
	return 0;
}

static int
ext2_access(struct vnode *vp, int acc, struct ucred *cred)
{
	struct vattr va;

	if (acc & VWRITE && VTOI(vp)->i_d.i_flags & EXT2_IMMUTABLE_FL)
		return EPERM;
	(void)ext2_getattr(vp, &va);
	return vaccess(vp->v_type, va.va_mode, va.va_uid, va.va_gid, acc, cred);
}

static int
ext2_readlink(struct vnode *vp, struct uio *uio)
{
	struct ext2_inode *ip = VTOI(vp);
	size_t len = (size_t)ip->i_size;
	struct buf *bp;
	uint32_t blk;
	char *copy;
	int error;

	if (vp->v_type != VLNK)
		return EINVAL;
	if (!ext2_has_blocks(ip))
		return uiomove(ip->i_d.i_block, MIN(len, uio->uio_resid), uio);
	if ((error = ext2_bmap(ip, 0, &blk)) != 0)
		return error;
	if (blk == 0)
		return ext2_complain(ip->i_em,
		    "inode %u: a symbolic link "
		    "without its text",
		    ip->i_ino);
	if ((error = ext2_bread(ip->i_em, blk, &bp)) != 0)
		return error;
	copy = malloc(len, M_EXT2FS, M_WAITOK);
	memcpy(copy, bp->b_data, len);
	brelse(bp);
	error = uiomove(copy, MIN(len, uio->uio_resid), uio);
	free(copy, M_EXT2FS);
	return error;
}

/* More than the one file; see ext2_sync(). */
static int
ext2_fsync(struct vnode *vp)
{
	struct ext2_mount *em = VTOI(vp)->i_em;

	return em->m_ronly ? 0 : ext2_sync(em);
}

static void
ext2_print(struct vnode *vp)
{
	const struct ext2_inode *ip = VTOI(vp);

	printf("\tinode %u of %s, %u links, %lld bytes\n", ip->i_ino,
	    ip->i_em->m_name, ip->i_d.i_links_count, (long long)ip->i_size);
}

const struct vnodeops ext2_vnodeops = {
    .vop_name = "ext2fs",
    .vop_lookup = ext2_lookup,
    .vop_create = ext2_create,
    .vop_mknod = ext2_create,
    .vop_mkdir = ext2_create,
    .vop_symlink = ext2_symlink,
    .vop_open = ext2_open,
    .vop_access = ext2_access,
    .vop_getattr = ext2_getattr,
    .vop_setattr = ext2_setattr,
    .vop_read = ext2_read,
    .vop_write = ext2_write,
    .vop_fsync = ext2_fsync,
    .vop_remove = ext2_remove,
    .vop_link = ext2_link,
    .vop_rename = ext2_rename,
    .vop_rmdir = ext2_rmdir,
    .vop_readdir = ext2_readdir,
    .vop_readlink = ext2_readlink,
    .vop_getpage = ext2_getpage,
    .vop_inactive = ext2_inactive,
    .vop_reclaim = ext2_reclaim,
    .vop_print = ext2_print,
};
