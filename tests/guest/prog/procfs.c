/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * procfs: what is mounted on /proc tells the truth, whoever reads it in
 * whatever pieces, while processes come and go.
 *
 *	procfs		the tests
 *	procfs churn N	N processes, one after the other, each read while it is
 *			there, while it ends and afterwards
 */
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tap.h"

static char text[300000], again[300000];

static int
open_of(pid_t pid, const char *file)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	return open(path, O_RDONLY);
}

/* All of it, in pieces of so many bytes; its length, or -1. */
static long
read_all(int fd, char *to, size_t room, size_t piece)
{
	size_t len = 0;
	ssize_t n = 0;

	while (len < room - 1 &&
	    (n = read(fd, to + len,
		 piece < room - 1 - len ? piece : room - 1 - len)) > 0)
		len += n;
	to[len] = '\0';
	return n < 0 ? -1 : (long)len;
}

static pid_t
sleeper(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		for (;;)
			pause();
	}
	return pid;
}

static void
end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* ---- reading ---- */

static void
test_pieces(void)
{
	static const char *const files[] = {"ksyms", "modules", "mounts",
	    "version", "self/status", "self/map", "self/fd", "self/cmdline"};
	static const size_t pieces[] = {1, 7, 4096, 100000};
	char path[64];
	size_t i, k;
	bool good;
	int fd;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "/proc/%s", files[i]);
		fd = open(path, O_RDONLY);
		good = read_all(fd, text, sizeof(text), 65536) > 0;
		/* What is at an offset belongs to the same picture. */
		for (k = 0; k < sizeof(pieces) / sizeof(pieces[0]); k++) {
			lseek(fd, 1, SEEK_SET);
			good &= read_all(fd, again, sizeof(again), pieces[k]) ==
				(long)strlen(text) - 1 &&
			    strcmp(text + 1, again) == 0;
		}
		ok(good, "%s in pieces", path);
		is(lseek(fd, 1 << 30, SEEK_SET), 1 << 30, "far behind");
		is(read(fd, again, 10), 0, "there is nothing");
		close(fd);
	}
}

/* A page would have to stay true. */
static int
map_it(void *arg)
{
	volatile char *p =
	    mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, *(int *)arg, 0);

	if (p == MAP_FAILED)
		return 0;
	return p[0] != '\0';
}

static void
test_refused(void)
{
	int fd = open("/proc/version", O_RDONLY), i;
	int dir = open("/proc", O_RDONLY);

	fails(open("/proc/version", O_RDWR), EROFS, "nobody writes");
	fails(open("/proc/x", O_RDWR | O_CREAT, 0600), EROFS, "or makes");
	fails(unlink("/proc/version"), EROFS, "or removes");
	fails(mkdir("/proc/self/x", 0700), EROFS, "or makes a directory");
	fails(chmod("/proc/version", 0666), EROFS, "or changes a mode");
	fails(open("/proc/nosuch", O_RDONLY), ENOENT, "no such file");
	fails(open("/proc/29999/status", O_RDONLY), ENOENT, "nor process");
	fails(open("/proc/01/status", O_RDONLY), ENOENT, "a number is a name");
	fails(open("/proc/4294967297", O_RDONLY), ENOENT, "a large one, too");
	fails(open("/proc/1/1", O_RDONLY), ENOENT, "and none in a process");
	fails(pread(dir, text, 10, 0), EISDIR, "a directory");
	close(dir);
	fails(readlink("/proc/version", text, 10), EINVAL, "no link");
	i = in_child(map_it, &fd);
	ok(i == 0 || signal_of(i) != 0, "nobody maps it");
	close(fd);
}

/* ---- a process that goes ---- */

static void
test_gone(void)
{
	pid_t pid = sleeper();
	int status = open_of(pid, "status"), fresh = open_of(pid, "status");
	int dir = open_of(pid, "");
	struct stat sb;
	char byte;

	is(read(status, &byte, 1), 1, "a byte is read");
	kill(pid, SIGKILL);
	msleep(20);
	ok(read_all(fresh, text, sizeof(text), 4096) > 0 &&
		strstr(text, "not yet waited for") != NULL,
	    "who has ended and was not waited for is shown");
	waitpid(pid, NULL, 0);
	ok(read_all(status, text, sizeof(text), 4096) > 100,
	    "who has begun to read reads on");
	fails(pread(status, &byte, 1, 0), ESRCH, "not from the beginning");
	fails(pread(fresh, &byte, 1, 0), ESRCH, "who has not finds nothing");
	fails(open_of(pid, "status"), ENOENT, "the name is gone");
	ok(fstat(fresh, &sb) == 0 && sb.st_nlink == 0 && sb.st_uid == 0,
	    "what is open has no name");
	is(fchdir(dir), 0, "its directory can be entered");
	fails(open("status", O_RDONLY), ENOENT, "it is empty");
	ok(chdir("..") == 0 && access("version", R_OK) == 0, "and left");
	chdir("/");
	close(status);
	close(fresh);
	close(dir);
}

