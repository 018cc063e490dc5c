/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * msdosfs.h: a mounted FAT file system, and its files in memory.
 *
 * A file in use is a denode.  FAT has no inodes: a file is known by where
 * its directory entry lies, and a directory moreover by its first cluster.
 * A denode holds its parent's, all the way up to the root.  So ".." needs
 * no reading, and what is in memory is a tree, whatever the disk claims: an
 * entry that leads to a directory which is in the tree already, perhaps
 * right above itself, is refused.
 *
 * What is held when: a directory's entries change only while its vnode is
 * locked; the FAT only while the mount's FAT lock is held; a file's chain of
 * clusters only while its vnode is locked, and de_gen counts how often.
 * VOP_GETPAGE has no lock: it looks at de_gen before and after.
 *
 * No buffer is held while something is copied from or to a program: the
 * page fault that this may bring might need that very buffer.
 */
#ifndef _MSDOSFS_MSDOSFS_H_
#define _MSDOSFS_MSDOSFS_H_

#include <sys/param.h>
#include <sys/buf.h>
#include <sys/errno.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/systm.h>
#include <sys/time.h>
#include <sys/vnode.h>

#include "ondisk.h"

struct msdosfs_mount {
	struct mount *pm_mountp;
	struct vnode *pm_devvp;
	int pm_devrdonly; /* how it was opened */
	int pm_rdonly;    /* as it is mounted now */
	uid_t pm_uid;
	gid_t pm_gid;
	mode_t pm_mask, pm_dirmask;
	/* Where things are, in bytes from the start of the device. */
	int pm_fattype; /* 12, 16, 32: bits of an entry */
	u_int pm_bsize; /* of buffers: divides all that follows */
	u_int pm_secsize;
	u_int pm_cshift; /* log2 of the bytes of a cluster */
	off_t pm_fatpos, pm_fatsize;
	u_int pm_nfats;   /* copies */
	off_t pm_rootpos; /* FAT12, FAT16 */
	uint32_t pm_rootsize;
	uint32_t pm_rootclust;  /* FAT32 */
	off_t pm_datapos;       /* of cluster 2 */
	uint32_t pm_maxclust;   /* the last one's number */
	off_t pm_fsinfopos;     /* 0: there is none */
	uint32_t pm_freeclusts; /* counted when mounted */
	uint32_t pm_nextfree;   /* where to begin to look for one */
	int pm_fsinfochanged;
	int pm_wasdirty; /* when mounted: it stays so */
	int pm_failed;   /* the disk has: it is not to be called clean */
	struct proc *pm_fatowner; /* the FAT lock */
	int pm_fatwant;
	LIST_HEAD(, denode) pm_denodes;
	struct denode *pm_root;
};

struct denode {
	LIST_ENTRY(denode) de_list;
	struct msdosfs_mount *de_pmp;
	struct vnode *de_vnode;   /* NULL: only its children need it */
	struct denode *de_parent; /* referenced; NULL: the root */
	u_int de_refs;            /* vnode, children, calls in progress */
	int de_flag;
	off_t de_pos;       /* of the entry, on the disk */
	uint32_t de_diroff; /* and in the directory */
	u_int de_nslots;    /* with those of the long name before it */
	uint8_t de_attr;
	uint16_t de_mtime, de_mdate, de_adate;
	uint32_t de_start; /* first cluster, 0: none */
	uint32_t de_size;  /* of a directory: its clusters */
	u_int de_gen;      /* counts changes of the chain */
	/* The last cluster looked for: number in the file, on the disk. */
	uint32_t de_fcn, de_cn; /* de_cn 0: not known */
	uint32_t de_next;       /* where reading in order goes on */
	uint32_t de_ahead;      /* what lies before it was asked for already */
};
#define DE_MODIFIED     0x1 /* the entry is to be written */
#define DE_REMOVED      0x2 /* it has no entry any more */

#define VTODE(vp)       ((struct denode *)(vp)->v_data)
#define MPTOPM(mp)      ((struct msdosfs_mount *)(mp)->mnt_data)
#define DE_ISDIR(d)     ((d)->de_attr & ATTR_DIRECTORY)
/* Bytes in a cluster, and how many of them hold so many bytes. */
#define CLUSTBYTES(pmp) (1u << (pmp)->pm_cshift)
#define CLUSTERS(pmp, bytes)                                     \
	((uint32_t)(((uint64_t)(bytes) + CLUSTBYTES(pmp) - 1) >> \
	    (pmp)->pm_cshift))

