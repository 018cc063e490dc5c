/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spec_secure.c: when nobody may write to a disk behind the back of its
 * file system (securelevel(7)).
 *
 * At securelevel 1 that is a disk on which something is mounted, at 2 any
 * disk.  A disk has two devices, for blocks and for characters, attached
 * under one name (devsw_attach()): what holds for one holds for the other.
 * It is asked when the device is opened and again at each write, since a
 * descriptor may be older than the level, or the mount.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/disk.h>
#include <sys/vnode.h>
#include <vfs/specdev.h>

int
spec_mount(dev_t dev)
{
	struct specdev *sd;

	if (spec_ismounted(dev))
		return EBUSY;
	sd = spec_get(VBLK, dev);
	if (sd->sd_mounted) { /* while memory was waited for */
		spec_put(sd);
		return EBUSY;
	}
	sd->sd_mounted = 1; /* and the reference is kept */
	return 0;
}

void
spec_unmount(dev_t dev)
{
	struct specdev *sd = spec_find(VBLK, dev);

	KASSERT(sd != NULL && sd->sd_mounted);
	sd->sd_mounted = 0;
	spec_put(sd);
}

int
spec_maywrite(enum vtype type, dev_t dev)
{
	const struct cdevsw *cdev;
	dev_t blk = dev;

	if (securelevel < 1)
		return 0;
	if (type == VCHR) {
		cdev = cdevsw_lookup(dev);
		blk = devsw_chr2blk(dev);
		if (blk == NODEV && (cdev == NULL || cdev->d_type != D_DISK))
			return 0;
	}
	if (securelevel >= 2)
		return EPERM;
	return blk != NODEV && spec_ismounted(blk) ? EPERM : 0;
}
