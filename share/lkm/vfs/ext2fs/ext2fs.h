/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ext2fs.h: a mounted ext2 file system in memory.  README.md has a drawing,
 * and says in which order things are written.
 *
 * The rule of that order, which every function here keeps: any changed
 * buffer may be written at any moment.  So what a change relies on is on the
 * disk before the change goes into a buffer:
 *
 *  1. a block that points somewhere, or is read as a directory, has its
 *     contents before anything points to it;
 *  2. a block or an inode is not used again while the disk still has a
 *     pointer, or a name, to its former use;
 *  3. the last name of a file does not go before its new one is there.
 *
 * What is then wrong after a crash - counts, bitmaps, things that nobody
 * points to - e2fsck finds out by itself.
 */
#ifndef _EXT2FS_H_
#define _EXT2FS_H_

#include <sys/param.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/queue.h>
#include <sys/systm.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

#include "ext2_disk.h"

struct buf;
struct componentname;
struct vm_page;

/* A file, while its vnode lives. */
struct ext2_inode {
	LIST_ENTRY(ext2_inode) i_hash;
	TAILQ_ENTRY(ext2_inode) i_dirtylist; /* with IN_DIRTY */
	TAILQ_ENTRY(ext2_inode) i_lru;       /* with IN_LRU */
	struct vnode *i_vnode;
	struct ext2_mount *i_em;
	uint32_t i_ino;
	u_int i_flag;
	off_t i_size;
	uint32_t i_parent;  /* directory: what ".." says; 0: not yet known */
	u_int i_findhint;   /* directory: block of the last name found */
	u_int i_roomhint;   /* directory: no room in blocks before this one */
	u_int i_shrinks;    /* counts truncations, for getpage */
	uint32_t i_nextlbn; /* where the next block will be wanted, and */
	uint32_t i_nextblk; /* ... where on the disk; 0: no idea */
	uint32_t i_readlbn; /* the last block that was read */
	uint32_t i_ahead;   /* what lies before it was asked for already */
	u_int i_named;      /* m_started when it got its last name */
	u_int i_unnamed;    /* the sync after which the disk has no old name */
	struct ext2_dinode i_d;
};
#define IN_DIRTY 0x1 /* i_d is newer than the buffer it came from */
#define IN_LRU   0x2 /* nobody refers to the vnode */
#define IN_EVICT 0x4 /* the vnode is to go */
#define IN_GONE  0x8 /* it was freed, and is not in the hash table */

LIST_HEAD(ext2_hashhead, ext2_inode);
TAILQ_HEAD(ext2_inodeq, ext2_inode);

#define EXT2_NHASH 128 /* a power of two */

struct ext2_mount {
	struct mount *m_mount;
	struct vnode *m_devvp;            /* open */
	char m_name[32];                  /* of the device, for messages */
	const struct device_args *m_args; /* of the mount(2) in progress */
	int m_ronly;                      /* nothing at all is written */
	int m_devronly;                   /* the device was opened like that */
	u_int m_complaints;
	struct ext2_sb m_sb; /* its counts are the groups', added up */
	struct ext2_gd *m_gd;
	int m_changed; /* counts are newer than the disk's */
	u_int m_ngroups;
	u_int m_bsize, m_bshift;
	u_int m_nindir; /* pointers in an indirect block */
	u_int m_inosize, m_inoperblk;
	uint32_t m_firstino;
	u_int m_gdblocks, m_itblocks; /* of descriptors; of a table of inodes */
	uint32_t m_overhead;          /* blocks that are never a file's */
	off_t m_maxsize;              /* of a file */
	u_int m_started, m_done;      /* syncs; the newest that is over */
	u_int m_named, m_unnamed;     /* i_ of those that were thrown away */
	struct ext2_inodeq m_dirty, m_lru; /* lru: the oldest first */
	u_int m_nlru;
	struct ext2_hashhead m_hash[EXT2_NHASH];
};

#define VTOI(vp)       ((struct ext2_inode *)(vp)->v_data)
#define ITOV(ip)       ((ip)->i_vnode)
#define MPTOEM(mp)     ((struct ext2_mount *)(mp)->mnt_data)
#define EXT2_PROTECTED (EXT2_IMMUTABLE_FL | EXT2_APPEND_FL)

MALLOC_DECLARE(M_EXT2FS);
extern const struct vnodeops ext2_vnodeops;

/* ---- ext2_vfsops.c ---- */
/* A block, owned.  EIO. */
int ext2_bread(struct ext2_mount *, uint32_t blk, struct buf **);
/* The same, about to be overwritten whole, and n blocks from it on likely. */
int ext2_getblk(struct ext2_mount *, uint32_t blk, u_int n, struct buf **);
/* Have n blocks read, not waited for. */
void ext2_breada(struct ext2_mount *, uint32_t blk, u_int n);
/*
 * Write it now, and give it up.  EIO, after a complaint: what the disk has is
 * not what it should have, and e2fsck is to look at that.
 */
int ext2_bwrite(struct ext2_mount *, struct buf *);
/*
 * Write all that is not on the disk yet, and wait.  It is more than any
 * caller asks for, and makes it simple to say what is safe afterwards.  EIO, as
 * ext2_bwrite().
 */
