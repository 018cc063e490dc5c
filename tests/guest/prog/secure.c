/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * secure: what each securelevel takes away, and from whom, in one process
 * that raises it as it goes; /t/secdisk.o is a disk to try it on.  What a
 * level forbids is also forbidden to descriptors that are older.
 */
#include <sys/types.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <time.h>

#include "tap.h"

#include "lkmutil.h"

#define STUDENT 1000

static int level;

static int
set(const char *name, int value)
{
	return sysctlbyname(name, NULL, NULL, &value, sizeof(value));
}

static int
set_text(const char *name, const char *value)
{
	return sysctlbyname(
	    name, NULL, NULL, (char *)(uintptr_t)value, strlen(value) + 1);
}

static const char *
text(const char *name)
{
	static char buf[64];
	size_t len = sizeof(buf);

	return sysctlbyname(name, buf, &len, NULL, 0) == 0 ? buf : "?";
}

static int
as_student(void *fn)
{
	if (setgid(STUDENT) != 0 || setgroups(0, NULL) != 0 ||
	    setuid(STUDENT) != 0)
		return 99;
	return ((int (*)(void))fn)();
}

/* fn in a child of the ordinary user's: an errno. */
static int
student(int (*fn)(void))
{
	return in_child(as_student, (void *)fn) >> 8;
}

static int
raise_it(void)
{
	return set("kern.securelevel", 2) == 0 ? 0 : errno;
}

static int
name_it(void)
{
	return set_text("kern.securelevel_by", "me") == 0 ? 0 : errno;
}

static int
read_it(void)
{
	return sysctl_int("kern.securelevel") == level ? 0 : 98;
}

/* ---- the level itself ---- */

static void
test_level(void)
{
	int down;

	is(sysctl_int("kern.securelevel"), level, "level %d: read", level);
	is(student(read_it), 0, "level %d: read by a user", level);
	for (down = level - 1; down >= -1; down--)
		fails(set("kern.securelevel", down), EPERM,
		    "level %d: lowered to %d", level, down);
	is(set("kern.securelevel", level), 0, "level %d: to what it is", level);
	fails(set("kern.securelevel", 3), EINVAL, "level %d: there is no 3",
	    level);
	is(student(raise_it), EPERM, "level %d: raised by a user", level);
	is(student(name_it), EPERM, "level %d: named by a user", level);
	is(sysctl_int("kern.securelevel"), level, "level %d: stays", level);
}

static void
raise_to(int to, const char *by)
{
	is(set("kern.securelevel", to), 0, "raised to %d", to);
	level = to;
	ok(strcmp(text("kern.securelevel_by"), by) == 0,
	    "level %d: raised by %s", level, text("kern.securelevel_by"));
	fails(set_text("kern.securelevel_by", "another"), EPERM,
	    "level %d: the name stays", level);
}

/* ---- memory ---- */

static int oldmem, oldkmem;

static void
test_memory(void)
{
	static const char *const names[] = {"/dev/mem", "/dev/kmem"};
	static char word[4] = "abc";
	const u_long address = 0xc0000000UL + 0x500; /* nobody's */
	int i, fd, *old;

	for (i = 0; i < 2; i++) {
		old = i == 0 ? &oldmem : &oldkmem;
		fd = open(names[i], O_RDWR);
		if (level == 0) {
			ok(fd >= 0, "level 0: %s opened for writing", names[i]);
			*old = fd;
		} else {
			fails(fd, EPERM, "level %d: %s opened for writing",
			    level, names[i]);
			fails(open(names[i], O_WRONLY), EPERM,
			    "level %d: %s opened for writing only", level,
			    names[i]);
		}
		lseek(*old, i == 0 ? 0x500 : (off_t)address, SEEK_SET);
		is(read(*old, word, 4), 4, "level %d: %s is read", level,
		    names[i]);
		lseek(*old, i == 0 ? 0x500 : (off_t)address, SEEK_SET);
		if (level == 0)
			is(write(*old, word, 4), 4, "level 0: %s is written",
			    names[i]);
		else
			fails(write(*old, word, 4), EPERM,
			    "level %d: %s, opened before, is written", level,
			    names[i]);
	}
}

/* ---- disks ---- */

static const char *const disks[] = {"/tmp/sd0", "/tmp/rsd0"};
static int olddisk[2];

