/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * files: names, attributes and directories, as Linux has them: this host agrees
 * where it can run the program.  It works in the folder that it is given or
 * started in.
 */
#include "lx.h"

enum {
	OPEN = 5,
	CREAT = 8,
	LINK = 9,
	UNLINK = 10,
	CHDIR = 12,
	CHMOD = 15,
	ACCESS = 33,
	RENAME = 38,
	MKDIR = 39,
	RMDIR = 40,
	UMASK = 60,
	SYMLINK = 83,
	READLINK = 85,
	FCHDIR = 133,
	FCHMOD = 94,
	GETCWD = 183,
	STAT64 = 195,
	LSTAT64 = 196,
	FSTAT64 = 197,
	GETDENTS64 = 220,
	STATFS64 = 268,
	FSTATFS64 = 269,
	MKDIRAT = 296,
	MKNODAT = 297,
	FSTATAT64 = 300,
	UNLINKAT = 301,
	RENAMEAT = 302,
	LINKAT = 303,
	SYMLINKAT = 304,
	READLINKAT = 305,
	FCHMODAT = 306,
	FACCESSAT = 307,
	UTIMENSAT = 320,
	RENAMEAT2 = 353,
	STATX = 383,
	UTIMENSAT64 = 412,
	FACCESSAT2 = 439
};
enum {
	EBADF = 9,
	EACCES = 13,
	ENOTDIR = 20,
	EISDIR = 21,
	ERANGE = 34,
	ENAMETOOLONG = 36,
	ENOTEMPTY = 39,
	ELOOP = 40
};
#define CWD       (-100)
#define WILD      ((void *)0xbffff000)
#define CREATE    0100
#define EXCL      0200
#define TRUNC     01000
#define DIRECTORY 0200000
#define NOFOLLOW  0400000

struct stat64 {
	u_quad dev;
	u_int pad1, ino32, mode, nlink, uid, gid;
	u_quad rdev;
	u_int pad2, size, size_high, blksize;
	u_quad blocks;
	u_int atime, atime_nsec, mtime, mtime_nsec, ctime, ctime_nsec;
	u_quad ino;
} __attribute__((packed));
struct statx {
	u_int mask, blksize;
	u_quad attributes;
	u_int nlink, uid, gid;
	unsigned short mode, pad;
	u_quad ino, size, blocks, attributes_mask;
	struct {
		u_quad sec;
		u_int nsec, pad;
	} atime, btime, ctime, mtime;
	u_int rdev_major, rdev_minor, dev_major, dev_minor;
	u_quad rest[14];
};
struct dirent64 {
	u_quad ino, off;
	unsigned short reclen;
	unsigned char type;
	char name[];
};

static int
make(const char *name, const char *text)
{
	int fd = lx(OPEN, name, CREATE | TRUNC | 1, 0644), n;

	n = lx(LX_write, fd, text, lx_strlen(text));
	lx(LX_close, fd);
	return n;
}

static void
test_open(void)
{
	char buf[16];
	int fd;

	is(lx(OPEN, "none", 0), -LX_ENOENT, "nothing is there");
	fd = lx(OPEN, "a", CREATE | EXCL | 2, 0640);
	ok(fd >= 0, "a file is made");
	is(lx(LX_write, fd, "12345", 5), 5, "and written");
	is(lx(LX_close, fd), 0, "and closed");
	is(lx(OPEN, "a", CREATE | EXCL | 2, 0640), -LX_EEXIST, "not twice");
	is(lx(OPEN, "a", DIRECTORY), -ENOTDIR, "O_DIRECTORY");
	is(lx(OPEN, ".", 1), -EISDIR, "a directory is not written");
	is(lx(OPEN, "a/b", 0), -ENOTDIR, "a file is no directory");
	is(lx(OPEN, WILD, 0), -LX_EFAULT, "a wild name");
	is(lx(OPEN, "", 0), -LX_ENOENT, "an empty name");
	fd =
	    lx(LX_openat, CWD, "a", 0100000 | 02000000, 0); /* large, cloexec */
	is(lx(LX_read, fd, buf, sizeof(buf)), 5, "openat, and read");
	is(lx(LX_write, fd, buf, 1), -EBADF, "it was opened to read");
	lx(LX_close, fd);
	fd = lx(CREAT, "a", 0600);
	is(lx(LX_read, fd, buf, 1), -EBADF, "creat opens to write");
	lx(LX_close, fd);
	is(make("a", "text"), 4, "a file with text");
}

