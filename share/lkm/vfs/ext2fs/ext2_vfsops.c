/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_vfsops.c: the module ext2fs: mounting and unmounting; and when all is
 * on the disk.
 *
 * While it is mounted to be written to, the superblock says that it is in
 * use.  Who finds that at a mount knows that the machine went down.
 */
#include <sys/buf.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/statvfs.h>

#include <stdarg.h>

#include "ext2fs.h"

MALLOC_DEFINE(M_EXT2FS, "ext2fs", "ext2 mounts, inodes and copies of blocks");

/* Who reads a hundred complaints has stopped reading. */
#define COMPLAINTS_MAX 32

int
ext2_bread(struct ext2_mount *em, uint32_t blk, struct buf **bpp)
{
	return bread(em->m_devvp, (daddr_t)blk << (em->m_bshift - DEV_BSHIFT),
	    em->m_bsize, bpp);
}

int
ext2_getblk(struct ext2_mount *em, uint32_t blk, u_int n, struct buf **bpp)
{
	return cluster_getblk(em->m_devvp,
	    (daddr_t)blk << (em->m_bshift - DEV_BSHIFT), em->m_bsize, n, bpp);
}

void
ext2_breada(struct ext2_mount *em, uint32_t blk, u_int n)
{
	breada(em->m_devvp, (daddr_t)blk << (em->m_bshift - DEV_BSHIFT),
	    em->m_bsize, n);
}

/* The changes that waited in it are lost: the disk is to tell of that. */
static int
write_failed(struct ext2_mount *em, int error)
{
	(void)ext2_complain(
	    em, "what had changed could not be written, error %d", error);
	return error;
}

int
ext2_bwrite(struct ext2_mount *em, struct buf *bp)
{
	int error = bwrite(bp);

	return error != 0 ? write_failed(em, error) : 0;
}

int
ext2_complain(struct ext2_mount *em, const char *fmt, ...)
{
	va_list ap;

	if (!em->m_ronly && (em->m_sb.s_state & EXT2_ERROR_FS) == 0) {
		em->m_sb.s_state |= EXT2_ERROR_FS;
		em->m_changed = 1;
	}
	/* Its owner may wish that nothing is written any more then. */
	if (!em->m_ronly && em->m_sb.s_errors > EXT2_ERRORS_CONTINUE)
		em->m_mount->mnt_flag |= MNT_RDONLY;
	if (em->m_complaints > COMPLAINTS_MAX)
		return EIO;
	printf("ext2fs: %s: ", em->m_name);
	if (em->m_complaints++ < COMPLAINTS_MAX) {
		va_start(ap, fmt);
		vprintf(fmt, ap);
		va_end(ap);
		printf("\n");
	} else
		printf("more is wrong; e2fsck will find all of it\n");
	return EIO;
}

/*
 * In memory first, then the disk.  What gets its name while this sleeps may
 * miss it: m_done is as of the start.
 */
int
ext2_sync(struct ext2_mount *em)
{
	u_int started = ++em->m_started;
	struct ext2_inode *ip;
	struct vnode *vp;
	int error = 0, e;

	while ((ip = TAILQ_FIRST(&em->m_dirty)) != NULL) {
		vp = ITOV(ip);
		vref(vp);
		if ((e = ext2_update(ip, 0)) != 0 && error == 0)
			error = e;
		vrele(vp);
	}
	if (em->m_changed) {
		em->m_changed = 0;
		if ((e = ext2_groups_write(em)) != 0 ||
		    (e = ext2_super_write(em)) != 0)
			error = e;
	}
	if ((e = VOP_FSYNC(em->m_devvp)) != 0 && error == 0)
		error = e;
	if (error != 0)
		return write_failed(em, error);
	em->m_done = MAX(em->m_done, started);
	return 0;
}

/* ---- mount ---- */

/* "/dev/vd0a" is vd0a, in messages. */
static void
set_name(struct ext2_mount *em)
{
	const char *from = em->m_mount->mnt_stat.f_mntfromname;
	const char *slash = strrchr(from, '/');

	strlcpy(
	    em->m_name, slash != NULL ? slash + 1 : from, sizeof(em->m_name));
}

static struct ext2_mount *
make_mount(struct mount *mp)
{
	struct ext2_mount *em = malloc(sizeof(*em), M_EXT2FS, M_ZERO);
	u_int i;

	em->m_mount = mp;
	em->m_ronly = em->m_devronly = (mp->mnt_flag & MNT_RDONLY) != 0;
	TAILQ_INIT(&em->m_dirty);
	TAILQ_INIT(&em->m_lru);
	for (i = 0; i < EXT2_NHASH; i++)
		LIST_INIT(&em->m_hash[i]);
	return em;
}

/* The device is open: is it an ext2 file system, and may we write to it? */
static int
start(struct ext2_mount *em)
{
	struct vnode *root = NULL;
	int error;

	if ((error = ext2_super_read(em)) != 0)
		return error;
	if (!em->m_ronly && (error = ext2_super_writable(em)) != 0)
		return error;
	if ((error = ext2_groups_read(em)) != 0)
		return error;
	error = ext2_vget(em, EXT2_ROOT_INO, &root);
	if (error == 0 && root->v_type != VDIR)
		error = EINVAL;
	if (error != 0)
		vfs_reason(em->m_mount, em->m_args,
		    "its root directory cannot be read");
	else if (!em->m_ronly && (error = ext2_super_mounted(em)) != 0)
		vfs_reason(em->m_mount, em->m_args,
		    "the disk cannot be written to, error %d: try mount -r",
		    error);
	if (root != NULL)
		vrele(root);
	if (error != 0) {
		(void)vflush(em->m_mount);
		free(em->m_gd, M_EXT2FS);
	}
	return error;
}

