/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_inode.c: inodes in memory: from the disk to a vnode and back.
 *
 * An inode is in the hash table for as long as it has a vnode.  It gets in
 * with the buffer of its block owned, and every change goes back through
 * that buffer: so there are never two of one inode.  Those that nobody
 * refers to wait in a list, the oldest to be thrown away first.
 */
#include <sys/buf.h>
#include <sys/errno.h>
#include <sys/stat.h>
#include <sys/vm.h>

#include "ext2fs.h"

static struct ext2_hashhead *
chain(struct ext2_mount *em, uint32_t ino)
{
	return &em->m_hash[ino & (EXT2_NHASH - 1)];
}

/* How many wait, at most: memory decides. */
static u_int
lru_max(void)
{
	return MAX(vm_page_total / 128, 32);
}

static void
lru_leave(struct ext2_inode *ip)
{
	if (ip->i_flag & IN_LRU) {
		TAILQ_REMOVE(&ip->i_em->m_lru, ip, i_lru);
		ip->i_em->m_nlru--;
		ip->i_flag &= ~IN_LRU;
	}
}

static struct ext2_inode *
find(struct ext2_mount *em, uint32_t ino)
{
	struct ext2_inode *ip;

	LIST_FOREACH(ip, chain(em, ino), i_hash)
		if (ip->i_ino == ino)
			break;
	return ip;
}

int
ext2_has_blocks(const struct ext2_inode *ip)
{
	const struct ext2_mount *em = ip->i_em;
	uint32_t own = ip->i_d.i_file_acl != 0 ? em->m_bsize / S_BLKSIZE : 0;

	switch (ip->i_d.i_mode & S_IFMT) {
	case S_IFREG:
	case S_IFDIR:
		return 1;
	case S_IFLNK:
		return ip->i_d.i_blocks > own;
	default:
		return 0;
	}
}

/* Can this be a file?  What cannot is EIO, with a complaint. */
static int
check(struct ext2_mount *em, uint32_t ino, const struct ext2_inode *ip)
{
	const struct ext2_dinode *d = &ip->i_d;

	if (d->i_links_count == 0)
		return ext2_complain(
		    em, "inode %u has a name, but is free", ino);
	if (d->i_flags & EXT2_STRANGE_FL)
		return ext2_complain(em,
		    "inode %u: its flags, 0x%x, are those "
		    "of other file systems",
		    ino, d->i_flags);
	switch (d->i_mode & S_IFMT) {
	case S_IFDIR:
		if (ip->i_size <= 0 || ip->i_size > INT32_MAX ||
		    ip->i_size & (em->m_bsize - 1) ||
		    ip->i_size >> em->m_bshift > em->m_sb.s_blocks_count)
			break;
		return 0;
	case S_IFREG:
		if (ip->i_size < 0 || ip->i_size > em->m_maxsize)
			break;
		return 0;
	case S_IFLNK:
		if (ip->i_size <= 0 ||
		    ip->i_size >= (ext2_has_blocks(ip)
					  ? (off_t)em->m_bsize
					  : (off_t)sizeof(d->i_block)))
			break;
		return 0;
	case S_IFCHR:
	case S_IFBLK:
	case S_IFIFO:
	case S_IFSOCK:
		return 0;
	default:
		return ext2_complain(em,
		    "inode %u: mode 0%o is no kind of "
		    "file",
		    ino, d->i_mode);
	}
	return ext2_complain(em, "inode %u: a size of %lld is not possible",
	    ino, (long long)ip->i_size);
}

static off_t
size_of(const struct ext2_mount *em, const struct ext2_dinode *d)
{
	uint64_t size = d->i_size;

	if ((d->i_mode & S_IFMT) == S_IFREG &&
	    em->m_sb.s_rev_level != EXT2_GOOD_OLD_REV)
		size |= (uint64_t)d->i_size_high << 32;
	return (off_t)size;
}