static void
test_stat(void)
{
	struct stat64 st, st2;
	struct statx stx;
	int fd;

	lx(CHMOD, "a", 0640);
	is(lx(STAT64, "a", &st), 0, "stat64");
	is(st.mode, 0100640, "its mode");
	is(st.size, 4, "its size");
	is(st.size_high, 0, "above");
	is(st.nlink, 1, "its names");
	is(st.uid, lx(LX_getuid32), "its owner");
	ok(st.ino != 0 && (u_int)st.ino == st.ino32, "its number, twice");
	is(st.rdev, 0, "it is no device");
	fd = lx(OPEN, "a", 0);
	is(lx(FSTAT64, fd, &st2), 0, "fstat64");
	ok(st2.ino == st.ino && st2.dev == st.dev, "says the same");
	is(lx(STATX, fd, "", 0x1000, 0x7ff, &stx), 0, "statx of a descriptor");
	ok(stx.ino == st.ino && (stx.mask & 0x7ff) == 0x7ff, "says the same");
	is(stx.mode, 0100640, "statx: mode");
	is(stx.size, 4, "statx: size");
	is(stx.mtime.sec, st.mtime, "statx: time");
	is(lx(STATX, fd, "", 0, 0x7ff, &stx), -LX_ENOENT, "without the flag");
	is(lx(STATX, CWD, "a", 0, 0x80000000, &stx), -LX_EINVAL, "its mask");
	is(lx(STATX, CWD, "a", 0x40000, 0x7ff, &stx), -LX_EINVAL, "its flags");
	is(lx(STATX, 99, "", 0x1000, 0x7ff, &stx), -EBADF, "no descriptor");
	is(lx(STATX, CWD, "a", 0, 0x7ff, WILD), -LX_EFAULT, "a wild place");
	is(lx(STAT64, "/dev/null", &st), 0, "a device");
	is(st.mode & 0170000, 020000, "of characters");
	ok(st.rdev != 0, "has a number");
	is(lx(STATX, CWD, "/dev/null", 0, 0x7ff, &stx), 0, "statx of it");
	is(stx.rdev_major << 8 | stx.rdev_minor, st.rdev, "the same number");
	lx(LX_close, fd);
	is(lx(FSTAT64, fd, &st), -EBADF, "fstat64 of nothing");
	is(lx(STAT64, "none", &st), -LX_ENOENT, "stat64 of nothing");
}

static void
test_names(void)
{
	char buf[300];
	struct stat64 st;
	int i;

	is(lx(LINK, "a", "b"), 0, "link");
	is(lx(LINK, "a", "b"), -LX_EEXIST, "not twice");
	lx(STAT64, "b", &st);
	is(st.nlink, 2, "two names");
	is(lx(SYMLINK, "a", "l"), 0, "symlink");
	is(lx(READLINK, "l", buf, sizeof(buf)), 1, "readlink");
	is(buf[0], 'a', "its text");
	is(lx(READLINK, "a", buf, sizeof(buf)), -LX_EINVAL, "of a file");
	is(lx(LSTAT64, "l", &st), 0, "lstat64");
	is(st.mode & 0170000, 0120000, "a link");
	is(lx(OPEN, "l", NOFOLLOW), -ELOOP, "O_NOFOLLOW");
	is(lx(LINK, "l", "l2"), 0, "a link gets a second name");
	lx(LSTAT64, "l2", &st);
	is(st.mode & 0170000, 0120000, "and not its file");
	is(lx(SYMLINK, "round", "round"), 0, "a link to itself");
	is(lx(OPEN, "round", 0), -ELOOP, "leads nowhere");
	is(lx(MKDIR, "d", 0750), 0, "mkdir");
	is(lx(MKDIR, "d", 0750), -LX_EEXIST, "not twice");
	is(lx(LINK, "d", "d2"), -LX_EPERM, "a directory has one name");
	is(lx(UNLINK, "d"), -EISDIR, "unlink is not for it");
	is(lx(RMDIR, "a"), -ENOTDIR, "nor rmdir for a file");
	is(lx(RENAME, "b", "d/b"), 0, "rename");
	is(lx(RMDIR, "d"), -ENOTEMPTY, "rmdir of one with files");
	is(lx(RENAME, "d", "d/x"), -LX_EINVAL, "not into itself");
	is(lx(RENAME, "a", "d"), -EISDIR, "a file over a directory");
	is(lx(RENAME, "d", "a"), -ENOTDIR, "and the other way");
	is(lx(RENAME, "none", "x"), -LX_ENOENT, "rename of nothing");
	is(lx(UNLINK, "d/b"), 0, "unlink");
	is(lx(UNLINK, "d/b"), -LX_ENOENT, "not twice");
	is(lx(RMDIR, "d"), 0, "rmdir");
	is(lx(UNLINK, "l") | lx(UNLINK, "l2") | lx(UNLINK, "round"), 0, "gone");
	for (i = 0; i < 299; i++)
		buf[i] = 'x';
	buf[299] = '\0';
	is(lx(OPEN, buf, CREATE | 1, 0600), -ENAMETOOLONG, "a long name");
}

