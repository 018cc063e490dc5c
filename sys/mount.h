/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mount.h: file systems, and where they are mounted.
 */
#ifndef _SYS_MOUNT_H_
#define _SYS_MOUNT_H_

#include <sys/types.h>
#include <sys/statvfs.h>

#define MFSNAMELEN      _VFS_NAMELEN
#define MNAMELEN        _VFS_MNAMELEN

/* Given to mount(2), shown by statvfs(2). */
#define MNT_RDONLY      0x00000001
#define MNT_SYNCHRONOUS 0x00000002
#define MNT_NOEXEC      0x00000004
#define MNT_NOSUID      0x00000008
#define MNT_NODEV       0x00000010
#define MNT_UNION       0x00000020
#define MNT_ASYNC       0x00000040
#define MNT_NOATIME     0x04000000
#define MNT_LOCAL       0x00001000
#define MNT_ROOTFS      0x00004000
#define MNT_VISFLAGMASK                                                       \
	(MNT_RDONLY | MNT_SYNCHRONOUS | MNT_NOEXEC | MNT_NOSUID | MNT_NODEV | \
	    MNT_ASYNC | MNT_NOATIME | MNT_LOCAL | MNT_ROOTFS)
/* Requests. */
#define MNT_UPDATE  0x00010000 /* change the flags of what is mounted */
#define MNT_FORCE   0x00080000 /* refused: nothing is pulled away from users */

#define MNT_WAIT    1
#define MNT_NOWAIT  2

#define MOUNT_TMPFS "tmpfs"

/* What mount(2) takes as data for a tmpfs; no data at all is fine, too. */
struct tmpfs_args {
	int ta_version;     /* TMPFS_ARGS_VERSION */
	ino_t ta_nodes_max; /* 0: as memory allows */
	off_t ta_size_max;  /* bytes; 0: as memory allows */
	uid_t ta_root_uid;
	gid_t ta_root_gid;
	mode_t ta_root_mode;
};
#define TMPFS_ARGS_VERSION 1

/*
 * What mount(2) takes as data for a file system on a device: this, or a
 * structure that begins with it.
 */
struct device_args {
	const char *da_fspec; /* the block device's path */
	char *da_reason;      /* room for the reason of a refusal; NULL: none */
	size_t da_reasonlen;  /* of MOUNT_REASONLEN bytes, to have it whole */
};
#define MOUNT_REASONLEN 160

#define MOUNT_NULL      "nullfs"
#define MOUNT_MSDOS     "msdosfs"
/*
 * A FAT file system knows neither owners nor modes: all files get these.
 * Of a mask, the bits that are set are what nobody may.  In an MNT_UPDATE
 * -1 leaves a value as it is.
 */
struct msdosfs_args {
	struct device_args ma_device;
	int ma_version; /* MSDOSFS_ARGS_VERSION */
	uid_t ma_uid;
	gid_t ma_gid;
	mode_t ma_mask;
	mode_t ma_dirmask;
};
#define MSDOSFS_ARGS_VERSION 1

#ifdef _KERNEL
#include <sys/queue.h>
#include <sys/vnode.h>

struct vfsops;

struct mount {
	TAILQ_ENTRY(mount) mnt_list;
	struct vfsops *mnt_op;
	struct vnode *mnt_vnodecovered; /* referenced; NULL for the root */
	struct mount *mnt_lower;        /* it is a layer over that one */
	LIST_HEAD(, vnode) mnt_vnodelist;
	u_int mnt_flag;             /* MNT_ */
	u_int mnt_busy;             /* calls that sleep in it: no unmount now */
	u_int mnt_syncing;          /* vfs_sync_all() does; an unmount waits */
	int mnt_syncerror;          /* of that: for the next fsync(2) */
	int mnt_unmounting;         /* an unmount sleeps in it; lookups wait */
	int mnt_synctold;           /* one was told that a sync fails */
	struct proc *mnt_nameowner; /* who holds the name lock */
	int mnt_namewant;
	struct statvfs
	    mnt_stat;   /* names, flags, f_fsid; sizes by VFS_STATVFS */
	void *mnt_data; /* the file system's */
};

/*
 * A kind of file system.  vfs_attach() links the structure itself into the
 * list; vfs_detach() takes it out when nothing of the kind is mounted, so
 * it may lie in a module.  Entries may be NULL where it says so.
 */
struct vfsops {
	const char *vfs_name;
	/*
	 * Make mp, or with MNT_UPDATE in mp->mnt_flag change it.  data is
	 * a copy in the kernel, len bytes, of what mount(2) was given; the
	 * pointers in it are the caller's.  On success mnt_data and
	 * mnt_stat.f_mntfromname are set.  An error leaves nothing behind.
	 * mnt_vnodecovered is where it will be, if nothing happens.
	 * A root (MNT_ROOTFS, no MNT_UPDATE) the kernel mounts, and the
	 * pointers are its own.  When the system goes down it makes what is
	 * still in use read-only: an update whose data is a struct
	 * device_args of zeros, whatever the file system's own begins with.
	 */
	int (*vfs_mount)(
	    struct mount *mp, void *data, size_t len, struct proc *);
	/*
	 * No vnode is left.  The file system may still refuse (EBUSY, EIO),
	 * and must then go on working.
	 */
	int (*vfs_unmount)(struct mount *mp, struct proc *);
	int (*vfs_root)(struct mount *mp, struct vnode **vpp);
	/* Block and file counts; the names and flags are filled in. */
	int (*vfs_statvfs)(struct mount *mp, struct statvfs *);
	int (*vfs_sync)(struct mount *mp, int waitfor);            /* NULL: 0 */
	int (*vfs_vget)(struct mount *mp, ino_t, struct vnode **); /* NULL */
	/* When attached, and when detached; they cannot sleep.  NULL. */
	void (*vfs_init)(void);
	void (*vfs_done)(void);
	u_int vfs_refcount; /* mounts */
	int vfs_suspended;  /* by vfs_suspend() */
	TAILQ_ENTRY(vfsops) vfs_list;
};

