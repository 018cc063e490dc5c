/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * syscall.h: the numbers of the native system calls: NetBSD's, and those
 * with 64-bit time where it has two.  A call: number in %eax, `int $0x80`,
 * arguments on the stack above a return address; back comes the result in
 * %eax (%edx:%eax for 64 bits), or the carry flag and the error in %eax.
 * 210 to 219 are free for modules, as is every number not in the table.
 */
#ifndef _SYS_SYSCALL_H_
#define _SYS_SYSCALL_H_

#define SYS_syscall           0 /* indirect: the number is the first argument */
#define SYS_exit              1
#define SYS_fork              2
#define SYS_read              3
#define SYS_write             4
#define SYS_open              5
#define SYS_close             6
#define SYS_link              9
#define SYS_unlink            10
#define SYS_chdir             12
#define SYS_fchdir            13
#define SYS_chmod             15
#define SYS_chown             16
#define SYS_break             17
#define SYS_getpid            20
#define SYS_unmount           22
#define SYS_setuid            23
#define SYS_getuid            24
#define SYS_geteuid           25
#define SYS_access            33
#define SYS_chflags           34
#define SYS_fchflags          35
#define SYS_sync              36
#define SYS_kill              37
#define SYS_getppid           39
#define SYS_dup               41
#define SYS_pipe              42 /* the two descriptors come back in %eax, %edx */
#define SYS_getegid           43
#define SYS_getgid            47
#define SYS_ioctl             54
#define SYS_symlink           57
#define SYS_readlink          58
#define SYS_execve            59
#define SYS_umask             60
#define SYS_chroot            61
#define SYS_vfork             66
#define SYS_munmap            73
#define SYS_mprotect          74
#define SYS_getgroups         79
#define SYS_setgroups         80
#define SYS_getpgrp           81
#define SYS_setpgid           82
#define SYS_dup2              90
#define SYS_fcntl             92
#define SYS_fsync             95
#define SYS_readv             120
#define SYS_writev            121
#define SYS_fchown            123
#define SYS_fchmod            124
#define SYS_rename            128
#define SYS_mkfifo            132
#define SYS_mkdir             136
#define SYS_rmdir             137
#define SYS_setsid            147
#define SYS_setgid            181
#define SYS_setegid           182
#define SYS_seteuid           183
#define SYS_mmap              197 /* addr, len, prot, flags, fd, long pad, off_t */
#define SYS_lseek             199 /* fd, int pad, off_t, whence */
#define SYS_truncate          200 /* path, int pad, off_t */
#define SYS_ftruncate         201 /* fd, int pad, off_t */
#define SYS___sysctl          202
#define SYS_getpgid           207
#define SYS_reboot            208
#define SYS_poll              209
#define SYS_lkmnosys0         210 /* the first of ten that stay free */
#define SYS_lkmnosys9         219
#define SYS___sigaltstack14   281
#define SYS_getsid            286
#define SYS_lchmod            274
#define SYS_lchown            275
#define SYS___sigaction14     291
#define SYS___sigpending14    292
#define SYS___sigprocmask14   293
#define SYS___sigsuspend14    294
#define SYS___sigreturn14     295
#define SYS___getcwd          296
#define SYS_getvfsstat        356 /* struct statvfs *, size_t bytes, int flags */
#define SYS_statvfs1          357 /* path, struct statvfs *, int flags */
#define SYS_fstatvfs1         358
#define SYS___getdents30      390
#define SYS___mount50         410 /* type, path, flags, data, size_t data_len */
#define SYS___gettimeofday50  418
#define SYS___settimeofday50  419
#define SYS___utimes50        420 /* path, const struct timeval [2] */
#define SYS___futimes50       423
#define SYS___lutimes50       424
#define SYS___setitimer50     425
#define SYS___getitimer50     426
#define SYS___clock_gettime50 427
#define SYS___clock_settime50 428
#define SYS___clock_getres50  429
#define SYS___nanosleep50     430
#define SYS___stat50          439
#define SYS___fstat50         440
#define SYS___lstat50         441
#define SYS___getrusage50     445
#define SYS___wait450         449
#define SYS___mknod50         450 /* path, mode, dev_t */

#define SYS_MAXSYSCALL        512

#endif /* _SYS_SYSCALL_H_ */
