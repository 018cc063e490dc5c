/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mountfail: memory that is not there while a disk is mounted, used and
 * unmounted: at the first allocation that may fail, at the second, and so on.
 * Each time it works or is refused for that reason, and leaves nothing behind.
 *
 *	mountfail ext2fs | msdosfs device folder
 */
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#include "selfutil.h"

#define MAX_POINTS 400

static const char *type, *device, *folder;
static struct check before, after;

static int
mount_it(void)
{
	struct msdosfs_args ma = {
	    .ma_device = {device, reason, MOUNT_REASONLEN},
	    .ma_version = MSDOSFS_ARGS_VERSION};

	reason[0] = '\0';
	return strcmp(type, MOUNT_MSDOS) == 0
	    ? mount(type, folder, 0, &ma, sizeof(ma))
	    : mount(type, folder, 0, &ma.ma_device, sizeof(ma.ma_device));
}

/* What fails, fails: the file is there, or is not. */
static void
use_it(void)
{
	static char text[5000];
	struct stat sb;
	int fd;

	(void)mkdir("dir with a long name", 0755);
	fd = open("dir with a long name/file", O_RDWR | O_CREAT, 0644);
	if (fd >= 0) {
		(void)write(fd, text, sizeof(text));
		(void)lseek(fd, 0, SEEK_SET);
		(void)read(fd, text, sizeof(text));
		close(fd);
	}
	(void)stat("dir with a long name/file", &sb);
	(void)rename("dir with a long name/file", "file");
	(void)unlink("file");
	(void)unlink("dir with a long name/file");
	(void)rmdir("dir with a long name");
}

/* Mount, use; the error of the mount, or 0. */
static int
mount_and_use(void)
{
	if (mount_it() != 0)
		return errno;
	if (chdir(folder) == 0) {
		use_it();
		(void)chdir("/");
	}
	return 0;
}

/*
 * One time, with a fault at point n, 0: without.  False: something is wrong.
 * *pastp: there is no such point.
 */
static bool
try_at(int n, bool *pastp)
{
	bool good;
	int error;

	first_check(&before, &after);
	if (n > 0)
		arm("fail", n, 0);
	error = mount_and_use();
	*pastp = n == 0 || disarm() == NULL;
	if (error == 0 && unmount(folder, 0) != 0) {
		diag("%d: it stays mounted: %s", n, strerror(errno));
		return false;
	}
	good = error == 0 || (error == ENOMEM && !*pastp);
	if (!good)
		diag("%d: %s: %s", n, strerror(error), reason);
	take_check(&after);
	/* How full pages of malloc's are depends on who came first. */
	return same_text(before.part, after.part) && good;
}

int
main(int argc, char **argv)
{
	int n, bad = 0;
	bool past;

	if (argc != 4) {
		fprintf(stderr, "usage: mountfail type device folder\n");
		return 2;
	}
	type = argv[1];
	device = argv[2];
	folder = argv[3];
	if (mount_and_use() == 0) /* what is made once is there then */
		(void)unmount(folder, 0);
	ok(try_at(0, &past), "it works");
	for (n = 1, past = false; n < MAX_POINTS && !past; n++)
		bad += !try_at(n, &past);
	ok(past && n > 2, "%s: each of %d allocations fails", type, n - 2);
	is(bad, 0, "and does no harm");
	return tap_done();
}