int ext2_sync(struct ext2_mount *);
/*
 * Something on the disk is wrong: say so on the console, and have the disk
 * say that it wants a check.  EIO always.
 */
int ext2_complain(struct ext2_mount *, const char *fmt, ...) __printflike(2, 3);

/* ---- ext2_super.c ---- */
/*
 * Read the superblock and check all of it.  EINVAL and EFTYPE after the
 * reason was printed.
 */
int ext2_super_read(struct ext2_mount *);
/* May it be mounted for writing?  EROFS, EINVAL after a reason. */
int ext2_super_writable(struct ext2_mount *);
int ext2_super_write(struct ext2_mount *);   /* into its buffer, not further */
int ext2_super_mounted(struct ext2_mount *); /* for writing: on the disk */
int ext2_super_clean(struct ext2_mount *);   /* the end of that */
/* A file of 2 GiB or more is to come.  EFBIG: revision 0 has none. */
int ext2_super_large(struct ext2_mount *);

/* ---- ext2_groups.c ---- */
int ext2_groups_read(struct ext2_mount *);
int ext2_groups_write(struct ext2_mount *); /* into buffers */
int ext2_has_super(const struct ext2_mount *, u_int group);
u_int ext2_group_blocks(const struct ext2_mount *, u_int group);
uint32_t ext2_group_start(const struct ext2_mount *, u_int group);
/* May a file have this block?  Not if it is none, or the system's own. */
int ext2_is_data(const struct ext2_mount *, uint32_t blk);
/* It may: of n blocks from it on, how many, in the same group? */
u_int ext2_data_run(const struct ext2_mount *, uint32_t blk, u_int n);
/*
 * A group's bitmap has no free ones, whatever its descriptor says: that was
 * wrong, and the count there, and that of all groups, are put right.
 */
void ext2_group_is_full(struct ext2_mount *, u_int group, const char *what,
    uint16_t *in_group, uint32_t *in_all);

/* ---- ext2_alloc.c: blocks ---- */
/*
 * *np blocks, one behind the other, or as many as there are like that, at
 * least one; at goal or behind it if that can be.  ENOSPC.
 */
int ext2_block_alloc(struct ext2_mount *, uint32_t goal, struct ucred *,
    uint32_t *blkp, u_int *np);
/* The disk has no pointer to it any more.  EIO: it was free already, or ... */
int ext2_block_free(struct ext2_mount *, uint32_t blk);
/*
 * The first clear bit from start on, of n, going round at the end; n: all
 * are set.
 */
u_int ext2_bit_clear(const char *map, u_int n, u_int start);
#define EXT2_BIT(map, i) (((map)[(i) / 8] >> ((i) % 8)) & 1)

/* ---- ext2_ialloc.c: inodes ---- */
/* Its inode on the disk is zeros now.  ENOSPC. */
int ext2_inode_alloc(struct ext2_inode *dip, int isdir, uint32_t *inop);
/* The disk has no name of it any more, nor says that it is in use. */
void ext2_inode_free(struct ext2_mount *, uint32_t ino, int isdir);
int ext2_inode_bread(
    struct ext2_mount *, uint32_t ino, struct buf **, struct ext2_dinode **);

/* ---- ext2_inode.c: inodes in memory ---- */
/* The vnode of an inode that has a name.  EIO: it cannot have one. */
int ext2_vget(struct ext2_mount *, uint32_t ino, struct vnode **);
/* The vnode of one just allocated; not locked. */
struct vnode *ext2_vnew(
    struct ext2_mount *, uint32_t ino, const struct ext2_dinode *);
void ext2_dirty(struct ext2_inode *);
#define EXT2_ATIME 0x1
#define EXT2_MTIME 0x2
#define EXT2_CTIME 0x4
void ext2_touch(struct ext2_inode *, int which); /* and ext2_dirty() */
/* Into its buffer, and if sync, to the disk.  EIO. */
int ext2_update(struct ext2_inode *, int sync);
void ext2_inactive(struct vnode *, int *recycle);
void ext2_reclaim(struct vnode *);
/* Is its text, or its number as a device, where others have pointers? */
int ext2_has_blocks(const struct ext2_inode *);

/* ---- ext2_bmap.c: from a file's blocks to the disk's ---- */
/*
 * The way to a block: depth 0 is a pointer in the inode, at i_block[at[0]];
 * else that is an indirect block, in which at[1] leads on, ...  EFBIG.
 */
struct ext2_path {
	u_int depth;
	u_int at[EXT2_NIND + 1];
};
int ext2_path(const struct ext2_mount *, uint32_t lbn, struct ext2_path *);
/* *blkp is 0 for a hole.  EIO. */
int ext2_bmap(struct ext2_inode *, uint32_t lbn, uint32_t *blkp);
/*
 * The same for as many blocks as lie one behind the other on the disk, *np:
 * from one, which a hole always is, to max.
 */
int ext2_bmap_run(
    struct ext2_inode *, uint32_t lbn, u_int max, uint32_t *blkp, u_int *np);
