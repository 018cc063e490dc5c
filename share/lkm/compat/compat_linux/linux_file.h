/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_file.h: what the calls on files and those on time share.
 */
#ifndef _COMPAT_LINUX_FILE_H_
#define _COMPAT_LINUX_FILE_H_

#include <sys/fcntl.h>
#include <sys/time.h>

#include "linux.h"

struct file;
struct pollfd;
struct stat;
struct vnode;

/* An off_t in two registers. */
#define LINUX_OFF(lo, hi)         ((off_t)((uint64_t)(hi) << 32 | (uint32_t)(lo)))

#define LINUX_AT_SYMLINK_NOFOLLOW 0x100
#define LINUX_AT_REMOVEDIR        0x200 /* unlinkat: as rmdir(2) */
#define LINUX_AT_EACCESS          0x200 /* faccessat2: the effective user */
#define LINUX_AT_SYMLINK_FOLLOW   0x400
#define LINUX_AT_NO_AUTOMOUNT     0x800
#define LINUX_AT_EMPTY_PATH       0x1000 /* the descriptor itself is meant */
#define LINUX_AT_STATX_SYNC       0x6000

/*
 * linux_at.c: the calls that are told where a relative path begins.
 *
 * A native call that is called between begin and end starts there: dirfd is
 * the process's current directory meanwhile.  Nobody else goes by that, and
 * the process is in this one call.  Nothing happens for AT_FDCWD and absolute
 * paths.  EBADF, ENOTDIR, EFAULT: there is no end to call then.
 */
int linux_at_begin(
    struct proc *, int dirfd, const char *path, struct vnode **was);
void linux_at_end(struct proc *, struct vnode *was);
/* Is the path in user memory ""?  EFAULT. */
int linux_path_empty(const char *path, int *empty);

/* linux_open.c: flags of open(2) and F_SETFL, from and to theirs. */
int linux_to_oflags(int flags);
int linux_from_oflags(int flags);

/* linux_stat.c: of a path, or with LINUX_AT_EMPTY_PATH also a descriptor. */
int linux_do_stat(
    struct proc *, int dirfd, const char *path, int flags, struct stat *);

/* ---- linux_poll.c ---- */

struct linux_select_args {
	int nfds;
	uint32_t *read, *write, *except; /* sets of bits, or NULL */
	void *timeout;
};
/* Both wait so many ms, or for ever (-1). */
int linux_do_poll(
    struct proc *, struct pollfd *, u_int nfds, int timeout, register_t *);
int linux_do_select(
    struct proc *, struct linux_select_args *, int timeout, register_t *);
/* Rounded up; as long as an int can say if it is longer.  EINVAL. */
int linux_milliseconds(const struct timespec *, int *ms);

/* ---- time: two layouts of each structure ---- */

struct linux_timespec {
	int32_t tv_sec;
	int32_t tv_nsec;
};
struct linux_timespec64 {
	int64_t tv_sec;
	int32_t tv_nsec;
	int32_t pad;
};
struct linux_timeval {
	int32_t tv_sec;
	int32_t tv_usec;
};
/* Clocks. */
#define LINUX_REALTIME         0
#define LINUX_MONOTONIC        1
#define LINUX_PROCESS_CPUTIME  2
#define LINUX_THREAD_CPUTIME   3
#define LINUX_MONOTONIC_RAW    4
#define LINUX_REALTIME_COARSE  5
#define LINUX_MONOTONIC_COARSE 6
#define LINUX_BOOTTIME         7

/* linux_time.c; wide: the 64-bit form.  EFAULT. */
int linux_get_timespec(const void *from, int wide, struct timespec *);
int linux_put_timespec(const struct timespec *, int wide, void *to);
/* A time of a clock becomes what is left until then; none stays none. */
void linux_time_until(struct timespec *, const struct timespec *now);

#endif
