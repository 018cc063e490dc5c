/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_init.c: the start of the file systems, and the root.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/buf.h>
#include <sys/filedesc.h>
#include <sys/mount.h>
#include <sys/procvar.h>
#include <sys/vnode.h>
#include <fs/tmpfs/tmpfs.h>

void
vfs_init(void)
{
	bio_init();
	if (vfs_attach(&tmpfs_vfsops) != 0)
		panic("vfs_init: called twice");
}

/* Processes that there are get the root as their current directory. */
static void
enter_root(void)
{
	struct proc *p;

	LIST_FOREACH(p, &allproc, p_list)
		if (p->p_cwdi != NULL && p->p_cwdi->cwdi_cdir == NULL) {
			vref(rootvnode);
			p->p_cwdi->cwdi_cdir = rootvnode;
		}
}

void
vfs_mountroot(void)
{
	struct proc *p = curproc;
	int error;

	error = vfs_domount(
	    &tmpfs_vfsops, "/", NULL, MNT_LOCAL | MNT_ROOTFS, NULL, 0, p);
	if (error != 0)
		panic("cannot mount the root: error %d", error);
	error = tmpfs_vfsops.vfs_root(TAILQ_FIRST(&mountlist), &rootvnode);
	if (error != 0)
		panic("the root file system has no root: error %d", error);
	enter_root();
}
