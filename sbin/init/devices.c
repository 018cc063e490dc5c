/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * devices.c: the nodes that init cannot do without.  The root file system
 * is filled from an archive that ordinary users make, so it brings no
 * device nodes; /dev/MAKEDEV makes the others, before rc or single-user's
 * shell does anything else.
 */
#include <sys/types.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <stddef.h>
#include <unistd.h>

#include "init.h"

static const struct {
	const char *name;
	mode_t mode;
	int major, minor;
} nodes[] = {
    {"/dev/console", S_IFCHR | 0600, 0, 0},
    {"/dev/null", S_IFCHR | 0666, 2, 2},
    {"/dev/tty01", S_IFCHR | 0600, 8, 1},
};

/*
 * Numbers of drivers in modules are others after each boot, and a disk may
 * be read-only: so with a root on a disk the nodes are in memory, and none
 * of them is older than the system.
 */
static void
mount_dev(void)
{
	struct tmpfs_args args = {
	    .ta_version = TMPFS_ARGS_VERSION, .ta_root_mode = 0755};

	if (mount(MOUNT_TMPFS, "/dev", 0, &args, sizeof(args)) == 0)
		(void)symlink("/etc/MAKEDEV", "/dev/MAKEDEV");
}

/*
 * What is there stays as it is.  Nothing can be printed yet: a failure
 * shows when the console is opened.
 */
void
make_devices(void)
{
	size_t i;

	umask(0);
	mkdir("/dev", 0755);
	if (root_is() != IN_MEMORY)
		mount_dev();
	for (i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++)
		mknod(nodes[i].name, nodes[i].mode,
		    makedev(nodes[i].major, nodes[i].minor));
	umask(022);
}
