/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_rw.c: the bytes of files: read(2), write(2), and pages for programs.
 *
 * A program's memory may be a mapping of the very block that it reads or
 * writes, and fetching that needs the block's buffer.  So nobody has a
 * buffer while uiomove() may sleep: bytes go through a piece of memory of
 * the call's own.
 */
#include <sys/buf.h>
#include <sys/errno.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/vm.h>

#include "ext2fs.h"

MALLOC_DEFINE(M_EXT2PAGE, "ext2page", "pages of ext2 files, to be mapped");

/*
 * Every so many blocks that are written, one is waited for: a program that
 * is faster than the disk does not fill memory with buffers on their way.
 */
#define WRITE_BEHIND 64

/* n bytes at off of block lbn, to kernel memory. */
static int
copy_block(struct ext2_inode *ip, uint32_t lbn, u_int off, void *to, u_int n)
{
	struct buf *bp;
	uint32_t blk;
	int error;

	if ((error = ext2_bmap(ip, lbn, &blk)) != 0)
		return error;
	if (blk == 0) {
		memset(to, 0, n);
		return 0;
	}
	if ((error = ext2_bread(ip->i_em, blk, &bp)) != 0)
		return error;
	memcpy(to, bp->b_data + off, n);
	brelse(bp);
	return 0;
}

int
ext2_read(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	struct ext2_inode *ip = VTOI(vp);
	struct ext2_mount *em = ip->i_em;
	char *bounce;
	int error = 0;
	u_int off, n;

	if (vp->v_type == VDIR)
		return EISDIR;
	if (vp->v_type != VREG || uio->uio_offset < 0)
		return EINVAL;
	if (uio->uio_resid == 0 || uio->uio_offset >= ip->i_size)
		return 0;
	bounce = malloc(MIN(em->m_bsize, uio->uio_resid), M_EXT2FS, M_WAITOK);
	while (uio->uio_resid > 0 && uio->uio_offset < ip->i_size) {
		off = uio->uio_offset & (em->m_bsize - 1);
		n = MIN(em->m_bsize - off, uio->uio_resid);
		if (n > ip->i_size - uio->uio_offset)
			n = ip->i_size - uio->uio_offset;
		error =
		    copy_block(ip, (uint32_t)(uio->uio_offset >> em->m_bshift),
			off, bounce, n);
		if (error != 0 || (error = uiomove(bounce, n, uio)) != 0)
			break;
	}
	free(bounce, M_EXT2FS);
	if ((vp->v_mount->mnt_flag & (MNT_NOATIME | MNT_RDONLY)) == 0 &&
	    (ip->i_d.i_flags & EXT2_NOATIME_FL) == 0)
		ext2_touch(ip, EXT2_ATIME);
	return error;
}

/* Write what falls into one block. */
static int
write_block(
    struct ext2_inode *ip, struct uio *uio, char *bounce, struct ucred *cred)
{
	struct ext2_mount *em = ip->i_em;
	off_t at = uio->uio_offset;
	u_int off = at & (em->m_bsize - 1);
	u_int n = MIN(em->m_bsize - off, uio->uio_resid);
	uint32_t lbn = (uint32_t)(at >> em->m_bshift);
	struct buf *bp;
	int error;

	if ((error = uiomove(bounce, n, uio)) != 0)
		return error;
	error = ext2_bwant(ip, lbn, n == em->m_bsize, cred, &bp);
	if (error != 0) {
		uio->uio_offset -= n; /* it was taken, but has no place */
		uio->uio_resid += n;
		return error;
	}
	memcpy(bp->b_data + off, bounce, n);
	if (at + n > ip->i_size) {
		ip->i_size = at + n;
		ext2_dirty(ip);
	}
	if (off + n < em->m_bsize)
		bdwrite(bp); /* more is likely to come */
	else if (lbn % WRITE_BEHIND != WRITE_BEHIND - 1)
		bawrite(bp);
	else
		error = ext2_bwrite(em, bp);
	return error;
}

