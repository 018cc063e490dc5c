/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * disk: what a program can do with disks: sizes, raw transfers and their
 * bounds, the block device, and who may write at which securelevel.  vd0 has
 * 4,000 sectors and the partitions a (100 to 1099), b (1100 to 3999) and one
 * letter, c, that reaches beyond the end; vd1 has sectors of 4,096 bytes, 500
 * of them; vd2 can only be read.
 */
#include <sys/types.h>
#include <sys/disk.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sysctl.h>
#include <sys/uio.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#define SECTORS 4000
#define START_A 100
#define SIZE_A  1000

static char buf[512 * 1024], other[512 * 1024];

static int
must_open(const char *path, int flags)
{
	int fd = open(path, flags);

	if (fd == -1) {
		perror(path);
		exit(2);
	}
	return fd;
}

static void
fill(char *p, size_t n, unsigned seed)
{
	while (n-- > 0)
		*p++ = (seed = seed * 1103515245 + 12345) >> 16;
}

static void
sizes(void)
{
	int whole = must_open("/dev/rvd0", O_RDONLY);
	int a = must_open("/dev/vd0a", O_RDONLY), fd;
	struct disklabel l;
	unsigned sec = 0;
	off_t size = 0;

	is(ioctl(whole, DIOCGMEDIASIZE, &size), 0, "DIOCGMEDIASIZE");
	is(size, SECTORS * 512, "the disk's size");
	is(ioctl(a, DIOCGMEDIASIZE, &size), 0, "the same of a block device");
	is(size, SIZE_A * 512, "the partition's");
	is(ioctl(a, DIOCGSECTORSIZE, &sec), 0, "DIOCGSECTORSIZE");
	is(sec, 512, "the sector's");
	is(ioctl(whole, DIOCGDINFO, &l), 0, "DIOCGDINFO");
	ok(strcmp(l.d_packname, "vd0") == 0, "its name");
	is(l.d_npartitions, 3, "its letters");
	is(l.d_secperunit, SECTORS, "its sectors");
	is(l.d_partitions[0].p_offset, START_A, "where a begins");
	is(l.d_partitions[0].p_fstype, 0x83, "what a is");
	is(l.d_partitions[2].p_size, 0, "c is not there");
	fails(ioctl(a, TIOCGWINSZ, buf), ENOTTY, "it is no terminal");
	fails(open("/dev/rvd0c", O_RDONLY), ENOENT, "MAKEDEV made no c");
	close(a);
	close(whole);
	fd = must_open("/dev/rvd1", O_RDONLY);
	is(ioctl(fd, DIOCGSECTORSIZE, &sec), 0, "a disk of large sectors");
	is(sec, 4096, "so large");
	close(fd);
}

static void
bounds(int fd, off_t size, size_t sector)
{
	struct iovec iov[2] = {{buf, 100}, {buf + 1000, sector - 100}};

	fails(pread(fd, buf, sector, 100), EINVAL, "from within a sector");
	fails(pread(fd, buf, 100, 0), EINVAL, "to within a sector");
	fails(pwrite(fd, buf, sector + 1, 0), EINVAL, "the same of a write");
	fails(pread(fd, buf, sector, -(off_t)sector), EINVAL, "before it");
	is(pread(fd, buf, sector, size), 0, "at the end there is nothing");
	is(pread(fd, buf, sector, size + (1LL << 40)), 0, "nor behind it");
	fails(pwrite(fd, buf, sector, size), ENOSPC, "and no room");
	fails(pwrite(fd, buf, sector, 1LL << 62), ENOSPC, "nor behind it");
	is(pread(fd, buf, 4 * sector, size - sector), sector,
	    "a read ends at the end");
	is(pread(fd, buf, 0, 0), 0, "nothing is asked for");
	fails(pread(fd, (void *)0x10, sector, 0), EFAULT, "memory not there");
	fails(pwrite(fd, (void *)0x10, sector, 0), EFAULT, "to write as well");
	is(lseek(fd, 0, SEEK_SET), 0, "at the start");
	is(readv(fd, iov, 2), sector, "one sector into two pieces");
}

static void
transfers(void)
{
	int whole = must_open("/dev/rvd0", O_RDWR);
	int a = must_open("/dev/rvd0a", O_RDWR);
	const size_t n = 300 * 512 + 512;

	bounds(whole, SECTORS * 512, 512);
	bounds(a, SIZE_A * 512, 512);
	fill(buf, n, 1);
	is(pwrite(a, buf + 1, n - 512, 512), n - 512,
	    "many sectors, from an odd address");
	is(pread(whole, other + 3, n - 512, (START_A + 1) * 512), n - 512,
	    "the disk is larger than its partition");
	ok(memcmp(buf + 1, other + 3, n - 512) == 0, "and has its bytes");
	is(pwrite(a, buf, 8 * 512, (SIZE_A - 4) * 512), 4 * 512,
	    "a write ends at the partition's end");
	memset(other, 0, 512);
	is(pread(whole, other, 512, (START_A + SIZE_A) * 512), 512,
	    "behind it");
	ok(other[0] == 0 && memcmp(other, other + 1, 511) == 0,
	    "nothing was written");
	is(fsync(whole), 0, "fsync");
	close(a);
	close(whole);
}

