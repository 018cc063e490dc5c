/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_vfs.c: modules that are a kind of file system.  They have a name, by
 * which mount(2) finds them, and no number: the slot that a module asks for
 * means nothing, as in NetBSD since 1.5, and is shown as it was given.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>
#include <sys/mount.h>

static int
vfs_plan(struct lkm_table *t, struct lkm_plan *p)
{
	struct vfsops *ops = t->private.lkm_vfs->lkm_vfsops;
	const u_long needed = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 3;
	int error;

	_Static_assert(offsetof(struct vfsops, vfs_statvfs) -
		    offsetof(struct vfsops, vfs_mount) ==
		3 * sizeof(void *),
	    "the first four are those that a file system must have");
	if (!lkm_in_data(t, ops, sizeof(*ops)))
		return lkm_refuse(t->reason, LKM_BAD_TABLE,
		    "its struct vfsops must lie in the module, and not be "
		    "const: the kernel links it into a list");
	if (!lkm_string_valid(ops->vfs_name, MFSNAMELEN))
		return lkm_refuse(t->reason, LKM_BAD_NAME,
		    "the file system's name, vfs_name, has 1 to %d characters",
		    MFSNAMELEN - 1);
	error = lkm_check_functions(t, &ops->vfs_mount,
	    offsetof(struct vfsops, vfs_refcount) -
		offsetof(struct vfsops, vfs_mount),
	    needed, "struct vfsops, from vfs_mount on,");
	if (error != 0)
		return error;
	if (vfs_known(ops->vfs_name) != NULL)
		return lkm_refuse(t->reason, LKM_TAKEN,
		    "a file system %s is there: unload the module that has "
		    "it, or give yours another name",
		    ops->vfs_name);
	return 0;
}

static int
vfs_type_attach(struct lkm_table *t)
{
	struct lkm_vfs *m = t->private.lkm_vfs;
	struct lkm_plan p;
	int error;

	if ((error = vfs_plan(t, &p)) != 0)
		return error;
	t->offset = m->lkm_offset;
	return vfs_attach(m->lkm_vfsops);
}

/*
 * Nothing of the kind is mounted: lkm_busy() has asked.  Nor will be, while
 * the module's own function undoes what the file system needs.
 */
static int
vfs_close(struct lkm_table *t, struct lkm_reason *r)
{
	vfs_suspend(t->private.lkm_vfs->lkm_vfsops, 1);
	return 0;
}

static void
vfs_reopen(struct lkm_table *t)
{
	vfs_suspend(t->private.lkm_vfs->lkm_vfsops, 0);
}

/*
 * EBUSY only if the load function slept, and then failed: somebody has
 * mounted it meanwhile.
 */
static int
vfs_type_detach(struct lkm_table *t)
{
	struct vfsops *ops = t->private.lkm_vfs->lkm_vfsops;
	int error = vfs_detach(ops);

	if (error == EBUSY)
		vfs_suspend(ops, 1);
	return error;
}

static int
vfs_owns(const struct lkm_table *t, const void *entry)
{
	return entry == t->private.lkm_vfs->lkm_vfsops;
}

static void
vfs_type_stat(struct lkm_table *t)
{
	t->offset = t->private.lkm_vfs->lkm_offset;
}

const struct lkm_type lkm_type_vfs = {
    .description = sizeof(struct lkm_vfs),
    .plan = vfs_plan,
    .attach = vfs_type_attach,
    .detach = vfs_type_detach,
    .close = vfs_close,
    .reopen = vfs_reopen,
    .owns = vfs_owns,
    .stat = vfs_type_stat,
};
