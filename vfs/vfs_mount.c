/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_mount.c: the kinds of file systems, and what is mounted where.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/holders.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/selfcheck.h>
#include <sys/ucred.h>
#include <sys/vnode.h>
#include <vfs/specdev.h>

MALLOC_DEFINE(M_MOUNT, "mount", "mounted file systems");

struct mntlist mountlist = TAILQ_HEAD_INITIALIZER(mountlist);
static TAILQ_HEAD(, vfsops) vfs_list = TAILQ_HEAD_INITIALIZER(vfs_list);
static u_int fsid_serial; /* f_fsid and st_dev of each mount */

struct vfsops *
vfs_known(const char *name)
{
	struct vfsops *ops;

	TAILQ_FOREACH(ops, &vfs_list, vfs_list)
		if (strcmp(ops->vfs_name, name) == 0)
			return ops;
	return NULL;
}

struct vfsops *
vfs_next(const struct vfsops *ops)
{
	return ops == NULL ? TAILQ_FIRST(&vfs_list) : TAILQ_NEXT(ops, vfs_list);
}

struct vfsops *
vfs_getopsbyname(const char *name)
{
	struct vfsops *ops = vfs_known(name);

	return ops != NULL && !ops->vfs_suspended ? ops : NULL;
}

void
vfs_suspend(struct vfsops *ops, int suspended)
{
	ops->vfs_suspended = suspended;
}

int
vfs_attach(struct vfsops *ops)
{
	if (vfs_known(ops->vfs_name) != NULL)
		return EEXIST;
	ops->vfs_refcount = 0;
	ops->vfs_suspended = 0;
	TAILQ_INSERT_TAIL(&vfs_list, ops, vfs_list);
	if (ops->vfs_init != NULL)
		ops->vfs_init();
	return 0;
}

int
vfs_detach(struct vfsops *ops)
{
	if (vfs_known(ops->vfs_name) != ops)
		return ENOENT;
	if (ops->vfs_refcount > 0)
		return EBUSY;
	TAILQ_REMOVE(&vfs_list, ops, vfs_list);
	if (ops->vfs_done != NULL)
		ops->vfs_done();
	return 0;
}

static struct mount *
lowest(struct mount *mp)
{
	while (mp->mnt_lower != NULL)
		mp = mp->mnt_lower;
	return mp;
}

void
mnt_namelock(struct mount *mp)
{
	mp = lowest(mp);
	KASSERT(mp->mnt_nameowner != curproc);
	while (mp->mnt_nameowner != NULL) {
		mp->mnt_namewant = 1;
		tsleep(&mp->mnt_nameowner, PINOD, "mntname", 0);
	}
	mp->mnt_nameowner = curproc;
}

void
mnt_nameunlock(struct mount *mp)
{
	mp = lowest(mp);
	KASSERT(mp->mnt_nameowner == curproc);
	mp->mnt_nameowner = NULL;
	if (mp->mnt_namewant) {
		mp->mnt_namewant = 0;
		wakeup(&mp->mnt_nameowner);
	}
}

int
vfs_domount(struct vfsops *ops, const char *onname, struct vnode *vp,
    u_int flags, void *data, size_t len, struct proc *p)
{
	struct mount *mp;
	int error;

	if (vp != NULL && (vp == rootvnode || vp->v_mountedhere != NULL))
		return EBUSY;
	mp = malloc(sizeof(*mp), M_MOUNT, M_ZERO);
	fsid_serial = (fsid_serial + 1) & 0xfffff;
	mp->mnt_op = ops;
	mp->mnt_vnodecovered = vp;
	mp->mnt_flag = flags & MNT_VISFLAGMASK;
	mp->mnt_stat.f_fsid = makedev(255, fsid_serial);
	mp->mnt_stat.f_namemax = NAME_MAX;
	mp->mnt_stat.f_owner = p->p_ucred->cr_uid;
	strlcpy(mp->mnt_stat.f_fstypename, ops->vfs_name, _VFS_NAMELEN);
	strlcpy(mp->mnt_stat.f_mntonname, onname, _VFS_MNAMELEN);
	LIST_INIT(&mp->mnt_vnodelist);
	ops->vfs_refcount++; /* it may sleep: the module must not go */
	error = ops->vfs_mount(mp, data, len, p);
	if (error == 0 && vp != NULL && vp->v_mountedhere != NULL) {
		/* Somebody mounted there while this one slept. */
		ops->vfs_unmount(mp, p);
		error = EBUSY;
	}
	if (error != 0) {
		ops->vfs_refcount--;
		free(mp, M_MOUNT);
		return error;
	}
	if (vp != NULL) {
		vref(vp);
		vp->v_mountedhere = mp;
		vp->v_shared->vs_covered++;
	}
	TAILQ_INSERT_TAIL(&mountlist, mp, mnt_list);
	return 0;
}

static int
is_mounted(const struct mount *mp)
{
	const struct mount *m;

	TAILQ_FOREACH(m, &mountlist, mnt_list)
		if (m == mp)
			return 1;
	return 0;
}

/* What is to be written first; the second time, only as far as it can be. */
static int
last_sync(struct mount *mp)
{
	int error = 0;

	if (mp->mnt_op->vfs_sync != NULL && (mp->mnt_flag & MNT_RDONLY) == 0)
		error = mp->mnt_op->vfs_sync(mp, MNT_WAIT);
	/* Or earlier, and nobody was told. */
	if (error == 0)
		error = mp->mnt_syncerror;
	mp->mnt_syncerror = 0;
	if (error == 0 || !mp->mnt_synctold) {
		mp->mnt_synctold = error != 0;
		return error;
	}
	printf("%s: error %d again: what could not be written is lost\n",
	    mp->mnt_stat.f_mntonname, error);
	return 0;
}

