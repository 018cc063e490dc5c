/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_rw.c: the bytes of files: read(2), write(2), and pages for programs.
 *
 * They go straight between the program's memory and the block's buffer.  A
 * program's memory may be a mapping of the very block that it reads or
 * writes, and fetching that needs the buffer.  So uio_touch() has the memory
 * there first, and nobody has a buffer while it sleeps.
 *
 * A disk is slow to begin and fast to go on.  So a file that is read in order
 * is read ahead, many blocks in one request, and what is written in order
 * waits until there is enough for one (vfs/vfs_cluster.c).
 */
#include <sys/buf.h>
#include <sys/errno.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/vm.h>

#include "ext2fs.h"

MALLOC_DEFINE(M_EXT2PAGE, "ext2page", "pages of ext2 files, to be mapped");

/* ---- reading ---- */

/*
 * Blocks one behind the other, in the file and on the disk; blk 0: a hole.
 * The program's memory for them is there.
 */
struct extent {
	uint32_t lbn, blk;
	u_int n; /* 0: nothing is known yet */
};

/* So many blocks are asked for at a time. */
static u_int
window(const struct ext2_mount *em)
{
	return MAXPHYS >> em->m_bshift;
}

/*
 * Have blocks of the file read, max at most; how many that were.  Who reads a
 * bad one is told then.
 */
static u_int
ask(struct ext2_inode *ip, uint32_t lbn, u_int max)
{
	uint32_t blk;
	u_int n;

	if (ext2_bmap_run(ip, lbn, max, &blk, &n) == 0 && blk != 0)
		ext2_breada(ip->i_em, blk, n);
	return n;
}

/*
 * Who goes on where the last read ended, or begins with the file, is taken to
 * want all of it: when half of what was asked for is used up, more is.  Of
 * others we know only what they want now, to block end.
 */
static void
look_ahead(struct ext2_inode *ip, uint32_t lbn, uint32_t *end, u_int *early)
{
	const struct ext2_mount *em = ip->i_em;
	int goes_on = lbn - ip->i_readlbn <= 1;

	*early = 0;
	if (goes_on || lbn == 0) {
		*early = window(em) / 2;
		*end = (uint32_t)((ip->i_size - 1) >> em->m_bshift) + 1;
	}
	if (!goes_on || ip->i_ahead < lbn)
		ip->i_ahead = lbn;
}

/* n bytes of a hole. */
static int
move_zeros(struct uio *uio, u_int n)
{
	static const char zeros[512];
	u_int len;
	int error = 0;

	for (; n > 0 && error == 0; n -= len) {
		len = MIN(n, sizeof(zeros));
		error = uiomove((void *)(uintptr_t)zeros, len, uio);
	}
	return error;
}

/* What is wanted of the block lbn. */
static int
read_block(
    struct ext2_inode *ip, struct uio *uio, uint32_t lbn, struct extent *e)
{
	struct ext2_mount *em = ip->i_em;
	u_int off = uio->uio_offset & (em->m_bsize - 1);
	size_t left = uio->uio_resid;
	struct buf *bp;
	int error;
	u_int n;

	if ((off_t)left > ip->i_size - uio->uio_offset)
		left = ip->i_size - uio->uio_offset;
	n = MIN(em->m_bsize - off, left);
	if (lbn - e->lbn >= e->n) {
		e->lbn = lbn;
		error = ext2_bmap_run(ip, lbn,
		    MIN(window(em), howmany(off + left, em->m_bsize)), &e->blk,
		    &e->n);
		if (error != 0 ||
		    (error = uio_touch(
			 uio, MIN(left, (size_t)e->n << em->m_bshift))) != 0)
			return error;
	}
	if (e->blk == 0)
		return move_zeros(uio, n);
	if ((error = ext2_bread(em, e->blk + (lbn - e->lbn), &bp)) != 0)
		return error;
	error = uiomove(bp->b_data + off, n, uio);
	brelse(bp);
	return error;
}

int
ext2_read(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	struct ext2_inode *ip = VTOI(vp);
	u_int shift = ip->i_em->m_bshift, early;
	struct extent e = {.n = 0};
	uint32_t lbn, end;
	int error = 0;

	if (vp->v_type == VDIR)
		return EISDIR;
	if (vp->v_type != VREG || uio->uio_offset < 0)
		return EINVAL;
	if (uio->uio_resid == 0 || uio->uio_offset >= ip->i_size)
		return 0;
	lbn = (uint32_t)(uio->uio_offset >> shift);
	end = (uint32_t)((MIN(ip->i_size - uio->uio_offset,
			      (off_t)uio->uio_resid) +
			     uio->uio_offset - 1) >>
		  shift) +
	    1;
	look_ahead(ip, lbn, &end, &early);
	while (
	    error == 0 && uio->uio_resid > 0 && uio->uio_offset < ip->i_size) {
		lbn = (uint32_t)(uio->uio_offset >> shift);
		while (lbn + early >= ip->i_ahead && ip->i_ahead < end)
			ip->i_ahead += ask(ip, ip->i_ahead,
			    MIN(window(ip->i_em), end - ip->i_ahead));
		error = read_block(ip, uio, lbn, &e);
		ip->i_readlbn = lbn;
	}
	if ((vp->v_mount->mnt_flag & (MNT_NOATIME | MNT_RDONLY)) == 0 &&
	    (ip->i_d.i_flags & EXT2_NOATIME_FL) == 0)
		ext2_touch(ip, EXT2_ATIME);
	return error;
}

