/* SPDX-License-Identifier: BSD-2-Clause */
/* t_vfs_b: one of two kinds of file systems. */
#define NAME   "t_vfs_b"
#define FSNAME "bfs"
#include "t_vfs.h"
