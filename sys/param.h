/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * param.h: limits and the constants that everything includes.
 */
#ifndef _SYS_PARAM_H
#define _SYS_PARAM_H

#include <sys/types.h>
#include <sys/syslimits.h>

#define __Graft__          1
#define GRAFT_RELEASE      "0.1"
#define BSD                199506
/* The interface that modules see; a module built for another is refused. */
#define __NetBSD_Version__ 400000000

#define MAXCOMLEN          16 /* of a command's name, without the NUL */
#define MAXPATHLEN         PATH_MAX
#undef MAXNAMLEN
#define MAXNAMLEN      NAME_MAX
#define MAXSYMLINKS    32
#define MAXLOGNAME     16
#define MAXHOSTNAMELEN 256
#ifndef NGROUPS
#define NGROUPS NGROUPS_MAX
#endif
#ifndef NOFILE
#define NOFILE OPEN_MAX
#endif
#define NCARGS ARG_MAX

#ifdef _KERNEL
#include <sys/errno.h>
#include <sys/signal.h>
#include <machine/param.h>

/*
 * Sleep priorities: ours has one run queue, so only PCATCH (a signal may
 * end the sleep) is heard; the names let BSD sources compile.
 */
#define PSWP          0
#define PVM           4
#define PINOD         8
#define PRIBIO        16
#define PVFS          20
#define PZERO         22
#define PSOCK         24
#define PWAIT         32
#define PLOCK         36
#define PPAUSE        40
#define PUSER         50
#define PRIMASK       0x0ff
#define PCATCH        0x100
#define PNORELOCK     0x200

#define DEV_BSHIFT    9
#define DEV_BSIZE     (1 << DEV_BSHIFT)
#define MAXPHYS       (64 * 1024)
#define MAXBSIZE      (64 * 1024)
#define BLKDEV_IOSIZE 2048

#define btodb(x)      ((x) >> DEV_BSHIFT)
#define dbtob(x)      ((x) << DEV_BSHIFT)

#ifndef NULL
#define NULL ((void *)0)
#endif
#endif /* _KERNEL */

#undef MIN
#undef MAX
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#undef howmany
#undef roundup
#undef nitems
#define howmany(x, y)   (((x) + ((y)-1)) / (y))
#define roundup(x, y)   ((((x) + ((y)-1)) / (y)) * (y))
#define roundup2(x, m)  (((x) + (m)-1) & ~((m)-1))
#define rounddown(x, y) (((x) / (y)) * (y))
#define powerof2(x)     ((((x)-1) & (x)) == 0)
#define nitems(a)       (sizeof(a) / sizeof((a)[0]))

#endif /* _SYS_PARAM_H */
