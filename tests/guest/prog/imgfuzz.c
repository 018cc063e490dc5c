/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * imgfuzz: damaged disks.  An image of a file system is put on a disk again
 * and again, each time damaged in another way; it is mounted, read through
 * with walkfs, worked on, and unmounted.  It may be refused, for a reason
 * that is told; what must not happen is a panic, a call that never ends, a
 * mount that cannot be undone, or anything left behind.
 *
 *	imgfuzz fat | ext2 disk folder walkfs image first last
 *
 * disk is a disk in memory, rd0 or so, as large as the image says; what is
 * behind the image's end is zeros.  Damage number n is the same each time, and
 * does not depend on those before: "first last" may be one that was found.
 */
#include <sys/mount.h>
#include <sys/rdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

#include "ext2regions.h"
#include "fatregions.h"
#include "rnd.h"
#include "selfutil.h"

static struct image image;
static uint8_t *damaged;
static const char *type, *folder, *walkfs;
static char block[64], raw[64];
static int rawfd, number;
static off_t disksize;
static struct {
	int mounted, refused, unreasoned, stuck, lost, odd;
	long slowest;
	int slowest_number;
} count;

/* ---- damage ---- */

static uint32_t
interesting(void)
{
	static const uint32_t values[] = {0, 1, 2, 3, 0x7f, 0x80, 0xff, 0x100,
	    0xfff7, 0xfff8, 0xffff, 0x7fff, 0x8000, 0x0ffffff7, 0x0fffffff,
	    0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};

	return rnd(3) == 0 ? rnd(2048)
			   : values[rnd(sizeof(values) / sizeof(values[0]))];
}

/* n bytes at p, of which at least n are there. */
static void
put_number(uint8_t *p, uint32_t v, uint32_t n)
{
	for (; n > 0; n--, v >>= 8)
		*p++ = (uint8_t)v;
}

static void
damage_once(void)
{
	const struct region *r = &image.region[rnd(image.nregions)];
	uint32_t at = rnd(r->len), left, n, from;
	uint8_t *p;

	if (rnd(2))
		at &= ~3u; /* where a field may begin */
	p = damaged + r->start + at;
	left = r->len - at;
	switch (rnd(7)) {
	case 0:
	case 1:
		*p ^= 1 << rnd(8);
		break;
	case 2:
		*p = (uint8_t)rnd(256);
		break;
	case 3:
		put_number(p, interesting(), left < 2 ? left : 2);
		break;
	case 4:
		put_number(p, interesting(), left < 4 ? left : 4);
		break;
	case 5: /* one of the same kind, in this place */
		n = rnd(2) ? 32 : 4;
		from = rnd(r->len) & ~(n - 1);
		at &= ~(n - 1);
		if (from + n <= r->len && at + n <= r->len)
			memmove(damaged + r->start + at,
			    damaged + r->start + from, n);
		break;
	default:
		n = 1 + rnd(32);
		memset(p, rnd(2) ? (int)rnd(256) : 0, n < left ? n : left);
		break;
	}
}

static void
damage(void)
{
	int n;

	rng = (uint32_t)number * 2654435761u + 12345;
	if (rng == 0)
		rng = 1;
	for (n = 0; n < 8; n++)
		(void)rnd(2);
	memcpy(damaged, image.bytes, image.size);
	do
		damage_once();
	while (rnd(3) != 0);
}

/* ---- one disk ---- */

static int
mount_it(int flags, char *reason)
{
	struct msdosfs_args ma = {.ma_version = MSDOSFS_ARGS_VERSION,
	    .ma_uid = 0,
	    .ma_gid = 0,
	    .ma_mask = 022,
	    .ma_dirmask = 022};
	struct device_args da = {block, reason, MOUNT_REASONLEN};

	reason[0] = '\0';
	ma.ma_device = da;
	return strcmp(type, "fat") == 0
	    ? mount(MOUNT_MSDOS, folder, flags, &ma, sizeof(ma))
	    : mount("ext2fs", folder, flags, &da, sizeof(da));
}

/* walkfs in the folder: what it says is for people. */
static void
walk(void)
{
	pid_t pid = fork();
	int status, fd;

	if (pid == 0) {
		fd = open("/dev/null", O_WRONLY);
		dup2(fd, STDOUT_FILENO);
		execl(walkfs, walkfs, folder, (char *)NULL);
		_exit(2);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
	    WEXITSTATUS(status) > 1) {
		diag("%d: walkfs ended with 0x%x", number, status);
		count.odd++;
	}
}

static void
write_some(const char *name, int flags)
{
	static char text[3000];
	int fd = open(name, flags, 0644);

	if (fd == -1)
		return;
	(void)lseek(fd, 0, SEEK_END);
	(void)write(fd, text, sizeof(text));
	(void)ftruncate(fd, 700);
	close(fd);
}

/*
 * Changes of all kinds.  The image has had files of these names; what goes
 * wrong now goes wrong.
 */