static void
large_sectors(void)
{
	int raw = must_open("/dev/rvd1", O_RDWR), blk, i;

	bounds(raw, 500 * 4096, 4096);
	fails(pread(raw, buf, 512, 0), EINVAL, "512 bytes are no sector");
	fill(buf, 5 * 4096, 2);
	is(pwrite(raw, buf, 5 * 4096, 7 * 4096), 5 * 4096, "five sectors");
	blk = must_open("/dev/vd1", O_RDWR);
	is(pread(blk, other, 1000, 7 * 4096 + 100), 1000,
	    "any bytes of the block device");
	ok(memcmp(other, buf + 100, 1000) == 0, "which are right");
	is(pwrite(blk, "abc", 3, 8 * 4096 + 1), 3, "three bytes");
	is(fsync(blk), 0, "written");
	is(pread(raw, other, 5 * 4096, 7 * 4096), 5 * 4096, "read back");
	memcpy(buf + 4096 + 1, "abc", 3);
	ok(memcmp(other, buf, 5 * 4096) == 0, "three bytes have changed");
	for (i = 0; i < 500; i++)
		if (pread(blk, other, 4096, i * 4096) != 4096)
			break;
	is(i, 500, "all of it can be read");
	is(pread(blk, other, 4096, 500 * 4096), 0, "to its end");
	close(blk);
	close(raw);
}

static void
read_only(void)
{
	int fd = must_open("/dev/rvd2", O_RDONLY);

	fails(open("/dev/rvd2", O_RDWR), EROFS, "a disk that is read only");
	fails(open("/dev/vd2", O_WRONLY), EROFS, "its block device");
	is(read(fd, buf, 512), 512, "it can be read");
	fails(write(fd, buf, 512), EBADF, "not through such a descriptor");
	close(fd);
}

static int
set(const char *name, const char *value)
{
	return sysctlbyname(
	    name, NULL, NULL, (char *)(uintptr_t)value, strlen(value) + 1);
}

static void
raise_level(int level)
{
	is(sysctlbyname("kern.securelevel", NULL, NULL, &level, sizeof(level)),
	    0, "securelevel %d", level);
}

/* Who may write, with each thing open already. */
static void
may_write(const char *when, int whole, int a, int b, bool w, bool wa, bool wb)
{
	const struct {
		const char *name;
		int fd;
		bool may;
	} t[] = {{"/dev/rvd0", whole, w}, {"/dev/rvd0a", a, wa},
	    {"/dev/rvd0b", b, wb}};
	int fd;

	for (int i = 0; i < 3; i++) {
		fd = open(t[i].name, O_RDWR);
		if (t[i].may) {
			is(pwrite(t[i].fd, buf, 512, 512), 512, "%s: %s", when,
			    t[i].name);
			ok(fd != -1, "%s: %s can be opened", when, t[i].name);
		} else {
			fails(pwrite(t[i].fd, buf, 512, 512), EPERM, "%s: %s",
			    when, t[i].name);
			fails(
			    fd, EPERM, "%s: %s is not opened", when, t[i].name);
		}
		close(fd);
	}
}

static void
levels(void)
{
	int whole = must_open("/dev/rvd0", O_RDWR);
	int a = must_open("/dev/rvd0a", O_RDWR);
	int b = must_open("/dev/rvd0b", O_RDWR), blk;

	is(set("debug.diskmount", "vd0a"), 0, "a is mounted");
	may_write("level 0", whole, a, b, true, true, true);
	is(set("debug.diskmount", ""), 0, "and not");
	is(set("debug.diskmount", "vd0"), 0, "the whole disk is mounted");
	fails(set("debug.diskmount", "vd0a"), EBUSY, "then no partition");
	is(set("debug.diskmount", ""), 0, "and not");
	fails(set("debug.diskmount", "vd9a"), ENXIO, "there is no vd9");
	fails(set("debug.diskmount", "vd0p"), ENXIO, "nor a letter p");
	fails(set("debug.diskmount", "vd0ab"), ENXIO, "nor two of them");
	raise_level(1);
	may_write("level 1", whole, a, b, true, true, true);
	is(set("debug.diskmount", "vd0a"), 0, "a is mounted");
	may_write("level 1, a mounted", whole, a, b, false, false, true);
	fails(open("/dev/vd0", O_RDWR), EPERM, "the block device");
	blk = must_open("/dev/vd0a", O_RDONLY);
	is(read(blk, other, 512), 512, "reading is free");
	close(blk);
	is(set("debug.diskmount", ""), 0, "and not");
	is(set("debug.diskmount", "vd0"), 0, "the whole disk is mounted");
	may_write("level 1, vd0 mounted", whole, a, b, false, false, false);
	is(set("debug.diskmount", ""), 0, "and not");
	raise_level(2);
	may_write("level 2", whole, a, b, false, false, false);
	close(b);
	close(a);
	close(whole);
}

int
main(void)
{
	sizes();
	transfers();
	large_sectors();
	read_only();
	levels();
	return tap_done();
}