/* ---- writing ---- */

/*
 * How many blocks are likely to be written in order, from lbn on: the n of
 * this call at least.  What has come so far in order may well go on as far
 * again.
 */
static u_int
likely_blocks(const struct ext2_inode *ip, uint32_t lbn, u_int n)
{
	return lbn == ip->i_nextlbn ? MAX(n, lbn) : n;
}

/* Write what falls into one block. */
static int
write_block(struct ext2_inode *ip, struct uio *uio, struct ucred *cred)
{
	struct ext2_mount *em = ip->i_em;
	off_t at = uio->uio_offset;
	u_int off = at & (em->m_bsize - 1);
	u_int n = MIN(em->m_bsize - off, uio->uio_resid), likely;
	uint32_t lbn = (uint32_t)(at >> em->m_bshift);
	struct buf *bp;
	int error;

	likely =
	    likely_blocks(ip, lbn, howmany(off + uio->uio_resid, em->m_bsize));
	if ((error = uio_touch(uio, n)) != 0)
		return error;
	error = ext2_bwant(ip, lbn, n == em->m_bsize, likely, cred, &bp);
	if (error != 0)
		return error;
	if ((error = uiomove(bp->b_data + off, n, uio)) != 0)
		memset(bp->b_data + off, 0, n); /* not what was there before */
	else if (at + n > ip->i_size) {
		ip->i_size = at + n;
		ext2_dirty(ip);
	}
	if (off + n < em->m_bsize)
		bdwrite(bp); /* more is likely to come */
	else
		cluster_write(bp);
	return error;
}

/*
 * Write n whole blocks, or the first of them that lie one behind the other on
 * the disk.  Those behind the end of the file are made all at once: nobody
 * sees what is in them before the file's size says that they are its.  A hole
 * is another matter.
 */
static int
write_blocks(
    struct ext2_inode *ip, struct uio *uio, u_int n, struct ucred *cred)
{
	struct ext2_mount *em = ip->i_em;
	uint32_t lbn = (uint32_t)(uio->uio_offset >> em->m_bshift), blk;
	u_int i, want = n, likely = likely_blocks(ip, lbn, n);
	struct buf *bp;
	int error;

	if ((error = uio_touch(uio, (size_t)n << em->m_bshift)) != 0 ||
	    (error = ext2_bmap_run(ip, lbn, n, &blk, &n)) != 0)
		return error;
	if (blk == 0) {
		if (uio->uio_offset < ip->i_size)
			return write_block(ip, uio, cred);
		n = want;
		if ((error = ext2_bgrow(ip, lbn, cred, &blk, &n)) != 0)
			return error;
	} else {
		ip->i_nextlbn = lbn + n;
		ip->i_nextblk = blk + n;
	}
	for (i = 0; i < n && error == 0; i++) {
		error = ext2_getblk(em, blk + i, likely - i, &bp);
		if (error != 0)
			break;
		error = uiomove(bp->b_data, em->m_bsize, uio);
		ip->i_size = MAX(ip->i_size, uio->uio_offset);
		cluster_write(bp);
	}
	if (error != 0) /* who called cuts them off again */
		ip->i_size = MAX(ip->i_size, (off_t)(lbn + n) << em->m_bshift);
	ext2_dirty(ip);
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
	int error;
	u_int n;

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
	while (uio->uio_resid > 0 && error == 0) {
		n = 0;
		if ((uio->uio_offset & (em->m_bsize - 1)) == 0)
			n = MIN(uio->uio_resid >> em->m_bshift, window(em));
		error = n > 1 ? write_blocks(ip, uio, n, cred)
			      : write_block(ip, uio, cred);
	}
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

/* ---- pages ---- */

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

/*
 * Who wants a page of a program is likely to want the next ones, but jumps.
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
	if (off < ip->i_size) {
		n = (u_int)MIN(
		    howmany(ip->i_size - off, em->m_bsize), window(em) / 4);
		(void)ask(ip, (uint32_t)(off >> em->m_bshift), n);
	}
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