/* May it be written to, there, and so much? */
static int
check_write(struct vnode *vp, const struct uio *uio)
{
	const struct ext2_inode *ip = VTOI(vp);

	if (vp->v_type == VDIR)
		return EISDIR;
	if (vp->v_type != VREG || uio->uio_offset < 0)
		return EINVAL;
	/* It may have been opened before it got the flag. */
	if (ip->i_d.i_flags & EXT2_IMMUTABLE_FL ||
	    (ip->i_d.i_flags & EXT2_APPEND_FL && uio->uio_offset != ip->i_size))
		return EPERM;
	if (uio->uio_offset > ip->i_em->m_maxsize ||
	    (off_t)uio->uio_resid > ip->i_em->m_maxsize - uio->uio_offset)
		return EFBIG;
	return 0;
}

int
ext2_write(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	struct ext2_inode *ip = VTOI(vp);
	struct ext2_mount *em = ip->i_em;
	off_t oldsize = ip->i_size, oldoff;
	size_t resid = uio->uio_resid;
	char *bounce;
	int error;

	if (ioflag & IO_APPEND)
		uio->uio_offset = ip->i_size;
	if ((error = check_write(vp, uio)) != 0 || resid == 0)
		return error;
	oldoff = uio->uio_offset;
	if (oldoff + (off_t)resid > INT32_MAX &&
	    (error = ext2_super_large(em)) != 0)
		return error;
	if (oldoff > oldsize && (error = ext2_setsize(ip, oldoff)) != 0)
		return error;
	bounce = malloc(MIN(em->m_bsize, resid), M_EXT2FS, M_WAITOK);
	while (uio->uio_resid > 0 && error == 0)
		error = write_block(ip, uio, bounce, cred);
	free(bounce, M_EXT2FS);
	if (error == ENOSPC && uio->uio_resid < resid)
		error = 0; /* as much as fits */
	if (error != 0) {
		/* Nothing was written, as far as anybody will see. */
		if (ip->i_size > oldsize || oldoff > oldsize)
			(void)ext2_setsize(ip, oldsize);
		uio->uio_offset = oldoff;
		uio->uio_resid = resid;
		return error;
	}
	if (cred->cr_uid != 0)
		ip->i_d.i_mode &= ~(S_ISUID | S_ISGID);
	ext2_touch(ip, EXT2_MTIME | EXT2_CTIME);
	return ioflag & IO_SYNC ? ext2_sync(em) : 0;
}

/*
 * Nobody locks the vnode: who faults may have another one locked.  So the
 * file may be cut while this sleeps, and its blocks be another's: then
 * i_shrinks has changed, and it is done again.
 */
int
ext2_getpage(struct vnode *vp, off_t off, struct vm_page **pgp)
{
	struct ext2_inode *ip = VTOI(vp);
	struct ext2_mount *em = ip->i_em;
	struct vm_page *pg;
	u_int shrinks, at, n;
	int error;

	pg = vm_page_alloc(M_EXT2PAGE, VM_PG_USER);
	if (pg == NULL)
		return ENOMEM;
	do {
		shrinks = ip->i_shrinks;
		error = off >= ip->i_size ? EINVAL : 0;
		for (at = 0; at < PAGE_SIZE && error == 0; at += n) {
			n = MIN(PAGE_SIZE - at,
			    em->m_bsize - ((off + at) & (em->m_bsize - 1)));
			if (off + at >= ip->i_size) {
				memset((char *)vm_page_va(pg) + at, 0, n);
				continue;
			}
			error = copy_block(ip,
			    (uint32_t)((off + at) >> em->m_bshift),
			    (off + at) & (em->m_bsize - 1),
			    (char *)vm_page_va(pg) + at, n);
		}
	} while (shrinks != ip->i_shrinks);
	if (error != 0) {
		vm_page_release(pg);
		return error;
	}
	if (off + PAGE_SIZE > ip->i_size) {
		n = ip->i_size > off ? ip->i_size - off : 0;
		memset((char *)vm_page_va(pg) + n, 0, PAGE_SIZE - n);
	}
	*pgp = pg;
	return 0;
}
