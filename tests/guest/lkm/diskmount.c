/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * diskmount: sysctl debug.diskmount is the name of a disk, or "": what a
 * file system's mount would call is called for it.
 */
#include <sys/param.h>
#include <sys/disk.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/sysctlvar.h>
#include <sys/systm.h>
#include <sys/vnode.h>

static dev_t mounted = NODEV;

static int
do_diskmount(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	char name[20] = "";
	dev_t dev;
	int error;

	if (mounted != NODEV)
		(void)disk_devname(mounted, 1, name, sizeof(name));
	if ((error = sysctl_out(req, name, strlen(name) + 1)) != 0 ||
	    req->sr_new == NULL)
		return error;
	if ((error = sysctl_in_string(req, name, sizeof(name))) != 0)
		return error;
	if (name[0] == '\0') {
		if (mounted != NODEV)
			spec_unmount(mounted);
		mounted = NODEV;
		return 0;
	}
	if ((dev = disk_finddev(name)) == NODEV)
		return ENXIO;
	if ((error = spec_mount(dev)) == 0)
		mounted = dev;
	return error;
}

static struct sysctl_leaf leaf = {.sl_name = "debug.diskmount",
    .sl_descr = "the disk that something is mounted on",
    .sl_type = SYSCTL_STRING,
    .sl_flags = SYSCTL_WRITABLE,
    .sl_handler = do_diskmount};

MOD_MISC("diskmount")

static int
diskmount_load(struct lkm_table *lkmtp, int cmd)
{
	return sysctl_attach(&leaf, -1);
}

static int
diskmount_unload(struct lkm_table *lkmtp, int cmd)
{
	if (mounted != NODEV)
		return EBUSY;
	sysctl_detach(&leaf);
	return 0;
}

int diskmount_lkmentry(struct lkm_table *, int, int);

int
diskmount_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, diskmount_load, diskmount_unload, lkm_nofunc);
}
