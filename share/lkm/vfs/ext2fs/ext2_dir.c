/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_dir.c: reading directories.
 *
 * A directory is a file of names; each says how far it is to the next, and
 * the last of a block reaches to its end.  Where a name was, the one before
 * reaches further.  The index that other systems keep in large directories
 * looks like free space here (ext2_dirent.c says what becomes of it).
 *
 * What a block says is checked anew each time: reading it is all that this
 * costs, and the disk may hold anything.
 */
#include <sys/buf.h>
#include <sys/dirent.h>
#include <sys/errno.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include "ext2fs.h"

int
ext2_dirblock(struct ext2_inode *ip, u_int lbn, struct buf **bpp)
{
	uint32_t blk;
	int error;

	if ((error = ext2_bmap(ip, lbn, &blk)) != 0)
		return error;
	if (blk == 0)
		return ext2_complain(ip->i_em,
		    "directory %u: block %u is a "
		    "hole",
		    ip->i_ino, lbn);
	return ext2_bread(ip->i_em, blk, bpp);
}

int
ext2_dirent(struct ext2_inode *ip, u_int lbn, const char *block, u_int off,
    const struct ext2_dirent **dep)
{
	const struct ext2_dirent *de =
	    (const struct ext2_dirent *)(block + off);
	const struct ext2_mount *em = ip->i_em;
	u_int left = em->m_bsize - off;
	const char *wrong = NULL;

	if (left < EXT2_DIRENT_LEN(1))
		wrong = "does not fit";
	else if (de->d_reclen < EXT2_DIRENT_LEN(1) || de->d_reclen % 4 != 0)
		wrong = "has no possible length";
	else if (de->d_reclen > left)
		wrong = "reaches beyond its block";
	else if (EXT2_DIRENT_LEN(de->d_namlen) > de->d_reclen)
		wrong = "is shorter than its name";
	else if (de->d_ino != 0 && de->d_namlen == 0)
		wrong = "has no name";
	else if (de->d_ino > em->m_sb.s_inodes_count)
		wrong = "leads to an inode beyond the last";
	if (wrong != NULL)
		return ext2_complain(ip->i_em,
		    "directory %u: the entry at %u "
		    "of block %u %s",
		    ip->i_ino, off, lbn, wrong);
	*dep = de;
	return 0;
}

/* ENOENT: not in this block. */
static int
find_in_block(struct ext2_inode *ip, u_int lbn, const char *name,
    size_t namelen, struct ext2_slot *slot)
{
	const struct ext2_dirent *de;
	u_int off, prev = 0;
	struct buf *bp;
	int error;

	if ((error = ext2_dirblock(ip, lbn, &bp)) != 0)
		return error;
	error = ENOENT;
	for (off = 0; off < ip->i_em->m_bsize; off += de->d_reclen) {
		error = ext2_dirent(ip, lbn, bp->b_data, off, &de);
		if (error != 0)
			break;
		if (de->d_ino != 0 && de->d_namlen == namelen &&
		    memcmp(de->d_name, name, namelen) == 0) {
			*slot = (struct ext2_slot){de->d_ino, lbn, off, prev};
			break;
		}
		prev = off;
		error = ENOENT;
	}
	brelse(bp);
	return error;
}

/* It begins where the last search ended: names are often asked for in order. */
int
ext2_dirfind(struct ext2_inode *ip, const char *name, size_t namelen,
    struct ext2_slot *slot)
{
	u_int n = (u_int)(ip->i_size >> ip->i_em->m_bshift), i, lbn;
	int error;

	lbn = ip->i_findhint < n ? ip->i_findhint : 0;
	for (i = 0; i < n; i++) {
		error = find_in_block(ip, lbn, name, namelen, slot);
		if (error != ENOENT) {
			ip->i_findhint = lbn;
			return error;
		}
		lbn = lbn + 1 == n ? 0 : lbn + 1;
	}
	return ENOENT;
}

/* "." and ".." are the first two, with these names and in this order. */
int
ext2_parent(struct ext2_inode *ip, uint32_t *inop)
{
	const struct ext2_dirent *dot, *up;
	struct buf *bp;
	int error;

	if (ip->i_parent != 0) {
		*inop = ip->i_parent;
		return 0;
	}
	if ((error = ext2_dirblock(ip, 0, &bp)) != 0)
		return error;
	if ((error = ext2_dirent(ip, 0, bp->b_data, 0, &dot)) == 0 &&
	    (error = ext2_dirent(ip, 0, bp->b_data, dot->d_reclen, &up)) == 0 &&
	    (dot->d_ino != ip->i_ino || dot->d_namlen != 1 ||
		dot->d_name[0] != '.' || up->d_namlen != 2 || up->d_ino == 0 ||
		memcmp(up->d_name, "..", 2) != 0))
		error = ext2_complain(ip->i_em,
		    "directory %u does not begin "
		    "with \".\" and \"..\"",
		    ip->i_ino);
	if (error == 0)
		*inop = ip->i_parent = up->d_ino;
	brelse(bp);
	return error;
}

