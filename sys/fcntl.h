/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fcntl.h: how a file is opened, and fcntl(2).
 */
#ifndef _SYS_FCNTL_H_
#define _SYS_FCNTL_H_
#define _SYS__DEFAULT_FCNTL_H_

#include <sys/types.h>

#define O_RDONLY        0x00000000
#define O_WRONLY        0x00000001
#define O_RDWR          0x00000002
#define O_ACCMODE       0x00000003
#define O_NONBLOCK      0x00000004
#define O_APPEND        0x00000008
#define O_ASYNC         0x00000040
#define O_SYNC          0x00000080
#define O_NOFOLLOW      0x00000100
#define O_CREAT         0x00000200
#define O_TRUNC         0x00000400
#define O_EXCL          0x00000800
#define O_NOCTTY        0x00008000
#define O_DIRECTORY     0x00200000
#define O_CLOEXEC       0x00400000
#define O_NDELAY        O_NONBLOCK
#define O_BINARY        0

/* The kernel's form of the access mode: a bit for each direction. */
#define FREAD           0x00000001
#define FWRITE          0x00000002
#define FFLAGS(o)       ((o) + 1)
#define OFLAGS(f)       ((f)-1)
#define FAPPEND         O_APPEND
#define FNONBLOCK       O_NONBLOCK
#define FNDELAY         O_NONBLOCK
#define FASYNC          O_ASYNC
#define _FREAD          FREAD
#define _FWRITE         FWRITE
#define _FAPPEND        FAPPEND
#define _FNDELAY        FNDELAY

#define F_DUPFD         0
#define F_GETFD         1
#define F_SETFD         2
#define F_GETFL         3
#define F_SETFL         4
#define F_GETOWN        5
#define F_SETOWN        6
#define F_GETLK         7
#define F_SETLK         8
#define F_SETLKW        9
#define F_DUPFD_CLOEXEC 12
#define FD_CLOEXEC      1
#define F_RDLCK         1
#define F_UNLCK         2
#define F_WRLCK         3

struct flock {
	off_t l_start;
	off_t l_len;
	pid_t l_pid;
	short l_type;
	short l_whence;
};

#define AT_FDCWD (-100)

#ifndef _KERNEL
int open(const char *, int, ...);
int creat(const char *, mode_t);
int fcntl(int, int, ...);
#endif

#endif /* _SYS_FCNTL_H_ */
