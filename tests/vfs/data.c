/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * data.c: what is in files: reading, writing, positions, holes; buffers
 * that are not there; mapped files.
 */
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "vfstest.h"

static struct stat sb;

static void
test_positions(int fd)
{
	TRUE(lseek(fd, 100000, SEEK_SET) == 100000);
	TRUE(write(fd, "hello", 5) == 5);
	TRUE(lseek(fd, -5, SEEK_CUR) == 100000);
	TRUE(read(fd, buf, 6) == 6 && memcmp(buf, "hello", 5) == 0 &&
	    buf[5] == pattern[100005]);
	FAILS(lseek(fd, -1, SEEK_SET), EINVAL);
	FAILS(lseek(fd, 0, 77), EINVAL);
	TRUE(lseek(fd, INT64_MAX, SEEK_SET) == INT64_MAX);
	FAILS(write(fd, "x", 1), EFBIG);
	TRUE(read(fd, buf, 1) == 0);
	FAILS(lseek(fd, 10, SEEK_CUR), EOVERFLOW);
	TRUE(fstat(fd, &sb) == 0 && sb.st_size == sizeof(pattern));
}

static void
test_append(void)
{
	int fd = open("f", O_WRONLY | O_APPEND), fd2;

	ZERO(make_file("f", "abc"));
	fd2 = open("f", O_RDWR);
	TRUE(write(fd2, "XX", 2) == 2);
	TRUE(write(fd, "def", 3) == 3);
	TRUE(lseek(fd2, 0, SEEK_SET) == 0);
	TRUE(read(fd2, buf, 100) == 6 && memcmp(buf, "XXcdef", 6) == 0);
	FAILS(read(fd, buf, 1), EBADF);
	TRUE(fcntl(fd, F_GETFL) == (O_WRONLY | O_APPEND));
	ZERO(fcntl(fd, F_SETFL, 0));
	TRUE(lseek(fd, 1, SEEK_SET) == 1);
	TRUE(write(fd, "q", 1) == 1);
	TRUE(lseek(fd2, 0, SEEK_SET) == 0);
	TRUE(read(fd2, buf, 2) == 2 && buf[1] == 'q');
	ZERO(close(fd));
	ZERO(close(fd2));
}

void
test_data(void)
{
	int fd = open("f", O_RDWR | O_CREAT | O_EXCL, 0666);

	TRUE(fd >= 0);
	TRUE(fstat(fd, &sb) == 0 && sb.st_mode == (S_IFREG | 0644) &&
	    sb.st_nlink == 1 && sb.st_size == 0);
	TRUE(write(fd, pattern, sizeof(pattern)) == sizeof(pattern));
	TRUE(lseek(fd, 0, SEEK_CUR) == sizeof(pattern));
	TRUE(lseek(fd, 0, SEEK_SET) == 0);
	TRUE(read(fd, buf, sizeof(buf)) == sizeof(buf));
	TRUE(memcmp(pattern, buf, sizeof(buf)) == 0);
	TRUE(read(fd, buf, 10) == 0);
	test_positions(fd);
	ZERO(close(fd));
	test_append();
	ZERO(unlink("f"));
}

/* True if the next n bytes of the file are zeros, and no more come. */
static int
zeros_left(int fd, int n)
{
	int i, any = 0;

	memset(buf, 1, n);
	if (read(fd, buf, n + 1) != n)
		return 0;
	for (i = 0; i < n; i++)
		any |= buf[i];
	return any == 0;
}

void
test_sparse(void)
{
	const off_t far = 5000000000LL, huge = 1LL << 41;
	int fd = open("f", O_RDWR | O_CREAT, 0600);

	TRUE(lseek(fd, far, SEEK_SET) == far);
	TRUE(write(fd, "end", 3) == 3);
	TRUE(fstat(fd, &sb) == 0 && sb.st_size == far + 3 && sb.st_blocks == 8);
	TRUE(lseek(fd, far - 2, SEEK_SET) == far - 2);
	TRUE(read(fd, buf, 10) == 5 && memcmp(buf, "\0\0end", 5) == 0);
	ZERO(ftruncate(fd, far - 1));
	ZERO(ftruncate(fd, far + 10));
	TRUE(lseek(fd, far - 2, SEEK_SET) == far - 2);
	TRUE(zeros_left(fd, 12));
	ZERO(ftruncate(fd, 10));
	ZERO(ftruncate(fd, huge));
	TRUE(lseek(fd, huge - 1, SEEK_SET) == huge - 1);
	TRUE(read(fd, buf, 10) == 1);
	TRUE(write(fd, "zz", 2) == 2);
	ZERO(ftruncate(fd, 0));
	TRUE(fstat(fd, &sb) == 0 && sb.st_blocks == 0);
	FAILS(ftruncate(fd, -1), EINVAL);
	FAILS(ftruncate(fd, INT64_MAX), EFBIG);
	ZERO(close(fd));
	ZERO(unlink("f"));
}

