/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vnode.h: a file as the kernel sees it, whatever file system it is in.
 *
 * References.  v_usecount counts who holds the vnode: open files, current
 * directories, mappings, calls in progress.  vref() adds one, vrele() drops
 * one.  With the last one VOP_INACTIVE says whether the vnode is to be
 * thrown away (VOP_RECLAIM) or stays with its file system for the next
 * lookup.
 *
 * Locks.  The kernel is entered by one thread at a time and switches only
 * where it sleeps.  What must not change while an operation sleeps is
 * guarded by the vnode's sleep lock, vn_lock() and vn_unlock().  The thread
 * that has it may take it again.  A lookup locks one directory at a time.
 * Whoever locks two vnodes of one mount, but for a parent and the child it
 * has just made, holds the mount's name lock first (sys/mount.h): so
 * nobody waits in a circle.
 *
 * Layers.  A file system can be a layer over another (share/lkm/vfs/nullfs):
 * then two vnodes lead to one file, and v_shared of both to what must not be
 * there twice, such as the lock.  Who has locked one has locked the other.
 *
 * One rule for every operation: what the caller holds before, it holds
 * after, references and locks, also on an error.  A vnode that an operation
 * hands out (*vpp) is referenced and not locked.
 */
#ifndef _SYS_VNODE_H_
#define _SYS_VNODE_H_

#include <sys/types.h>
#include <sys/queue.h>
#include <sys/time.h>
#include <sys/uio.h>

enum vtype { VNON, VREG, VDIR, VBLK, VCHR, VLNK, VSOCK, VFIFO, VBAD };

#ifdef _KERNEL
struct buf;
struct componentname;
struct file;
struct flock;
struct lockf;
struct mount;
struct nameidata;
struct pipe;
struct proc;
struct specdev;
struct stat;
struct ucred;
struct vm_page;
struct vnodeops;

/* What there is one of for a file, however many vnodes lead to it. */
struct vshared {
	struct proc *vs_lockowner; /* NULL: not locked */
	u_char vs_lockdepth;       /* how often its owner has it */
	u_char vs_lockwant;        /* somebody waits */
	u_short vs_covered;        /* of its vnodes so many are mounted on */
	struct lockf *vs_lockf;    /* record locks, by start */
};

struct vnode {
	const struct vnodeops *v_op;   /* the file system's: name, attributes */
	const struct vnodeops *v_ioop; /* reading and writing: v_op, or that of
					* devices and fifos */
	enum vtype v_type : 16;
	u_int v_flag : 16;
	u_int v_usecount;
	u_int v_writecount; /* open files that may write */
	struct mount *v_mount;
	void *v_data;                  /* the file system's own node */
	LIST_ENTRY(vnode) v_mntvnodes; /* all vnodes of the mount */
	union {
		struct mount *v_mountedhere; /* VDIR: what covers it */
		struct specdev *v_specdev;   /* VCHR, VBLK, while open */
		struct pipe *v_fifo;         /* VFIFO, while open */
	};
	dev_t v_rdev; /* VCHR, VBLK */
	struct vshared v_own;
	struct vshared *v_shared; /* v_own, or that of the vnode below, which
				   * a layer holds until VOP_RECLAIM */
};
#define VV_ROOT 0x1 /* the root of its mount */

/* Attributes; in a VOP_SETATTR, VNOVAL (-1) leaves one as it is. */
struct vattr {
	enum vtype va_type;
	mode_t va_mode; /* permissions only */
	nlink_t va_nlink;
	uid_t va_uid;
	gid_t va_gid;
	dev_t va_fsid; /* filled in by the caller from the mount */
	ino_t va_fileid;
	off_t va_size;
	uint32_t va_blocksize;
	struct timespec va_atime, va_mtime, va_ctime;
	uint32_t va_gen;
	uint32_t va_flags; /* chflags(2) */
	dev_t va_rdev;
	uint64_t va_bytes; /* of storage */
	int va_vaflags;
};
#define VNOVAL         (-1)
#define VA_UTIMES_NULL 0x1 /* times are "now": writers may set them, too */
void vattr_null(struct vattr *);
/* In the tv_nsec of a time that is to be set: now; as it is. */
#define UTIME_NOW  ((1 << 30) - 1)
#define UTIME_OMIT ((1 << 30) - 2)

