/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * files.c: files, positions of 64 bits, stdio.
 */
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utime.h>

#include "libctest.h"

static void
test_positions(int fd)
{
	const off_t far = 5;
	char buf[16];

	ok(write(fd, "0123456789", 10) == 10, "write");
	ok(lseek(fd, 0, SEEK_CUR) == 10, "lseek tells the position");
	ok(lseek(fd, -3, SEEK_END) == 7, "lseek from the end");
	ok(read(fd, buf, sizeof(buf)) == 3 && memcmp(buf, "789", 3) == 0,
	    "read what is there");
	ok(lseek(fd, -1, SEEK_SET) == -1 && errno == EINVAL,
	    "lseek before the start: EINVAL");
	ok(pread(fd, buf, 2, far) == 2 && memcmp(buf, "56", 2) == 0 &&
		lseek(fd, 0, SEEK_CUR) == 10,
	    "pread leaves the position");
	ok(pwrite(fd, "ab", 2, 3) == 2 && lseek(fd, 0, SEEK_CUR) == 10,
	    "pwrite leaves the position");
	ok(lseek(fd, 0x123456789ALL, SEEK_SET) == 0x123456789ALL,
	    "lseek passes and returns 64 bits");
}

static void
test_sizes(int fd)
{
	struct stat st;

	ok(ftruncate(fd, 4) == 0 && fstat(fd, &st) == 0 && st.st_size == 4,
	    "ftruncate");
	ok(truncate("file", 2) == 0 && stat("file", &st) == 0 &&
		st.st_size == 2,
	    "truncate");
	ok(S_ISREG(st.st_mode) && (st.st_mode & ALLPERMS) == 0640,
	    "stat tells the mode");
	ok(st.st_nlink == 1 && st.st_blksize >= 512 && st.st_ino != 0,
	    "stat tells links, block size and number");
	ok(chmod("file", 0600) == 0 && stat("file", &st) == 0 &&
		(st.st_mode & ALLPERMS) == 0600,
	    "chmod");
}

static void
test_times(void)
{
	struct utimbuf when = {1000000000, 5000000000LL};
	struct timeval now;
	struct stat st;

	ok(utime("file", &when) == 0 && stat("file", &st) == 0 &&
		st.st_atime == 1000000000 && st.st_mtime == 5000000000LL,
	    "utime, also after 2038");
	ok(gettimeofday(&now, NULL) == 0 && utimes("file", NULL) == 0 &&
		stat("file", &st) == 0 && st.st_mtime >= now.tv_sec - 1 &&
		st.st_mtime <= now.tv_sec + 5,
	    "utimes: now");
}

static void
test_vectors(int fd)
{
	struct iovec iov[2] = {{"one", 3}, {"two", 3}};
	char a[4], b[2];

	lseek(fd, 0, SEEK_SET);
	ok(writev(fd, iov, 2) == 6, "writev");
	iov[0] = (struct iovec){a, sizeof(a)};
	iov[1] = (struct iovec){b, sizeof(b)};
	lseek(fd, 0, SEEK_SET);
	ok(readv(fd, iov, 2) == 6 && memcmp(a, "onet", 4) == 0 &&
		memcmp(b, "wo", 2) == 0,
	    "readv");
}

static void
test_stdio(void)
{
	char line[64], name[] = "temp.XXXXXX";
	int fd, n;
	FILE *f;

	f = fopen("text", "w+");
	ok(f != NULL, "fopen");
	if (f == NULL)
		return;
	ok(fprintf(f, "%d %s %lld %.2f\n", 7, "x", 1LL << 40, 2.5) == 23,
	    "fprintf counts");
	for (n = 0; n < 1000; n++)
		fprintf(f, "line %d\n", n);
	ok(fseeko(f, 23, SEEK_SET) == 0 &&
		fgets(line, sizeof(line), f) != NULL &&
		strcmp(line, "line 0\n") == 0 && ftello(f) == 30,
	    "fseeko, fgets, ftello");
	rewind(f);
	ok(fgets(line, sizeof(line), f) != NULL &&
		strcmp(line, "7 x 1099511627776 2.50\n") == 0,
	    "what fprintf wrote: %s", strtok(line, "\n"));
	ok(fclose(f) == 0, "fclose");
	f = fopen("text", "a");
	ok(f != NULL && fputs("end\n", f) >= 0 && fclose(f) == 0, "append");
	f = fopen("text", "r");
	ok(f != NULL && fseek(f, -4, SEEK_END) == 0 &&
		fgets(line, sizeof(line), f) != NULL &&
		strcmp(line, "end\n") == 0,
	    "read what was appended");
	if (f != NULL)
		fclose(f);
	ok(fopen("nothing", "r") == NULL && errno == ENOENT,
	    "fopen of nothing: ENOENT");
	fd = mkstemp(name);
	ok(fd != -1 && unlink(name) == 0 && close(fd) == 0, "mkstemp");
	ok(unlink("text") == 0, "unlink");
}

void
test_files(void)
{
	int copy, fd;

	umask(027);
	fd = open("file", O_RDWR | O_CREAT | O_EXCL, 0666);
	ok(fd != -1, "open");
	ok(open("file", O_RDWR | O_CREAT | O_EXCL, 0666) == -1 &&
		errno == EEXIST,
	    "open with O_EXCL: EEXIST");
	test_positions(fd);
	test_sizes(fd);
	test_times();
	test_vectors(fd);
	copy = fcntl(fd, F_DUPFD, 20);
	ok(copy >= 20 && fcntl(copy, F_GETFD) == 0, "F_DUPFD");
	ok(fcntl(copy, F_SETFD, FD_CLOEXEC) == 0 &&
		fcntl(copy, F_GETFD) == FD_CLOEXEC,
	    "F_SETFD");
	ok((fcntl(copy, F_GETFL) & O_ACCMODE) == O_RDWR, "F_GETFL");
	ok(close(copy) == 0 && close(copy) == -1 && errno == EBADF,
	    "close twice: EBADF");
	ok(close(fd) == 0 && unlink("file") == 0, "unlink");
	ok(!isatty(0) && errno == ENOTTY, "isatty of no terminal: ENOTTY");
	test_stdio();
	umask(022);
}
