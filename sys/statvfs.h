/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * statvfs.h: what statvfs(2) and getvfsstat(2) tell of a file system.
 */
#ifndef _SYS_STATVFS_H_
#define _SYS_STATVFS_H_

#include <sys/types.h>

#define _VFS_NAMELEN  32
#define _VFS_MNAMELEN 1024

struct statvfs {
	unsigned long f_flag;  /* MNT_ flags */
	unsigned long f_bsize; /* block size */
	unsigned long f_frsize;
	unsigned long f_iosize;
	uint64_t f_blocks, f_bfree, f_bavail;
	uint64_t f_files, f_ffree, f_favail;
	unsigned long f_fsid;
	unsigned long f_namemax;
	uid_t f_owner;
	char f_fstypename[_VFS_NAMELEN];
	char f_mntonname[_VFS_MNAMELEN];
	char f_mntfromname[_VFS_MNAMELEN];
};
#define ST_RDONLY 0x1
#define ST_NOWAIT 2
#define ST_WAIT   1

#ifndef _KERNEL
int statvfs(const char *, struct statvfs *);
int fstatvfs(int, struct statvfs *);
int getvfsstat(struct statvfs *, size_t, int);
#endif

#endif /* _SYS_STATVFS_H_ */