/* What is asked for in VOP_ACCESS, and access(2): a mode's last digit. */
#define VREAD      04
#define VWRITE     02
#define VEXEC      01

/* VOP_READ and VOP_WRITE flags; fileops use them, too. */
#define IO_UNIT    0x01 /* a write that fails is undone as far as it grew */
#define IO_APPEND  0x02
#define IO_SYNC    0x04
#define IO_NDELAY  0x10 /* do not block */

/*
 * The operations.  L: the vnode is locked; -: it is not.  All are
 * referenced.  dvp is always a directory, and in all but lookup not on a
 * read-only mount; the names are neither "." nor "..", the caller saw to
 * both, and to write permission and stickiness.  A NULL entry does what the
 * last column says.
 *
 *	lookup	  dvp L	     ENOENT when dvp has no such name. May be asked
 *			     for ".." (not at the root of the mount) but not
 *			     for ".".			      NULL: ENOENT
 *	create	  dvp L	     a regular file, as vap says; the name is not
 *			     there.			  NULL: EOPNOTSUPP
 *	mknod	  dvp L	     a device or fifo, vap->va_rdev.	      same
 *	mkdir	  dvp L					      same
 *	symlink	  dvp L	     target is the text of the link.	      same
 *	open	  vp -	     mode: FREAD, FWRITE and the O_ bits.    NULL: 0
 *	close	  vp -					     NULL: 0
 *	access	  vp L	     mode of VREAD, VWRITE, VEXEC; EACCES, EPERM for
 *			     an immutable file. NULL: by VOP_GETATTR
 *	getattr	  vp L	     must be there
 *	setattr	  vp L	     the caller checked who may; flags forbidding
 *			     it are the file system's part. NULL: EOPNOTSUPP
 *	read	  vp L       (devices and fifos -)	  NULL: EISDIR for a
 *	write	  vp L	     the same		     directory, else EINVAL
 *	ioctl	  vp -	     data is in the kernel.	      NULL: ENOTTY
 *	poll	  vp -	     returns the events. NULL: always ready
 *	fsync	  vp L					     NULL: 0
 *	remove	  dvp L, vp L; vp is not a directory. NULL: EOPNOTSUPP
 *	link	  dvp L, vp L; the same mount, not a directory.	      same
 *	rename	  fdvp L, tdvp L, fvp -, tvp -: the name lock is held; tvp is
 *			     NULL when there is nothing; fvp and tvp are of
 *			     one kind, and differ, and fvp is not above
 *			     tdvp.				      same
 *	rmdir	  dvp L, vp L; ENOTEMPTY.			      same
 *	readdir	  vp L	     whole struct dirent records from uio_offset on;
 *			     *eof when there are no more. NULL: ENOTDIR
 *	readlink  vp L					     NULL: EINVAL
 *	getpage	  vp -	     see VOP_GETPAGE below. NULL: read into a page,
 *			     locked: for what is only read. Who writes to a
 *			     file has it locked, and may need pages of another
 *	bmap	  vp L	     block of the file to block of *devvpp (not
 *			     referenced).		 NULL: EOPNOTSUPP
 *	strategy  vp -	     start the transfer of a buffer.	   NULL: EIO
 *	inactive  vp L	     nobody refers to it any more; *recycle (1 on
 *			     entry) = 0 keeps it.	     NULL: recycle
 *	reclaim	  vp -	     v_data goes. Before it may sleep, nobody must
 *			     be able to find the vnode.	     NULL: 0
 *	pathconf  vp -					     NULL: defaults
 *	print	  vp -	     one line for the debugger.	     NULL: nothing
 */
