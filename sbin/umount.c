/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * umount: take file systems out of the tree, by the directory that they
 * are mounted on or by the device they come from.
 */
#include <sys/types.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static struct statvfs *mounted;
static int count;

static void
read_mounts(void)
{
	count = getvfsstat(NULL, 0, ST_NOWAIT);
	if (count < 0)
		err(1, "getvfsstat");
	mounted = calloc((size_t)count + 1, sizeof(*mounted));
	if (mounted == NULL)
		err(1, NULL);
	count =
	    getvfsstat(mounted, (size_t)count * sizeof(*mounted), ST_NOWAIT);
	if (count < 0)
		err(1, "getvfsstat");
}

/*
 * The last mounted first: it may hide one below.  What a layer comes from is a
 * directory, on which another may be mounted: that is the one that is meant.
 */
static const char *
mount_point(const char *name)
{
	int i;

	for (i = count - 1; i >= 0; i--)
		if (strcmp(mounted[i].f_mntonname, name) == 0)
			return mounted[i].f_mntonname;
	for (i = count - 1; i >= 0 && name[0] == '/'; i--)
		if (strcmp(mounted[i].f_mntfromname, name) == 0)
			return mounted[i].f_mntonname;
	return NULL;
}

static int
unmount_operand(const char *operand, int flags)
{
	char *full = directory_path(operand);
	const char *on = mount_point(full != NULL ? full : operand);
	int status = 0;

	if (on == NULL)
		on = mount_point(operand);
	if (on == NULL) {
		if (full == NULL)
			warn("%s", operand);
		else
			warnx("%s: not mounted", operand);
		status = 1;
	} else if (unmount(on, flags) != 0) {
		warn("%s", on);
		status = 1;
	}
	free(full);
	return status;
}

int
main(int argc, char **argv)
{
	int c, flags = 0, status = 0;

	while ((c = getopt(argc, argv, "f")) != -1) {
		if (c != 'f')
			usage_exit(1, "umount [-f] directory | device ...");
		flags |= MNT_FORCE;
	}
	if (optind == argc)
		usage_exit(1, "umount [-f] directory | device ...");
	read_mounts();
	for (; optind < argc; optind++)
		status |= unmount_operand(argv[optind], flags);
	return status;
}
