/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tracing: /dev/ktrace itself: whom one may trace; that no record is lost
 * however slow the reader is; and that whoever is killed, on either side and
 * at any moment, leaves the other one well.
 */
#include <sys/ioctl.h>
#include <sys/ktrace.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#define MANY  200  /* processes */
#define CALLS 3000 /* more than the kernel has room for */

static uint64_t buf[65536 / sizeof(uint64_t)];

static int
open_trace(void)
{
	int fd = open("/dev/ktrace", O_RDWR);

	if (fd < 0) {
		perror("/dev/ktrace");
		exit(2);
	}
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return fd;
}

static int
attach(int fd, pid_t pid, uint32_t flags)
{
	struct ktr_attach ka = {pid, flags};

	return ioctl(fd, KTRIOCATTACH, &ka);
}

static int
detach(int fd, int32_t pid)
{
	return ioctl(fd, KTRIOCDETACH, &pid);
}

/* A child that waits until go[1] is written to, and then calls fn. */
static int go[2];

static pid_t
child(void (*fn)(void))
{
	pid_t pid;
	char c;

	if (pipe(go) != 0)
		exit(2);
	if ((pid = fork()) != 0) {
		close(go[0]);
		return pid;
	}
	close(go[1]);
	if (read(go[0], &c, 1) == 1)
		fn();
	_exit(0);
}

static void
let_go(void)
{
	(void)write(go[1], "", 1);
	close(go[1]);
}

/* What was read: records of each type, and what was wrong with them. */
struct seen {
	int type[8], named, wrong, status;
};

static void
look(struct seen *s, ssize_t n, const char *name)
{
	const struct ktr_header *h;
	const char *text;
	ssize_t at;

	for (at = 0; at < n; at += h->ktr_len) {
		h = (const void *)((const char *)buf + at);
		if (h->ktr_len < sizeof(*h) || h->ktr_len % 8 != 0 ||
		    h->ktr_len > (size_t)(n - at) || h->ktr_type >= 8) {
			s->wrong++;
			return;
		}
		s->type[h->ktr_type]++;
		text = (const char *)(h + 1) + sizeof(struct ktr_syscall);
		if (h->ktr_type == KTR_SYSCALL && name != NULL &&
		    strcmp(text, "native") == 0 &&
		    strcmp(text + strlen(text) + 1, name) == 0)
			s->named++;
		if (h->ktr_type == KTR_EXIT)
			s->status = *(const int32_t *)(const void *)(h + 1);
	}
}

/* All that there is until nobody is traced any more, size bytes at once. */
static struct seen
read_all(int fd, size_t size, const char *name)
{
	struct seen s = {.wrong = 0};
	ssize_t n;

	while ((n = read(fd, buf, size)) > 0)
		look(&s, n, name);
	if (n != 0)
		s.wrong++;
	return s;
}

static void
many_calls(void)
{
	int i;

	for (i = 0; i < CALLS; i++)
		(void)getppid();
}

static void
nothing(void)
{
}

/* ---- whom ---- */

static int
attach_as_user(void *arg)
{
	int fd = open_trace();

	if (setuid(1000) != 0)
		return 2;
	return attach(fd, *(pid_t *)arg, 0) == -1 && errno == EPERM ? 0 : 1;
}

