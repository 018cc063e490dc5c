/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * names.c: paths, symbolic links, hard links, rename.
 */
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "vfstest.h"

static struct stat sb, sb2;

static void
test_lengths(void)
{
	char path[1200];
	int i;

	memset(path, 'a', 256);
	path[255] = '\0';
	ZERO(make_file(path, ""));
	ZERO(unlink(path));
	path[255] = 'a';
	path[256] = '\0';
	FAILS(open(path, O_CREAT | O_RDWR, 0600), ENAMETOOLONG);
	for (i = 0; i < 1022; i += 2)
		memcpy(path + i, "./", 2);
	strcpy(path + 1022, ".");
	ZERO(stat(path, &sb));
	strcpy(path + 1022, "./");
	FAILS(stat(path, &sb), ENAMETOOLONG);
}

void
test_paths(void)
{
	ZERO(mkdir("d", 0755));
	ZERO(make_file("f", "text"));
	FAILS(mkdir("d", 0755), EEXIST);
	FAILS(mkdir("d/", 0755), EEXIST);
	FAILS(mkdir("/", 0755), EEXIST);
	FAILS(mkdir("d/.", 0755), EEXIST);
	FAILS(mkdir("none/a", 0755), ENOENT);
	ZERO(mkdir("d2/", 0755));
	ZERO(rmdir("d2/"));
	FAILS(open("", O_RDONLY), ENOENT);
	FAILS(open(WILD, O_RDONLY), EFAULT);
	FAILS(open(KERNEL, O_RDONLY), EFAULT);
	FAILS(open("f", O_RDWR | O_CREAT | O_EXCL, 0666), EEXIST);
	FAILS(open("f", O_RDWR | O_WRONLY), EINVAL);
	FAILS(open("f/", O_RDONLY), ENOTDIR);
	FAILS(open("f/x", O_RDONLY), ENOTDIR);
	FAILS(open("f", O_RDONLY | O_DIRECTORY), ENOTDIR);
	FAILS(open("new/", O_WRONLY | O_CREAT, 0644), ENOENT);
	FAILS(open("d", O_WRONLY), EISDIR);
	FAILS(open("d", O_RDWR | O_CREAT, 0644), EISDIR);
	ZERO(stat("/../../mnt/./d/../f", &sb));
	ZERO(stat("//mnt///f", &sb));
	test_lengths();
	ZERO(rmdir("d"));
	ZERO(unlink("f"));
}

/* MAXSYMLINKS are followed, and not one more. */
static void
test_chain(void)
{
	char name[20], target[20] = "f";
	int i;

	for (i = 0; i < 33; i++) {
		sprintf(name, "c%d", i);
		symlink(target, name);
		strcpy(target, name);
	}
	ZERO(stat("c31", &sb));
	FAILS(stat("c32", &sb), ELOOP);
	for (i = 0; i < 33; i++) {
		sprintf(name, "c%d", i);
		unlink(name);
	}
}

static void
test_followed(void)
{
	ZERO(symlink("loop", "loop"));
	FAILS(open("loop", O_RDONLY), ELOOP);
	ZERO(unlink("loop"));
	ZERO(symlink("target", "dangling"));
	FAILS(open("dangling", O_RDONLY), ENOENT);
	ZERO(close(open("dangling", O_RDWR | O_CREAT, 0644)));
	ZERO(unlink("target"));
	ZERO(unlink("dangling"));
	ZERO(mkdir("dir", 0755));
	ZERO(symlink("dir", "sd"));
	ZERO(make_file("sd/x", "x"));
	ZERO(stat("dir/x", &sb));
	TRUE(lstat("sd/", &sb) == 0 && S_ISDIR(sb.st_mode));
	TRUE(lstat("sd", &sb) == 0 && S_ISLNK(sb.st_mode));
	FAILS(rmdir("sd/"), ENOTDIR);
	ZERO(symlink("../dir/../f", "dir/rel"));
	TRUE(stat("dir/rel", &sb) == 0 && S_ISREG(sb.st_mode));
	ZERO(unlink("dir/rel"));
	ZERO(unlink("dir/x"));
	ZERO(unlink("sd"));
	ZERO(rmdir("dir"));
}

