/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * _types.h: how wide the types of the system interface are, told to the C
 * library.  Its <sys/_types.h> asks here first and keeps its own choice for
 * whatever is not claimed by a __machine_ name.  The kernel's side of the
 * same agreement is <sys/types.h>.
 */
#ifndef _MACHINE__TYPES_H
#define _MACHINE__TYPES_H

#include <machine/_default_types.h>

#define __machine_blkcnt_t_defined
typedef __int64_t __blkcnt_t;
#define __machine_blksize_t_defined
typedef __int32_t __blksize_t;
#define __machine_dev_t_defined
typedef __uint32_t __dev_t;
#define __machine_fsblkcnt_t_defined
typedef __uint64_t __fsblkcnt_t;
#define __machine_fsfilcnt_t_defined
typedef __uint64_t __fsfilcnt_t;
#define __machine_gid_t_defined
typedef __uint32_t __gid_t;
#define __machine_id_t_defined
typedef __uint32_t __id_t;
#define __machine_ino_t_defined
typedef __uint64_t __ino_t;
#define __machine_mode_t_defined
typedef __uint32_t __mode_t;
#define __machine_off_t_defined
typedef __int64_t _off_t;
#define __machine_uid_t_defined
typedef __uint32_t __uid_t;
/* stdio's position in a file: as wide as off_t. */
#define __machine_fpos_t_defined
typedef __int64_t _fpos_t;
#define __machine_clockid_t_defined
#define _CLOCKID_T_ __int32_t

/* For these two the library asks about the public name only. */
#define _NLINK_T_DECLARED
typedef __uint32_t nlink_t;
#define __daddr_t_defined
typedef __int64_t daddr_t;

/* select(2) watches as many descriptors as a process may have. */
#ifndef FD_SETSIZE
#define FD_SETSIZE 256
#endif

#endif /* _MACHINE__TYPES_H */
