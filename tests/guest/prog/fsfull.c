/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fsfull: a file system without room: what cannot be done leaves nothing
 * behind, and what was there stays as it was.  To be run on a small one.
 *
 *	fsfull folder
 */
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#define FAR 300000000 /* an offset that takes all levels of pointers */

static char text[901];

struct room {
	uint64_t blocks, files;
};

static struct room
room_now(void)
{
	struct statvfs v;

	if (statvfs(".", &v) != 0) {
		perror("statvfs");
		exit(2);
	}
	return (struct room){v.f_bfree, v.f_ffree};
}

/* ---- what is tried: each is 0, or an error and nothing done ---- */

static int
try_mkdir(void)
{
	return mkdir("dir", 0755);
}

static int
try_symlink(void)
{
	return symlink(text, "link");
}

static int
try_create(void)
{
	int fd = open("file", O_WRONLY | O_CREAT | O_EXCL, 0644);

	return fd < 0 ? -1 : close(fd);
}

/* "far" is there, and is 3 bytes long. */
static int
try_far(void)
{
	int fd = open("far", O_WRONLY), error;
	ssize_t n = pwrite(fd, "x", 1, FAR);

	error = errno;
	close(fd);
	errno = error;
	return n == 1 ? 0 : -1;
}

/* Names so long that the folder needs another block before long. */
static int names;

static int
try_long_name(void)
{
	char name[256];
	int fd;

	snprintf(name, sizeof(name), "sub/%0200d", names);
	if ((fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0644)) < 0)
		return -1;
	names++;
	return close(fd);
}

static int
try_link(void)
{
	char name[256];

	snprintf(name, sizeof(name), "sub/%0200d", names);
	if (link("far", name) != 0)
		return -1;
	names++;
	return 0;
}

/* It comes back by the second. */
static int
try_rename(void)
{
	char name[256];
	int error;

	snprintf(name, sizeof(name), "sub/%0200d", names);
	if (rename("far", name) == 0)
		return rename(name, "far");
	error = errno;
	if (access("far", F_OK) != 0)
		error = EIO; /* it has no name any more */
	errno = error;
	return -1;
}

static const struct {
	const char *name;
	int (*what)(void);
	const char *undo; /* what to remove when it went well */
} tries[] = {{"mkdir", try_mkdir, "dir"}, {"symlink", try_symlink, "link"},
    {"create", try_create, "file"}, {"a write far away", try_far, NULL},
    {"a long name", try_long_name, NULL}, {"a link", try_link, NULL},
    {"rename", try_rename, NULL}};

static void
undo(const char *name)
{
	struct stat sb;

	if (name == NULL || lstat(name, &sb) != 0)
		return;
	if (S_ISDIR(sb.st_mode))
		rmdir(name);
	else
		unlink(name);
}

/* Fill it up but for some blocks, and try everything. */
static void
try_with(int left)
{
	struct room before, after;
	unsigned i;

	for (i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		sync();
		before = room_now();
		errno = 0;
		if (tries[i].what() == 0) {
			undo(tries[i].undo);
			truncate("far", 3);
			continue;
		}
		ok(errno == ENOSPC, "%d blocks left: %s: ENOSPC", left,
		    tries[i].name);
		sync();
		after = room_now();
		ok(before.blocks == after.blocks && before.files == after.files,
		    "... and it has taken nothing");
	}
}

/* Until there is no room; the bytes that went in. */
static off_t
fill(const char *name)
{
	static char block[4096];
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	off_t done = 0;
	ssize_t n;

	memset(block, 'f', sizeof(block));
	while ((n = write(fd, block, sizeof(block))) > 0)
		done += n;
	ok(n < 0 && errno == ENOSPC, "the disk is full after %lld bytes",
	    (long long)done);
	close(fd);
	return done;
}

static bool
all_are(const char *name, char c, off_t len)
{
	static char block[4096];
	int fd = open(name, O_RDONLY);
	off_t at = 0;
	ssize_t n, i;

	while ((n = read(fd, block, sizeof(block))) > 0)
		for (i = 0; i < n; i++, at++)
			if (block[i] != c)
				n = i = -1;
	close(fd);
	return at == len;
}

static void
no_blocks(void)
{
	struct statvfs v;
	off_t size;
	int left;

	size = fill("full");
	is(room_now().blocks, 0, "no block is free");
	ok(all_are("full", 'f', size), "what was written is there");
	statvfs(".", &v);
	for (left = 0; left <= 6; left++)
		if (truncate("full", size - left * (off_t)v.f_bsize) == 0)
			try_with(left);
	ok(all_are("far", 'x', 3), "the other file has stayed as it was");
	unlink("full");
}

static void
no_inodes(void)
{
	char name[32];
	int i, fd;

	for (i = 0;; i++) {
		snprintf(name, sizeof(name), "sub/i%d", i);
		if ((fd = open(name, O_WRONLY | O_CREAT, 0644)) < 0)
			break;
		close(fd);
	}
	ok(errno == ENOSPC, "no inode is free after %d files", i);
	is(room_now().files, 0, "and the count says so");
	try_with(100);
	while (--i >= 0) {
		snprintf(name, sizeof(name), "sub/i%d", i);
		unlink(name);
	}
}

int
main(int argc, char **argv)
{
	struct room before, after;
	char name[256];
	int fd;

	if (argc != 2 || chdir(argv[1]) != 0) {
		fprintf(stderr, "usage: fsfull folder\n");
		return 2;
	}
	memset(text, 't', sizeof(text) - 1);
	sync();
	before = room_now();
	mkdir("sub", 0755);
	fd = open("far", O_WRONLY | O_CREAT, 0644);
	is(write(fd, "xxx", 3), 3, "a file of 3 bytes");
	close(fd);
	no_blocks();
	no_inodes();
	unlink("far");
	while (--names >= 0) {
		snprintf(name, sizeof(name), "sub/%0200d", names);
		unlink(name);
	}
	is(rmdir("sub"), 0, "all is removed again");
	sync();
	after = room_now();
	is((long)after.blocks, (long)before.blocks, "all blocks are free");
	is((long)after.files, (long)before.files, "all inodes are free");
	return tap_done();
}