/* The child's child asks to trace the child, which traces it. */
static int
attach_up(void *arg)
{
	int fd = open_trace(), status, up[2];
	pid_t me = getpid(), pid;
	char c;

	if (pipe(up) != 0)
		return 2;
	if ((pid = fork()) == 0) {
		if (read(up[0], &c, 1) != 1)
			_exit(3);
		fd = open_trace();
		_exit(attach(fd, me, 0) == -1 && errno == EDEADLK ? 0 : 1);
	}
	if (attach(fd, pid, 0) != 0 || write(up[1], "", 1) != 1)
		return 4;
	(void)read_all(fd, sizeof(buf), NULL);
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

static void
test_whom(void)
{
	pid_t pid = child(nothing);
	int fd = open_trace(), other = open_trace();
	struct seen s;

	fails(attach(fd, 1, 0), EPERM, "init is not traced");
	fails(attach(fd, 0, 0), ESRCH, "nor is who has no number");
	fails(attach(fd, -1, 0), ESRCH, "nor a number that nobody has");
	fails(attach(fd, 29999, 0), ESRCH, "nor who is not there");
	fails(attach(fd, getpid(), 0), EDEADLK, "nor oneself");
	fails(attach(fd, pid, 0x80), EINVAL, "flags that are none");
	is(in_child(attach_as_user, &pid), 0, "nor root's by somebody else");
	is(in_child(attach_up, NULL), 0, "nor who traces one");
	is(attach(fd, pid, 0), 0, "a child is");
	fails(attach(fd, pid, 0), EBUSY, "once");
	fails(attach(other, pid, 0), EBUSY, "and by one");
	fails(detach(other, pid), ESRCH, "who has to be the one to end it");
	is(detach(fd, pid), 0, "it is ended");
	is(attach(other, pid, 0), 0, "then by another");
	is(read(fd, buf, sizeof(buf)), 0, "to whom it was comes the end");
	let_go();
	s = read_all(other, sizeof(buf), NULL);
	is(s.type[KTR_EXIT], 1, "who has it is told of its end");
	is(s.wrong, 0, "in records that are sound");
	waitpid(pid, NULL, 0);
	close(fd);
	close(other);
}

/* ---- the device ---- */

static void
test_device(void)
{
	pid_t pid = child(many_calls);
	int fd = open_trace(), n = 0;
	struct pollfd pfd = {fd, POLLIN, 0};
	uint32_t cut = KTR_MAXCUT + 1;
	struct seen s;

	is(read(fd, buf, sizeof(buf)), 0, "nobody is traced: the end");
	fails(write(fd, "x", 1), ENODEV, "it is not written to");
	fails(ioctl(fd, KTRIOCCUT, &cut), EINVAL, "more than a record has");
	fails(ioctl(fd, FIONREAD, &n), ENOTTY, "another ioctl");
	fails(ioctl(fd, KTRIOCATTACH, (void *)16), EFAULT, "a wild pointer");
	is(attach(fd, pid, 0), 0, "a child is traced");
	is(poll(&pfd, 1, 0), 0, "nothing is to be read");
	fcntl(fd, F_SETFL, O_NONBLOCK);
	fails(read(fd, buf, sizeof(buf)), EAGAIN, "so it would wait");
	fcntl(fd, F_SETFL, 0);
	let_go();
	is(poll(&pfd, 1, 5000), 1, "it is woken");
	fails(read(fd, buf, sizeof(struct ktr_header)), EINVAL,
	    "half a record is not read");
	fails(read(fd, (void *)16, sizeof(buf)), EFAULT, "nor at nowhere");
	/* None of these has taken anything away. */
	s = read_all(fd, 256, "getppid");
	is(s.named, CALLS, "every call is told of, by one or two records");
	is(s.type[KTR_SYSCALL], s.type[KTR_SYSRET] + 1, "all but exit return");
	is(s.type[KTR_EXIT], 1, "then it ends");
	is(s.wrong, 0, "the records are sound");
	waitpid(pid, NULL, 0);
	close(fd);
}

/* ---- who is killed ---- */

static bool
sleeps_in_trace(pid_t pid)
{
	int i;

	/* Nobody reads: it cannot come to an end. */
	for (i = 0; i < 30; i++) {
		msleep(10);
		if (waitpid(pid, NULL, WNOHANG) != 0)
			return false;
	}
	return true;
}

static void
test_reader_goes(void)
{
	pid_t pid = child(many_calls);
	int fd = open_trace(), status = -1;

	attach(fd, pid, 0);
	let_go();
	ok(sleeps_in_trace(pid), "who is traced waits for the reader");
	close(fd);
	is(waitpid(pid, &status, 0), pid, "and goes on when that is gone");
	is(status, 0, "to its end");
}

static void
endless(void)
{
	for (;;)
		(void)getppid();
}

static void
test_detach_waiting(void)
{
	pid_t pid = child(endless);
	int fd = open_trace(), other = open_trace();
	struct seen s = {.wrong = 0};

	attach(fd, pid, 0);
	let_go();
	ok(sleeps_in_trace(pid), "one that waits");
	is(detach(fd, 0), 0, "is let go");
	is(attach(other, pid, 0), 0, "and taken over by another");
	look(&s, read(other, buf, sizeof(buf)), "getppid");
	ok(s.named > 0 && s.type[KTR_EXIT] == 0, "to whom the rest is told");
	ok(sleeps_in_trace(pid), "and for whom it waits");
	kill(pid, SIGKILL);
	s = read_all(other, sizeof(buf), "getppid");
	is(s.type[KTR_EXIT], 1, "to the end");
	is(s.wrong, 0, "in records that are sound");
	s = read_all(fd, sizeof(buf), "getppid");
	ok(s.named > 0 && s.wrong == 0, "what was told before can be read");
	is(s.type[KTR_EXIT], 0, "and is not the end");
	waitpid(pid, NULL, 0);
	close(fd);
	close(other);
}

static void
test_traced_goes(void)
{
	pid_t pid = child(many_calls);
	int fd = open_trace(), status = -1;
	struct seen s;

	attach(fd, pid, 0);
	let_go();
	ok(sleeps_in_trace(pid), "one that waits for the reader");
	kill(pid, SIGTERM);
	ok(sleeps_in_trace(pid), "waits on, whatever signal it gets");
	kill(pid, SIGKILL);
	is(waitpid(pid, &status, 0), pid, "but one");
	is(WTERMSIG(status), SIGKILL, "that kills it");
	s = read_all(fd, sizeof(buf), "getppid");
	ok(s.named > 0 && s.named < CALLS, "what it did is told");
	is(s.type[KTR_EXIT], 1, "and its end");
	is(s.status, SIGKILL, "which was that");
	is(s.wrong, 0, "in records that are sound");
	ok(s.type[KTR_SYSCALL] - s.type[KTR_SYSRET] <= 1,
	    "nothing is left out");
	close(fd);
}

/* The reader is killed: its descriptor is closed for it. */
static void
test_reader_killed(void)
{
	int status = -1, there[2];
	pid_t pid = child(many_calls), reader;
	char c;

	if (pipe(there) != 0)
		exit(2);
	if ((reader = fork()) == 0) {
		int fd = open_trace();

		close(go[1]);
		attach(fd, pid, KTRF_INHERIT);
		(void)write(there[1], "", 1);
		for (;;)
			pause();
	}
	(void)read(there[0], &c, 1);
	let_go();
	ok(sleeps_in_trace(pid), "one that waits for a reader");
	kill(reader, SIGKILL);
	waitpid(reader, NULL, 0);
	is(waitpid(pid, &status, 0), pid, "goes on when that is killed");
	is(status, 0, "to its end");
	close(there[0]);
	close(there[1]);
}

/*
 * One that has its own trace open as well waits for itself, once nobody else
 * has.  It can be killed.
 */
static void
test_own_trace(void)
{
	int fd = open_trace(), status = -1;
	pid_t pid = child(many_calls); /* it inherits the descriptor */

	attach(fd, pid, 0);
	close(fd);
	let_go();
	ok(sleeps_in_trace(pid), "one that would be its own reader waits");
	kill(pid, SIGKILL);
	is(waitpid(pid, &status, 0), pid, "and can be killed");
}

/* ---- many ---- */

static void
many_children(void)
{
	int i;

	for (i = 0; i < MANY; i++)
		if (fork() == 0) {
			(void)getppid();
			msleep(200);
			_exit(3);
		}
	while (wait(NULL) > 0)
		continue;
}

static void
test_many(uint32_t flags, int told)
{
	pid_t pid = child(many_children);
	int fd = open_trace();
	struct seen s;

	attach(fd, pid, flags);
	let_go();
	s = read_all(fd, 8192, "getppid");
	is(s.type[KTR_FORK], told, "%d of %d children are told of", told, MANY);
	is(s.type[KTR_EXIT], told + 1, "and the end of each");
	is(s.named, told, "and what they do");
	is(s.wrong, 0, "in records that are sound");
	waitpid(pid, NULL, 0);
	close(fd);
}

/* They go on, though nobody reads any more. */
static void
test_many_left(void)
{
	pid_t pid = child(many_children);
	int fd = open_trace(), status = -1;

	attach(fd, pid, KTRF_INHERIT);
	let_go();
	msleep(150);
	close(fd);
	is(waitpid(pid, &status, 0), pid, "a trace of many is closed");
	is(status, 0, "and they go on");
}

/* ---- no memory ---- */

static int
armed(int n)
{
	char text[16];

	snprintf(text, sizeof(text), "fail %d", n);
	return sysctlbyname("debug.inject", NULL, NULL, text, strlen(text));
}

static void
disarm(void)
{
	sysctlbyname("debug.inject", NULL, NULL, "off", 3);
}

static void
test_no_memory(void)
{
	pid_t pid = child(nothing);
	int fd, n, opened = 0, attached = 0, other = 0;

	for (n = 1; n < 20 && !opened; n++) {
		armed(n);
		fd = open("/dev/ktrace", O_RDWR);
		opened = fd >= 0;
		if (!opened && errno != ENOMEM)
			other++;
		disarm();
	}
	ok(opened && n > 2, "it cannot be opened without memory");
	for (n = 1; opened && n < 20 && !attached; n++) {
		armed(n);
		attached = attach(fd, pid, 0) == 0;
		if (!attached && errno != ENOMEM)
			other++;
		disarm();
	}
	ok(attached && n > 2, "nor anybody be traced");
	is(other, 0, "the error is that");
	let_go();
	is(read_all(fd, sizeof(buf), NULL).wrong, 0,
	    "with memory, all is well");
	waitpid(pid, NULL, 0);
	close(fd);
}

/* ---- nonsense from who is traced ---- */

static void
nonsense(void)
{
	char *wild[] = {
	    (char *)16, (char *)0xc0100000, (char *)0xffffffff, NULL};
	unsigned i;

	for (i = 0; i < 4; i++) {
		(void)open(wild[i], O_RDONLY);
		(void)write(1, wild[i], 0x7fffffff);
		(void)write(1, wild[i], 10);
		(void)read(-1, wild[i], ~0U);
		(void)execve("/", (char **)wild[i], NULL);
		(void)execve(wild[i], wild, wild);
		(void)rename(wild[i], wild[3 - i]);
		/* A number that no call has, and arguments that are nowhere. */
		__asm__ volatile("int $0x80"
				 :
				 : "a"(511 + i)
				 : "memory", "edx", "ecx", "cc");
		__asm__ volatile("xchgl %%esp, %%esi; int $0x80; "
				 "xchgl %%esp, %%esi"
				 :
				 : "a"(5), "S"(wild[i])
				 : "memory", "edx", "ecx", "cc");
	}
}

static void
test_nonsense(void)
{
	pid_t pid = child(nonsense);
	int fd = open_trace(), status = -1;
	struct seen s;

	attach(fd, pid, KTRF_INHERIT);
	let_go();
	s = read_all(fd, sizeof(buf), "open");
	is(s.wrong, 0, "of nonsense is told in records that are sound");
	is(s.named, 8, "each call of it");
	waitpid(pid, &status, 0);
	is(status, 0, "and it is answered");
	close(fd);
}

int
main(void)
{
	test_whom();
	test_device();
	test_reader_goes();
	test_detach_waiting();
	test_traced_goes();
	test_reader_killed();
	test_own_trace();
	test_many(KTRF_INHERIT, MANY);
	test_many(0, 0);
	test_many_left();
	test_no_memory();
	test_nonsense();
	return tap_done();
}