static struct ext2_inode *
make(struct ext2_mount *em, uint32_t ino)
{
	struct ext2_inode *ip = malloc(sizeof(*ip), M_EXT2FS, M_ZERO);

	ip->i_em = em;
	ip->i_ino = ino;
	ip->i_named = em->m_named; /* it may have been one of those */
	ip->i_unnamed = em->m_unnamed;
	return ip;
}

/* Give it a vnode, and have it found. */
static struct vnode *
enter(struct ext2_inode *ip)
{
	struct ext2_mount *em = ip->i_em;

	ip->i_vnode = getnewvnode(em->m_mount, &ext2_vnodeops,
	    iftovt(ip->i_d.i_mode), ext2_get_rdev(&ip->i_d), ip);
	if (ip->i_ino == EXT2_ROOT_INO)
		ip->i_vnode->v_flag |= VV_ROOT;
	LIST_INSERT_HEAD(chain(em, ip->i_ino), ip, i_hash);
	return ip->i_vnode;
}

/* Its last name may be gone, and only who has it open keep it. */
static int
hand_out(struct ext2_inode *ip, struct vnode **vpp)
{
	if (ip->i_d.i_links_count == 0)
		return ext2_complain(ip->i_em,
		    "inode %u has more names than "
		    "it counts",
		    ip->i_ino);
	lru_leave(ip);
	vref(ITOV(ip));
	*vpp = ITOV(ip);
	return 0;
}

int
ext2_vget(struct ext2_mount *em, uint32_t ino, struct vnode **vpp)
{
	u_int have = MIN(em->m_inosize, sizeof(struct ext2_dinode));
	struct ext2_dinode *di;
	struct ext2_inode *ip, *other;
	struct buf *bp;
	int error;

	if ((ip = find(em, ino)) != NULL)
		return hand_out(ip, vpp);
	if (ino != EXT2_ROOT_INO &&
	    (ino < em->m_firstino || ino > em->m_sb.s_inodes_count))
		return ext2_complain(em,
		    "a name leads to inode %u, which "
		    "cannot be a file",
		    ino);
	ip = make(em, ino);
	if ((error = ext2_inode_bread(em, ino, &bp, &di)) != 0) {
		free(ip, M_EXT2FS);
		return error;
	}
	if ((other = find(em, ino)) != NULL) {
		brelse(bp);
		free(ip, M_EXT2FS);
		return hand_out(other, vpp);
	}
	memcpy(&ip->i_d, di, have);
	ip->i_size = size_of(em, &ip->i_d);
	if ((error = check(em, ino, ip)) != 0)
		free(ip, M_EXT2FS);
	else
		*vpp = enter(ip); /* sleeps with the buffer: see above */
	brelse(bp);
	return error;
}

struct vnode *
ext2_vnew(struct ext2_mount *em, uint32_t ino, const struct ext2_dinode *d)
{
	struct ext2_inode *ip = make(em, ino);

	ip->i_d = *d;
	ext2_dirty(ip);
	return enter(ip);
}

void
ext2_dirty(struct ext2_inode *ip)
{
	if (ip->i_flag & IN_DIRTY || ip->i_em->m_ronly)
		return;
	ip->i_flag |= IN_DIRTY;
	TAILQ_INSERT_TAIL(&ip->i_em->m_dirty, ip, i_dirtylist);
}

static void
undirty(struct ext2_inode *ip)
{
	if (ip->i_flag & IN_DIRTY)
		TAILQ_REMOVE(&ip->i_em->m_dirty, ip, i_dirtylist);
	ip->i_flag &= ~IN_DIRTY;
}

void
ext2_touch(struct ext2_inode *ip, int which)
{
	struct timespec now;

	getnanotime(&now);
	ext2_set_time(ip, which, &now);
	ext2_dirty(ip);
}