void
test_symlinks(void)
{
	ZERO(make_file("f", "text"));
	ZERO(symlink("/mnt/f", "s"));
	TRUE(lstat("s", &sb) == 0 && S_ISLNK(sb.st_mode) && sb.st_size == 6);
	TRUE(stat("s", &sb) == 0 && S_ISREG(sb.st_mode));
	TRUE(readlink("s", buf, 100) == 6 && memcmp(buf, "/mnt/f", 6) == 0);
	TRUE(readlink("s", buf, 2) == 2);
	FAILS(readlink("f", buf, 10), EINVAL);
	FAILS(readlink("s", WILD, 10), EFAULT);
	FAILS(symlink("x", "s"), EEXIST);
	FAILS(symlink("", "s2"), ENOENT);
	FAILS(open("s", O_RDONLY | O_NOFOLLOW), ELOOP);
	FAILS(open("s", O_CREAT | O_EXCL | O_RDWR, 0600), EEXIST);
	FAILS(stat("s/", &sb), ENOTDIR);
	test_followed();
	test_chain();
	ZERO(unlink("s"));
	ZERO(unlink("f"));
}

void
test_links(void)
{
	int fd;

	ZERO(make_file("l1", "link"));
	ZERO(mkdir("d", 0755));
	ZERO(link("l1", "l2"));
	ZERO(stat("l1", &sb));
	ZERO(stat("l2", &sb2));
	TRUE(sb.st_ino == sb2.st_ino && sb.st_nlink == 2);
	FAILS(link("l1", "l2"), EEXIST);
	FAILS(link("d", "d2"), EPERM);
	FAILS(link("none", "n"), ENOENT);
	FAILS(link("l1", "n/"), ENOENT);
	FAILS(link("l1", "/link"), EXDEV);
	ZERO(unlink("l1"));
	TRUE(stat("l2", &sb) == 0 && sb.st_nlink == 1);
	FAILS(unlink("d"), EPERM);
	FAILS(rmdir("l2"), ENOTDIR);
	FAILS(unlink("d/../none"), ENOENT);
	ZERO(rmdir("d"));

	/* Without a name, but open, it is still there. */
	fd = open("l2", O_RDWR);
	ZERO(unlink("l2"));
	TRUE(read(fd, buf, 10) == 4);
	TRUE(write(fd, pattern, 50000) == 50000);
	TRUE(fstat(fd, &sb) == 0 && sb.st_nlink == 0 && sb.st_size == 50004);
	ZERO(close(fd));
}

static void
test_rename_files(void)
{
	ZERO(make_file("r1", "1"));
	ZERO(make_file("r2", "22"));
	ZERO(rename("r1", "r2"));
	FAILS(stat("r1", &sb), ENOENT);
	TRUE(stat("r2", &sb) == 0 && sb.st_size == 1);
	ZERO(rename("r2", "r2"));
	ZERO(link("r2", "r3"));
	ZERO(rename("r2", "r3")); /* one file: both names stay */
	ZERO(stat("r2", &sb));
	FAILS(rename("none", "x"), ENOENT);
	FAILS(rename("r2", "new/"), ENOTDIR);
	FAILS(rename("r2", "r3/x"), ENOTDIR);
	FAILS(rename("r2", "/r2"), EXDEV);
	FAILS(rename(".", "z"), EINVAL);
	FAILS(rename("r2", "/"), EINVAL);
	FAILS(rename("r2", WILD), EFAULT);
}

void
test_rename(void)
{
	test_rename_files();
	ZERO(mkdir("m1", 0755));
	ZERO(mkdir("m1/m2", 0755));
	FAILS(rename("m1", "m1/m2/m3"), EINVAL);
	FAILS(rename("m1", "m1/m2"), EINVAL);
	FAILS(rename("m1", "m1/x"), EINVAL);
	FAILS(rename("m1/m2", "m1"), ENOTEMPTY);
	ZERO(mkdir("e", 0755));
	ZERO(rename("m1", "e"));
	ZERO(stat("e/m2", &sb));
	FAILS(rename("e", "r2"), ENOTDIR);
	FAILS(rename("r2", "e"), EISDIR);
	ZERO(mkdir("g", 0755));
	FAILS(rename("g", "e"), ENOTEMPTY);
	ZERO(rename("e/m2", "g/m2"));
	ZERO(stat("e", &sb));
	ZERO(stat("g", &sb2));
	TRUE(sb.st_nlink == 2 && sb2.st_nlink == 3);
	ZERO(chdir("g/m2"));
	TRUE(getcwd(buf, 100) != NULL && strcmp(buf, "/mnt/g/m2") == 0);
	ZERO(chdir("/mnt"));
	ZERO(rename("g/", "h/"));
	ZERO(rmdir("h/m2"));
	ZERO(rmdir("h"));
	ZERO(rmdir("e"));
	ZERO(unlink("r2"));
	ZERO(unlink("r3"));
}