static void
test_at(void)
{
	char buf[8];
	struct stat64 st;
	int d, e, fd;

	lx(MKDIR, "d", 0755);
	lx(MKDIR, "e", 0755);
	d = lx(OPEN, "d", DIRECTORY);
	e = lx(OPEN, "e", DIRECTORY);
	fd = lx(LX_openat, d, "f", CREATE | 1, 0600);
	ok(fd >= 0, "openat in a directory");
	is(lx(STAT64, "d/f", &st), 0, "there it is");
	is(lx(LX_openat, fd, "f", 0), -ENOTDIR, "a file is none");
	is(lx(LX_openat, 99, "f", 0), -EBADF, "nor is nothing");
	is(lx(LX_openat, 99, "/etc/none", 0), -LX_ENOENT, "/ needs none");
	lx(LX_close, fd);
	is(lx(MKDIRAT, d, "s", 0700), 0, "mkdirat");
	is(lx(MKNODAT, d, "p", 010600, 0), 0, "mknodat: a fifo");
	is(lx(SYMLINKAT, "f", d, "l"), 0, "symlinkat");
	is(lx(READLINKAT, d, "l", buf, sizeof(buf)), 1, "readlinkat");
	is(lx(LINKAT, d, "f", e, "g", 0), 0, "linkat, to another");
	is(lx(RENAMEAT, d, "p", e, "q"), 0, "renameat, to another");
	is(lx(STAT64, "e/q", &st), 0, "there it is");
	is(st.mode, 010600, "still a fifo");
	is(lx(RENAMEAT2, e, "q", d, "q", 0), 0, "renameat2");
	is(lx(LINKAT, d, "l", e, "h", 0x400), 0, "linkat that follows");
	lx(LSTAT64, "e/h", &st);
	is(st.mode & 0170000, 0100000, "the file itself");
	is(lx(FSTATAT64, d, "l", &st, 0x100), 0, "fstatat64");
	is(st.mode & 0170000, 0120000, "of the link");
	is(lx(FSTATAT64, d, "", &st, 0x1000), 0, "of the descriptor");
	is(st.mode & 0170000, 040000, "a directory");
	is(lx(FCHMODAT, d, "f", 0444), 0, "fchmodat");
	is(lx(FACCESSAT, d, "f", 4), 0, "faccessat");
	is(lx(FACCESSAT2, d, "f", 4, 0x200), 0, "faccessat2");
	is(lx(FACCESSAT2, d, "f", 1, 0x200), -EACCES, "nobody may execute");
	is(lx(FACCESSAT2, d, "f", 4, 0x8000), -LX_EINVAL, "its flags");
	is(lx(UNLINKAT, d, "s", 0), -EISDIR, "unlinkat of a directory");
	is(lx(UNLINKAT, d, "s", 0x200), 0, "AT_REMOVEDIR");
	is(lx(UNLINKAT, d, "f", 0) | lx(UNLINKAT, d, "l", 0) |
		lx(UNLINKAT, d, "q", 0) | lx(UNLINKAT, e, "g", 0) |
		lx(UNLINKAT, e, "h", 0),
	    0, "unlinkat");
	is(lx(STAT64, "a", &st), 0, "we are where we were");
	is(lx(FCHDIR, d), 0, "fchdir");
	is(lx(STAT64, "../a", &st), 0, "is there");
	is(lx(CHDIR, ".."), 0, "chdir");
	is(lx(CHDIR, "a"), -ENOTDIR, "not into a file");
	is(lx(GETCWD, buf, 1), -ERANGE, "getcwd: no room");
	lx(LX_close, d);
	lx(LX_close, e);
	is(lx(RMDIR, "d") | lx(RMDIR, "e"), 0, "gone");
}

