/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dirs.c: directories, where a process is, and chroot.
 */
#include <sys/stat.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "vfstest.h"

#define MANY 2000

static struct stat sb;

static int
is_cwd(const char *path)
{
	return getcwd(buf, sizeof(buf)) != NULL && strcmp(buf, path) == 0;
}

/* Read the directory, removing every second name if asked to. */
static int
count_names(DIR *d, int removing)
{
	struct dirent *de;
	int n = 0;

	while ((de = readdir(d)) != NULL) {
		n++;
		if (removing && de->d_name[0] != '.' && n % 2 == 1)
			unlink(de->d_name);
	}
	return n;
}

static void
test_many(void)
{
	char name[20];
	int i, n;
	DIR *d;

	ZERO(mkdir("many", 0755));
	ZERO(chdir("many"));
	for (i = n = 0; i < MANY; i++) {
		sprintf(name, "file%d", i);
		n += make_file(name, "") == 0;
	}
	TRUE(n == MANY);
	TRUE((d = opendir(".")) != NULL);
	TRUE(count_names(d, 1) == MANY + 2);
	rewinddir(d);
	TRUE(count_names(d, 0) == MANY / 2 + 2);
	closedir(d);
	for (i = n = 0; i < MANY; i++) {
		sprintf(name, "file%d", i);
		n += unlink(name) == 0;
	}
	TRUE(n == MANY / 2);
	ZERO(chdir(".."));
	ZERO(rmdir("many"));
}

static void
test_getdents(void)
{
	int fd = open(".", O_RDONLY);

	FAILS(getdents(fd, buf, 10), EINVAL);
	FAILS(getdents(fd, WILD, 4096), EFAULT);
	TRUE(getdents(fd, buf, 32) > 0);
	FAILS(read(fd, buf, 10), EISDIR);
	ZERO(close(fd));
	ZERO(make_file("f", ""));
	fd = open("f", O_RDONLY);
	FAILS(getdents(fd, buf, 4096), EINVAL);
	FAILS(fchdir(fd), ENOTDIR);
	ZERO(close(fd));
	ZERO(unlink("f"));
}

/* In a directory that is no more. */
static void
test_removed(void)
{
	ZERO(chdir("dir/sub"));
	ZERO(rmdir("../sub"));
	TRUE(getcwd(buf, 100) == NULL && errno == ENOENT);
	FAILS(mkdir("new", 0755), ENOENT);
	FAILS(open("../dir", O_RDONLY), ENOENT);
	ZERO(stat(".", &sb));
	ZERO(chdir("/mnt"));
}

void
test_directories(void)
{
	int fd;

	ZERO(mkdir("dir", 0755));
	ZERO(make_file("dir/x", ""));
	FAILS(rmdir("dir"), ENOTEMPTY);
	ZERO(unlink("dir/x"));
	FAILS(rmdir("dir/."), EINVAL);
	FAILS(rmdir("dir/.."), EINVAL);
	FAILS(rmdir("/"), EINVAL);
	FAILS(rmdir("none"), ENOENT);
	TRUE(stat("dir", &sb) == 0 && sb.st_nlink == 2);
	ZERO(mkdir("dir/sub", 0700));
	TRUE(stat("dir", &sb) == 0 && sb.st_nlink == 3);
	TRUE((fd = open("dir", O_RDONLY)) >= 0);
	ZERO(fchdir(fd));
	ZERO(close(fd));
	TRUE(is_cwd("/mnt/dir"));
	ZERO(chdir("sub/../../dir/sub"));
	TRUE(is_cwd("/mnt/dir/sub"));
	TRUE(getcwd(buf, 3) == NULL && errno == ERANGE);
	ZERO(chdir("/"));
	TRUE(is_cwd("/"));
	ZERO(chdir("/mnt"));
	test_removed();
	ZERO(rmdir("dir"));
	test_getdents();
	test_many();
}

static void
chroot_child(void)
{
	ZERO(chroot("jail"));
	ZERO(chdir("/"));
	ZERO(stat("/f", &sb));
	ZERO(stat("/../../f", &sb));
	FAILS(stat("/link", &sb), ENOENT); /* /mnt/jail/f, from in here */
	TRUE(is_cwd("/"));
}

void
test_chroot(void)
{
	ZERO(mkdir("jail", 0755));
	ZERO(make_file("jail/f", ""));
	ZERO(symlink("/mnt/jail/f", "jail/link"));
	TRUE(in_child(chroot_child));
	ZERO(unlink("jail/f"));
	ZERO(unlink("jail/link"));
	ZERO(rmdir("jail"));
}