static void
work(void)
{
	if (chdir(folder) != 0)
		return;
	write_some("a new file with a long name", O_RDWR | O_CREAT);
	write_some("dir/sub/new", O_RDWR | O_CREAT);
	write_some("dir/file", O_RDWR);
	write_some("large", O_RDWR);
	(void)mkdir("made", 0755);
	(void)mkdir("dir/made", 0755);
	(void)rename("dir/sub", "made/sub");
	(void)rename("dir/file", "made/renamed to a long name");
	(void)rename("small", "large");
	(void)unlink("dir/a file with a long name");
	(void)unlink("made/renamed to a long name");
	(void)rmdir("dir/made");
	(void)rmdir("empty");
	(void)truncate("large", 100000);
	(void)truncate("large", 10);
	sync();
	(void)chdir("/");
}

/* A first attempt may fail because something could not be written. */
static void
unmount_it(void)
{
	int tries;

	for (tries = 0; tries < 3; tries++)
		if (unmount(folder, 0) == 0)
			return;
	diag("%d: it cannot be unmounted: %s", number, strerror(errno));
	count.stuck++;
}

/* All zeros; with 0 bytes it is no disk, and has no memory. */
static void
clear_disk(off_t size)
{
	if (ioctl(rawfd, RDIOCSSIZE, &size) == -1) {
		perror(raw);
		exit(2);
	}
}

static void
try_one(void)
{
	int flags = number % 3 == 0 ? MNT_RDONLY : 0;
	char reason[MOUNT_REASONLEN];

	clear_disk(disksize);
	if (pwrite(rawfd, damaged, image.size, 0) != (ssize_t)image.size) {
		diag("%d: %s: %s", number, raw, strerror(errno));
		count.lost++;
		return;
	}
	if (mount_it(flags, reason) != 0) {
		count.refused++;
		if (reason[0] == '\0' && count.unreasoned++ < 10)
			diag("%d: no reason, but %s", number, strerror(errno));
		return;
	}
	count.mounted++;
	walk();
	if (!(flags & MNT_RDONLY)) {
		work();
		walk();
	}
	unmount_it();
}

/* The same with a clock. */
static void
try_number(int n)
{
	struct timespec from, to;
	long ms;

	number = n;
	if (n % 100 == 0)
		diag("damage %d", n);
	damage();
	clock_gettime(CLOCK_MONOTONIC, &from);
	try_one();
	clock_gettime(CLOCK_MONOTONIC, &to);
	ms = (long)(to.tv_sec - from.tv_sec) * 1000 +
	    (to.tv_nsec - from.tv_nsec) / 1000000;
	if (ms > count.slowest) {
		count.slowest = ms;
		count.slowest_number = n;
	}
}

/* ---- all of them ---- */

static void
start(char **argv)
{
	struct object o = read_object(argv[5]);
	struct rd_info info;

	type = argv[1];
	folder = argv[3];
	walkfs = argv[4];
	snprintf(block, sizeof(block), "/dev/%s", argv[2]);
	snprintf(raw, sizeof(raw), "/dev/r%s", argv[2]);
	image.bytes = (uint8_t *)o.bytes;
	image.size = o.size;
	damaged = malloc(o.size);
	rawfd = open(raw, O_RDWR);
	if (rawfd == -1 || damaged == NULL ||
	    ioctl(rawfd, RDIOCGINFO, &info) == -1) {
		perror(raw);
		exit(2);
	}
	disksize = info.rd_size;
	if (strcmp(type, "fat") == 0)
		fat_regions(&image);
	else
		ext2_regions(&image);
}

int
main(int argc, char **argv)
{
	static struct check before, after;
	int first, last, n, tried;

	if (argc != 8) {
		fprintf(stderr,
		    "usage: imgfuzz fat|ext2 disk folder walkfs "
		    "image first last\n");
		return 2;
	}
	start(argv);
	first = atoi(argv[6]);
	last = atoi(argv[7]);
	/* The image as it is, and some damage: after that nothing is new. */
	memcpy(damaged, image.bytes, image.size);
	try_one();
	ok(count.mounted == 1 && image.nregions > 5, "the image is a good one");
	for (n = 1; n <= 3; n++)
		try_number(-n);
	memset(&count, 0, sizeof(count));
	clear_disk(0);
	first_check(&before, &after);
	for (n = first; n <= last; n++)
		try_number(n);
	clear_disk(0);
	take_check(&after);
	tried = count.mounted + count.refused;
	ok(tried == last - first + 1 && count.lost == 0,
	    "%d damaged disks: %d mounted, %d refused", tried, count.mounted,
	    count.refused);
	ok(count.unreasoned == 0, "each refusal has its reason");
	ok(count.stuck == 0, "all can be unmounted");
	ok(count.odd == 0, "all can be read through, as far as there is any");
	ok(same_check(&before, &after), "and nothing is left of them");
	diag("the slowest was %d, with %ld ms", count.slowest_number,
	    count.slowest);
	clear_disk(disksize);
	return tap_done();
}