static void
test_disk(bool mounted)
{
	bool may = level < 1 || (level == 1 && !mounted);
	const char *how = mounted ? "mounted" : "not mounted";
	char block[512] = "text";
	int i, fd;

	is(set("debug.secdisk", mounted), 0, "level %d: disk %s", level, how);
	for (i = 0; i < 2; i++) {
		fd = open(disks[i], O_RDONLY);
		is(read(fd, block, 512), 512, "level %d, %s: %s is read", level,
		    how, disks[i]);
		close(fd);
		if (may)
			is(ioctl(olddisk[i], _IO('s', 1)), 0,
			    "level %d, %s: %s, opened before: its ioctl", level,
			    how, disks[i]);
		else
			fails(ioctl(olddisk[i], _IO('s', 1)), EBADF,
			    "level %d, %s: %s, opened before: its ioctl", level,
			    how, disks[i]);
		fd = open(disks[i], O_RDWR);
		lseek(olddisk[i], 0, SEEK_SET);
		if (may) {
			is(write(fd, block, 512), 512,
			    "level %d, %s: %s is written", level, how,
			    disks[i]);
			is(write(olddisk[i], block, 512), 512,
			    "level %d, %s: %s, opened before, is written",
			    level, how, disks[i]);
			close(fd);
			continue;
		}
		fails(fd, EPERM, "level %d, %s: %s opened for writing", level,
		    how, disks[i]);
		fails(write(olddisk[i], block, 512), EPERM,
		    "level %d, %s: %s, opened before, is written", level, how,
		    disks[i]);
	}
}

static void
test_disks(void)
{
	test_disk(false);
	test_disk(true);
	fails(set("debug.secdisk", 1), EBUSY, "level %d: mounted twice", level);
	test_disk(false);
}

/* ---- the clock ---- */

static void
test_clock(void)
{
	struct timespec ts;
	struct timeval tv;
	int result;

	clock_gettime(CLOCK_REALTIME, &ts);
	ts.tv_sec += 10;
	is(clock_settime(CLOCK_REALTIME, &ts), 0, "level %d: clock forwards",
	    level);
	clock_gettime(CLOCK_REALTIME, &ts);
	ts.tv_sec -= 5;
	result = clock_settime(CLOCK_REALTIME, &ts);
	if (level < 2)
		is(result, 0, "level %d: clock backwards", level);
	else
		fails(result, EPERM, "level %d: clock backwards", level);
	/* Also by less than a second; unless that one is just over. */
	do
		clock_gettime(CLOCK_REALTIME, &ts);
	while (ts.tv_nsec < 1000 || ts.tv_nsec > 900000000);
	ts.tv_nsec = 0;
	result = clock_settime(CLOCK_REALTIME, &ts);
	if (level < 2)
		is(result, 0, "level %d: clock to the full second", level);
	else
		fails(
		    result, EPERM, "level %d: clock to the full second", level);
	gettimeofday(&tv, NULL);
	tv.tv_sec -= 5;
	result = settimeofday(&tv, NULL);
	if (level < 2)
		is(result, 0, "level %d: settimeofday backwards", level);
	else
		fails(result, EPERM, "level %d: settimeofday backwards", level);
}

/* ---- flags of files ---- */

static int
student_flags(void)
{
	if (chflags("/tmp/own", SF_IMMUTABLE) == 0 || errno != EPERM)
		return 1;
	if (chflags("/tmp/own", UF_IMMUTABLE) != 0)
		return 2;
	if (chflags("/tmp/own", 0) != 0)
		return 3;
	if (chflags("/tmp/frozen", 0) == 0 || errno != EPERM)
		return 4;
	return chflags("/tmp/roots", UF_IMMUTABLE) == 0 || errno != EPERM ? 5
									  : 0;
}

static void
make(const char *path, uid_t owner)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (write(fd, "text\n", 5) != 5 || fchown(fd, owner, owner) != 0)
		ok(false, "%s is made", path);
	close(fd);
}

/* Everything that would change a file with this flag. */
static void
test_frozen(const char *path, const char *what, bool append)
{
	struct timeval times[2] = {{1, 0}, {1, 0}};
	int fd = open(path, O_WRONLY | O_APPEND);

	if (append) {
		is(write(fd, "more\n", 5), 5, "%s: appended", what);
		is(fcntl(fd, F_SETFL, 0), 0, "%s: O_APPEND taken away", what);
		lseek(fd, 0, SEEK_SET);
		fails(write(fd, "x", 1), EPERM, "%s: written over", what);
		fails(ftruncate(fd, 0), EPERM, "%s: ftruncate", what);
		fails(open(path, O_WRONLY | O_APPEND | O_TRUNC), EPERM,
		    "%s: O_TRUNC", what);
		close(fd);
	} else
		fails(fd, EPERM, "%s: opened to append", what);
	fails(open(path, O_WRONLY), EPERM, "%s: opened for writing", what);
	fails(open(path, O_RDWR), EPERM, "%s: opened for both", what);
	fails(truncate(path, 0), EPERM, "%s: truncate", what);
	fails(unlink(path), EPERM, "%s: unlink", what);
	fails(rename(path, "/tmp/other"), EPERM, "%s: rename", what);
	fails(rename("/tmp/roots", path), EPERM, "%s: renamed over", what);
	fails(link(path, "/tmp/other"), EPERM, "%s: link", what);
	fails(chmod(path, 0666), EPERM, "%s: chmod", what);
	fails(chown(path, 1, 1), EPERM, "%s: chown", what);
	fails(utimes(path, times), EPERM, "%s: utimes", what);
	fails(utimes(path, NULL), EPERM, "%s: utimes to now", what);
	fd = open(path, O_RDONLY);
	ok(fd >= 0, "%s: read", what);
	close(fd);
}

