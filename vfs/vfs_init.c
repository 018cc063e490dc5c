/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_init.c: the start of the file systems.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/buf.h>
#include <sys/mount.h>
#include <fs/tmpfs/tmpfs.h>

void
vfs_init(void)
{
	bio_init();
	if (vfs_attach(&tmpfs_vfsops) != 0)
		panic("vfs_init: called twice");
}