struct vnodeops {
	const char *vop_name; /* of the file system, for messages */
	int (*vop_lookup)(
	    struct vnode *dvp, struct vnode **vpp, struct componentname *);
	int (*vop_create)(struct vnode *dvp, struct vnode **vpp,
	    struct componentname *, struct vattr *vap);
	int (*vop_mknod)(struct vnode *dvp, struct vnode **vpp,
	    struct componentname *, struct vattr *vap);
	int (*vop_mkdir)(struct vnode *dvp, struct vnode **vpp,
	    struct componentname *, struct vattr *vap);
	int (*vop_symlink)(struct vnode *dvp, struct vnode **vpp,
	    struct componentname *, struct vattr *vap, const char *target);
	int (*vop_open)(
	    struct vnode *, int mode, struct ucred *, struct proc *);
	int (*vop_close)(
	    struct vnode *, int mode, struct ucred *, struct proc *);
	int (*vop_access)(struct vnode *, int mode, struct ucred *);
	int (*vop_getattr)(struct vnode *, struct vattr *);
	int (*vop_setattr)(struct vnode *, struct vattr *, struct ucred *);
	int (*vop_read)(
	    struct vnode *, struct uio *, int ioflag, struct ucred *);
	int (*vop_write)(
	    struct vnode *, struct uio *, int ioflag, struct ucred *);
	int (*vop_ioctl)(struct vnode *, u_long cmd, void *data, int fflag,
	    struct ucred *, struct proc *);
	int (*vop_poll)(struct vnode *, int events, int fflag, struct proc *);
	int (*vop_fsync)(struct vnode *);
	int (*vop_remove)(
	    struct vnode *dvp, struct vnode *vp, struct componentname *);
	int (*vop_link)(
	    struct vnode *dvp, struct vnode *vp, struct componentname *);
	int (*vop_rename)(struct vnode *fdvp, struct vnode *fvp,
	    struct componentname *fcnp, struct vnode *tdvp, struct vnode *tvp,
	    struct componentname *tcnp);
	int (*vop_rmdir)(
	    struct vnode *dvp, struct vnode *vp, struct componentname *);
	int (*vop_readdir)(struct vnode *, struct uio *, int *eof);
	int (*vop_readlink)(struct vnode *, struct uio *);
	int (*vop_getpage)(struct vnode *, off_t, struct vm_page **);
	int (*vop_bmap)(
	    struct vnode *, daddr_t lbn, struct vnode **devvpp, daddr_t *bnp);
	void (*vop_strategy)(struct vnode *, struct buf *);
	void (*vop_inactive)(struct vnode *, int *recycle);
	void (*vop_reclaim)(struct vnode *);
	int (*vop_pathconf)(struct vnode *, int name, register_t *);
	void (*vop_print)(struct vnode *);
};

/* ---- the operations, defaults filled in: vfs/vnode_if.c ---- */
int VOP_LOOKUP(struct vnode *, struct vnode **, struct componentname *);
int VOP_CREATE(
    struct vnode *, struct vnode **, struct componentname *, struct vattr *);
int VOP_MKNOD(
    struct vnode *, struct vnode **, struct componentname *, struct vattr *);
int VOP_MKDIR(
    struct vnode *, struct vnode **, struct componentname *, struct vattr *);
int VOP_SYMLINK(struct vnode *, struct vnode **, struct componentname *,
    struct vattr *, const char *target);
int VOP_OPEN(struct vnode *, int mode, struct ucred *, struct proc *);
int VOP_CLOSE(struct vnode *, int mode, struct ucred *, struct proc *);
int VOP_ACCESS(struct vnode *, int mode, struct ucred *);
int VOP_GETATTR(struct vnode *, struct vattr *);
int VOP_SETATTR(struct vnode *, struct vattr *, struct ucred *);
int VOP_READ(struct vnode *, struct uio *, int ioflag, struct ucred *);
int VOP_WRITE(struct vnode *, struct uio *, int ioflag, struct ucred *);
int VOP_IOCTL(struct vnode *, u_long cmd, void *data, int fflag, struct ucred *,
    struct proc *);
int VOP_POLL(struct vnode *, int events, int fflag, struct proc *);
int VOP_FSYNC(struct vnode *);
int VOP_REMOVE(struct vnode *, struct vnode *, struct componentname *);
int VOP_LINK(struct vnode *, struct vnode *, struct componentname *);
int VOP_RENAME(struct vnode *, struct vnode *, struct componentname *,
    struct vnode *, struct vnode *, struct componentname *);
int VOP_RMDIR(struct vnode *, struct vnode *, struct componentname *);
int VOP_READDIR(struct vnode *, struct uio *, int *eof);
int VOP_READLINK(struct vnode *, struct uio *);
int VOP_BMAP(struct vnode *, daddr_t, struct vnode **, daddr_t *);
void VOP_STRATEGY(struct vnode *, struct buf *);
int VOP_PATHCONF(struct vnode *, int name, register_t *);
void VOP_PRINT(struct vnode *);

