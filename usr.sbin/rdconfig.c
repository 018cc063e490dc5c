/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rdconfig: make, unmake and list disks in memory, ramdisk's units.
 */
#include <sys/rdio.h>
#include <sys/ioctl.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "rdconfig rdN size\n"
			       "       rdconfig -u rdN\n"
			       "       rdconfig [-l]";

/* The node of the unit's characters: /dev/rrd0 for rd0. */
static int
open_unit(const char *name, int flags)
{
	const char *base = base_of(name);
	char node[64];

	if (base[0] == 'r' && base[1] == 'r')
		base++;
	if (strncmp(base, "rd", 2) != 0 || base[2] == '\0' ||
	    strspn(base + 2, "0123456789") != strlen(base + 2))
		errx(1, "%s: a disk in memory is called rd0, rd1, ...", name);
	snprintf(node, sizeof(node), "/dev/r%s", base);
	return open(node, flags);
}

static void
set_size(const char *name, long long size)
{
	off_t bytes = size;
	int fd = open_unit(name, O_RDWR);

	if (fd < 0 && errno == ENOENT)
		errx(1,
		    "%s: no node /dev/r%s: is the module ramdisk loaded with "
		    "its script (modload -p /lkm/ramdisk.sh /lkm/ramdisk.o)?",
		    name, base_of(name));
	if (fd < 0 || ioctl(fd, RDIOCSSIZE, &bytes) != 0)
		err(1, "%s", name);
	close(fd);
}

/* Units are numbered from 0, and may be missing in between. */
#define LIST_MAX 64

static void
list_units(void)
{
	char name[16], size[HUMAN_LEN], used[HUMAN_LEN];
	struct rd_info info;
	int fd, unit;

	for (unit = 0; unit < LIST_MAX; unit++) {
		snprintf(name, sizeof(name), "rd%d", unit);
		if ((fd = open_unit(name, O_RDONLY)) < 0)
			continue;
		if (ioctl(fd, RDIOCGINFO, &info) != 0)
			err(1, "%s", name);
		printf("%s: %s, %s of memory in use\n", name,
		    human_size(size, info.rd_size),
		    human_size(used, info.rd_used));
		close(fd);
	}
}

int
main(int argc, char **argv)
{
	bool remove = false;
	int c;

	check_stdout(1);
	while ((c = getopt(argc, argv, "lu")) != -1) {
		if (c == 'u')
			remove = true;
		else if (c != 'l')
			usage_exit(1, synopsis);
	}
	argc -= optind;
	argv += optind;
	if (remove && argc == 1)
		set_size(argv[0], 0);
	else if (!remove && argc == 2)
		set_size(
		    argv[0], size_arg("the size", argv[1], 512, 1LL << 40));
	else if (!remove && argc == 0)
		list_units();
	else
		usage_exit(1, synopsis);
	return 0;
}