/* An error leaves it clean: nobody is to try for ever. */
int
ext2_update(struct ext2_inode *ip, int sync)
{
	struct ext2_mount *em = ip->i_em;
	struct ext2_dinode *di;
	struct buf *bp;
	int error;

	error = ext2_inode_bread(em, ip->i_ino, &bp, &di);
	undirty(ip);
	if (error != 0)
		return ext2_complain(em, "inode %u cannot be written, error %d",
		    ip->i_ino, error);
	if (ip->i_flag & IN_GONE) {
		brelse(bp); /* it is another's by now */
		return 0;
	}
	ip->i_d.i_size = (uint32_t)ip->i_size;
	if ((ip->i_d.i_mode & S_IFMT) == S_IFREG &&
	    em->m_sb.s_rev_level != EXT2_GOOD_OLD_REV)
		ip->i_d.i_size_high = (uint32_t)(ip->i_size >> 32);
	memcpy(di, &ip->i_d, MIN(em->m_inosize, sizeof(ip->i_d)));
	if (sync)
		return ext2_bwrite(em, bp);
	bdwrite(bp);
	return 0;
}

/* ---- the end ---- */

/* Attributes that other files may share. */
static void
drop_xattrs(struct ext2_inode *ip)
{
	struct ext2_mount *em = ip->i_em;
	uint32_t blk = ip->i_d.i_file_acl;
	struct ext2_xattr *x;
	struct buf *bp;
	int last;

	if (blk == 0)
		return;
	ip->i_d.i_file_acl = 0;
	if (!ext2_is_data(em, blk) || ext2_bread(em, blk, &bp) != 0) {
		(void)ext2_complain(em,
		    "inode %u: its attributes, in block "
		    "%u, cannot be read",
		    ip->i_ino, blk);
		return;
	}
	x = (struct ext2_xattr *)bp->b_data;
	if (x->h_magic != EXT2_XATTR_MAGIC || x->h_refcount == 0) {
		brelse(bp);
		(void)ext2_complain(
		    em, "inode %u: block %u has no attributes", ip->i_ino, blk);
		return;
	}
	last = --x->h_refcount == 0;
	bdwrite(bp);
	if (last)
		(void)ext2_block_free(em, blk);
}

/* It has neither a name nor a user. */
static void
destroy(struct ext2_inode *ip)
{
	int isdir = ITOV(ip)->v_type == VDIR;

	ip->i_d.i_dtime = (uint32_t)time_second;
	if (ext2_release(ip) != 0)
		return; /* the disk may still think that it is there */
	drop_xattrs(ip);
	undirty(ip);
	LIST_REMOVE(ip, i_hash);
	ip->i_flag |= IN_GONE;
	ext2_inode_free(ip->i_em, ip->i_ino, isdir);
}

static void
evict_oldest(struct ext2_mount *em)
{
	struct ext2_inode *old = TAILQ_FIRST(&em->m_lru);

	lru_leave(old);
	old->i_flag |= IN_EVICT;
	vref(ITOV(old));
	vrele(ITOV(old));
}

void
ext2_inactive(struct vnode *vp, int *recycle)
{
	struct ext2_inode *ip = VTOI(vp);
	struct ext2_mount *em = ip->i_em;
	int evict = ip->i_flag & IN_EVICT;

	if (ip->i_d.i_links_count == 0) {
		if (!em->m_ronly && (ip->i_flag & IN_GONE) == 0)
			destroy(ip);
		return;
	}
	while (ip->i_flag & IN_DIRTY && ext2_update(ip, 0) == 0)
		continue;
	ip->i_flag &= ~IN_EVICT;
	if (evict && vp->v_usecount == 1)
		return;
	*recycle = 0;
	if (vp->v_usecount > 1)
		return; /* somebody found it while that slept */
	TAILQ_INSERT_TAIL(&em->m_lru, ip, i_lru);
	ip->i_flag |= IN_LRU;
	if (++em->m_nlru > lru_max())
		evict_oldest(em);
}

void
ext2_reclaim(struct vnode *vp)
{
	struct ext2_inode *ip = VTOI(vp);

	if ((ip->i_flag & IN_GONE) == 0)
		LIST_REMOVE(ip, i_hash);
	lru_leave(ip);
	undirty(ip);
	ip->i_em->m_named = MAX(ip->i_em->m_named, ip->i_named);
	ip->i_em->m_unnamed = MAX(ip->i_em->m_unnamed, ip->i_unnamed);
	free(ip, M_EXT2FS);
}
