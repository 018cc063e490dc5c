/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * init_sysent.c: the native system calls.  The table is the one that
 * modules extend: a number that is not here is free for them, from 210 on for
 * any of them, and 210 to 219 stay so.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/procvar.h>
#include <sys/signalvar.h>
#include <sys/syscall.h>
#include <sys/syscallargs.h>

extern const char sigcode[], esigcode[];

/* A call with arguments, without, and with the arguments of another. */
#define CALL(name) CALL_AS(name, name)
#define CALL_AS(name, args)                                   \
	[SYS_##name] = {sizeof(struct sys_##args##_args) / 4, \
	    sizeof(struct sys_##args##_args), sys_##name}
#define CALL0(name) [SYS_##name] = {0, 0, sys_##name}

struct sysent sysent[SYS_MAXSYSCALL] = {
    [SYS_syscall] = {0, 0, sys_nosys}, /* what it names is called instead */

    /* processes */
    CALL(exit),
    CALL0(fork),
    CALL0(vfork),
    CALL(__wait450),
    CALL(execve),
    CALL0(getpid),
    CALL0(getppid),
    CALL0(getpgrp),
    CALL(getpgid),
    CALL(getsid),
    CALL0(setsid),
    CALL(setpgid),
    CALL0(getuid),
    CALL0(geteuid),
    CALL0(getgid),
    CALL0(getegid),
    CALL(setuid),
    CALL_AS(seteuid, setuid),
    CALL(setgid),
    CALL_AS(setegid, setgid),
    CALL(getgroups),
    CALL(setgroups),
    CALL(__getrusage50),
    CALL(reboot),
    CALL(__sysctl),

    /* signals */
    CALL(kill),
    CALL(__sigaction14),
    CALL(__sigprocmask14),
    CALL(__sigpending14),
    CALL(__sigsuspend14),
    CALL(__sigaltstack14),
    CALL(__sigreturn14),

    /* memory */
    CALL(break),
    CALL(mmap),
    CALL(munmap),
    CALL(mprotect),

    /* time */
    CALL(__gettimeofday50),
    CALL(__settimeofday50),
    CALL(__clock_gettime50),
    CALL(__clock_settime50),
    CALL(__clock_getres50),
    CALL(__nanosleep50),
    CALL(__setitimer50),
    CALL(__getitimer50),

    /* descriptors */
    CALL(read),
    CALL(write),
    CALL(readv),
    CALL(writev),
    CALL(close),
    CALL(dup),
    CALL(dup2),
    CALL(fcntl),
    CALL(ioctl),
    CALL(lseek),
    CALL(fsync),
    CALL(ftruncate),
    CALL(fchmod),
    CALL(fchown),
    CALL(fchflags),
    CALL(fchdir),
    CALL(__futimes50),
    CALL(__fstat50),
    CALL(__getdents30),
    CALL(poll),
    CALL0(pipe),

    /* files by name */
    CALL(open),
    CALL(link),
    CALL_AS(unlink, path),
    CALL_AS(chdir, path),
    CALL_AS(chroot, path),
    CALL_AS(chmod, pathmode),
    CALL_AS(lchmod, pathmode),
    CALL(chown),
    CALL_AS(lchown, chown),
    CALL(chflags),
    CALL_AS(access, pathmode),
    CALL(symlink),
    CALL(readlink),
    CALL(umask),
    CALL(rename),
    CALL_AS(mkfifo, pathmode),
    CALL_AS(mkdir, pathmode),
    CALL_AS(rmdir, path),
    CALL(truncate),
    CALL(__getcwd),
    CALL(__utimes50),
    CALL_AS(__lutimes50, __utimes50),
    CALL(__stat50),
    CALL_AS(__lstat50, __stat50),
    CALL(__mknod50),

    /* mounts */
    CALL0(sync),
    CALL(__mount50),
    CALL(unmount),
    CALL(getvfsstat),
    CALL(statvfs1),
    CALL(fstatvfs1),
};
int nsysent = SYS_MAXSYSCALL;

/*
 * What has no call is free for modules.  Those look for it from 0 on, some by
 * themselves, and programs expect what they find to be 210: so the numbers
 * below are only for modules that ask for one of them.
 */
void
sysent_init(void)
{
	int i;

	for (i = 0; i < nsysent; i++)
		if (sysent[i].sy_call == NULL)
			sysent[i].sy_call =
			    i < SYS_lkmnosys0 ? sys_nosys : sys_lkmnosys;
}

struct emul emul_native = {
    .e_name = "native",
    .e_sysent = sysent,
    .e_nsysent = SYS_MAXSYSCALL,
    .e_sendsig = sendsig,
    .e_sigcode = sigcode,
    .e_esigcode = esigcode,
};
