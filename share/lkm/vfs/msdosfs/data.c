/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * data.c: the bytes of files, and the chains of clusters that they lie in.
 *
 * A file that is read in order is read ahead, and many buffers are written in
 * one request: vfs/vfs_cluster.c.  A program's memory that is read or written
 * may be a mapping of the same file: it is there before a buffer is owned.
 *
 * A file has no holes.  What lies behind its end in its last cluster may be
 * anything, so whoever moves the end further writes zeros first.
 */
#include <sys/uio.h>
#include <sys/vm.h>
#include "msdosfs.h"

MALLOC_DEFINE(M_MSDOSFSPAGE, "msdosfspage", "pages of FAT files, mapped");

/* The fcn-th cluster of a file.  EIO: the chain is shorter, or damaged. */
static int
find_cluster(struct denode *dep, uint32_t fcn, uint32_t *cnp)
{
	struct msdosfs_mount *pmp = dep->de_pmp;
	uint32_t at = 0, cn = dep->de_start;
	u_int gen = dep->de_gen;
	int error;

	if (fcn >= pmp->pm_maxclust)
		return EIO; /* more than there are: the chain is a circle */
	if (dep->de_cn != 0 && dep->de_fcn <= fcn) {
		at = dep->de_fcn;
		cn = dep->de_cn;
	}
	for (; clust_valid(pmp, cn) && at < fcn; at++)
		if ((error = fat_get(pmp, cn, &cn)) != 0)
			return error;
	if (!clust_valid(pmp, cn))
		return EIO;
	if (gen == dep->de_gen) {
		dep->de_fcn = fcn;
		dep->de_cn = cn;
	}
	*cnp = cn;
	return 0;
}

static off_t
cluster_pos(const struct msdosfs_mount *pmp, uint32_t cn)
{
	return pmp->pm_datapos + ((off_t)(cn - CLUST_FIRST) << pmp->pm_cshift);
}

int
file_map(struct denode *dep, uint32_t off, off_t *pos)
{
	struct msdosfs_mount *pmp = dep->de_pmp;
	uint32_t cn;
	int error;

	if (dep->de_parent == NULL && pmp->pm_fattype != 32) {
		*pos = pmp->pm_rootpos + off;
		return 0;
	}
	if ((error = find_cluster(dep, off >> pmp->pm_cshift, &cn)) != 0)
		return error;
	*pos = cluster_pos(pmp, cn) + (off & (CLUSTBYTES(pmp) - 1));
	return 0;
}

int
file_addcluster(struct denode *dep, off_t *pos)
{
	struct msdosfs_mount *pmp = dep->de_pmp;
	uint32_t fcn = CLUSTERS(pmp, dep->de_size), cn, last = 0;
	int error;

	if (fcn > 0 && (error = find_cluster(dep, fcn - 1, &last)) != 0)
		return error;
	if ((error = fat_alloc(pmp, &cn)) != 0)
		return error;
	if (fcn == 0)
		dep->de_start = cn;
	else if ((error = fat_link(pmp, last, cn)) != 0) {
		(void)fat_free(pmp, cn);
		return error;
	}
	dep->de_flag |= DE_MODIFIED;
	dep->de_gen++;
	dep->de_fcn = fcn;
	dep->de_cn = cn;
	*pos = cluster_pos(pmp, cn);
	return 0;
}

/* Free what the chain has behind the first so many clusters. */
static int
cut_chain(struct denode *dep, uint32_t keep)
{
	struct msdosfs_mount *pmp = dep->de_pmp;
	uint32_t last, rest = dep->de_start;
	int error;

	if (keep > 0) {
		if ((error = find_cluster(dep, keep - 1, &last)) != 0 ||
		    (error = fat_get(pmp, last, &rest)) != 0)
			return error;
		if (!clust_valid(pmp, rest))
			return 0;
		if ((error = fat_link(pmp, last, CLUST_EOF)) != 0)
			return error;
	} else
		dep->de_start = 0;
	dep->de_flag |= DE_MODIFIED;
	dep->de_gen++;
	dep->de_cn = 0;
	return fat_free(pmp, rest);
}

/* Zeros from pos on, all in one cluster. */
int
file_clear(struct msdosfs_mount *pmp, off_t pos, u_int len)
{
	struct buf *bp;
	uint8_t *p;
	u_int n;
	int error;

	for (; len > 0; pos += n, len -= n) {
		n = pmp->pm_bsize - (pos & (pmp->pm_bsize - 1));
		n = MIN(n, len);
		if (n == pmp->pm_bsize) {
			error = getblk(
			    pmp->pm_devvp, btodb(pos), pmp->pm_bsize, &bp);
			p = error == 0 ? (uint8_t *)bp->b_data : NULL;
		} else
			error = msdosfs_bread(pmp, pos, &bp, &p);
		if (error != 0)
			return error;
		memset(p, 0, n);
		bdwrite(bp);
	}
	return 0;
}

