/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fsmutate: damaged file systems, by the hundred: each is a good image with
 * some numbers changed, is mounted if it can be, read through and worked in,
 * and unmounted.  The kernel must refuse, or give errors; it must neither go
 * down nor go on for ever.
 *
 *	fsmutate type image device seed first count
 *
 * Image number N of a seed is always the same.  device is the path of the
 * block device, /dev/rd0; its characters are at /dev/rrd0.  What the images
 * are like is in a table: where the numbers are that a file system of this
 * type believes.
 */
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECTOR  512
#define MOUNTED "/mnt"

static uint8_t *base, *image;
static size_t size;
static uint32_t rng;

static uint32_t
rnd(uint32_t n)
{
	rng ^= rng << 13;
	rng ^= rng >> 17;
	rng ^= rng << 5;
	return n == 0 ? 0 : rng % n;
}

static uint32_t
get32(size_t off)
{
	uint32_t v;

	memcpy(&v, base + off, sizeof(v));
	return v;
}

/* ---- where to change something: an offset, and how many bytes count ---- */

/* Superblock, descriptors, bitmaps, inodes in use, directories, pointers. */
static size_t
pick_ext2(unsigned *width)
{
	uint32_t bsize = 1024u << get32(1024 + 24);
	uint32_t gd = (get32(1024 + 20) + 1) * bsize;
	uint32_t table = get32(gd + 8) * bsize;
	uint32_t isize = base[1024 + 88] | base[1024 + 89] << 8;
	uint32_t inode, block, i;

	*width = 1u << rnd(3);
	switch (rnd(8)) {
	case 0:
		return 1024 + rnd(104); /* what is checked */
	case 1:
		return gd + rnd(32);
	case 2:
		return get32(gd + rnd(2) * 4) * bsize + rnd(64);
	}
	/* An inode in use, and a field of it, or a block that it names. */
	for (i = 0; i < 100; i++) {
		inode = table + rnd(64) * isize;
		if (base[inode + 26] != 0)
			break;
	}
	if (rnd(2) == 0)
		return inode + (rnd(2) ? 40 + rnd(60) : rnd(132));
	block = get32(inode + 40 + rnd(15) * 4);
	if (block == 0 || block >= size / bsize)
		return inode + rnd(128);
	return block * bsize + rnd(rnd(3) ? 64 : bsize);
}

/* Boot sector, FSInfo, both FATs, the root, the first clusters. */
static size_t
pick_fat(unsigned *width)
{
	uint32_t reserved = base[14] | base[15] << 8;
	uint32_t fat = reserved * SECTOR;

	*width = 1u << rnd(3);
	switch (rnd(4)) {
	case 0:
		return rnd(64);
	case 1:
		return fat + rnd(256);
	default:
		return fat + rnd((uint32_t)size / 4);
	}
}

static const struct type {
	const char *name;
	size_t (*pick)(unsigned *width);
} types[] = {{"ext2fs", pick_ext2}, {"msdosfs", pick_fat}};
static const struct type *type;

/* A number near which programs stumble, or one that stands elsewhere. */
static uint32_t
landmark(void)
{
	static const uint32_t usual[] = {0, 1, 2, 3, 4, 7, 8, 10, 11, 12, 31,
	    32, 63, 64, 127, 128, 255, 256, 511, 512, 1023, 1024, 4095, 4096,
	    0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe,
	    0xffffffff};
	size_t off;
	unsigned width;

	switch (rnd(4)) {
	case 0:
		return 1u << rnd(32);
	case 1:
		off = type->pick(&width);
		return off + 4 <= size ? get32(off) : 0;
	case 2:
		return rnd((uint32_t)(size / 1024) + 8);
	default:
		return usual[rnd(sizeof(usual) / sizeof(usual[0]))];
	}
}

static void
mutate(void)
{
	unsigned n = 1 + rnd(3), width;
	uint32_t v;
	size_t off;

	while (n-- > 0) {
		off = type->pick(&width);
		off -= off % width;
		if (off + width > size)
			continue;
		v = landmark() + (rnd(4) == 0 ? rnd(5) - 2 : 0);
		if (rnd(3) == 0)
			v = base[off] ^ 1u << rnd(8);
		memcpy(image + off, &v, width);
	}
}

/* ---- what is done with it ---- */

/* Those sectors that are not as they should be. */
static void
write_device(int fd, const uint8_t *want, uint8_t *have)
{
	size_t off;

	for (off = 0; off < size; off += SECTOR) {
		if (have != NULL && memcmp(want + off, have + off, SECTOR) == 0)
			continue;
		if (pwrite(fd, want + off, SECTOR, off) != SECTOR)
			err(2, "the raw device");
	}
}