/* A write whose buffer ends half-way leaves nothing, nor traces later. */
static void
test_half(int fd)
{
	char *brk = sbrk(0), *end;

	end = (char *)(((uintptr_t)brk + 4095) & ~(uintptr_t)4095) + 4096;
	sbrk(end - brk);
	memset(end - 100, 'z', 100);
	TRUE(lseek(fd, 0, SEEK_END) == 10);
	FAILS(write(fd, end - 100, 8192), EFAULT);
	TRUE(fstat(fd, &sb) == 0 && sb.st_size == 10);
	ZERO(ftruncate(fd, 5000));
	TRUE(lseek(fd, 10, SEEK_SET) == 10);
	TRUE(zeros_left(fd, 4990));
}

void
test_faults(void)
{
	int fd = open("f", O_RDWR | O_CREAT, 0600);

	TRUE(write(fd, "0123456789", 10) == 10);
	FAILS(write(fd, (char *)0xbffff000, 10), EFAULT);
	FAILS(write(fd, WILD, 100000), EFAULT);
	FAILS(write(fd, (char *)0xfffffff0, 100), EFAULT);
	FAILS(write(fd, KERNEL, 10), EFAULT);
	TRUE(fstat(fd, &sb) == 0 && sb.st_size == 10);
	TRUE(lseek(fd, 0, SEEK_CUR) == 10);
	TRUE(lseek(fd, 0, SEEK_SET) == 0);
	FAILS(read(fd, KERNEL, 10), EFAULT);
	FAILS(read(fd, WILD, 10), EFAULT);
	TRUE(lseek(fd, 0, SEEK_CUR) == 0);
	FAILS(read(fd, buf, 0x80000000u), EINVAL);
	FAILS(write(fd, buf, 0xffffffffu), EINVAL);
	test_half(fd);
	FAILS(fstat(fd, WILD), EFAULT);
	ZERO(close(fd));
	ZERO(unlink("f"));
}

void
test_vectors(void)
{
	char a[2], b[10];
	struct iovec out[3] = {{"one", 3}, {"", 0}, {"two!", 4}};
	struct iovec in[2] = {{a, sizeof(a)}, {b, sizeof(b)}};
	int fd = open("v", O_RDWR | O_CREAT, 0600);

	TRUE(writev(fd, out, 3) == 7);
	TRUE(lseek(fd, 0, SEEK_SET) == 0);
	TRUE(
	    readv(fd, in, 2) == 7 && a[0] == 'o' && memcmp(b, "etwo!", 5) == 0);
	FAILS(writev(fd, out, 0), EINVAL);
	FAILS(writev(fd, out, -1), EINVAL);
	FAILS(writev(fd, out, 5000), EINVAL);
	FAILS(writev(fd, WILD, 1), EFAULT);
	out[0].iov_len = out[2].iov_len = 0x7fffffff;
	FAILS(writev(fd, out, 3), EINVAL);
	out[0].iov_len = 3;
	out[1].iov_base = WILD;
	out[1].iov_len = 5;
	FAILS(writev(fd, out, 2), EFAULT);
	ZERO(close(fd));
	ZERO(unlink("v"));
}

/*
 * What is mapped stays as it was when the file is written to, cut or
 * removed; reading a file into its own mapping does not lock up.
 */
void
test_mapped(void)
{
	int fd = open("f", O_RDWR | O_CREAT, 0600);
	char *map;

	TRUE(write(fd, pattern, 20000) == 20000);
	map = mmap(NULL, 16384, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	TRUE(map != MAP_FAILED);
	TRUE(memcmp(map, pattern, 16384) == 0);
	memset(buf, 0xcc, 20000);
	TRUE(lseek(fd, 0, SEEK_SET) == 0);
	TRUE(write(fd, buf, 20000) == 20000);
	TRUE(memcmp(map, pattern, 16384) == 0);
	TRUE(lseek(fd, 100, SEEK_SET) == 100);
	TRUE(read(fd, map + 4096, 8000) == 8000);
	TRUE(memcmp(map + 4096, buf, 8000) == 0);
	TRUE(write(fd, map, 16384) == 16384);
	ZERO(ftruncate(fd, 0));
	ZERO(close(fd));
	ZERO(unlink("f"));
	TRUE(memcmp(map, pattern, 4096) == 0);
	ZERO(munmap(map, 16384));
}