/*
 * Where the next n bytes at off lie, at most to the end of a buffer.  off is
 * not behind the file's end; there, a cluster is added if need be.
 */
static int
map_write(struct denode *dep, uint32_t off, off_t *pos)
{
	struct msdosfs_mount *pmp = dep->de_pmp;

	if (off == dep->de_size && (off & (CLUSTBYTES(pmp) - 1)) == 0)
		return file_addcluster(dep, pos);
	return file_map(dep, off, pos);
}

/* Add zeros up to size. */
static int
grow_file(struct denode *dep, uint32_t size)
{
	struct msdosfs_mount *pmp = dep->de_pmp;
	uint32_t n;
	off_t pos;
	int error;

	while (dep->de_size < size) {
		n = CLUSTBYTES(pmp) - (dep->de_size & (CLUSTBYTES(pmp) - 1));
		n = MIN(n, size - dep->de_size);
		if ((error = map_write(dep, dep->de_size, &pos)) != 0 ||
		    (error = file_clear(pmp, pos, n)) != 0)
			return error;
		dep->de_size += n;
	}
	return 0;
}

int
file_setsize(struct denode *dep, off_t size)
{
	uint32_t old = dep->de_size;
	int error = 0, e;

	if (size > FILE_MAXBYTES)
		return EFBIG;
	if (size > old && (error = grow_file(dep, size)) != 0)
		size = old; /* back again */
	dep->de_flag |= DE_MODIFIED;
	e = cut_chain(dep, CLUSTERS(dep->de_pmp, size));
	if (error == 0)
		error = e;
	if (e == 0)
		dep->de_size = size;
	return error;
}

/*
 * Ask for what lies from off on one behind the other, to end at most: so many
 * bytes.  0: who reads it is told why.
 */
static uint32_t
ask_ahead(struct denode *dep, uint32_t off, uint32_t end)
{
	struct msdosfs_mount *pmp = dep->de_pmp;
	uint32_t n, all = MIN(end - off, MAXPHYS);
	off_t first, pos;

	off = rounddown(off, pmp->pm_bsize);
	if (file_map(dep, off, &first) != 0)
		return 0;
	for (n = CLUSTBYTES(pmp) - (off & (CLUSTBYTES(pmp) - 1)); n < all;
	     n += CLUSTBYTES(pmp))
		if (file_map(dep, off + n, &pos) != 0 || pos != first + n)
			break;
	n = MIN(n, all);
	breada(pmp->pm_devvp, btodb(first), pmp->pm_bsize,
	    howmany(n, pmp->pm_bsize));
	return n;
}

/*
 * A read from off to *end.  Who begins with the file, or goes on where the
 * last read ended, is taken to want all of it: more is asked for when so many
 * bytes, *early, are still to come.
 */
static void
look_ahead(struct denode *dep, uint32_t off, uint32_t *end, u_int *early)
{
	int goes_on = off == dep->de_next;

	*early = 0;
	if (goes_on || off == 0) {
		*early = MAXPHYS / 2;
		*end = dep->de_size;
	}
	if (!goes_on || dep->de_ahead < off)
		dep->de_ahead = off;
}

/* Read what is wanted of one buffer. */
static int
read_piece(struct denode *dep, struct uio *uio)
{
	struct msdosfs_mount *pmp = dep->de_pmp;
	u_int off = uio->uio_offset & (pmp->pm_bsize - 1);
	size_t n = MIN(pmp->pm_bsize - off, uio->uio_resid);
	struct buf *bp;
	uint8_t *p;
	off_t pos;
	int error;

	n = MIN(n, dep->de_size - uio->uio_offset);
	if ((error = uio_touch(uio, n)) != 0 ||
	    (error = file_map(dep, uio->uio_offset, &pos)) != 0 ||
	    (error = msdosfs_bread(pmp, pos, &bp, &p)) != 0)
		return error;
	error = uiomove(p, n, uio);
	brelse(bp);
	return error;
}

int
msdosfs_read(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	struct denode *dep = VTODE(vp);
	struct msdosfs_mount *pmp = dep->de_pmp;
	uint32_t end, n;
	u_int early;
	int error = 0;

	if (vp->v_type == VDIR)
		return EISDIR;
	if (uio->uio_offset < 0)
		return EINVAL;
	if (uio->uio_resid > 0 && !pmp->pm_rdonly &&
	    (vp->v_mount->mnt_flag & MNT_NOATIME) == 0)
		denode_touch(dep, DE_ATIME);
	if (uio->uio_offset >= dep->de_size)
		return 0;
	end = uio->uio_offset +
	    MIN(uio->uio_resid, dep->de_size - (uint32_t)uio->uio_offset);
	look_ahead(dep, uio->uio_offset, &end, &early);
	while (error == 0 && uio->uio_resid > 0 &&
	    uio->uio_offset < dep->de_size) {
		while (uio->uio_offset + early >= dep->de_ahead &&
		    dep->de_ahead < end &&
		    (n = ask_ahead(dep, dep->de_ahead, end)) > 0)
			dep->de_ahead += n;
		error = read_piece(dep, uio);
		dep->de_next = uio->uio_offset;
	}
	return error;
}