/* Change what is there, and see that it can be. */
static void
work(void)
{
	static char buf[5000];
	struct dirent *d;
	char name[300];
	int fd, i = 0;
	DIR *dp;

	if ((fd = open("new", O_RDWR | O_CREAT, 0644)) >= 0) {
		(void)write(fd, buf, sizeof(buf));
		(void)pwrite(fd, buf, sizeof(buf), 300000);
		close(fd);
	}
	(void)mkdir("newdir", 0755);
	(void)symlink("new", "newlink");
	(void)link("new", "newdir/again");
	(void)rename("new", "newdir/moved");
	if ((dp = opendir(".")) == NULL)
		return;
	while ((d = readdir(dp)) != NULL && i < 100) {
		if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
			continue;
		snprintf(name, sizeof(name), "%s", d->d_name);
		switch (i++ % 5) {
		case 0:
			if ((fd = open(name, O_WRONLY | O_APPEND)) >= 0) {
				(void)write(fd, buf, sizeof(buf));
				close(fd);
			}
			break;
		case 1:
			(void)truncate(name, 1000);
			break;
		case 2:
			(void)rename(name, "newdir/x");
			break;
		default:
			(void)(unlink(name) != 0 && rmdir(name) != 0);
		}
	}
	closedir(dp);
	sync();
}

/* In a child, so that nothing of it stays in the mount. */
static void
use_it(int writable)
{
	int status;
	pid_t pid = fork();

	if (pid < 0)
		err(2, "fork");
	if (pid == 0) {
		if (freopen("/dev/null", "w", stdout) == NULL)
			_exit(3);
		if (writable && chdir(MOUNTED) == 0)
			work();
		(void)chdir("/");
		execl("/t/walkfs", "walkfs", MOUNTED, (char *)NULL);
		_exit(4);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
	    WEXITSTATUS(status) > 1)
		errx(2, "walkfs: status 0x%x", status);
}

/* 1: it could be mounted. */
static int
try_image(const char *device, int number)
{
	char reason[MOUNT_REASONLEN] = "";
	int writable = number % 2;
	union {
		struct device_args d;
		struct msdosfs_args m;
	} args = {.m = {.ma_version = MSDOSFS_ARGS_VERSION}};

	args.d = (struct device_args){device, reason, sizeof(reason)};
	if (mount(type->name, MOUNTED, writable ? 0 : MNT_RDONLY, &args,
		strcmp(type->name, "msdosfs") == 0 ? sizeof(args.m)
						   : sizeof(args.d)) != 0) {
		if (reason[0] == '\0')
			errx(2, "image %d: refused without a reason (%s)",
			    number, strerror(errno));
		return 0;
	}
	use_it(writable);
	if (unmount(MOUNTED, 0) != 0)
		err(2, "image %d: unmount", number);
	return 1;
}

static void
read_base(const char *file)
{
	struct stat sb;
	int fd = open(file, O_RDONLY);

	if (fd < 0 || fstat(fd, &sb) != 0)
		err(2, "%s", file);
	size = (size_t)sb.st_size & ~(size_t)(SECTOR - 1);
	base = malloc(size);
	image = malloc(size);
	if (base == NULL || image == NULL ||
	    read(fd, base, size) != (ssize_t)size)
		err(2, "%s", file);
	close(fd);
}

/* The raw node of /dev/rd0: /dev/rrd0. */
static int
open_raw(const char *device)
{
	const char *name = strrchr(device, '/');
	char raw[64];
	int fd;

	snprintf(
	    raw, sizeof(raw), "/dev/r%s", name != NULL ? name + 1 : device);
	if ((fd = open(raw, O_RDWR)) < 0)
		err(2, "%s", raw);
	return fd;
}

int
main(int argc, char **argv)
{
	int fd, i, first, count, mounted = 0;
	uint32_t seed;

	if (argc != 7)
		errx(2, "usage: fsmutate type image device seed first count");
	for (type = types; strcmp(type->name, argv[1]) != 0;)
		if (++type == types + sizeof(types) / sizeof(types[0]))
			errx(2, "%s: no such type", argv[1]);
	read_base(argv[2]);
	seed = (uint32_t)atoi(argv[4]);
	first = atoi(argv[5]);
	count = atoi(argv[6]);
	for (i = first; i < first + count; i++) {
		rng = (seed * 2654435761u ^ (uint32_t)i * 747796405u) | 1;
		(void)rnd(2);
		(void)rnd(2);
		memcpy(image, base, size);
		mutate();
		fd = open_raw(argv[3]);
		write_device(fd, image, NULL);
		close(fd);
		if (getenv("VERBOSE") != NULL) {
			printf("image %d\n", i);
			fflush(stdout);
		}
		mounted += try_image(argv[3], i);
	}
	printf("%d images, %d mounted\n", count, mounted);
	return 0;
}
