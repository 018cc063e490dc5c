/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_statx.c: what a file is, and what the file system it lies on, in the
 * structures that have room for everything.
 */
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/stat.h>

#include "linux_file.h"

/* ---- statx ---- */

struct linux_statx_time {
	int64_t tv_sec;
	uint32_t tv_nsec;
	int32_t spare;
};

struct linux_statx {
	uint32_t stx_mask, stx_blksize;
	uint64_t stx_attributes;
	uint32_t stx_nlink, stx_uid, stx_gid;
	uint16_t stx_mode, spare0;
	uint64_t stx_ino, stx_size, stx_blocks, stx_attributes_mask;
	struct linux_statx_time stx_atime, stx_btime, stx_ctime, stx_mtime;
	uint32_t stx_rdev_major, stx_rdev_minor, stx_dev_major, stx_dev_minor;
	uint64_t spare[14];
};
_Static_assert(sizeof(struct linux_statx) == 256, "statx");

#define STATX_BASIC_STATS    0x7ff /* all but the time of birth */
#define STATX_RESERVED       0x80000000

/* chflags(2)'s flags have names there, too. */
#define STATX_ATTR_IMMUTABLE 0x10
#define STATX_ATTR_APPEND    0x20
#define STATX_ATTR_NODUMP    0x40

static uint64_t
attributes(u_int flags)
{
	return (flags & (UF_IMMUTABLE | SF_IMMUTABLE) ? STATX_ATTR_IMMUTABLE
						      : 0) |
	    (flags & (UF_APPEND | SF_APPEND) ? STATX_ATTR_APPEND : 0) |
	    (flags & UF_NODUMP ? STATX_ATTR_NODUMP : 0);
}

static struct linux_statx_time
statx_time(const struct timespec *ts)
{
	return (struct linux_statx_time){ts->tv_sec, ts->tv_nsec, 0};
}

int
linux_statx(struct proc *p, void *v, register_t *retval)
{
	struct {
		int dirfd;
		const char *path;
		int flags;
		u_int mask;
		void *to;
	} *uap = v;
	struct stat sb;
	int error;

	if (uap->mask & STATX_RESERVED ||
	    uap->flags &
		~(LINUX_AT_SYMLINK_NOFOLLOW | LINUX_AT_NO_AUTOMOUNT |
		    LINUX_AT_EMPTY_PATH | LINUX_AT_STATX_SYNC))
		return EINVAL;
	error = linux_do_stat(p, uap->dirfd, uap->path, uap->flags, &sb);
	if (error != 0)
		return error;
	struct linux_statx l = {.stx_mask = STATX_BASIC_STATS,
	    .stx_blksize = sb.st_blksize,
	    .stx_attributes = attributes(sb.st_flags),
	    .stx_nlink = sb.st_nlink,
	    .stx_uid = sb.st_uid,
	    .stx_gid = sb.st_gid,
	    .stx_mode = sb.st_mode,
	    .stx_ino = sb.st_ino,
	    .stx_size = sb.st_size,
	    .stx_blocks = sb.st_blocks,
	    .stx_attributes_mask =
		STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND | STATX_ATTR_NODUMP,
	    .stx_atime = statx_time(&sb.st_atim),
	    .stx_ctime = statx_time(&sb.st_ctim),
	    .stx_mtime = statx_time(&sb.st_mtim),
	    .stx_rdev_major = major(sb.st_rdev),
	    .stx_rdev_minor = minor(sb.st_rdev),
	    .stx_dev_major = major(sb.st_dev),
	    .stx_dev_minor = minor(sb.st_dev)};
	return copyout(&l, uap->to, sizeof(l));
}

/* ---- statfs64 ---- */

struct linux_statfs64 {
	uint32_t f_type, f_bsize;
	uint64_t f_blocks, f_bfree, f_bavail, f_files, f_ffree;
	uint32_t f_fsid[2], f_namelen, f_frsize, f_flags, spare[4];
};
_Static_assert(sizeof(struct linux_statfs64) == 84, "statfs64");

/* A file system's magic number, as Linux has it for the same. */
static const struct {
	const char *name;
	uint32_t magic;
} magics[] = {
    {"tmpfs", 0x01021994},
    {"ext2fs", 0xef53},
    {"msdosfs", 0x4d44},
    {"procfs", 0x9fa0},
    {"p9fs", 0x01021997},
};

static const struct {
	u_long ours;
	uint32_t theirs;
} mount_flags[] = {
    {MNT_RDONLY, 0x1},
    {MNT_NOSUID, 0x2},
    {MNT_NODEV, 0x4},
    {MNT_NOEXEC, 0x8},
    {MNT_SYNCHRONOUS, 0x10},
    {MNT_NOATIME, 0x400},
};
#define ST_VALID 0x20

static int
copyout_statfs64(struct mount *mp, size_t size, void *to)
{
	struct linux_statfs64 l = {.f_flags = ST_VALID};
	struct statvfs *sb;
	int error;
	u_int i;

	if (size != sizeof(l))
		return EINVAL;
	sb = malloc(sizeof(*sb), M_TEMP, M_WAITOK);
	if ((error = vfs_stat_mount(mp, sb)) == 0) {
		for (i = 0; i < nitems(magics); i++)
			if (strcmp(magics[i].name, sb->f_fstypename) == 0)
				l.f_type = magics[i].magic;
		for (i = 0; i < nitems(mount_flags); i++)
			if (sb->f_flag & mount_flags[i].ours)
				l.f_flags |= mount_flags[i].theirs;
		l.f_bsize = sb->f_bsize;
		l.f_frsize = sb->f_frsize;
		l.f_blocks = sb->f_blocks;
		l.f_bfree = sb->f_bfree;
		l.f_bavail = sb->f_bavail;
		l.f_files = sb->f_files;
		l.f_ffree = sb->f_ffree;
		l.f_fsid[0] = sb->f_fsid;
		l.f_namelen = sb->f_namemax;
		error = copyout(&l, to, sizeof(l));
	}
	free(sb, M_TEMP);
	return error;
}

int
linux_statfs64(struct proc *p, void *v, register_t *retval)
{
	struct {
		const char *path;
		size_t size;
		void *to;
	} *uap = v;
	struct nameidata nd;
	int error;

	NDINIT(&nd, LOOKUP, FOLLOW, UIO_USERSPACE, uap->path, p);
	if ((error = namei(&nd)) == 0)
		error = copyout_statfs64(nd.ni_vp->v_mount, uap->size, uap->to);
	nameidone(&nd);
	return error;
}

int
linux_fstatfs64(struct proc *p, void *v, register_t *retval)
{
	struct {
		int fd;
		size_t size;
		void *to;
	} *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);

	if (fp == NULL)
		return EBADF;
	if (fp->f_type != DTYPE_VNODE)
		return ENOSYS;
	return copyout_statfs64(fp->f_vnode->v_mount, uap->size, uap->to);
}
