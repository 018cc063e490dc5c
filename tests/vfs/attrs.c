/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * attrs.c: modes, owners, times, flags, and what other users may not do.
 */
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "vfstest.h"

static struct stat sb;

static void
test_times(void)
{
	struct timeval tv[2] = {{100, 5}, {200, 6}};

	ZERO(utimes("at", tv));
	TRUE(stat("at", &sb) == 0 && sb.st_atime == 100 && sb.st_mtime == 200 &&
	    sb.st_mtim.tv_nsec == 6000);
	tv[0].tv_usec = 1000000;
	FAILS(utimes("at", tv), EINVAL);
	FAILS(utimes("at", WILD), EFAULT);
	ZERO(utimes("at", NULL));
	TRUE(stat("at", &sb) == 0 && sb.st_mtime > 1000000000);
}

void
test_attributes(void)
{
	ZERO(make_file("at", "x"));
	ZERO(symlink("at", "s"));
	ZERO(chmod("at", 07777));
	TRUE(stat("at", &sb) == 0 && (sb.st_mode & ALLPERMS) == 07777);
	ZERO(chown("at", 5, 6));
	ZERO(chown("at", -1, 7));
	TRUE(stat("at", &sb) == 0 && sb.st_uid == 5 && sb.st_gid == 7);
	ZERO(lchown("s", 9, 9));
	TRUE(lstat("s", &sb) == 0 && sb.st_uid == 9);
	TRUE(stat("s", &sb) == 0 && sb.st_uid == 5);
	test_times();
	ZERO(truncate("at", 7777));
	TRUE(stat("at", &sb) == 0 && sb.st_size == 7777);
	FAILS(truncate(".", 5), EISDIR);
	FAILS(truncate("at", -5), EINVAL);
	ZERO(unlink("s"));
	ZERO(unlink("at"));
}

void
test_flags(void)
{
	int fd;

	ZERO(make_file("fl", "abc"));
	ZERO(chflags("fl", SF_APPEND));
	FAILS(open("fl", O_WRONLY), EPERM);
	FAILS(open("fl", O_WRONLY | O_TRUNC | O_APPEND), EPERM);
	TRUE((fd = open("fl", O_WRONLY | O_APPEND)) >= 0);
	TRUE(write(fd, "d", 1) == 1);
	ZERO(close(fd));
	FAILS(truncate("fl", 0), EPERM);
	FAILS(unlink("fl"), EPERM);
	ZERO(chflags("fl", SF_IMMUTABLE));
	FAILS(open("fl", O_WRONLY | O_APPEND), EPERM);
	FAILS(chmod("fl", 0), EPERM);
	ZERO(chflags("fl", 0));
	TRUE(stat("fl", &sb) == 0 && sb.st_size == 4 && sb.st_flags == 0);
	ZERO(unlink("fl"));

	ZERO(mkdir("fd", 0755));
	ZERO(chflags("fd", SF_APPEND));
	ZERO(make_file("fd/x", ""));
	FAILS(unlink("fd/x"), EPERM);
	ZERO(chflags("fd", SF_IMMUTABLE));
	FAILS(mkdir("fd/y", 0755), EPERM);
	ZERO(chflags("fd", 0));
	ZERO(unlink("fd/x"));
	ZERO(rmdir("fd"));
}

/* A user of no rank, whose umask is 022. */
static void
become_user(void)
{
	setgroups(0, NULL);
	setgid(100);
	setuid(1000);
}

static void
user_and_others(void)
{
	struct timeval tv[2] = {{5, 0}, {6, 0}};

	become_user();
	FAILS(open("secret", O_RDONLY), EACCES);
	FAILS(open("ro", O_WRONLY), EACCES);
	ZERO(close(open("ro", O_RDONLY)));
	FAILS(mkdir("x", 0755), EACCES);
	FAILS(unlink("ro"), EACCES);
	FAILS(unlink("none"), ENOENT);
	FAILS(chmod("ro", 0777), EPERM);
	FAILS(chown("ro", 1000, -1), EPERM);
	FAILS(utimes("ro", tv), EPERM);
	FAILS(utimes("ro", NULL), EACCES);
	FAILS(chdir("priv"), EACCES);
	FAILS(open("priv/f", O_RDONLY), EACCES);
	FAILS(chroot("sticky"), EPERM);
	FAILS(mount("tmpfs", "sticky", 0, NULL, 0), EPERM);
	FAILS(unmount("/mnt", 0), EPERM);
	FAILS(access("secret", R_OK), EACCES);
	ZERO(access("secret", F_OK));
	FAILS(access("secret", 77), EINVAL);
}

static void
user_in_sticky(void)
{
	become_user();
	ZERO(chdir("sticky"));
	FAILS(mknod("dev", S_IFCHR | 0666, makedev(2, 2)), EPERM);
	ZERO(mkfifo("fifo", 0666));
	ZERO(unlink("fifo"));
	FAILS(unlink("root"), EPERM);
	FAILS(rename("root", "other"), EPERM);
	ZERO(make_file("mine", "hi"));
	FAILS(rename("mine", "root"), EPERM);
	ZERO(rename("mine", "mine2"));
	ZERO(unlink("mine2"));
}

static void
user_own_file(void)
{
	int fd;

	become_user();
	ZERO(chdir("sticky"));
	ZERO(make_file("me", "x"));
	ZERO(chmod("me", 04755));
	TRUE(stat("me", &sb) == 0 && (sb.st_mode & ALLPERMS) == 04755);
	TRUE((fd = open("me", O_WRONLY)) >= 0);
	TRUE(write(fd, "y", 1) == 1);
	TRUE(fstat(fd, &sb) == 0 && (sb.st_mode & ALLPERMS) == 0755);
	ZERO(close(fd));
	ZERO(chflags("me", UF_IMMUTABLE));
	FAILS(open("me", O_WRONLY), EPERM);
	FAILS(unlink("me"), EPERM);
	FAILS(chmod("me", 0), EPERM);
	FAILS(rename("me", "you"), EPERM);
	FAILS(link("me", "you"), EPERM);
	FAILS(chflags("me", SF_IMMUTABLE), EPERM);
	ZERO(chflags("me", 0));
	ZERO(unlink("me"));
}

void
test_users(void)
{
	ZERO(make_file("secret", "s"));
	ZERO(chmod("secret", 0600));
	ZERO(make_file("ro", "s"));
	ZERO(mkdir("priv", 0700));
	ZERO(make_file("priv/f", "s"));
	ZERO(mkdir("sticky", 0755));
	ZERO(chmod("sticky", 01777));
	ZERO(make_file("sticky/root", "s"));
	TRUE(in_child(user_and_others));
	TRUE(in_child(user_in_sticky));
	TRUE(in_child(user_own_file));
	ZERO(unlink("secret"));
	ZERO(unlink("ro"));
	ZERO(unlink("priv/f"));
	ZERO(rmdir("priv"));
	ZERO(unlink("sticky/root"));
	ZERO(rmdir("sticky"));
}