/*
 * A block of the file to be written to, owned; whole says that all of it
 * will be.  Else a new one is zeros.  So many blocks, with this one, are
 * likely to be written in order.  ENOSPC, EFBIG, EIO.
 */
int ext2_bwant(struct ext2_inode *, uint32_t lbn, int whole, u_int likely,
    struct ucred *, struct buf **);
/*
 * New blocks behind the end of the file, from lbn on, one behind the other on
 * the disk: *np of them, or as many as can be had like that, at least one.
 * There is nothing in them yet.  EEXIST: there is a block.  Else the same.
 */
int ext2_bgrow(struct ext2_inode *, uint32_t lbn, struct ucred *,
    uint32_t *blkp, u_int *np);
/* A new block with these contents, which are on the disk when it returns. */
int ext2_bappend(
    struct ext2_inode *, uint32_t lbn, const char *contents, struct ucred *);

/* ---- ext2_trunc.c ---- */
/* Another size, up or down; the inode is dirty then.  EFBIG, EIO. */
int ext2_setsize(struct ext2_inode *, off_t size);
/* All blocks of a file that is no more; its inode goes to the disk first. */
int ext2_release(struct ext2_inode *);

/* ---- ext2_rw.c ---- */
int ext2_read(struct vnode *, struct uio *, int ioflag, struct ucred *);
int ext2_write(struct vnode *, struct uio *, int ioflag, struct ucred *);
int ext2_getpage(struct vnode *, off_t, struct vm_page **);

/* ---- ext2_dir.c: reading directories ---- */
/* Where a name is. */
struct ext2_slot {
	uint32_t s_ino;
	u_int s_lbn;  /* block of the directory */
	u_int s_off;  /* in it */
	u_int s_prev; /* the one before in the block; s_off: there is none */
};
int ext2_dirblock(struct ext2_inode *, u_int lbn, struct buf **);
/* The entry at off, checked.  EIO, after a complaint. */
int ext2_dirent(struct ext2_inode *, u_int lbn, const char *block, u_int off,
    const struct ext2_dirent **);
int ext2_dirfind(
    struct ext2_inode *, const char *name, size_t namelen, struct ext2_slot *);
/* The directory's ".." as it is on the disk.  EIO. */
int ext2_parent(struct ext2_inode *, uint32_t *inop);
int ext2_dirempty(struct ext2_inode *); /* 0, ENOTEMPTY, EIO */
int ext2_readdir(struct vnode *, struct uio *, int *eof);

/* ---- ext2_dirent.c: changing them ---- */
/* Is every name of the inode's that is gone gone from the disk, too? */
static inline int
ext2_unnamed(const struct ext2_inode *ip)
{
	return ip->i_unnamed <= ip->i_em->m_done;
}
/* The name is not there yet; *slotp, if not NULL, says where it is now. */
int ext2_direnter(struct ext2_inode *dip, const char *name, size_t namelen,
    struct ext2_inode *ip, struct ucred *, struct ext2_slot *slotp);
/* ip is the file; if sync, its name is gone from the disk, too. */
int ext2_dirremove(struct ext2_inode *dip, const struct ext2_slot *,
    struct ext2_inode *ip, int sync);
/* Another inode under the name; on the disk when it returns. */
int ext2_dirreplace(
    struct ext2_inode *dip, const struct ext2_slot *, struct ext2_inode *ip);
/* The first block of a new directory, with "." and "..". */
int ext2_dirinit(struct ext2_inode *, uint32_t parent, struct ucred *);
int ext2_dirsetparent(struct ext2_inode *, uint32_t parent);

/* ---- ext2_names.c, ext2_rename.c ---- */
int ext2_lookup(struct vnode *, struct vnode **, struct componentname *);
int ext2_create(
    struct vnode *, struct vnode **, struct componentname *, struct vattr *);
int ext2_symlink(struct vnode *, struct vnode **, struct componentname *,
    struct vattr *, const char *);
int ext2_remove(struct vnode *, struct vnode *, struct componentname *);
int ext2_rmdir(struct vnode *, struct vnode *, struct componentname *);
int ext2_link(struct vnode *, struct vnode *, struct componentname *);
int ext2_rename(struct vnode *, struct vnode *, struct componentname *,
    struct vnode *, struct vnode *, struct componentname *);
/* May a name go from, or into, the directory?  EPERM, ENOENT. */
int ext2_may_enter(const struct ext2_inode *dip);
int ext2_may_remove(const struct ext2_inode *dip, const struct ext2_inode *ip);

/* ---- ext2_attr.c ---- */
int ext2_getattr(struct vnode *, struct vattr *);
int ext2_setattr(struct vnode *, struct vattr *, struct ucred *);
void ext2_set_time(struct ext2_inode *, int which, const struct timespec *);
void ext2_set_ids(struct ext2_dinode *, uid_t, gid_t);
/* Device numbers as an inode has them. */
dev_t ext2_get_rdev(const struct ext2_dinode *);
void ext2_set_rdev(struct ext2_dinode *, dev_t);

#endif /* _EXT2FS_H_ */