/* A file without a name is written to when it is closed. */
static int
has_nameless(const struct mount *mp)
{
	struct vnode *vp;

	LIST_FOREACH(vp, &mp->mnt_vnodelist, v_mntvnodes)
		if (VTOI(vp)->i_d.i_links_count == 0)
			return 1;
	return 0;
}

static int
stop_writing(struct ext2_mount *em)
{
	int error;

	if (has_nameless(em->m_mount)) {
		vfs_reason(em->m_mount, em->m_args,
		    "a file that was removed is still open");
		return EBUSY;
	}
	if ((error = ext2_sync(em)) != 0 || (error = ext2_super_clean(em)) != 0)
		return error;
	em->m_ronly = 1;
	return 0;
}

static int
start_writing(struct ext2_mount *em, struct proc *p)
{
	int error;

	if ((error = ext2_super_writable(em)) != 0)
		return error;
	if (em->m_devronly) {
		error =
		    vfs_reopendevice(em->m_mount, em->m_args, p, em->m_devvp);
		if (error != 0)
			return error;
		em->m_devronly = 0;
	}
	if ((error = ext2_super_mounted(em)) == 0)
		em->m_ronly = 0;
	return error;
}

static int
ext2_mount(struct mount *mp, void *data, size_t len, struct proc *p)
{
	int ronly = (mp->mnt_flag & MNT_RDONLY) != 0, error = 0;
	struct ext2_mount *em;

	if (len < sizeof(struct device_args))
		return EINVAL;
	if (mp->mnt_flag & MNT_UPDATE) {
		em = MPTOEM(mp);
		em->m_args = data;
		if (ronly && !em->m_ronly)
			error = stop_writing(em);
		else if (!ronly && em->m_ronly)
			error = start_writing(em, p);
		em->m_args = NULL;
	} else {
		em = make_mount(mp);
		em->m_args = data;
		error = vfs_opendevice(mp, em->m_args, p, &em->m_devvp);
		if (error == 0) {
			set_name(em);
			if ((error = start(em)) != 0)
				(void)vfs_closedevice(
				    em->m_devvp, em->m_devronly, p);
		}
		em->m_args = NULL;
		if (error != 0)
			free(em, M_EXT2FS);
		else
			mp->mnt_data = em;
	}
	if (error == 0)
		mp->mnt_flag |= MNT_LOCAL;
	return error;
}

/*
 * What cannot be written is told and lost: a disk that is broken must not
 * keep the module for ever.
 */
static int
ext2_unmount(struct mount *mp, struct proc *p)
{
	struct ext2_mount *em = MPTOEM(mp);
	int error = 0;

	if (!em->m_ronly && (error = ext2_sync(em)) == 0)
		error = ext2_super_clean(em);
	if (error != 0)
		printf("ext2fs: %s: error %d at unmount: e2fsck should look at "
		       "it\n",
		    em->m_name, error);
	error = vfs_closedevice(em->m_devvp, em->m_devronly, p);
	if (error != 0)
		printf("ext2fs: %s: error %d when it was closed\n", em->m_name,
		    error);
	free(em->m_gd, M_EXT2FS);
	free(em, M_EXT2FS);
	mp->mnt_data = NULL;
	return 0;
}

static int
ext2_root(struct mount *mp, struct vnode **vpp)
{
	return ext2_vget(MPTOEM(mp), EXT2_ROOT_INO, vpp);
}

static int
ext2_statvfs(struct mount *mp, struct statvfs *sb)
{
	const struct ext2_mount *em = MPTOEM(mp);
	const struct ext2_sb *s = &em->m_sb;

	sb->f_bsize = sb->f_frsize = sb->f_iosize = em->m_bsize;
	sb->f_blocks = s->s_blocks_count - em->m_overhead;
	sb->f_bfree = s->s_free_blocks_count;
	sb->f_bavail = s->s_free_blocks_count > s->s_r_blocks_count
	    ? s->s_free_blocks_count - s->s_r_blocks_count
	    : 0;
	sb->f_files = s->s_inodes_count;
	sb->f_ffree = sb->f_favail = s->s_free_inodes_count;
	return 0;
}

static int
ext2_vfs_sync(struct mount *mp, int waitfor)
{
	return MPTOEM(mp)->m_ronly ? 0 : ext2_sync(MPTOEM(mp));
}

static struct vfsops ext2_vfsops = {
    .vfs_name = "ext2fs",
    .vfs_mount = ext2_mount,
    .vfs_unmount = ext2_unmount,
    .vfs_root = ext2_root,
    .vfs_statvfs = ext2_statvfs,
    .vfs_sync = ext2_vfs_sync,
};

MOD_VFS("ext2fs", -1, &ext2_vfsops)

int ext2fs_lkmentry(struct lkm_table *, int, int);

int
ext2fs_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