MALLOC_DECLARE(M_MSDOSFS);
extern struct vfsops msdosfs_vfsops;
extern const struct vnodeops msdosfs_vnodeops;

/* ---- bootsector.c ---- */
/*
 * Take the boot sector's word for where things are, if it makes sense on a
 * device of so many bytes (-1: unknown).  EINVAL: why[] says why not.
 */
int boot_decode(const struct bootsector *, off_t devsize,
    struct msdosfs_mount *, char *why, size_t whylen);

/* ---- fat.c ---- */
/*
 * The buffer that has the byte at pos of the device; *pp is that byte.  The
 * caller releases or writes it.  EIO.
 */
int msdosfs_bread(
    struct msdosfs_mount *, off_t pos, struct buf **, uint8_t **pp);
/*
 * Write all buffers that have changed.  EIO, once: what could not be written
 * is lost.
 */
int msdosfs_flush(struct msdosfs_mount *);
static inline int
clust_valid(const struct msdosfs_mount *pmp, uint32_t cn)
{
	return cn >= CLUST_FIRST && cn <= pmp->pm_maxclust;
}
/*
 * What comes after cn, a valid number: another, CLUST_EOF, CLUST_FREE, or
 * CLUST_BAD for what makes no sense.  EIO.
 */
int fat_get(struct msdosfs_mount *, uint32_t cn, uint32_t *next);
/* A free cluster, taken and marked as the end of a chain.  ENOSPC, EIO. */
int fat_alloc(struct msdosfs_mount *, uint32_t *cn);
/* Have next, or CLUST_EOF, come after cn. */
int fat_link(struct msdosfs_mount *, uint32_t cn, uint32_t next);
/* Free a chain, as far as it makes sense. */
int fat_free(struct msdosfs_mount *, uint32_t start);
/* At mounting: count what is free, see whether it was unmounted. */
int fat_start(struct msdosfs_mount *);
/* Whether the volume is in use: 1 with the first change, 0 at unmounting. */
int fat_mark(struct msdosfs_mount *, int dirty);
int fsinfo_update(struct msdosfs_mount *);

/* ---- names.c ---- */
/* UTF-8 to UCS-2 with surrogates; the length, -1: not valid or too long. */
int utf8_to_ucs2(const char *, size_t, uint16_t[WIN_MAXCHARS]);
/* And back, as a file's name, with a NUL; -1: cannot be one. */
int ucs2_to_name(const uint16_t *, size_t, char[NAME_MAX + 1]);
/* The name of a short entry, as it is shown. */
int short_to_ucs2(const struct dosdirent *, uint16_t[12]);
/* The same but for capital letters and small ones? */
int ucs2_same(const uint16_t *, size_t, const uint16_t *, size_t);
uint8_t short_sum(const uint8_t[11]);
/* EINVAL: no file can be called that. */
int name_check(const uint16_t *, size_t);
void dos_time(const struct timespec *, uint16_t *date, uint16_t *time);
void unix_time(uint16_t date, uint16_t time, struct timespec *);

/* ---- alias.c ---- */
/*
 * Is it an 8.3 name but for its case?  1: raw has it, in capitals, and
 * *small tells whether there were small letters.
 */
int name_is_short(const uint16_t *, size_t, uint8_t raw[11], int *small);
/*
 * The locked directory's short name for a name that it does not have.
 * ENOSPC: all numbers are taken; EIO.
 */
int alias_make(struct denode *dir, const uint16_t *, size_t, uint8_t raw[11]);

/* ---- dirscan.c: what is in a directory ---- */
struct dirscan {
	struct denode *ds_dir;
	uint32_t ds_off; /* of the next to be looked at */
	struct buf *ds_bp;
	off_t ds_bpos;
	/* What was found. */
	struct dosdirent ds_ent;
	uint32_t ds_entoff;
	off_t ds_entpos;
	u_int ds_nslots;
	int ds_longlen; /* 0: it has no long name */
	uint16_t ds_long[WIN_MAXCHARS + WIN_CHARS];
	/* Between: what the next piece of a long name has to be. */
	u_int ds_wantord, ds_pieces;
	uint8_t ds_wantsum;
};
void scan_start(struct dirscan *, struct denode *dir, uint32_t off);
void scan_release(struct dirscan *); /* it holds no buffer now */
/*
 * The next 32 bytes, whatever they are.  ENOENT at the directory's end.
 */
