/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tracing: /dev/ktrace itself: whom one may trace; that no record is lost
 * however slow the reader is; and that whoever is killed, on either side and
 * at any moment, leaves the other one well.
 */
#include <sys/stat.h>
#include <poll.h>
#include <signal.h>

#include "tracing.h"

#define CALLS 3000 /* more than the kernel has room for */

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
	return tap_done();
}
