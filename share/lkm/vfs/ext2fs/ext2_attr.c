/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2_attr.c: what stat(2) tells of a file, and what changes it.
 *
 * Times are 32 bits of seconds, to 2038; inodes that are longer have 34 and
 * nanoseconds.  Owners are two times 16 bits.
 */
#include <sys/errno.h>
#include <sys/stat.h>

#include "ext2fs.h"

/* Has the inode so much of its longer part? */
#define HAS_EXTRA(ip, field)                                        \
	((ip)->i_em->m_inosize > EXT2_OLD_INODE_SIZE &&             \
	    EXT2_OLD_INODE_SIZE + (u_int)(ip)->i_d.i_extra_isize >= \
		offsetof(struct ext2_dinode, field) + sizeof(uint32_t))

static void
get_time(uint32_t sec, int longer, uint32_t extra, struct timespec *ts)
{
	ts->tv_sec = (int32_t)sec;
	ts->tv_nsec = 0;
	if (longer) {
		ts->tv_sec += (time_t)(extra & 3) << 32;
		ts->tv_nsec = MIN(extra >> 2, 999999999u);
	}
}

/* What cannot be told is the nearest that can. */
static void
put_time(uint32_t *sec, int longer, uint32_t *extra, const struct timespec *ts)
{
	time_t t = ts->tv_sec, last = longer ? 0x37fffffffLL : INT32_MAX;

	t = MIN(MAX(t, INT32_MIN), last);
	*sec = (uint32_t)t;
	if (longer)
		*extra = (uint32_t)ts->tv_nsec << 2 |
		    (uint32_t)((t - (int32_t)t) >> 32 & 3);
}

void
ext2_set_time(struct ext2_inode *ip, int which, const struct timespec *ts)
{
	struct ext2_dinode *d = &ip->i_d;

	if (which & EXT2_ATIME)
		put_time(&d->i_atime, HAS_EXTRA(ip, i_atime_extra),
		    &d->i_atime_extra, ts);
	if (which & EXT2_MTIME)
		put_time(&d->i_mtime, HAS_EXTRA(ip, i_mtime_extra),
		    &d->i_mtime_extra, ts);
	if (which & EXT2_CTIME)
		put_time(&d->i_ctime, HAS_EXTRA(ip, i_ctime_extra),
		    &d->i_ctime_extra, ts);
}

void
ext2_set_ids(struct ext2_dinode *d, uid_t uid, gid_t gid)
{
	d->i_uid = (uint16_t)uid;
	d->i_uid_high = uid >> 16;
	d->i_gid = (uint16_t)gid;
	d->i_gid_high = gid >> 16;
}

/*
 * A small number stands in i_block[0], 8 bits of major and 8 of minor; a
 * larger one in i_block[1], laid out as ours.
 */
dev_t
ext2_get_rdev(const struct ext2_dinode *d)
{
	mode_t type = d->i_mode & S_IFMT;

	if (type != S_IFCHR && type != S_IFBLK)
		return NODEV;
	if (d->i_block[0] != 0)
		return makedev(d->i_block[0] >> 8 & 0xff, d->i_block[0] & 0xff);
	return d->i_block[1];
}

void
ext2_set_rdev(struct ext2_dinode *d, dev_t dev)
{
	if (major(dev) < 256 && minor(dev) < 256)
		d->i_block[0] = (uint32_t)(major(dev) << 8 | minor(dev));
	else
		d->i_block[1] = dev;
}

static uint32_t
get_flags(const struct ext2_dinode *d)
{
	return (d->i_flags & EXT2_IMMUTABLE_FL ? SF_IMMUTABLE : 0) |
	    (d->i_flags & EXT2_APPEND_FL ? SF_APPEND : 0) |
	    (d->i_flags & EXT2_NODUMP_FL ? UF_NODUMP : 0);
}

