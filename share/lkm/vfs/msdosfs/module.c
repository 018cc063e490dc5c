/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * msdosfs: the FAT file system, as a module.  The kernel enters the file
 * system into its list and takes it out again; there is nothing else to do.
 */
#include <sys/lkm.h>
#include "msdosfs.h"

MOD_VFS("msdosfs", -1, &msdosfs_vfsops)

int msdosfs_lkmentry(struct lkm_table *, int, int);

int
msdosfs_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