/* Lookups that come to the mount wait until this is over. */
int
vfs_dounmount(struct mount *mp, struct proc *p)
{
	struct vnode *covered;
	int error;

	/* Nobody who unmounts is to be sent away because of the syncer. */
	while (is_mounted(mp) && mp->mnt_syncing > 0)
		tsleep(&mp->mnt_syncing, PINOD, "unmount", 0);
	if (!is_mounted(mp))
		return EINVAL; /* another process was faster */
	covered = mp->mnt_vnodecovered;
	if ((covered == NULL && rootvnode != NULL) || mp->mnt_unmounting ||
	    mp->mnt_busy > 0)
		return EBUSY;
	mp->mnt_unmounting = 1;
	if ((error = last_sync(mp)) == 0)
		error = mp->mnt_busy > 0 ? EBUSY : vflush(mp);
	if (error == 0)
		error = mp->mnt_op->vfs_unmount(mp, p);
	mp->mnt_unmounting = 0;
	wakeup(&mp->mnt_unmounting);
	if (error != 0)
		return error;
	if (covered != NULL) {
		covered->v_mountedhere = NULL;
		covered->v_shared->vs_covered--;
	}
	TAILQ_REMOVE(&mountlist, mp, mnt_list);
	mp->mnt_op->vfs_refcount--;
	free(mp, M_MOUNT);
	if (covered != NULL)
		vrele(covered);
	return 0;
}

int
vfs_stat_mount(struct mount *mp, struct statvfs *sb)
{
	int error;

	*sb = mp->mnt_stat;
	sb->f_flag = mp->mnt_flag & MNT_VISFLAGMASK;
	vfs_busy(mp);
	error = mp->mnt_op->vfs_statvfs(mp, sb);
	vfs_unbusy(mp);
	return error;
}

/* From now on it is only read, whoever has files of it open. */
static int
make_rdonly(struct mount *mp, struct proc *p)
{
	struct device_args args = {.da_reason = NULL};
	int error;

	mp->mnt_flag |= MNT_RDONLY | MNT_UPDATE;
	vfs_busy(mp);
	error = mp->mnt_op->vfs_mount(mp, &args, sizeof(args), p);
	vfs_unbusy(mp);
	mp->mnt_flag &= ~MNT_UPDATE;
	return error;
}

void
vfs_shutdown(struct proc *p)
{
	struct mount *mp;
	int error;

	vfs_sync_all();
	do {
		/* The last first: one below it may be next. */
		TAILQ_FOREACH_REVERSE(mp, &mountlist, mntlist, mnt_list)
		if (mp->mnt_op->vfs_sync != NULL &&
		    (mp->mnt_flag & MNT_RDONLY) == 0 && !mp->mnt_unmounting)
			break;
		if (mp != NULL && vfs_dounmount(mp, p) != 0 &&
		    (error = make_rdonly(mp, p)) != 0)
			printf("%s: not left in good order, error %d\n",
			    mp->mnt_stat.f_mntonname, error);
	} while (mp != NULL);
	spec_syncall();
}

/* ---- who holds a piece of memory ---- */

static vaddr_t
vfsops_holds(const struct holders *h, const struct vfsops *ops)
{
	return holds_ops(h, ops, offsetof(struct vfsops, vfs_refcount));
}

void
mount_users(struct holders *h)
{
	struct vfsops *ops;
	struct mount *mp;
	u_int mounted;

	TAILQ_FOREACH(mp, &mountlist, mnt_list)
		if (vfsops_holds(h, mp->mnt_op) != 0)
			holder_found(h, mp, 0, "%s is mounted",
			    mp->mnt_stat.f_mntonname);
	/* One that is being made is counted, but not yet listed. */
	TAILQ_FOREACH(ops, &vfs_list, vfs_list) {
		if (ops->vfs_refcount == 0 || vfsops_holds(h, ops) == 0)
			continue;
		mounted = 0;
		TAILQ_FOREACH(mp, &mountlist, mnt_list)
			mounted += mp->mnt_op == ops;
		if (ops->vfs_refcount > mounted)
			holder_found(
			    h, ops, 0, "a %s is being mounted", ops->vfs_name);
	}
}

void
vfs_holders(struct holders *h)
{
	struct vfsops *ops;
	vaddr_t va;

	TAILQ_FOREACH(ops, &vfs_list, vfs_list)
		if ((va = vfsops_holds(h, ops)) != 0)
			holder_found(h, ops, va, "the file system %s points to",
			    ops->vfs_name);
}

/* ---- self-check ---- */

void
vfs_digest(struct digest *d)
{
	const struct vfsops *ops;

	TAILQ_FOREACH(ops, &vfs_list, vfs_list) {
		if (!selfcheck_data(d, ops, sizeof(*ops), "a file system"))
			return;
		if (selfcheck_data(
			d, ops->vfs_name, 1, "the name of a file system"))
			digest_string(d, ops->vfs_name);
		selfcheck_code(d, ops->vfs_mount, "vfs_mount");
		selfcheck_code(d, ops->vfs_unmount, "vfs_unmount");
		selfcheck_code(d, ops->vfs_root, "vfs_root");
		selfcheck_code(d, ops->vfs_statvfs, "vfs_statvfs");
		selfcheck_code(d, ops->vfs_sync, "vfs_sync");
		selfcheck_code(d, ops->vfs_vget, "vfs_vget");
		selfcheck_code(d, ops->vfs_init, "vfs_init");
		selfcheck_code(d, ops->vfs_done, "vfs_done");
		digest_word(d, ops->vfs_suspended);
		if (d->d_all)
			digest_word(d, ops->vfs_refcount);
	}
}
