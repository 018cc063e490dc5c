/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_dirent.c: changing directories.  The caller has them locked.
 *
 * A directory may have an index of hashed names, from another system.  We
 * do not keep it up: before such a directory changes it becomes a plain one,
 * on the disk.  To other systems its index is then free space, too.
 */
#include <sys/buf.h>
#include <sys/errno.h>
#include <sys/stat.h>

#include "ext2fs.h"

static int
forget_index(struct ext2_inode *dip)
{
	if ((dip->i_d.i_flags & EXT2_INDEX_FL) == 0)
		return 0;
	dip->i_d.i_flags &= ~EXT2_INDEX_FL;
	return ext2_update(dip, 1);
}

static uint8_t
type_of(const struct ext2_inode *ip)
{
	static const uint8_t types[] = {[VREG] = EXT2_FT_REG,
	    [VDIR] = EXT2_FT_DIR,
	    [VBLK] = EXT2_FT_BLK,
	    [VCHR] = EXT2_FT_CHR,
	    [VLNK] = EXT2_FT_LNK,
	    [VSOCK] = EXT2_FT_SOCK,
	    [VFIFO] = EXT2_FT_FIFO};

	if ((ip->i_em->m_sb.s_feature_incompat & EXT2_INCOMPAT_FILETYPE) == 0)
		return EXT2_FT_UNKNOWN;
	return types[ITOV(ip)->v_type];
}

static void
fill(struct ext2_dirent *de, u_int reclen, const char *name, size_t namelen,
    uint32_t ino, uint8_t type)
{
	de->d_ino = ino;
	de->d_reclen = reclen;
	de->d_namlen = namelen;
	de->d_type = type;
	memcpy(de->d_name, name, namelen);
}

/*
 * Room for len bytes in the block: *offp is an entry with so many to spare,
 * of which used are its own (0: it is free).  ENOSPC.
 */
static int
find_room(struct ext2_inode *dip, u_int lbn, const char *block, u_int len,
    u_int *offp, u_int *usedp)
{
	const struct ext2_dirent *de;
	u_int off, used;
	int error;

	for (off = 0; off < dip->i_em->m_bsize; off += de->d_reclen) {
		if ((error = ext2_dirent(dip, lbn, block, off, &de)) != 0)
			return error;
		used = de->d_ino != 0 ? EXT2_DIRENT_LEN(de->d_namlen) : 0;
		if (de->d_reclen - used >= len) {
			*offp = off;
			*usedp = used;
			return 0;
		}
	}
	return ENOSPC;
}

/* ENOSPC: no room in this block. */
static int
enter_in_block(struct ext2_inode *dip, const char *name, size_t namelen,
    struct ext2_inode *ip, struct ext2_slot *slot)
{
	u_int len = EXT2_DIRENT_LEN(namelen), off, used, rest;
	struct ext2_dirent *de;
	struct buf *bp;
	int error;

	if ((error = ext2_dirblock(dip, slot->s_lbn, &bp)) != 0)
		return error;
	error = find_room(dip, slot->s_lbn, bp->b_data, len, &off, &used);
	if (error != 0) {
		brelse(bp);
		return error;
	}
	de = (struct ext2_dirent *)(bp->b_data + off);
	rest = de->d_reclen - used;
	if (used != 0) {
		de->d_reclen = used;
		de = (struct ext2_dirent *)(bp->b_data + off + used);
	}
	fill(de, rest, name, namelen, ip->i_ino, type_of(ip));
	slot->s_off = off + used;
	bdwrite(bp);
	return 0;
}

/* A new block at the end, with this name in it. */
static int
enter_behind(struct ext2_inode *dip, const char *name, size_t namelen,
    struct ext2_inode *ip, struct ucred *cred, struct ext2_slot *slot)
{
	u_int bsize = dip->i_em->m_bsize;
	char *block;
	int error;

	if (dip->i_size > INT32_MAX - (off_t)bsize)
		return EFBIG;
	block = malloc(bsize, M_EXT2FS, M_ZERO);
	fill((struct ext2_dirent *)block, bsize == 65536 ? 65535 : bsize, name,
	    namelen, ip->i_ino, type_of(ip));
	error = ext2_bappend(dip, slot->s_lbn, block, cred);
	free(block, M_EXT2FS);
	if (error != 0)
		return error;
	slot->s_off = 0;
	dip->i_size += bsize;
	ext2_dirty(dip);
	return 0;
}

int
ext2_direnter(struct ext2_inode *dip, const char *name, size_t namelen,
    struct ext2_inode *ip, struct ucred *cred, struct ext2_slot *slotp)
{
	u_int n = (u_int)(dip->i_size >> dip->i_em->m_bshift);
	struct ext2_slot slot = {.s_ino = ip->i_ino};
	int error;

