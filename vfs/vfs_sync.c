/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_sync.c: what was written goes to the disks: sync(2), fsync(2), and a
 * thread that does what sync(2) does every so often.  A machine that is
 * switched off so loses the work of half a minute, and not of a day.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kernel.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/syscallargs.h>
#include <sys/vnode.h>
#include <vfs/specdev.h>

#define SYNC_SECONDS 30 /* as update(8) had it */

/* Nobody is there to be told of an error: the next who asks is. */
void
vfs_sync_all(void)
{
	struct mount *mp;
	int error;

	TAILQ_FOREACH(mp, &mountlist, mnt_list) {
		if (mp->mnt_op->vfs_sync == NULL || mp->mnt_unmounting ||
		    mp->mnt_flag & MNT_RDONLY)
			continue;
		mp->mnt_syncing++;
		error = mp->mnt_op->vfs_sync(mp, MNT_WAIT);
		if (error != 0)
			mp->mnt_syncerror = error;
		if (--mp->mnt_syncing == 0)
			wakeup(&mp->mnt_syncing);
	}
	spec_syncall();
}

static void
syncer(void *arg)
{
	for (;;) {
		tsleep(&mountlist, PWAIT, "syncer", SYNC_SECONDS * hz);
		vfs_sync_all();
	}
}

/* Its parent is the swapper, who does not wait for children. */
int
syncer_start(void)
{
	static int there;
	struct proc *p;
	int error;

	if (there)
		return 0;
	there = 1; /* making one may sleep */
	if ((error = fork1(&proc0, syncer, NULL, &p)) != 0)
		there = 0;
	else
		strlcpy(p->p_comm, "syncer", sizeof(p->p_comm));
	return error;
}

int
sys_sync(struct proc *p, void *v, register_t *retval)
{
	vfs_sync_all();
	return 0;
}

int
sys_fsync(struct proc *p, void *v, register_t *retval)
{
	struct sys_fsync_args *uap = v;
	struct file *fp = fd_getfile(p->p_fd, uap->fd);
	struct mount *mp;
	int error;

	if (fp == NULL)
		return EBADF;
	if (fp->f_type != DTYPE_VNODE)
		return EINVAL;
	mp = fp->f_vnode->v_mount;
	vn_lock(fp->f_vnode);
	error = VOP_FSYNC(fp->f_vnode);
	vn_unlock(fp->f_vnode);
	/* The file system there is to be told, too: its data it was. */
	if (error != 0 && fp->f_vnode->v_type == VBLK &&
	    fp->f_vnode->v_specdev->sd_mounted)
		fp->f_vnode->v_specdev->sd_error = error;
	if (error == 0)
		error = mp->mnt_syncerror;
	mp->mnt_syncerror = 0;
	return error;
}
