/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fds.c: descriptors, devices, record locks.
 */
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "vfstest.h"

static void
test_fcntl(int fd)
{
	FAILS(fcntl(fd, F_DUPFD, 256), EINVAL);
	TRUE(fcntl(fd, F_DUPFD, 100) == 100);
	TRUE(fcntl(fd, F_DUPFD, 100) == 101);
	ZERO(fcntl(100, F_GETFD));
	ZERO(fcntl(100, F_SETFD, FD_CLOEXEC));
	TRUE(fcntl(100, F_GETFD) == FD_CLOEXEC);
	ZERO(fcntl(101, F_GETFD));
	FAILS(fcntl(fd, 77), EINVAL);
	ZERO(close(100));
	ZERO(close(101));
	TRUE(fcntl(fd, F_DUPFD_CLOEXEC, 50) == 50);
	TRUE(fcntl(50, F_GETFD) == FD_CLOEXEC);
	ZERO(ioctl(50, FIONCLEX));
	ZERO(fcntl(50, F_GETFD));
	ZERO(close(50));
}

/* All descriptors in use: nothing is made for want of one. */
static void
test_full_table(int fd)
{
	struct stat sb;
	int i, last = 0, pfd[2];

	while ((i = dup(fd)) >= 0)
		last = i;
	TRUE(errno == EMFILE && last == 255);
	FAILS(open("new", O_CREAT | O_RDWR, 0600), EMFILE);
	FAILS(pipe(pfd), EMFILE);
	FAILS(stat("new", &sb), ENOENT);
	for (i = fd + 1; i < 256; i++)
		close(i);
	TRUE(dup(fd) == fd + 1);
	ZERO(close(fd + 1));
}

void
test_descriptors(void)
{
	int fd, fd2;

	ZERO(make_file("f", "text"));
	TRUE((fd = open("f", O_RDONLY | O_CLOEXEC)) >= 0);
	TRUE(fcntl(fd, F_GETFD) == FD_CLOEXEC);
	TRUE((fd2 = dup(fd)) == fd + 1);
	ZERO(fcntl(fd2, F_GETFD));
	TRUE(lseek(fd, 2, SEEK_SET) == 2);
	TRUE(lseek(fd2, 0, SEEK_CUR) == 2);
	TRUE(dup2(fd, 200) == 200);
	TRUE(dup2(fd, 200) == 200);
	TRUE(dup2(fd, fd) == fd);
	FAILS(dup2(fd, 256), EBADF);
	FAILS(dup2(fd, -1), EBADF);
	FAILS(dup2(99, 5), EBADF);
	ZERO(close(200));
	ZERO(close(fd2));
	test_fcntl(fd);
	test_full_table(fd);
	ZERO(close(fd));
	FAILS(close(fd), EBADF);
	FAILS(read(fd, buf, 1), EBADF);
	FAILS(write(99, buf, 1), EBADF);
	FAILS(read(-1, buf, 1), EBADF);
	ZERO(unlink("f"));
}

void
test_devices(void)
{
	struct stat sb;
	int fd;

	TRUE((fd = open("/dev/null", O_RDWR)) >= 0);
	TRUE(write(fd, pattern, 1000) == 1000);
	TRUE(read(fd, buf, 10) == 0);
	FAILS(ioctl(fd, _IOR('Q', 1, int), buf), ENOTTY);
	ZERO(close(fd));
	TRUE((fd = open("/dev/zero", O_RDWR)) >= 0);
	buf[50] = 1;
	TRUE(read(fd, buf, 100) == 100 && buf[50] == 0);
	ZERO(close(fd));
	ZERO(mknod("nodev", S_IFCHR | 0666, makedev(200, 7)));
	FAILS(open("nodev", O_RDWR), ENXIO);
	TRUE(stat("nodev", &sb) == 0 && S_ISCHR(sb.st_mode) &&
	    sb.st_rdev == makedev(200, 7));
	ZERO(mknod("noblk", S_IFBLK | 0666, makedev(200, 7)));
	FAILS(open("noblk", O_RDWR), ENXIO);
	ZERO(unlink("nodev"));
	ZERO(unlink("noblk"));
}

static int lockfd;

static struct flock
range(int type, off_t start, off_t len)
{
	return (struct flock){.l_type = type,
	    .l_whence = SEEK_SET,
	    .l_start = start,
	    .l_len = len};
}

/* The parent has a write lock on the first ten bytes. */
static void
lock_child(void)
{
	struct flock fl = range(F_RDLCK, 5, 1);

	FAILS(fcntl(lockfd, F_SETLK, &fl), EAGAIN);
	fl = range(F_WRLCK, 5, 1);
	ZERO(fcntl(lockfd, F_GETLK, &fl));
	TRUE(fl.l_type == F_WRLCK && fl.l_pid == getppid() && fl.l_start == 0 &&
	    fl.l_len == 10);
	fl = range(F_WRLCK, 10, 0);
	ZERO(fcntl(lockfd, F_SETLK, &fl));
	fl = range(F_UNLCK, 20, 5);
	ZERO(fcntl(lockfd, F_SETLK, &fl));
}

/* The parent has given up bytes 2 to 4. */
static void
lock_hole(void)
{
	struct flock fl = range(F_WRLCK, 2, 3);

	ZERO(fcntl(lockfd, F_SETLK, &fl));
	fl = range(F_WRLCK, 1, 3);
	FAILS(fcntl(lockfd, F_SETLK, &fl), EAGAIN);
	fl = range(F_WRLCK, 5, 1);
	FAILS(fcntl(lockfd, F_SETLK, &fl), EAGAIN);
}

void
test_locks(void)
{
	struct flock fl = range(F_WRLCK, 0, 10);

	ZERO(make_file("f", "text"));
	TRUE((lockfd = open("f", O_RDWR)) >= 0);
	ZERO(fcntl(lockfd, F_SETLK, &fl));
	TRUE(in_child(lock_child));
	fl = range(F_UNLCK, 2, 3);
	ZERO(fcntl(lockfd, F_SETLK, &fl));
	TRUE(in_child(lock_hole));
	fl = range(F_WRLCK, 0, 0); /* the children's went with them */
	ZERO(fcntl(lockfd, F_SETLKW, &fl));
	fl = range(F_WRLCK, -1, 1);
	FAILS(fcntl(lockfd, F_SETLK, &fl), EINVAL);
	FAILS(fcntl(lockfd, F_SETLK, WILD), EFAULT);
	ZERO(close(lockfd));
	ZERO(unlink("f"));
}