TAILQ_HEAD(mntlist, mount);
extern struct mntlist mountlist; /* in the order of mounting */

int vfs_attach(struct vfsops *); /* EEXIST: the name is taken */
int vfs_detach(struct vfsops *); /* EBUSY: mounted; ENOENT: not attached */
struct vfsops *vfs_getopsbyname(const char *);  /* to mount; or NULL */
struct vfsops *vfs_known(const char *);         /* suspended ones, too */
struct vfsops *vfs_next(const struct vfsops *); /* NULL: first; last: NULL */
/* While it is suspended, mount(2) does not know it: ENODEV. */
void vfs_suspend(struct vfsops *, int suspended);

/*
 * The name lock: whoever is to lock two vnodes of mp takes it first.  It
 * does not nest.  A layer has that of what is below.
 */
void mnt_namelock(struct mount *);
void mnt_nameunlock(struct mount *);

/* Mount at vp (referenced, a directory), or as the root if vp is NULL. */
int vfs_domount(struct vfsops *, const char *onname, struct vnode *vp,
    u_int flags, void *data, size_t len, struct proc *);
/*
 * EBUSY: it is in use; EINVAL: it was unmounted already.  The error of a sync
 * is told once: the next call goes on without, or a disk that is broken would
 * keep the file system, and its module, for ever.
 */
int vfs_dounmount(struct mount *, struct proc *);
/* Between these two mp is not unmounted, even if the caller sleeps. */
static inline void
vfs_busy(struct mount *mp)
{
	mp->mnt_busy++;
}
static inline void
vfs_unbusy(struct mount *mp)
{
	mp->mnt_busy--;
}
int vfs_stat_mount(struct mount *, struct statvfs *);

/* ---- for file systems on a device: vfs/vfs_device.c ---- */
/*
 * Open the block device that da names, for writing too unless mp is
 * MNT_RDONLY, as the one that mp is on: *devvpp, referenced.  The name is
 * noted for statvfs(2).  Every error has its reason told:  ENOTBLK: no
 * block device; EBUSY: a file system is on it already; ENXIO: its driver is
 * not there; EROFS: it can only be read; those of namei() and the driver.
 * A path is the process's, but of a root (MNT_ROOTFS) the kernel's.
 */
int vfs_opendevice(struct mount *mp, const struct device_args *da,
    struct proc *, struct vnode **devvpp);
/* For writing from now on, too: MNT_UPDATE without MNT_RDONLY.  The same. */
int vfs_reopendevice(struct mount *mp, const struct device_args *da,
    struct proc *, struct vnode *devvp);
/*
 * The end of it: what waits is written.  rdonly: it was opened by
 * vfs_opendevice() for reading, and not again.  The error of the last write.
 */
int vfs_closedevice(struct vnode *devvp, int rdonly, struct proc *);
off_t vfs_devicesize(struct vnode *devvp); /* in bytes; -1: unknown */
/*
 * Tell who mounts why it is refused, a sentence without a full stop; the
 * console, if it is the kernel who does, or there was no room given.
 */
void vfs_reason(const struct mount *mp, const struct device_args *da,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void vfs_sync_all(void); /* what sync(2) does */
/*
 * Have the thread that does it, too, if there is none yet: whoever writes to
 * a disk wants one.  EAGAIN: too many processes; ENOMEM.
 */
int syncer_start(void);
/*
 * The system goes down: all is written, and what is mounted from a disk is
 * unmounted, or, where files are open, read-only from now on.  What does not
 * work the console says.
 */
void vfs_shutdown(struct proc *);

void vfs_init(void);
/*
 * Mount a root, vfs/vfs_root.c: what the boot loader asks for, or else what
 * there is.  Called again after vfs_unmountroot(), something else.  It may
 * ask on the console, and returns when there is a root.
 */
void vfs_mountroot(void);
void vfs_unmountroot(void);
int vfs_root_in_memory(void); /* and not on a disk */
/*
 * Unpack a ustar archive of size bytes into the root.  Returns 0 or, after
 * a message on the console with the archive's name, EINVAL (damaged; what
 * came before the damage is there) or the error of a file that could not be
 * made.
 */
int tarfs_unpack(const char *name, const void *base, size_t size);
int tarfs_is_archive(const void *base, size_t size);
#else
__BEGIN_DECLS
int mount(
    const char *type, const char *dir, int flags, void *data, size_t data_len);
int unmount(const char *dir, int flags);
__END_DECLS
#endif

#endif /* _SYS_MOUNT_H_ */
