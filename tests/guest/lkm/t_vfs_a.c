/* SPDX-License-Identifier: BSD-2-Clause */
/* t_vfs_a: one of two kinds of file systems. */
#define NAME   "t_vfs_a"
#define FSNAME "afs"
#include "t_vfs.h"
