/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spec_bdevvp.c: block devices that have no name: the root is mounted from
 * one, and what would name it lies on the root.  Such a vnode is on a mount of
 * its own that is nowhere in the tree.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/mount.h>
#include <sys/vnode.h>

static struct mount nowhere;

static int
bdev_getattr(struct vnode *vp, struct vattr *vap)
{
	vattr_null(vap);
	vap->va_type = VBLK;
	vap->va_mode = 0600;
	vap->va_nlink = 0;
	vap->va_uid = vap->va_gid = 0;
	vap->va_size = 0;
	vap->va_bytes = 0;
	vap->va_blocksize = DEV_BSIZE;
	vap->va_rdev = vp->v_rdev;
	return 0;
}

static const struct vnodeops bdev_vnodeops = {
    .vop_name = "device without a name",
    .vop_getattr = bdev_getattr,
};

struct vnode *
bdevvp(dev_t dev)
{
	return getnewvnode(&nowhere, &bdev_vnodeops, VBLK, dev, NULL);
}