/* Reads a directory in small pieces: how many names; -1: twice the same. */
static int
count_names(int room, int *types)
{
	static char buf[2048], seen[64];
	struct dirent64 *d;
	int fd = lx(OPEN, "many", DIRECTORY), n, at, count = 0, i;

	memset(seen, 0, sizeof(seen));
	*types = 0;
	while ((n = lx(GETDENTS64, fd, buf, room)) > 0)
		for (at = 0; at < n; at += d->reclen) {
			d = (struct dirent64 *)(buf + at);
			count++;
			*types += d->type == 8;
			if (d->name[0] != 'f')
				continue;
			i = (d->name[1] - '0') * 10 + d->name[2] - '0';
			if (seen[i]++)
				return -1;
		}
	lx(LX_close, fd);
	return n < 0 ? n : count;
}

static void
test_directory(void)
{
	char name[] = "many/f00";
	int i, types, fd;

	lx(MKDIR, "many", 0755);
	for (i = 0; i < 60; i++) {
		name[6] = '0' + i / 10;
		name[7] = '0' + i % 10;
		make(name, "");
	}
	is(count_names(2048, &types), 62, "getdents64: all names");
	is(types, 60, "with their types");
	is(count_names(512, &types), 62, "in small pieces");
	is(count_names(8, &types), -LX_EINVAL, "in none");
	fd = lx(OPEN, "a", 0);
	is(lx(GETDENTS64, fd, name, 8), -ENOTDIR, "of a file");
	lx(LX_close, fd);
	is(lx(GETDENTS64, fd, name, 8), -EBADF, "of nothing");
	for (i = 0; i < 60; i++) {
		name[6] = '0' + i / 10;
		name[7] = '0' + i % 10;
		lx(UNLINK, name);
	}
	is(lx(RMDIR, "many"), 0, "gone");
}

static void
test_attributes(void)
{
	struct {
		int sec, nsec;
	} t[2] = {{1000, 5}, {2000, 7}};
	struct {
		u_quad sec;
		u_int nsec, pad;
	} w[2] = {{3000, 9, 0}, {0, 0x3ffffffe, 0}};
	struct stat64 st;
	struct {
		u_int type, bsize;
		u_quad sizes[5];
		u_int rest[9];
	} fs;
	int old, fd;

	old = lx(UMASK, 027);
	fd = lx(CREAT, "m", 0666);
	lx(FSTAT64, fd, &st);
	is(st.mode, 0100640, "umask");
	is(lx(UMASK, old), 027, "and back");
	is(lx(FCHMOD, fd, 0100604), 0, "fchmod");
	lx(FSTAT64, fd, &st);
	is(st.mode, 0100604, "does it");
	is(lx(UTIMENSAT, CWD, "m", t, 0), 0, "utimensat");
	lx(FSTAT64, fd, &st);
	is(st.atime, 1000, "read then");
	is(st.mtime, 2000, "written then");
	is(lx(UTIMENSAT64, CWD, "m", w, 0), 0, "the wide one");
	lx(FSTAT64, fd, &st);
	is(st.atime, 3000, "one is set");
	is(st.mtime, 2000, "UTIME_OMIT leaves the other");
	is(lx(UTIMENSAT, fd, 0, 0, 0), 0, "of a descriptor: now");
	lx(FSTAT64, fd, &st);
	ok(st.mtime > 1000000000, "it is now");
	t[0].nsec = 1000000000;
	is(lx(UTIMENSAT, CWD, "m", t, 0), -LX_EINVAL, "no such time");
	is(lx(UTIMENSAT, CWD, "none", 0, 0), -LX_ENOENT, "of nothing");
	is(lx(ACCESS, "m", 8), -LX_EINVAL, "access: no such right");
	is(lx(ACCESS, "m", 2), 0, "access");
	is(lx(STATFS64, ".", 84, &fs), 0, "statfs64");
	ok(fs.bsize > 0 && fs.sizes[0] > 0 && fs.type != 0, "says something");
	is(lx(STATFS64, ".", 80, &fs), -LX_EINVAL, "only with its size");
	is(lx(FSTATFS64, fd, 84, &fs), 0, "fstatfs64");
	lx(LX_close, fd);
	lx(UNLINK, "m");
}

int
lx_main(int argc, char **argv, char **envp)
{
	if (argc > 1)
		is(lx(CHDIR, argv[1]), 0, "chdir to %s", argv[1]);
	test_open();
	test_stat();
	test_names();
	test_at();
	test_directory();
	test_attributes();
	is(lx(UNLINK, "a"), 0, "the folder is as it was");
	return lx_done();
}