int scan_raw(struct dirscan *, struct dosdirent *, off_t *pos);
/* The next file, with its long name.  ENOENT: no more; EIO. */
int scan_next(struct dirscan *);
/* Its name for programs; the length. */
int scan_name(const struct dirscan *, char[NAME_MAX + 1]);
/* Look for a name: ENOENT. */
int scan_find(struct dirscan *, struct denode *dir, const uint16_t *, size_t);
int dir_isempty(struct denode *dir, int *empty);

/* ---- direntry.c: changing it; the directory's vnode is locked ---- */
/* Where an entry was put. */
struct dirplace {
	uint32_t diroff;
	u_int nslots;
	off_t pos;
};
/*
 * Enter ent under a name, whose short form is filled in.  EINVAL: no such
 * name can be; ENOENT: the directory was removed; ENOSPC, EIO.
 */
int dir_enter(struct denode *dir, const struct componentname *,
    struct dosdirent *ent, struct dirplace *);
int dir_remove(struct denode *dir, uint32_t diroff, u_int nslots);
/* Read and write the entry itself, where it lies. */
int entry_read(struct msdosfs_mount *, off_t pos, struct dosdirent *);
int entry_write(struct msdosfs_mount *, off_t pos, const struct dosdirent *);
void entry_setstart(
    const struct msdosfs_mount *, struct dosdirent *, uint32_t cn);

/* ---- denode.c ---- */
/*
 * The file that a scan has found in dir; referenced.  EIO: a directory that
 * cannot be one.
 */
int denode_get(struct denode *dir, const struct dirscan *, struct denode **);
int denode_root(struct msdosfs_mount *);
void denode_hold(struct denode *);
void denode_rele(struct denode *);
void denode_reparent(struct denode *, struct denode *dir);
struct vnode *denode_vnode(struct denode *); /* referenced */
int denode_update(struct denode *); /* write the entry, if it changed */
/* Its number for programs: no two entries lie at one place. */
static inline ino_t
denode_ino(const struct denode *dep)
{
	return dep->de_parent != NULL ? (ino_t)dep->de_pos >> DIRENT_SHIFT : 1;
}
/* Times, as if it were now. */
#define DE_ATIME 1
#define DE_MTIME 2
void denode_touch(struct denode *, int which);
void msdosfs_inactive(struct vnode *, int *recycle);
void msdosfs_reclaim(struct vnode *);

/* ---- data.c ---- */
/*
 * Where the byte at off lies on the disk.  The file has it: otherwise its
 * chain is too short, EIO.
 */
int file_map(struct denode *, uint32_t off, off_t *pos);
/* One more cluster behind the last; the disk position.  ENOSPC, EIO. */
int file_addcluster(struct denode *, off_t *pos);
/* Another length; what is new is zeros.  ENOSPC leaves it as it was. */
int file_setsize(struct denode *, off_t size);
int file_clear(struct msdosfs_mount *, off_t pos, u_int len);
int msdosfs_read(struct vnode *, struct uio *, int, struct ucred *);
int msdosfs_write(struct vnode *, struct uio *, int, struct ucred *);
int msdosfs_getpage(struct vnode *, off_t, struct vm_page **);
int msdosfs_fsync(struct vnode *);

/* ---- dirops.c, rename.c ---- */
int msdosfs_lookup(struct vnode *, struct vnode **, struct componentname *);
int msdosfs_create(
    struct vnode *, struct vnode **, struct componentname *, struct vattr *);
int msdosfs_mkdir(
    struct vnode *, struct vnode **, struct componentname *, struct vattr *);
int msdosfs_remove(struct vnode *, struct vnode *, struct componentname *);
int msdosfs_rename(struct vnode *, struct vnode *, struct componentname *,
    struct vnode *, struct vnode *, struct componentname *);
int msdosfs_readdir(struct vnode *, struct uio *, int *eof);

#endif /* _MSDOSFS_MSDOSFS_H_ */