/* What falls into one buffer; it begins at most at the end of the file. */
static int
write_piece(struct denode *dep, struct uio *uio)
{
	struct msdosfs_mount *pmp = dep->de_pmp;
	uint32_t off = uio->uio_offset;
	u_int within = off & (pmp->pm_bsize - 1), likely;
	u_int n = MIN(pmp->pm_bsize - within, uio->uio_resid);
	struct buf *bp;
	uint8_t *p;
	off_t pos;
	int error;

	if ((error = uio_touch(uio, n)) != 0 ||
	    (error = map_write(dep, off, &pos)) != 0)
		return error;
	if (within == 0 && off + n >= dep->de_size) {
		/* Nothing of the old is needed; what is behind is nobody's. */
		likely = howmany(MAX(uio->uio_resid, off), pmp->pm_bsize);
		error = cluster_getblk(
		    pmp->pm_devvp, btodb(pos), pmp->pm_bsize, likely, &bp);
		if (error != 0)
			return error;
		p = (uint8_t *)bp->b_data;
		memset(p + n, 0, pmp->pm_bsize - n);
	} else if ((error = msdosfs_bread(pmp, pos, &bp, &p)) != 0)
		return error;
	if ((error = uiomove(p, n, uio)) != 0)
		memset(p, 0, n); /* not what was there before */
	if (within + n < pmp->pm_bsize)
		bdwrite(bp); /* more is likely to come */
	else
		cluster_write(bp);
	if (error == 0 && off + n > dep->de_size)
		dep->de_size = off + n;
	return error;
}

int
msdosfs_write(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	struct denode *dep = VTODE(vp);
	size_t resid = uio->uio_resid;
	uint32_t oldsize = dep->de_size;
	off_t oldoff;
	int error = 0;

	if (vp->v_type == VDIR)
		return EISDIR;
	if (ioflag & IO_APPEND)
		uio->uio_offset = dep->de_size;
	if (uio->uio_offset < 0)
		return EINVAL;
	if (resid == 0)
		return 0;
	oldoff = uio->uio_offset;
	if (oldoff > FILE_MAXBYTES || (off_t)resid > FILE_MAXBYTES - oldoff)
		return EFBIG;
	if (oldoff > oldsize)
		error = file_setsize(dep, oldoff);
	while (uio->uio_resid > 0 && error == 0)
		error = write_piece(dep, uio);
	if (error == ENOSPC && uio->uio_resid < resid)
		error = 0; /* as much as fits */
	if (error != 0) {
		(void)file_setsize(dep, oldsize);
		uio->uio_offset = oldoff;
		uio->uio_resid = resid;
		return error;
	}
	denode_touch(dep, DE_MTIME);
	return ioflag & IO_SYNC ? msdosfs_fsync(vp) : 0;
}

/* One buffer's part of a page; the file may change while it is read. */
static int
read_part(struct denode *dep, off_t off, char *to, u_int n)
{
	struct buf *bp;
	uint8_t *p;
	off_t pos;
	int error;

	if ((error = file_map(dep, off, &pos)) != 0 ||
	    (error = msdosfs_bread(dep->de_pmp, pos, &bp, &p)) != 0)
		return error;
	memcpy(to, p, n);
	brelse(bp);
	return 0;
}

/*
 * Without the vnode's lock: whoever has that may be about to touch the very
 * page.  Is the chain another one afterwards, then once more.
 */
int
msdosfs_getpage(struct vnode *vp, off_t off, struct vm_page **pgp)
{
	struct denode *dep = VTODE(vp);
	struct vm_page *pg;
	u_int bsize = dep->de_pmp->pm_bsize, at, n, gen;
	int error;

	if (off >= dep->de_size)
		return EINVAL;
	if ((pg = vm_page_alloc(M_MSDOSFSPAGE, VM_PG_USER | VM_PG_ZERO)) ==
	    NULL)
		return ENOMEM;
	do {
		gen = dep->de_gen;
		error = 0;
		for (at = 0;
		     at < PAGE_SIZE && off + at < dep->de_size && error == 0;
		     at += bsize) {
			n = MIN((off_t)bsize, dep->de_size - (off + at));
			error = read_part(
			    dep, off + at, (char *)vm_page_va(pg) + at, n);
		}
		if (gen != dep->de_gen)
			memset(vm_page_va(pg), 0, PAGE_SIZE);
	} while (gen != dep->de_gen && off < dep->de_size);
	if (error == 0 && off >= dep->de_size)
		error = EINVAL; /* it was cut meanwhile */
	if (error != 0) {
		vm_page_release(pg);
		return error;
	}
	*pgp = pg;
	return 0;
}

int
msdosfs_fsync(struct vnode *vp)
{
	struct denode *dep = VTODE(vp);
	int error = denode_update(dep);
	int e = msdosfs_flush(dep->de_pmp);

	return error != 0 ? error : e;
}
