/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * syscalls.S: the C names of the system calls.  The kernel wants the number
 * in %eax and the arguments above a return address, which is how a C caller
 * has left them; it returns the result in %eax (and %edx), or the carry
 * flag and an error number in %eax.
 *
 * Each call has a section of its own, so that a program gets only those
 * that it uses, and a weak name, so that it may have a function of the same
 * name itself.  Names with __sys_ are called from lib/libc, where arguments
 * have to be put in order first: a 64-bit argument follows a padding word,
 * so that it lies where NetBSD's other machines align it.
 */
#include <sys/syscall.h>

	.macro ENTRY name
	.section .text.\name, "ax", @progbits
	.weak \name
	.type \name, @function
\name:
	.endm

	.macro SYSCALL name, number
	ENTRY \name
	movl	$\number, %eax
	int	$0x80
	jc	__cerror
	ret
	.size \name, . - \name
	.endm

	/*
	 * errno is the first word of the C library's state.  -1 goes into
	 * both result registers, for calls that return 64 bits.
	 */
	.section .text.__cerror, "ax", @progbits
	.globl __cerror
	.type __cerror, @function
__cerror:
	movl	_impure_ptr, %ecx
	movl	%eax, (%ecx)
	movl	$-1, %eax
	movl	%eax, %edx
	ret
	.size __cerror, . - __cerror

	/* int pipe(int fd[2]): the two descriptors come in registers. */
	ENTRY pipe
	movl	$SYS_pipe, %eax
	int	$0x80
	jc	__cerror
	movl	4(%esp), %ecx
	movl	%eax, (%ecx)
	movl	%edx, 4(%ecx)
	xorl	%eax, %eax
	ret
	.size pipe, . - pipe

	/*
	 * pid_t vfork(void): the child has this stack, too, and returns first;
	 * what it calls then is written over the parent's return address.
	 */
	ENTRY vfork
	popl	%ecx
	movl	$SYS_vfork, %eax
	int	$0x80
	pushl	%ecx
	jc	__cerror
	ret
	.size vfork, . - vfork

	SYSCALL _exit, SYS_exit
	SYSCALL access, SYS_access
	SYSCALL chdir, SYS_chdir
	SYSCALL chflags, SYS_chflags
	SYSCALL chmod, SYS_chmod
	SYSCALL chown, SYS_chown
	SYSCALL chroot, SYS_chroot
	SYSCALL clock_getres, SYS___clock_getres50
	SYSCALL clock_gettime, SYS___clock_gettime50
	SYSCALL clock_settime, SYS___clock_settime50
	SYSCALL close, SYS_close
	SYSCALL dup, SYS_dup
	SYSCALL dup2, SYS_dup2
	SYSCALL execve, SYS_execve
	SYSCALL fchdir, SYS_fchdir
	SYSCALL fchflags, SYS_fchflags
	SYSCALL fchmod, SYS_fchmod
	SYSCALL fchown, SYS_fchown
	SYSCALL fcntl, SYS_fcntl
	SYSCALL fork, SYS_fork
	SYSCALL fstat, SYS___fstat50
	SYSCALL fsync, SYS_fsync
	SYSCALL futimes, SYS___futimes50
	SYSCALL getdents, SYS___getdents30
	SYSCALL getegid, SYS_getegid
	SYSCALL geteuid, SYS_geteuid
	SYSCALL getgid, SYS_getgid
	SYSCALL getgroups, SYS_getgroups
	SYSCALL getitimer, SYS___getitimer50
	SYSCALL getpgid, SYS_getpgid
	SYSCALL getpgrp, SYS_getpgrp
	SYSCALL getpid, SYS_getpid
	SYSCALL getppid, SYS_getppid
	SYSCALL getrusage, SYS___getrusage50
	SYSCALL getsid, SYS_getsid
	SYSCALL gettimeofday, SYS___gettimeofday50
	SYSCALL getuid, SYS_getuid
	SYSCALL getvfsstat, SYS_getvfsstat
	SYSCALL ioctl, SYS_ioctl
	SYSCALL kill, SYS_kill
	SYSCALL lchmod, SYS_lchmod
	SYSCALL lchown, SYS_lchown
	SYSCALL link, SYS_link
	SYSCALL lstat, SYS___lstat50
	SYSCALL lutimes, SYS___lutimes50
	SYSCALL mkdir, SYS_mkdir
	SYSCALL mkfifo, SYS_mkfifo
	SYSCALL mknod, SYS___mknod50
	SYSCALL mount, SYS___mount50
	SYSCALL mprotect, SYS_mprotect
	SYSCALL munmap, SYS_munmap
	SYSCALL nanosleep, SYS___nanosleep50
	SYSCALL open, SYS_open
	SYSCALL poll, SYS_poll
	SYSCALL read, SYS_read
	SYSCALL readlink, SYS_readlink
	SYSCALL readv, SYS_readv
	SYSCALL reboot, SYS_reboot
	SYSCALL rename, SYS_rename
	SYSCALL rmdir, SYS_rmdir
	SYSCALL setegid, SYS_setegid
	SYSCALL seteuid, SYS_seteuid
	SYSCALL setgid, SYS_setgid
	SYSCALL setgroups, SYS_setgroups
	SYSCALL setitimer, SYS___setitimer50
	SYSCALL setpgid, SYS_setpgid
	SYSCALL setsid, SYS_setsid
	SYSCALL settimeofday, SYS___settimeofday50
	SYSCALL setuid, SYS_setuid
	SYSCALL sigaction, SYS___sigaction14
	SYSCALL sigaltstack, SYS___sigaltstack14
	SYSCALL sigpending, SYS___sigpending14
	SYSCALL sigprocmask, SYS___sigprocmask14
	SYSCALL sigsuspend, SYS___sigsuspend14
	SYSCALL stat, SYS___stat50
	SYSCALL symlink, SYS_symlink
	SYSCALL sync, SYS_sync
	SYSCALL sysctl, SYS___sysctl
	SYSCALL syscall, SYS_syscall
	SYSCALL umask, SYS_umask
	SYSCALL unlink, SYS_unlink
	SYSCALL unmount, SYS_unmount
	SYSCALL utimes, SYS___utimes50
	SYSCALL wait4, SYS___wait450
	SYSCALL write, SYS_write
	SYSCALL writev, SYS_writev

	SYSCALL __sys_break, SYS_break
	SYSCALL __sys_fstatvfs1, SYS_fstatvfs1
	SYSCALL __sys_ftruncate, SYS_ftruncate
	SYSCALL __sys_getcwd, SYS___getcwd
	SYSCALL __sys_lseek, SYS_lseek
	SYSCALL __sys_mmap, SYS_mmap
	SYSCALL __sys_statvfs1, SYS_statvfs1
	SYSCALL __sys_truncate, SYS_truncate

	.section .note.GNU-stack, "", @progbits