/* A folder that nothing may come into or go from; or only come. */
static void
test_folder(const char *path, const char *what, bool append)
{
	char in[64], new[64];
	int fd;

	snprintf(in, sizeof(in), "%s/in", path);
	snprintf(new, sizeof(new), "%s/new%d", path, level);
	fd = open(new, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (append)
		ok(fd >= 0, "%s: a new file", what);
	else
		fails(fd, EPERM, "%s: a new file", what);
	close(fd);
	fails(unlink(in), EPERM, "%s: a file goes", what);
	fails(rename(in, "/tmp/other"), EPERM, "%s: a file is moved", what);
	fails(rmdir(path), append || level >= 0 ? ENOTEMPTY : 0,
	    "%s: not empty", what);
}

static const struct {
	const char *path, *what;
	u_long flag;
	bool append, folder;
} frozen[] = {
    {"/tmp/frozen", "schg", SF_IMMUTABLE, false, false},
    {"/tmp/log", "sappnd", SF_APPEND, true, false},
    {"/tmp/ufrozen", "uchg", UF_IMMUTABLE, false, false},
    {"/tmp/ulog", "uappnd", UF_APPEND, true, false},
    {"/tmp/cold", "a folder with schg", SF_IMMUTABLE, false, true},
    {"/tmp/inbox", "a folder with sappnd", SF_APPEND, true, true},
};
#define FROZEN (sizeof(frozen) / sizeof(frozen[0]))

static void
make_frozen(void)
{
	int fd = -1;
	size_t i;

	make("/tmp/roots", 0);
	make("/tmp/own", STUDENT);
	for (i = 0; i < FROZEN; i++) {
		if (frozen[i].folder) {
			char in[64];

			mkdir(frozen[i].path, 0755);
			snprintf(in, sizeof(in), "%s/in", frozen[i].path);
			make(in, 0);
		} else {
			make(frozen[i].path, 0);
			fd = open(frozen[i].path, O_WRONLY);
		}
		is(chflags(frozen[i].path, frozen[i].flag), 0, "%s is set",
		    frozen[i].what);
		if (frozen[i].folder)
			continue;
		fails(write(fd, "x", 1), EPERM,
		    "%s: written by who had it open before", frozen[i].what);
		close(fd);
	}
}

static void
test_flags(void)
{
	bool system;
	size_t i;

	for (i = 0; i < FROZEN; i++) {
		if (frozen[i].folder)
			test_folder(
			    frozen[i].path, frozen[i].what, frozen[i].append);
		else
			test_frozen(
			    frozen[i].path, frozen[i].what, frozen[i].append);
		system = (frozen[i].flag & SF_SETTABLE) != 0;
		if (system && level > 0) {
			fails(chflags(frozen[i].path, 0), EPERM,
			    "level %d: %s is cleared", level, frozen[i].what);
			fails(
			    chflags(frozen[i].path, frozen[i].flag | UF_NODUMP),
			    EPERM, "level %d: another flag beside %s", level,
			    frozen[i].what);
			continue;
		}
		is(chflags(frozen[i].path, 0), 0, "level %d: %s is cleared",
		    level, frozen[i].what);
		is(chflags(frozen[i].path, frozen[i].flag), 0,
		    "level %d: %s is set again", level, frozen[i].what);
	}
	is(student(student_flags), 0, "level %d: flags by a user", level);
}

/* ---- sysctls that would undo it ---- */

static void
test_sysctls(void)
{
	if (level == 0) {
		is(set_text("debug.inject", "off"), 0, "level 0: debug.inject");
		fails(set("debug.panic", 99), EINVAL, "level 0: debug.panic");
		return;
	}
	fails(set_text("debug.inject", "off"), EPERM, "level %d: debug.inject",
	    level);
	fails(set("debug.panic", 1), EPERM, "level %d: debug.panic", level);
}

static void
test_all(void)
{
	test_level();
	test_memory();
	test_disks();
	test_clock();
	test_flags();
	test_sysctls();
}

int
main(void)
{
	struct object disk = read_object("/t/secdisk.o");
	int dev = open("/dev/lkm", O_RDWR), i;

	ok(load_object(dev, &disk) >= 0, "the disk is there %s", reason);
	close(dev);
	mknod(disks[0], S_IFBLK | 0600, makedev(12, 0));
	mknod(disks[1], S_IFCHR | 0600, makedev(33, 0));
	for (i = 0; i < 2; i++)
		olddisk[i] = open(disks[i], O_RDWR);
	make_frozen();
	test_all();
	fails(set_text("kern.securelevel_by", "a\nb"), EINVAL,
	    "a name of two lines");
	is(set_text("kern.securelevel_by", "the test"), 0, "a name");
	raise_to(1, "the test");
	test_all();
	raise_to(2, "secure"); /* without a name: the program's */
	test_all();
	return tap_done();
}