/*
 * The page at off (of a page's alignment) in a file, with a reference that
 * the caller releases.  It is not to be written to: whoever wants to, the
 * file system with a write(2) too, takes a copy while others have it.
 * There is no ETXTBSY: a program's file may be written to while it runs.
 * What the program has touched stays as it was; a page that it comes to
 * later is the file's as it is then.  So programs are replaced by rename(2),
 * not by writing into them.  (init has touched all of its file from the
 * beginning: kern/kern_exec.c.)
 * EINVAL: off lies beyond the end; ENOSYS: this kind of file cannot be
 * mapped; ENOMEM; an error of the device.  The vnode need not be locked.
 */
int VOP_GETPAGE(struct vnode *, off_t off, struct vm_page **);

/* ---- life of a vnode: vfs/vfs_vnode.c ---- */
/*
 * A new vnode of mp with one reference, for a file system's node.  type
 * and rdev decide who reads and writes it.  Sleeps for memory; never fails.
 */
struct vnode *getnewvnode(struct mount *mp, const struct vnodeops *,
    enum vtype type, dev_t rdev, void *data);
void vref(struct vnode *);
void vrele(struct vnode *);
/* Throw away the vnodes of mp; EBUSY, and none is, when one is in use. */
int vflush(struct mount *mp);
void vn_lock(struct vnode *);
void vn_unlock(struct vnode *);
int vn_islocked(const struct vnode *); /* by the caller */
static inline void
vput(struct vnode *vp)
{
	vn_unlock(vp);
	vrele(vp);
}

/* ---- helpers: vfs/vfs_subr.c, vfs_vnops.c ---- */
extern const int vttoif_tab[];
#define VTTOIF(t)       (vttoif_tab[t])
#define MAKEIMODE(t, m) (VTTOIF(t) | (m))
enum vtype iftovt(mode_t);
/*
 * May cred do what acc asks with a file of these attributes?  The rules of
 * owner, group, others; root may all, but execute only what somebody may.
 * EACCES.
 */
int vaccess(enum vtype, mode_t, uid_t, gid_t, int acc, struct ucred *);

/*
 * Open a file by its kernel path, O_ bits in FFLAGS form; *vpp comes back
 * referenced and open.  vn_close() undoes both.
 */
int vn_open(const char *path, int fflags, mode_t cmode, struct proc *,
    struct vnode **vpp);
int vn_close(struct vnode *, int fflags, struct ucred *, struct proc *);
/* The same for a path in nd, which namei() has not seen; nd is done after. */
int vn_opennd(
    struct nameidata *nd, int fflags, mode_t cmode, struct vnode **vpp);
/*
 * Read or write kernel or user memory at an offset.  *resid gets the bytes
 * that were left; if it is NULL, fewer than len are EIO.
 */
int vn_rdwr(enum uio_rw, struct vnode *, void *base, size_t len, off_t,
    enum uio_seg, int ioflag, struct ucred *, size_t *resid, struct proc *);
int vn_stat(struct vnode *, struct stat *);
/* Is vp on a mount that may be written to?  EROFS; special files always. */
int vn_rdonly(const struct vnode *);

extern struct vnode *rootvnode;
/* Is a device of this major number open, or being opened?  VCHR or VBLK. */
int spec_isopen(enum vtype, int major);
/*
 * A file system's mount of a block device, and the end of it: from
 * securelevel 1 on only the file system writes to the disk then.  EBUSY: it
 * is mounted already.  May sleep.
 */
int spec_mount(dev_t);
void spec_unmount(dev_t);
/*
 * A vnode of a block device that has no name, referenced: for the root, before
 * there are any.  vfs/spec_bdevvp.c.
 */
struct vnode *bdevvp(dev_t);
extern const struct vnodeops spec_vnodeops, fifo_vnodeops;

/* Record locks: vfs/vfs_lockf.c. */
int lf_advlock(struct vnode *, struct proc *, int op, struct flock *);
void lf_release(struct vnode *, struct proc *);
#endif /* _KERNEL */

#endif /* _SYS_VNODE_H_ */
