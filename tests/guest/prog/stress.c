/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stress: processes that do all kinds of things at once, in the same places.
 * Afterwards nothing may be left: no process, no memory, no reference to the
 * file system that they worked in.
 *
 *	stress [milliseconds]
 */
#include "tap.h"

#include "lkmutil.h"

#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <time.h>

#define PLACE   "/mnt/stress"
#define MS      400 /* for how long, if nothing else is said */
#define WORKERS 12

static long end, duration = MS;
static uint32_t state;

static long
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static uint32_t
number(uint32_t below)
{
	state = state * 1664525 + 1013904223;
	return (state >> 8) % below;
}

/* One of a few names, so that they meet. */
static const char *
name(void)
{
	static char names[4][16];
	static int next;

	next = (next + 1) % 4;
	snprintf(names[next], 16, number(3) == 0 ? "d%d/f%d" : "f%d",
	    (int)number(4), (int)number(4));
	return names[next];
}

static void
files(void)
{
	static char buf[9000];
	struct stat st;
	const char *a = name();
	int fd = -1;
	DIR *d;

	switch (number(12)) {
	case 0:
		mkdir(a, 0755);
		break;
	case 1:
		rmdir(a);
		break;
	case 2:
		rename(a, name());
		break;
	case 3:
		link(a, name());
		break;
	case 4:
		symlink(name(), a);
		break;
	case 5:
		unlink(a);
		break;
	case 6:
		if ((d = opendir(number(2) ? "." : "d1")) != NULL) {
			while (readdir(d) != NULL)
				;
			closedir(d);
		}
		break;
	case 7:
		truncate(a, number(20000));
		break;
	case 8:
		stat(a, &st);
		break;
	default:
		fd =
		    open(a, O_RDWR | O_CREAT | (number(4) ? 0 : O_TRUNC), 0644);
		(void)!pwrite(fd, buf, number(sizeof(buf)), number(30000));
		(void)!read(fd, buf, sizeof(buf));
		close(fd);
	}
}

static void
map(void)
{
	int fd = open(name(), O_RDWR);
	struct stat st;
	char *p;

	if (fd == -1)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size >= 4096) {
		p = mmap(
		    NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
		if (p != MAP_FAILED) {
			/* Only the kernel touches it: the file may shrink. */
			(void)!pwrite(fd, p, 100, 0);
			(void)!pread(fd, p, 100, 50);
			munmap(p, 4096);
		}
	}
	close(fd);
}

static void
pipes(void)
{
	struct pollfd pfd;
	char buf[5000];
	int fds[2];

	if (pipe(fds) == -1)
		return;
	if (fork() == 0) {
		close(fds[0]);
		(void)!write(fds[1], buf, sizeof(buf));
		_exit(0);
	}
	close(fds[1]);
	pfd = (struct pollfd){fds[0], POLLIN, 0};
	poll(&pfd, 1, 1000);
	while (read(fds[0], buf, 1000) > 0)
		;
	close(fds[0]);
	wait(NULL);
}

static void
programs(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		if (number(2))
			execl("/usr/bin/true", "true", (char *)NULL);
		_exit(0);
	}
	if (number(4) == 0)
		kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void
modules(void)
{
	static struct object o;
	int dev = open("/dev/lkm", O_RDWR), id;

	if (o.bytes == NULL)
		o = read_object("/m/over_a.o");
	if ((id = load_object(dev, &o)) != -1) {
		(void)syscall(215);
		if (number(2))
			msleep(1);
		unload_id(dev, id);
	}
	close(dev);
}

static void
mounts(void)
{
	if (mount(MOUNT_TMPFS, PLACE "/d0", 0, NULL, 0) == 0 || number(2) == 0)
		while (unmount(PLACE "/d0", 0) == -1 && errno == EBUSY)
			msleep(1);
}

static void
noise(int sig)
{
	(void)sig;
}

static void
signals(void)
{
	kill(-getpgrp(), SIGUSR1);
	msleep(1);
}

/* What worker n does until the time is over. */
static _Noreturn void
work(int n)
{
	static void (*const jobs[])(void) = {files, files, files, map, pipes,
	    programs, modules, modules, mounts, signals, files, pipes};

	state = n * 7919 + 1;
	signal(SIGUSR1, noise);
	if (chdir(PLACE) == -1)
		_exit(1);
	while (now() < end)
		jobs[n]();
	_exit(0);
}

/* One round; the number of workers that ended badly. */
static int
together(void)
{
	int i, status, bad = 0;
	pid_t pid;

	mkdir(PLACE, 0755);
	if (mount(MOUNT_TMPFS, PLACE, 0, NULL, 0) == -1)
		diag("mount: error %d", errno);
	end = now() + duration;
	for (i = 0; i < WORKERS; i++)
		if ((pid = fork()) == 0)
			work(i);
	while ((pid = wait(&status)) != -1 || errno == EINTR)
		if (pid != -1 && status != 0) {
			diag("pid %d: status 0x%x", (int)pid, status);
			bad++;
		}
	while (unmount(PLACE "/d0", 0) == 0)
		;
	is(unmount(PLACE, 0), 0, "nobody holds their file system");
	rmdir(PLACE);
	return bad;
}

int
main(int argc, char **argv)
{
	struct totals before, after;

	if (argc > 1)
		duration = atoi(argv[1]);
	setpgid(0, 0);
	signal(SIGUSR1, noise);
	mkdir("/mnt", 0755);
	is(together(), 0, "all together, once");
	take_totals(&before);
	take_totals(&before);
	is(together(), 0, "and again");
	take_totals(&after);
	ok(same_totals(&before, &after), "nothing is left");
	return tap_done();
}
