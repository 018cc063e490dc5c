/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * syscallargs.h: the arguments of the system calls as they lie on a
 * program's stack, and the functions behind them.
 */
#ifndef _SYS_SYSCALLARGS_H_
#define _SYS_SYSCALLARGS_H_

#include <sys/types.h>
#include <sys/signal.h>
#include <sys/systm.h>

struct proc;
struct itimerval;
struct rusage;
struct sigaction;
struct sigaltstack;
struct timespec;
struct timeval;
struct timezone;
struct vnode;

/* ---- processes ---- */
struct sys_exit_args {
	int rval;
};
struct sys___wait450_args {
	pid_t pid;
	int *status;
	int options;
	struct rusage *rusage;
};
struct sys_execve_args {
	const char *path;
	char *const *argp;
	char *const *envp;
};
struct sys_getpgid_args {
	pid_t pid;
};
struct sys_getsid_args {
	pid_t pid;
};
struct sys_setpgid_args {
	pid_t pid;
	pid_t pgid;
};
struct sys_setuid_args {
	uid_t uid;
};
struct sys_setgid_args {
	gid_t gid;
};
struct sys_getgroups_args {
	int gidsetsize;
	gid_t *gidset;
};
struct sys_setgroups_args {
	int gidsetsize;
	const gid_t *gidset;
};
struct sys___getrusage50_args {
	int who;
	struct rusage *rusage;
};
struct sys_reboot_args {
	int opt;
	char *bootstr;
};
struct sys___sysctl_args {
	const int *name;
	u_int namelen;
	void *old;
	size_t *oldlenp;
	const void *new;
	size_t newlen;
};

/* ---- signals ---- */
struct sys_kill_args {
	pid_t pid;
	int signum;
};
struct sys___sigaction14_args {
	int signum;
	const struct sigaction *nsa;
	struct sigaction *osa;
};
struct sys___sigprocmask14_args {
	int how;
	const sigset_t *set;
	sigset_t *oset;
};
struct sys___sigpending14_args {
	sigset_t *set;
};
struct sys___sigsuspend14_args {
	const sigset_t *set;
};
struct sys___sigaltstack14_args {
	const struct sigaltstack *nss;
	struct sigaltstack *oss;
};
struct sys___sigreturn14_args {
	void *sigcntxp;
};

/* ---- memory ---- */
struct sys_break_args {
	char *nsize;
};
struct sys_mmap_args {
	void *addr;
	size_t len;
	int prot;
	int flags;
	int fd;
	long pad;
	off_t pos;
};
struct sys_munmap_args {
	void *addr;
	size_t len;
};
struct sys_mprotect_args {
	void *addr;
	size_t len;
	int prot;
};

/* ---- time ---- */
struct sys___gettimeofday50_args {
	struct timeval *tp;
	struct timezone *tzp;
};
struct sys___settimeofday50_args {
	const struct timeval *tv;
	const struct timezone *tzp;
};
struct sys___clock_gettime50_args {
	int clock_id;
	struct timespec *tp;
};
struct sys___clock_settime50_args {
	int clock_id;
	const struct timespec *tp;
};
struct sys___clock_getres50_args {
	int clock_id;
	struct timespec *tp;
};
struct sys___nanosleep50_args {
	const struct timespec *rqtp;
	struct timespec *rmtp;
};
struct sys___setitimer50_args {
	int which;
	const struct itimerval *itv;
	struct itimerval *oitv;
};
struct sys___getitimer50_args {
	int which;
	struct itimerval *itv;
};

#define SYSCALL_FN(name) int name(struct proc *, void *, register_t *)
SYSCALL_FN(sys_exit);
SYSCALL_FN(sys_fork);
SYSCALL_FN(sys_vfork);
SYSCALL_FN(sys___wait450);
SYSCALL_FN(sys_execve);
SYSCALL_FN(sys_getpid);
SYSCALL_FN(sys_getppid);
SYSCALL_FN(sys_getpgrp);
SYSCALL_FN(sys_getpgid);
SYSCALL_FN(sys_getsid);
SYSCALL_FN(sys_setsid);
SYSCALL_FN(sys_setpgid);
SYSCALL_FN(sys_getuid);
SYSCALL_FN(sys_geteuid);
SYSCALL_FN(sys_getgid);
SYSCALL_FN(sys_getegid);
SYSCALL_FN(sys_setuid);
SYSCALL_FN(sys_seteuid);
SYSCALL_FN(sys_setgid);
SYSCALL_FN(sys_setegid);
SYSCALL_FN(sys_getgroups);
SYSCALL_FN(sys_setgroups);
SYSCALL_FN(sys___getrusage50);
SYSCALL_FN(sys_reboot);
SYSCALL_FN(sys___sysctl);
SYSCALL_FN(sys_kill);
SYSCALL_FN(sys___sigaction14);
SYSCALL_FN(sys___sigprocmask14);
SYSCALL_FN(sys___sigpending14);
SYSCALL_FN(sys___sigsuspend14);
SYSCALL_FN(sys___sigaltstack14);
SYSCALL_FN(sys___sigreturn14);
SYSCALL_FN(sys_break);
SYSCALL_FN(sys_mmap);
SYSCALL_FN(sys_munmap);
SYSCALL_FN(sys_mprotect);
SYSCALL_FN(sys___gettimeofday50);
SYSCALL_FN(sys___settimeofday50);
SYSCALL_FN(sys___clock_gettime50);
SYSCALL_FN(sys___clock_settime50);
SYSCALL_FN(sys___clock_getres50);
SYSCALL_FN(sys___nanosleep50);
SYSCALL_FN(sys___setitimer50);
SYSCALL_FN(sys___getitimer50);

#include <sys/syscallargs_vfs.h>

/*
 * What some of the calls do once their arguments are in the kernel, for who has
 * them in another form: emulations.  Paths are the process's still.
 */
/* Sleeps for *ts, which becomes what is left of it.  EINTR, EINVAL. */
int nanosleep1(struct proc *, struct timespec *ts);
/* The clock, and the battery clock behind it.  EPERM, EINVAL. */
int clock_settime1(struct proc *, const struct timespec *);
/* ITIMER_REAL.  EINVAL: a time that is none, or of more than three years. */
void dogetitimer(struct proc *, struct itimerval *);
int dosetitimer(struct proc *, const struct itimerval *);
/* Waits so many ms, or for ever (-1); *np have something to tell.  EINTR. */
int pollcommon(
    struct proc *, struct pollfd *, u_int nfds, int timeout, int *np);
/*
 * The two times, of access and of change, which may be UTIME_NOW and UTIME_OMIT;
 * NULL: both now.  follow is namei()'s flag.  EPERM, EACCES, EROFS, EINVAL;
 * those of namei(), or EBADF, and EINVAL for what is no file.
 */
int do_utimens(struct proc *, const char *path, u_int follow,
    const struct timespec *times);
int do_futimens(struct proc *, int fd, const struct timespec *times);
/* Relative paths begin in fromdir and todir; NULL: the current directory. */
int do_rename(struct proc *, const struct sys_rename_args *,
    struct vnode *fromdir, struct vnode *todir);
int do_link(struct proc *, const struct sys_link_args *, u_int follow,
    struct vnode *fromdir, struct vnode *todir);

#endif /* _SYS_SYSCALLARGS_H_ */