	if ((error = forget_index(dip)) != 0)
		return error;
	error = ENOSPC;
	for (slot.s_lbn = dip->i_roomhint; slot.s_lbn < n; slot.s_lbn++) {
		error = enter_in_block(dip, name, namelen, ip, &slot);
		if (error != ENOSPC)
			break;
	}
	if (slot.s_lbn >= n) {
		slot.s_lbn = n;
		error = enter_behind(dip, name, namelen, ip, cred, &slot);
	}
	if (error != 0)
		return error;
	/* A longer name may have passed a block with room for a short one. */
	if (namelen <= 16)
		dip->i_roomhint = slot.s_lbn;
	ip->i_named = dip->i_em->m_started;
	ext2_touch(dip, EXT2_MTIME | EXT2_CTIME);
	if (slotp != NULL)
		*slotp = slot;
	return 0;
}

/*
 * The block of a slot, and the entry in it, which is checked again: the
 * disk, not memory, has the last word.
 */
static int
slot_block(struct ext2_inode *dip, const struct ext2_slot *slot,
    struct buf **bpp, struct ext2_dirent **dep)
{
	const struct ext2_dirent *de;
	int error;

	if ((error = ext2_dirblock(dip, slot->s_lbn, bpp)) != 0)
		return error;
	error = ext2_dirent(dip, slot->s_lbn, (*bpp)->b_data, slot->s_off, &de);
	if (error == 0 && de->d_ino != slot->s_ino)
		error = ext2_complain(dip->i_em,
		    "directory %u: the entry at "
		    "%u of block %u has changed",
		    dip->i_ino, slot->s_off, slot->s_lbn);
	if (error != 0)
		brelse(*bpp);
	*dep = (struct ext2_dirent *)(uintptr_t)de;
	return error;
}

/* The entry before it gets its room; the first of a block is just free. */
int
ext2_dirremove(struct ext2_inode *dip, const struct ext2_slot *slot,
    struct ext2_inode *ip, int sync)
{
	struct ext2_dirent *de, *prev;
	struct buf *bp;
	int error;

	if ((error = forget_index(dip)) != 0 ||
	    (error = slot_block(dip, slot, &bp, &de)) != 0)
		return error;
	if (slot->s_prev != slot->s_off) {
		prev = (struct ext2_dirent *)(bp->b_data + slot->s_prev);
		prev->d_reclen += de->d_reclen;
	}
	de->d_ino = 0;
	dip->i_roomhint = MIN(dip->i_roomhint, slot->s_lbn);
	ext2_touch(dip, EXT2_MTIME | EXT2_CTIME);
	if (sync)
		return ext2_bwrite(dip->i_em, bp);
	ip->i_unnamed = dip->i_em->m_started + 1;
	bdwrite(bp);
	return 0;
}

int
ext2_dirreplace(
    struct ext2_inode *dip, const struct ext2_slot *slot, struct ext2_inode *ip)
{
	struct ext2_dirent *de;
	struct buf *bp;
	int error;

	if ((error = forget_index(dip)) != 0 ||
	    (error = slot_block(dip, slot, &bp, &de)) != 0)
		return error;
	de->d_ino = ip->i_ino;
	de->d_type = type_of(ip);
	ip->i_named = dip->i_em->m_started;
	ext2_touch(dip, EXT2_MTIME | EXT2_CTIME);
	return ext2_bwrite(dip->i_em, bp);
}

int
ext2_dirinit(struct ext2_inode *ip, uint32_t parent, struct ucred *cred)
{
	u_int bsize = ip->i_em->m_bsize, dotlen = EXT2_DIRENT_LEN(1);
	char *block = malloc(bsize, M_EXT2FS, M_ZERO);
	int error;

	fill((struct ext2_dirent *)block, dotlen, ".", 1, ip->i_ino,
	    type_of(ip));
	fill((struct ext2_dirent *)(block + dotlen), bsize - dotlen, "..", 2,
	    parent, type_of(ip));
	error = ext2_bappend(ip, 0, block, cred);
	free(block, M_EXT2FS);
	if (error != 0)
		return error;
	ip->i_size = bsize;
	ip->i_parent = parent;
	ext2_dirty(ip);
	return 0;
}

int
ext2_dirsetparent(struct ext2_inode *ip, uint32_t parent)
{
	struct ext2_slot slot = {.s_off = EXT2_DIRENT_LEN(1)};
	struct ext2_dirent *up;
	struct buf *bp;
	int error;

	/* Its first two entries are as they should be: */
	if ((error = ext2_parent(ip, &slot.s_ino)) != 0 ||
	    (error = forget_index(ip)) != 0 ||
	    (error = slot_block(ip, &slot, &bp, &up)) != 0)
		return error;
	up->d_ino = parent;
	ip->i_parent = parent;
	bdwrite(bp);
	return 0;
}
