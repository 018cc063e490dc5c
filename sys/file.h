/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file.h: an open file: what descriptors point to.  fork(2) and dup(2)
 * share it, and with it the offset.
 *
 * A call that uses a file needs no reference of its own: only the process
 * itself closes its descriptors, and it is in the call.  ioctl(2) holds one
 * all the same: what it calls may close anything, on request (sys/inject.h).
 */
#ifndef _SYS_FILE_H_
#define _SYS_FILE_H_

#include <sys/types.h>
#include <sys/fcntl.h>
#ifndef _KERNEL
#include <unistd.h>
#else
#include <sys/queue.h>

#define L_SET  0
#define L_INCR 1
#define L_XTND 2
#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif

struct file;
struct flock;
struct knote;
struct proc;
struct stat;
struct ucred;
struct uio;

/*
 * What can be done with a kind of file.  fo_read and fo_write: offset is
 * where to start, and is moved on when flags has FOF_UPDATE_OFFSET.
 * fo_ioctl: data is in the kernel.  fo_poll returns the events that are
 * there, and has registered p (selrecord) when there are none.  None may
 * be NULL.
 */
#define FOF_UPDATE_OFFSET 0x1
struct fileops {
	int (*fo_read)(struct file *, off_t *offset, struct uio *,
	    struct ucred *, int flags);
	int (*fo_write)(struct file *, off_t *offset, struct uio *,
	    struct ucred *, int flags);
	int (*fo_ioctl)(struct file *, u_long cmd, void *data, struct proc *);
	int (*fo_poll)(struct file *, int events, struct proc *);
	int (*fo_stat)(struct file *, struct stat *, struct proc *);
	int (*fo_close)(struct file *, struct proc *);
};

struct file {
	int f_flag; /* FREAD, FWRITE, and the O_ bits that last */
	short f_type;
	short f_pad;
	u_int f_count;        /* descriptors, and calls that hold it */
	struct ucred *f_cred; /* who opened it */
	const struct fileops *f_ops;
	off_t f_offset;
	union {
		void *f_data;
		struct vnode *f_vnode; /* DTYPE_VNODE */
		struct pipe *f_pipe;   /* DTYPE_PIPE */
	};
	void *f_state; /* its driver's, see d_fopen in sys/conf.h */
	LIST_ENTRY(file) f_list;
};
#define DTYPE_VNODE       1
#define DTYPE_PIPE        5
#define DTYPE_MISC        6

LIST_HEAD(filelist, file);
extern struct filelist filehead; /* all open files */
extern int nfiles;
extern const struct fileops vnops;
/* What vnops is made of. */
int vn_read(struct file *, off_t *, struct uio *, struct ucred *, int flags);
int vn_write(struct file *, off_t *, struct uio *, struct ucred *, int flags);
int vn_ioctl(struct file *, u_long cmd, void *data, struct proc *);
int vn_poll(struct file *, int events, struct proc *);
int vn_fstat(struct file *, struct stat *, struct proc *);
int vn_closefile(struct file *, struct proc *);

/* The bits of f_flag that F_SETFL changes. */
#define FCNTLFLAGS        (FAPPEND | FASYNC | O_SYNC | FNONBLOCK)

/*
 * Record locks: F_GETLK, F_SETLK or F_SETLKW, with the lock in the kernel.
 * l_start, which l_whence says how to read, becomes the file's offset; F_GETLK
 * puts what is in the way there.  EINVAL: no regular file, or a range that is
 * none; EBADF: it is not open for that; EOVERFLOW; EAGAIN: somebody has it;
 * EDEADLK, EINTR of one that waits.
 */
int file_lock(struct proc *, struct file *, int cmd, struct flock *);
/* Drop one reference; the last one closes the file and returns its error. */
int closef(struct file *, struct proc *);
/*
 * Drop a reference that was no descriptor: nothing happens but if all
 * descriptors have been closed since it was taken.
 */
static inline void
file_drop(struct file *fp, struct proc *p)
{
	if (fp->f_count == 1)
		(void)closef(fp, p);
	else
		fp->f_count--;
}
#endif /* _KERNEL */

#endif /* _SYS_FILE_H_ */