/* The owner's immutable and append-only have no place on the disk. */
static int
set_flags(struct ext2_inode *ip, uint32_t flags)
{
	uint32_t *f = &ip->i_d.i_flags;

	if (flags & ~(uint32_t)(SF_IMMUTABLE | SF_APPEND | UF_NODUMP))
		return EOPNOTSUPP;
	*f &= ~(EXT2_IMMUTABLE_FL | EXT2_APPEND_FL | EXT2_NODUMP_FL);
	*f |= (flags & SF_IMMUTABLE ? EXT2_IMMUTABLE_FL : 0) |
	    (flags & SF_APPEND ? EXT2_APPEND_FL : 0) |
	    (flags & UF_NODUMP ? EXT2_NODUMP_FL : 0);
	ext2_touch(ip, EXT2_CTIME);
	return 0;
}

int
ext2_getattr(struct vnode *vp, struct vattr *vap)
{
	const struct ext2_inode *ip = VTOI(vp);
	const struct ext2_dinode *d = &ip->i_d;

	vap->va_mode = d->i_mode & ALLPERMS;
	vap->va_nlink = d->i_links_count;
	vap->va_uid = d->i_uid | (uid_t)d->i_uid_high << 16;
	vap->va_gid = d->i_gid | (gid_t)d->i_gid_high << 16;
	vap->va_fileid = ip->i_ino;
	vap->va_size = ip->i_size;
	vap->va_blocksize = ip->i_em->m_bsize;
	get_time(d->i_atime, HAS_EXTRA(ip, i_atime_extra), d->i_atime_extra,
	    &vap->va_atime);
	get_time(d->i_mtime, HAS_EXTRA(ip, i_mtime_extra), d->i_mtime_extra,
	    &vap->va_mtime);
	get_time(d->i_ctime, HAS_EXTRA(ip, i_ctime_extra), d->i_ctime_extra,
	    &vap->va_ctime);
	vap->va_gen = d->i_generation;
	vap->va_flags = get_flags(d);
	vap->va_rdev = ext2_get_rdev(d);
	vap->va_bytes = (uint64_t)d->i_blocks * S_BLKSIZE;
	return 0;
}

static int
set_size(struct vnode *vp, off_t size)
{
	struct ext2_inode *ip = VTOI(vp);
	int error;

	if (vp->v_type == VDIR)
		return EISDIR;
	if (vp->v_type != VREG)
		return 0; /* opening a device with O_TRUNC does nothing */
	if (ip->i_d.i_flags & EXT2_APPEND_FL)
		return EPERM;
	if ((error = ext2_setsize(ip, size)) == 0)
		ext2_touch(ip, EXT2_MTIME);
	return error;
}

int
ext2_setattr(struct vnode *vp, struct vattr *vap, struct ucred *cred)
{
	struct ext2_inode *ip = VTOI(vp);
	struct ext2_dinode *d = &ip->i_d;
	struct vattr old;
	int error;

	if (vap->va_flags != (uint32_t)VNOVAL)
		return set_flags(ip, vap->va_flags);
	if (d->i_flags & EXT2_IMMUTABLE_FL)
		return EPERM;
	if (d->i_flags & EXT2_APPEND_FL && vap->va_size == VNOVAL &&
	    vap->va_atime.tv_nsec == VNOVAL && vap->va_mtime.tv_nsec == VNOVAL)
		return EPERM;
	if (vap->va_size != VNOVAL && (error = set_size(vp, vap->va_size)) != 0)
		return error;
	if (vap->va_mode != (mode_t)VNOVAL)
		d->i_mode = (d->i_mode & S_IFMT) | (vap->va_mode & ALLPERMS);
	(void)ext2_getattr(vp, &old);
	ext2_set_ids(d, vap->va_uid != (uid_t)VNOVAL ? vap->va_uid : old.va_uid,
	    vap->va_gid != (gid_t)VNOVAL ? vap->va_gid : old.va_gid);
	if (vap->va_atime.tv_nsec != VNOVAL)
		ext2_set_time(ip, EXT2_ATIME, &vap->va_atime);
	if (vap->va_mtime.tv_nsec != VNOVAL)
		ext2_set_time(ip, EXT2_MTIME, &vap->va_mtime);
	ext2_touch(ip, EXT2_CTIME);
	return 0;
}
