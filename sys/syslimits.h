/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * syslimits.h: what <limits.h> gets from the system.
 */
#ifndef _SYS_SYSLIMITS_H
#define _SYS_SYSLIMITS_H

#define ARG_MAX     (128 * 1024) /* bytes of arguments and environment */
#define CHILD_MAX   512
#define LINK_MAX    32767
#define MAX_CANON   1024
#define MAX_INPUT   1024
#define NAME_MAX    255
#define NGROUPS_MAX 16
#define OPEN_MAX    256
#define PATH_MAX    1024
#define PIPE_BUF    4096
#define IOV_MAX     256

#endif /* _SYS_SYSLIMITS_H */