/* A number that has come round again is another process. */
static int
churn(int count)
{
	int fds[4], i, k, bad = 0;
	ssize_t n;
	char buf[512];

	for (i = 0; i < count; i++) {
		pid_t pid = sleeper();

		fds[0] = open_of(pid, "status");
		fds[1] = open_of(pid, "map");
		fds[2] = open_of(pid, "fd");
		fds[3] = open_of(pid, "cmdline");
		bad += read(fds[i % 4], buf, 1) != 1;
		kill(pid, SIGKILL);
		for (k = 0; k < 4; k++)
			bad += (n = read(fds[k], buf, sizeof(buf))) == -1 &&
			    errno != ESRCH;
		waitpid(pid, NULL, 0);
		for (k = 0; k < 4; k++) {
			bad += pread(fds[k], buf, sizeof(buf), 0) != -1 ||
			    errno != ESRCH;
			close(fds[k]);
		}
	}
	return bad;
}

/* Everybody who is there all the time is listed once, among those who come. */
static int
listed(pid_t pid, int *times)
{
	DIR *d = opendir("/proc");
	struct dirent *e;
	int last = -1, n, sorted = 1;

	*times = 0;
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] < '0' || e->d_name[0] > '9')
			continue;
		n = atoi(e->d_name);
		sorted &= n > last;
		last = n;
		*times += n == pid;
	}
	closedir(d);
	return sorted;
}

static void
test_list(void)
{
	pid_t stays = sleeper(), busy = fork();
	int i, times, bad = 0;

	if (busy == 0)
		exit(churn(60) != 0);
	for (i = 0; i < 200; i++)
		bad += !listed(stays, &times) || times != 1;
	waitpid(busy, &i, 0);
	is(bad, 0, "a list while processes come and go");
	is(i, 0, "and what they are told themselves");
	end(stays);
}

/* ---- who may ---- */

static int
be_student(void *arg)
{
	pid_t other = *(pid_t *)arg;
	int ksyms = open("/proc/ksyms", O_RDONLY);
	char line[64];

	if (setgid(1000) != 0 || setuid(1000) != 0)
		return 1;
	if (read(ksyms, line, 8) != 8 || memcmp(line, "00000000", 8) == 0)
		return 2; /* root has opened it */
	close(ksyms);
	ksyms = open("/proc/ksyms", O_RDONLY);
	if (read_all(ksyms, text, sizeof(text), 4096) < 1000)
		return 3;
	for (char *at = text; at != NULL && *at != '\0';
	     at = strchr(at, '\n') != NULL ? strchr(at, '\n') + 1 : NULL)
		if (strncmp(at, "00000000 ", 9) != 0)
			return 4;
	if (open_of(other, "map") != -1 || errno != EACCES)
		return 5;
	if (open_of(other, "fd") != -1 || errno != EACCES)
		return 6;
	if (open_of(other, "status") == -1)
		return 7;
	/* What it had as root may still be in its memory. */
	if (open_of(getpid(), "map") != -1 || errno != EACCES)
		return 8;
	return 0;
}

static void
test_rights(void)
{
	pid_t other = sleeper();
	char path[64];
	struct stat sb;

	is(in_child(be_student, &other), 0,
	    "addresses and others' memory are root's");
	snprintf(path, sizeof(path), "/proc/%d/map", (int)other);
	ok(stat(path, &sb) == 0 && sb.st_uid == 0 &&
		(sb.st_mode & 07777) == 0400,
	    "mode and owner");
	end(other);
}

/* ---- vnodes ---- */

static void
test_mounted_on(void)
{
	pid_t pid = sleeper();
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d", (int)pid);
	is(mount("tmpfs", path, 0, NULL, 0), 0, "mounted on a process");
	end(pid);
	fails(unmount("/proc", 0), EBUSY, "so /proc stays");
	is(unmount(path, 0), 0, "unmounted when it is gone");
	fails(access(path, F_OK), ENOENT, "then the name goes, too");
}

int
main(int argc, char **argv)
{
	int i, fds[40], bad = 0;

	if (argc == 3)
		return churn(atoi(argv[2])) != 0;
	test_pieces();
	test_refused();
	test_gone();
	test_list();
	test_rights();
	test_mounted_on();
	is(churn(100), 0, "100 processes");
	for (i = 0; i < 40; i++)
		fds[i] = open("/proc/version", O_RDONLY);
	for (i = 0; i < 40; i++)
		bad += read(fds[i], text, 10) != 10 || close(fds[i]) != 0;
	is(bad, 0, "one file, open 40 times");
	is(unmount("/proc", 0), 0, "nothing is left: it is unmounted");
	is(mount("procfs", "/proc", 0, NULL, 0), 0, "and mounted again");
	return tap_done();
}
