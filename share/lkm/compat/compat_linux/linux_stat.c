/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_stat.c: the calls of the stat(2) family, each with a structure of its
 * time.  Numbers of devices are laid out alike.
 */
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/namei.h>
#include <sys/stat.h>
#include <sys/vnode.h>

#include "linux_file.h"

struct linux_stat { /* of stat, lstat and fstat */
	uint32_t st_dev, st_ino;
	uint16_t st_mode, st_nlink, st_uid, st_gid;
	uint32_t st_rdev, st_size, st_blksize, st_blocks;
	uint32_t st_atim[2], st_mtim[2], st_ctim[2];
	uint32_t spare[2];
};

struct linux_stat64 { /* of stat64, lstat64, fstat64 and fstatat64 */
	uint64_t st_dev;
	uint32_t spare1, st_ino32, st_mode, st_nlink, st_uid, st_gid;
	uint64_t st_rdev;
	uint32_t spare2;
	int64_t st_size;
	uint32_t st_blksize;
	uint64_t st_blocks;
	uint32_t st_atim[2], st_mtim[2], st_ctim[2];
	uint64_t st_ino;
};
_Static_assert(sizeof(struct linux_stat) == 64, "stat");
_Static_assert(sizeof(struct linux_stat64) == 96, "stat64");

static int
stat_descriptor(struct proc *p, int fd, struct stat *sb)
{
	struct file *fp = fd_getfile(p->p_fd, fd);

	return fp == NULL ? EBADF : fp->f_ops->fo_stat(fp, sb, p);
}

static int
stat_path(struct proc *p, const char *path, int flags, struct stat *sb)
{
	struct nameidata nd;
	int error;

	NDINIT(&nd, LOOKUP,
	    flags & LINUX_AT_SYMLINK_NOFOLLOW ? NOFOLLOW : FOLLOW,
	    UIO_USERSPACE, path, p);
	if ((error = namei(&nd)) == 0)
		error = vn_stat(nd.ni_vp, sb);
	nameidone(&nd);
	return error;
}

int
linux_do_stat(
    struct proc *p, int dirfd, const char *path, int flags, struct stat *sb)
{
	struct vnode *was;
	int empty = 0, error;

	if (flags & LINUX_AT_EMPTY_PATH &&
	    (error = linux_path_empty(path, &empty)) != 0)
		return error;
	if (empty && dirfd == AT_FDCWD)
		error = vn_stat(p->p_cwdi->cwdi_cdir, sb);
	else if (empty)
		error = stat_descriptor(p, dirfd, sb);
	else if ((error = linux_at_begin(p, dirfd, path, &was)) == 0) {
		error = stat_path(p, path, flags, sb);
		linux_at_end(p, was);
	}
	if (error == 0 && sb->st_rdev == NODEV)
		sb->st_rdev = 0; /* no device */
	return error;
}

static void
copy_time(uint32_t to[2], const struct timespec *ts)
{
	to[0] = ts->tv_sec;
	to[1] = ts->tv_nsec;
}

static int
copyout_stat64(const struct stat *sb, void *to)
{
	struct linux_stat64 l = {.st_dev = sb->st_dev,
	    .st_ino32 = sb->st_ino,
	    .st_mode = sb->st_mode,
	    .st_nlink = sb->st_nlink,
	    .st_uid = sb->st_uid,
	    .st_gid = sb->st_gid,
	    .st_rdev = sb->st_rdev,
	    .st_size = sb->st_size,
	    .st_blksize = sb->st_blksize,
	    .st_blocks = sb->st_blocks,
	    .st_ino = sb->st_ino};

	copy_time(l.st_atim, &sb->st_atim);
	copy_time(l.st_mtim, &sb->st_mtim);
	copy_time(l.st_ctim, &sb->st_ctim);
	return copyout(&l, to, sizeof(l));
}

/* EOVERFLOW: the file is longer than this structure can say. */
static int
copyout_stat(const struct stat *sb, void *to)
{
	struct linux_stat l = {.st_dev = sb->st_dev,
	    .st_ino = sb->st_ino,
	    .st_mode = sb->st_mode,
	    .st_nlink = sb->st_nlink,
	    .st_uid = sb->st_uid,
	    .st_gid = sb->st_gid,
	    .st_rdev = sb->st_rdev,
	    .st_size = sb->st_size,
	    .st_blksize = sb->st_blksize,
	    .st_blocks = sb->st_blocks};

	if (sb->st_size > INT32_MAX)
		return EOVERFLOW;
	copy_time(l.st_atim, &sb->st_atim);
	copy_time(l.st_mtim, &sb->st_mtim);
	copy_time(l.st_ctim, &sb->st_ctim);
	return copyout(&l, to, sizeof(l));
}

struct stat_args {
	const char *path;
	void *to;
};
struct fstat_args {
	int fd;
	void *to;
};

#define STAT_CALL(name, flags, copy)                                           \
	int name(struct proc *p, void *v, register_t *retval)                  \
	{                                                                      \
		struct stat_args *uap = v;                                     \
		struct stat sb;                                                \
		int error = linux_do_stat(p, AT_FDCWD, uap->path, flags, &sb); \
                                                                               \
		return error == 0 ? copy(&sb, uap->to) : error;                \
	}
#define FSTAT_CALL(name, copy)                                  \
	int name(struct proc *p, void *v, register_t *retval)   \
	{                                                       \
		struct fstat_args *uap = v;                     \
		struct stat sb;                                 \
		int error = stat_descriptor(p, uap->fd, &sb);   \
                                                                \
		if (error == 0 && sb.st_rdev == NODEV)          \
			sb.st_rdev = 0;                         \
		return error == 0 ? copy(&sb, uap->to) : error; \
	}

STAT_CALL(linux_stat, 0, copyout_stat)
STAT_CALL(linux_lstat, LINUX_AT_SYMLINK_NOFOLLOW, copyout_stat)
FSTAT_CALL(linux_fstat, copyout_stat)
STAT_CALL(linux_stat64, 0, copyout_stat64)
STAT_CALL(linux_lstat64, LINUX_AT_SYMLINK_NOFOLLOW, copyout_stat64)
FSTAT_CALL(linux_fstat64, copyout_stat64)

int
linux_fstatat64(struct proc *p, void *v, register_t *retval)
{
	struct {
		int dirfd;
		const char *path;
		void *to;
		int flags;
	} *uap = v;
	struct stat sb;
	int error;

	if (uap->flags &
	    ~(LINUX_AT_SYMLINK_NOFOLLOW | LINUX_AT_EMPTY_PATH |
		LINUX_AT_NO_AUTOMOUNT))
		return EINVAL;
	error = linux_do_stat(p, uap->dirfd, uap->path, uap->flags, &sb);
	return error == 0 ? copyout_stat64(&sb, uap->to) : error;
}
