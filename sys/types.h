/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * types.h: the types of the system interface.  The kernel takes them
 * from here; programs from the C library, which takes the same widths
 * from <machine/_types.h>.
 */
#ifndef _KERNEL
#if !__has_include_next(<sys/types.h>)
#error "no C library here: kernel code and modules take -D_KERNEL"
#endif
#include_next <sys/types.h>
#endif

#ifndef _GRAFT_TYPES_H
#define _GRAFT_TYPES_H

#ifdef _KERNEL
#include <stddef.h>
#include <sys/stdint.h>
#include <sys/cdefs.h>
#include <machine/types.h>

typedef uint8_t u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef unsigned long u_long;
typedef unsigned short ushort;
typedef unsigned int uint;
typedef unsigned long ulong;

typedef uint64_t fsblkcnt_t;
typedef uint64_t fsfilcnt_t;
typedef int64_t blkcnt_t;
typedef int32_t blksize_t;
typedef uint32_t dev_t;
typedef uint64_t ino_t;
typedef uint32_t mode_t;
typedef uint32_t nlink_t;
typedef int64_t off_t;
typedef int32_t pid_t;
typedef uint32_t uid_t;
typedef uint32_t gid_t;
typedef uint32_t id_t;
typedef int ssize_t;
typedef int64_t time_t;
typedef int32_t suseconds_t;
typedef int32_t clockid_t;
typedef char *caddr_t;
typedef int64_t daddr_t;
typedef int32_t segsz_t;
typedef int32_t key_t;

/* Names of the old virtual memory system. */
typedef unsigned long vm_offset_t;
typedef unsigned long vm_size_t;
#endif

typedef uint8_t u_int8_t;
typedef uint16_t u_int16_t;
typedef uint32_t u_int32_t;
typedef uint64_t u_int64_t;
typedef int64_t quad_t;
typedef uint64_t u_quad_t;

/* A device number: 12 bits of major, 20 of minor, laid out as NetBSD's. */
#undef major
#undef minor
#undef makedev
#define major(x) ((int)(((x)&0x000fff00) >> 8))
#define minor(x) ((int)((((x)&0xfff00000) >> 12) | ((x)&0x000000ff)))
#define makedev(x, y)                                                     \
	((dev_t)((((x) << 8) & 0x000fff00) | (((y) << 12) & 0xfff00000) | \
	    ((y)&0x000000ff)))
#define NODEV ((dev_t)-1)

#endif /* _GRAFT_TYPES_H */
