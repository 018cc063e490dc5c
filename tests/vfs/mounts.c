/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mounts.c: mounting, unmounting, read-only and limited file systems.
 */
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "vfstest.h"

static struct stat sb, sb2;

static int
mount_tmpfs(const char *dir, int flags)
{
	return mount("tmpfs", dir, flags, NULL, 0);
}

static int
is_cwd(const char *path)
{
	return getcwd(buf, sizeof(buf)) != NULL && strcmp(buf, path) == 0;
}

static void
test_busy(void)
{
	int fd;

	ZERO(chdir("m"));
	TRUE(is_cwd("/mnt/m"));
	ZERO(stat("../f", &sb));
	FAILS(unmount("/mnt/m", 0), EBUSY);
	ZERO(mkdir("deep", 0755));
	ZERO(chdir("deep"));
	TRUE(is_cwd("/mnt/m/deep"));
	ZERO(stat("../../f", &sb));
	ZERO(chdir("/mnt"));
	fd = open("m/file", O_RDWR);
	FAILS(unmount("m", 0), EBUSY);
	FAILS(mount_tmpfs("m", MNT_UPDATE | MNT_RDONLY), EBUSY);
	ZERO(close(fd));
	ZERO(mount_tmpfs("m/deep", 0));
	FAILS(unmount("m", 0), EBUSY);
	ZERO(unmount("m/deep", 0));
}

void
test_mounts(void)
{
	int mounts = getvfsstat(NULL, 0, ST_NOWAIT);

	ZERO(make_file("f", "text"));
	ZERO(mkdir("m", 0755));
	FAILS(mount("nonefs", "m", 0, NULL, 0), ENODEV);
	FAILS(mount_tmpfs("none", 0), ENOENT);
	FAILS(mount_tmpfs("f", 0), ENOTDIR);
	FAILS(mount_tmpfs("/", 0), EBUSY);
	FAILS(mount(WILD, "m", 0, NULL, 0), EFAULT);
	FAILS(mount_tmpfs("m", MNT_UPDATE), EINVAL);
	FAILS(unmount("/", 0), EBUSY);
	FAILS(unmount("m", 0), EINVAL);
	ZERO(mount_tmpfs("m", 0));
	TRUE(getvfsstat(NULL, 0, ST_NOWAIT) == mounts + 1);
	ZERO(make_file("m/file", "data"));
	ZERO(stat("m", &sb));
	ZERO(stat(".", &sb2));
	TRUE(sb.st_dev != sb2.st_dev);
	FAILS(rename("m/file", "file"), EXDEV);
	FAILS(link("m/file", "file"), EXDEV);
	FAILS(rmdir("m"), EBUSY);
	FAILS(rename("m", "m3"), EBUSY);
	test_busy();
	ZERO(mount_tmpfs("m", 0)); /* on top */
	FAILS(stat("m/deep", &sb), ENOENT);
	ZERO(unmount("m", 0));
	ZERO(stat("m/deep", &sb));
	FAILS(unmount("m", MNT_FORCE), EOPNOTSUPP);
	ZERO(unmount("m", 0));
	FAILS(stat("m/deep", &sb), ENOENT);
	TRUE(getvfsstat(NULL, 0, ST_NOWAIT) == mounts);
	ZERO(rmdir("m"));
	ZERO(unlink("f"));
}

void
test_readonly(void)
{
	struct statvfs vs;

	ZERO(mkdir("m", 0755));
	ZERO(mount_tmpfs("m", 0));
	ZERO(make_file("m/file", "data"));
	ZERO(mount_tmpfs("m", MNT_UPDATE | MNT_RDONLY));
	FAILS(open("m/file", O_WRONLY), EROFS);
	FAILS(open("m/new", O_WRONLY | O_CREAT, 0644), EROFS);
	FAILS(mkdir("m/d", 0755), EROFS);
	FAILS(unlink("m/file"), EROFS);
	FAILS(rename("m/file", "m/new"), EROFS);
	FAILS(chmod("m/file", 0), EROFS);
	FAILS(chflags("m/file", 1), EROFS);
	FAILS(truncate("m/file", 0), EROFS);
	FAILS(utimes("m/file", NULL), EROFS);
	FAILS(access("m/file", W_OK), EROFS);
	ZERO(close(open("m/file", O_RDONLY)));
	ZERO(statvfs("m/file", &vs));
	TRUE(vs.f_flag & MNT_RDONLY);
	TRUE(strcmp(vs.f_mntonname, "m") == 0 &&
	    strcmp(vs.f_fstypename, "tmpfs") == 0);
	ZERO(mount_tmpfs("m", MNT_UPDATE));
	ZERO(unlink("m/file"));
	ZERO(unmount("m", 0));
	ZERO(rmdir("m"));
}

/* A tmpfs of ten pages and ten files. */
void
test_limits(void)
{
	struct tmpfs_args ta = {TMPFS_ARGS_VERSION, 10, 40960, 3, 4, 0700};
	char name[20];
	int fd, i;

	ZERO(mkdir("m", 0755));
	ZERO(mount("tmpfs", "m", MNT_NODEV, &ta, sizeof(ta)));
	TRUE(stat("m", &sb) == 0 && sb.st_uid == 3 && sb.st_gid == 4 &&
	    (sb.st_mode & ALLPERMS) == 0700);
	TRUE((fd = open("m/f", O_RDWR | O_CREAT, 0600)) >= 0);
	TRUE(write(fd, pattern, 100000) == 40960);
	FAILS(write(fd, pattern, 1), ENOSPC);
	ZERO(ftruncate(fd, 0));
	TRUE(lseek(fd, 0, SEEK_SET) == 0);
	TRUE(write(fd, pattern, 40960) == 40960);
	ZERO(close(fd));
	for (i = 0; i < 20; i++) {
		sprintf(name, "m/n%d", i);
		if (mkdir(name, 0755) == -1)
			break;
	}
	TRUE(i == 8 && errno == ENOSPC);
	ZERO(unlink("m/f"));
	ZERO(mknod("m/null", S_IFCHR | 0666, makedev(2, 2)));
	FAILS(open("m/null", O_RDWR), ENXIO); /* MNT_NODEV */
	ZERO(unmount("m", 0));
	FAILS(mount("tmpfs", "m", 0, &ta, sizeof(ta) - 1), EINVAL);
	FAILS(mount("tmpfs", "m", 0, WILD, sizeof(ta)), EFAULT);
	ta.ta_version = 9;
	FAILS(mount("tmpfs", "m", 0, &ta, sizeof(ta)), EINVAL);
	ZERO(rmdir("m"));
}
