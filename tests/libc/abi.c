/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * abi.c: the sizes and places that a program and the kernel must agree on.
 * It is compiled once as each; abi.t compares the two.
 */
#include <sys/types.h>
#include <sys/dirent.h>
#include <sys/errno.h>
#include <sys/fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/poll.h>
#include <sys/resource.h>
#include <sys/signal.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysctl.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <stddef.h>

struct entry {
	char name[44];
	uint32_t value;
};

#define SIZE(type)                            \
	{                                     \
		"sizeof " #type, sizeof(type) \
	}
#define AT(type, member)                                         \
	{                                                        \
#type "." #member, offsetof(struct type, member) \
	}
#define VALUE(name)                     \
	{                               \
#name, (uint32_t)(name) \
	}
#define IS_SIGNED(type)                                \
	{                                              \
#type " is signed", (type)-1 < (type)1 \
	}

const struct entry abi[] = {SIZE(blkcnt_t), SIZE(blksize_t), SIZE(clockid_t),
    SIZE(daddr_t), SIZE(dev_t), SIZE(fsblkcnt_t), SIZE(fsfilcnt_t), SIZE(gid_t),
    SIZE(id_t), SIZE(ino_t), SIZE(key_t), SIZE(mode_t), SIZE(nlink_t),
    SIZE(off_t), SIZE(pid_t), SIZE(sigset_t), SIZE(size_t), SIZE(ssize_t),
    SIZE(suseconds_t), SIZE(time_t), SIZE(uid_t), IS_SIGNED(dev_t),
    IS_SIGNED(gid_t), IS_SIGNED(ino_t), IS_SIGNED(mode_t), IS_SIGNED(off_t),
    IS_SIGNED(pid_t), IS_SIGNED(time_t), IS_SIGNED(uid_t), SIZE(struct dirent),
    AT(dirent, d_reclen), AT(dirent, d_namlen), AT(dirent, d_type),
    AT(dirent, d_name), SIZE(struct flock), AT(flock, l_pid),
    AT(flock, l_whence), SIZE(struct iovec), SIZE(struct itimerval),
    SIZE(struct kinfo_proc), AT(kinfo_proc, ki_start), AT(kinfo_proc, ki_args),
    SIZE(struct pollfd), SIZE(struct rusage), AT(rusage, ru_maxrss),
    AT(rusage, ru_nivcsw), SIZE(struct sigaction), AT(sigaction, sa_mask),
    AT(sigaction, sa_flags), SIZE(struct sigaltstack), SIZE(struct sigcontext),
    AT(sigcontext, sc_mask), SIZE(struct stat), AT(stat, st_ino),
    AT(stat, st_rdev), AT(stat, st_mtim), AT(stat, st_size),
    AT(stat, st_blocks), AT(stat, st_flags), SIZE(struct statvfs),
    AT(statvfs, f_blocks), AT(statvfs, f_owner), AT(statvfs, f_mntonname),
    SIZE(struct sysctl_info), SIZE(struct termios), SIZE(struct timespec),
    SIZE(struct timeval), SIZE(struct timezone), SIZE(struct winsize),
    VALUE(CLOCK_MONOTONIC), VALUE(CLOCK_REALTIME), VALUE(EAGAIN), VALUE(ELAST),
    VALUE(ENAMETOOLONG), VALUE(ITIMER_PROF), VALUE(MAP_ANON), VALUE(O_CLOEXEC),
    VALUE(O_CREAT), VALUE(SIGCHLD), VALUE(SIGUSR2), VALUE(SIG_SETMASK),
    VALUE(S_IFMT), VALUE(TIOCGETA), VALUE(TIOCGWINSZ), VALUE(WNOHANG),
    VALUE(makedev(3, 70000)), VALUE(major(makedev(3, 9))),
    VALUE(minor(makedev(3, 70000)))};