static int
is_dots(const struct ext2_dirent *de)
{
	return de->d_name[0] == '.' &&
	    (de->d_namlen == 1 || (de->d_namlen == 2 && de->d_name[1] == '.'));
}

int
ext2_dirempty(struct ext2_inode *ip)
{
	u_int n = (u_int)(ip->i_size >> ip->i_em->m_bshift), lbn, off;
	const struct ext2_dirent *de;
	struct buf *bp;
	int error = 0;

	for (lbn = 0; lbn < n && error == 0; lbn++) {
		if ((error = ext2_dirblock(ip, lbn, &bp)) != 0)
			return error;
		for (off = 0; off < ip->i_em->m_bsize; off += de->d_reclen) {
			error = ext2_dirent(ip, lbn, bp->b_data, off, &de);
			if (error == 0 && de->d_ino != 0 && !is_dots(de))
				error = ENOTEMPTY;
			if (error != 0)
				break;
		}
		brelse(bp);
	}
	return error;
}

/* ---- readdir ---- */

/*
 * One record; ENOBUFS, which stays inside, when there is no room for it.
 * uio_offset, which is an offset in the directory here, is not moved.
 */
static int
put_dirent(struct uio *uio, const struct ext2_dirent *de)
{
	static const uint8_t types[] = {DT_UNKNOWN, DT_REG, DT_DIR, DT_CHR,
	    DT_BLK, DT_FIFO, DT_SOCK, DT_LNK};
	off_t off = uio->uio_offset;
	struct dirent d;
	int error;

	d.d_fileno = de->d_ino;
	d.d_type = de->d_type < nitems(types) ? types[de->d_type] : DT_UNKNOWN;
	d.d_namlen = de->d_namlen;
	d.d_reclen = _DIRENT_RECLEN(d.d_namlen);
	if (uio->uio_resid < d.d_reclen)
		return ENOBUFS;
	memset(d.d_name + d.d_namlen, 0,
	    d.d_reclen - offsetof(struct dirent, d_name) - d.d_namlen);
	memcpy(d.d_name, de->d_name, d.d_namlen);
	error = uiomove(&d, d.d_reclen, uio);
	uio->uio_offset = off;
	return error;
}

/*
 * The names of a block from uio_offset on.  The offset need not be that of a
 * name any more, if names have gone: it goes on with the next.
 */
static int
put_block(struct ext2_inode *ip, u_int lbn, const char *block, struct uio *uio)
{
	u_int off, bsize = ip->i_em->m_bsize;
	off_t start = (off_t)lbn << ip->i_em->m_bshift;
	const struct ext2_dirent *de;
	int error;

	for (off = 0; off < bsize; off += de->d_reclen) {
		error = ext2_dirent(ip, lbn, block, off, &de);
		if (error != 0)
			return error;
		if (start + off < uio->uio_offset)
			continue;
		if (de->d_ino != 0 && (error = put_dirent(uio, de)) != 0)
			return error;
		uio->uio_offset = start + off + de->d_reclen;
	}
	uio->uio_offset = start + bsize; /* it may lie in the last name */
	return 0;
}

int
ext2_readdir(struct vnode *vp, struct uio *uio, int *eof)
{
	struct ext2_inode *ip = VTOI(vp);
	struct ext2_mount *em = ip->i_em;
	size_t resid = uio->uio_resid;
	struct buf *bp;
	char *copy;
	int error = 0;
	u_int lbn;

	if (vp->v_type != VDIR)
		return ENOTDIR;
	if (uio->uio_offset < 0)
		return EINVAL;
	if (ip->i_d.i_links_count == 0) {
		*eof = 1; /* removed */
		return 0;
	}
	copy = malloc(em->m_bsize, M_EXT2FS, M_WAITOK);
	while (uio->uio_offset < ip->i_size && error == 0) {
		lbn = (u_int)(uio->uio_offset >> em->m_bshift);
		if ((error = ext2_dirblock(ip, lbn, &bp)) != 0)
			break;
		memcpy(copy, bp->b_data, em->m_bsize);
		brelse(bp);
		error = put_block(ip, lbn, copy, uio);
	}
	free(copy, M_EXT2FS);
	*eof = uio->uio_offset >= ip->i_size;
	if (error == ENOBUFS)
		error = uio->uio_resid == resid ? EINVAL : 0;
	else if (error != 0 && uio->uio_resid < resid)
		error = 0; /* what is good first; the error next time */
	if ((vp->v_mount->mnt_flag & (MNT_NOATIME | MNT_RDONLY)) == 0)
		ext2_touch(ip, EXT2_ATIME);
	return error;
}
