/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * syscallargs_vfs.h: the arguments of the system calls, as the words lie on
 * the caller's stack.  A 64-bit argument takes two, at any multiple of
 * four; the pads in front of some are part of NetBSD's interface.
 */
#ifndef _SYS_SYSCALLARGS_VFS_H_
#define _SYS_SYSCALLARGS_VFS_H_

#include <sys/types.h>

struct iovec;
struct pollfd;
struct proc;
struct stat;
struct statvfs;
struct timeval;

#define SYSCALL_DECL(name) \
	int sys_##name(struct proc *, void *uap, register_t *retval)

/* ---- descriptors: kern/kern_descrip.c, sys_generic.c, sys_poll.c ---- */
struct sys_read_args {
	int fd;
	void *buf;
	size_t nbyte;
};
struct sys_write_args {
	int fd;
	const void *buf;
	size_t nbyte;
};
struct sys_readv_args {
	int fd;
	const struct iovec *iovp;
	int iovcnt;
};
struct sys_writev_args {
	int fd;
	const struct iovec *iovp;
	int iovcnt;
};
struct sys_close_args {
	int fd;
};
struct sys_dup_args {
	int fd;
};
struct sys_dup2_args {
	int from;
	int to;
};
struct sys_fcntl_args {
	int fd;
	int cmd;
	void *arg;
};
struct sys_ioctl_args {
	int fd;
	u_long com;
	void *data;
};
struct sys_poll_args {
	struct pollfd *fds;
	u_int nfds;
	int timeout; /* milliseconds; negative: for ever */
};
SYSCALL_DECL(read);
SYSCALL_DECL(write);
SYSCALL_DECL(readv);
SYSCALL_DECL(writev);
SYSCALL_DECL(close);
SYSCALL_DECL(dup);
SYSCALL_DECL(dup2);
SYSCALL_DECL(pipe);
SYSCALL_DECL(fcntl);
SYSCALL_DECL(ioctl);
SYSCALL_DECL(poll);

/* ---- open files: vfs/vfs_syscalls_fd.c ---- */
struct sys_lseek_args {
	int fd;
	int pad;
	off_t offset;
	int whence;
};
struct sys_ftruncate_args {
	int fd;
	int pad;
	off_t length;
};
struct sys_fsync_args {
	int fd;
};
struct sys_fchdir_args {
	int fd;
};
struct sys_fchmod_args {
	int fd;
	mode_t mode;
};
struct sys_fchown_args {
	int fd;
	uid_t uid;
	gid_t gid;
};
struct sys_fchflags_args {
	int fd;
	u_long flags;
};
struct sys___futimes50_args {
	int fd;
	const struct timeval *tptr;
};
struct sys___fstat50_args {
	int fd;
	struct stat *sb;
};
struct sys___getdents30_args {
	int fd;
	char *buf;
	size_t count;
};
SYSCALL_DECL(lseek);
SYSCALL_DECL(ftruncate);
SYSCALL_DECL(fsync);
SYSCALL_DECL(fchdir);
SYSCALL_DECL(fchmod);
SYSCALL_DECL(fchown);
SYSCALL_DECL(fchflags);
SYSCALL_DECL(__futimes50);
SYSCALL_DECL(__fstat50);
SYSCALL_DECL(__getdents30);

/* ---- names: vfs/vfs_syscalls_name.c, vfs_syscalls_attr.c ---- */
struct sys_open_args {
	const char *path;
	int flags;
	mode_t mode;
};
struct sys_link_args {
	const char *path;
	const char *link;
};
struct sys_symlink_args {
	const char *text;
	const char *link;
};
struct sys_rename_args {
	const char *from;
	const char *to;
};
struct sys_path_args { /* unlink, rmdir, chdir, chroot */
	const char *path;
};
struct sys_pathmode_args { /* chmod, lchmod, mkdir, mkfifo, access */
	const char *path;
	union {
		mode_t mode;
		int flags; /* of access */
	};
};
/* Each call's own, for modules that stand before it. */
#define sys_unlink_args sys_path_args
#define sys_rmdir_args  sys_path_args
#define sys_chdir_args  sys_path_args
#define sys_chroot_args sys_path_args
#define sys_chmod_args  sys_pathmode_args
#define sys_lchmod_args sys_pathmode_args
#define sys_mkdir_args  sys_pathmode_args
#define sys_mkfifo_args sys_pathmode_args
#define sys_access_args sys_pathmode_args
struct sys___mknod50_args {
	const char *path;
	mode_t mode;
	dev_t dev;
};
struct sys_readlink_args {
	const char *path;
	char *buf;
	size_t count;
};
struct sys_umask_args {
	mode_t newmask;
};
struct sys_chown_args { /* lchown, too */
	const char *path;
	uid_t uid;
	gid_t gid;
};
struct sys_chflags_args {
	const char *path;
	u_long flags;
};
struct sys_truncate_args {
	const char *path;
	int pad;
	off_t length;
};
struct sys___utimes50_args { /* __lutimes50, too */
	const char *path;
	const struct timeval *tptr;
};
struct sys___stat50_args { /* __lstat50, too */
	const char *path;
	struct stat *sb;
};
struct sys___getcwd_args {
	char *buf;
	size_t length;
};
SYSCALL_DECL(open);
SYSCALL_DECL(link);
SYSCALL_DECL(unlink);
SYSCALL_DECL(chdir);
SYSCALL_DECL(chroot);
SYSCALL_DECL(chmod);
SYSCALL_DECL(lchmod);
SYSCALL_DECL(chown);
SYSCALL_DECL(lchown);
SYSCALL_DECL(chflags);
SYSCALL_DECL(access);
SYSCALL_DECL(symlink);
SYSCALL_DECL(readlink);
SYSCALL_DECL(umask);
SYSCALL_DECL(rename);
SYSCALL_DECL(mkfifo);
SYSCALL_DECL(mkdir);
SYSCALL_DECL(rmdir);
SYSCALL_DECL(truncate);
SYSCALL_DECL(__getcwd);
SYSCALL_DECL(__utimes50);
SYSCALL_DECL(__lutimes50);
SYSCALL_DECL(__stat50);
SYSCALL_DECL(__lstat50);
SYSCALL_DECL(__mknod50);

/* ---- mounts: vfs/vfs_syscalls_mount.c ---- */
struct sys___mount50_args {
	const char *type;
	const char *path;
	int flags;
	void *data;
	size_t data_len;
};
struct sys_unmount_args {
	const char *path;
	int flags;
};
struct sys_getvfsstat_args {
	struct statvfs *buf;
	size_t bufsize;
	int flags;
};
struct sys_statvfs1_args {
	const char *path;
	struct statvfs *buf;
	int flags;
};
struct sys_fstatvfs1_args {
	int fd;
	struct statvfs *buf;
	int flags;
};
SYSCALL_DECL(sync);
SYSCALL_DECL(__mount50);
SYSCALL_DECL(unmount);
SYSCALL_DECL(getvfsstat);
SYSCALL_DECL(statvfs1);
SYSCALL_DECL(fstatvfs1);

#endif /* _SYS_SYSCALLARGS_VFS_H_ */
