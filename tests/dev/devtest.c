/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * devtest: a program for the guest that tries the base devices on the real
 * kernel and prints TAP.  It takes the console as its terminal, types on it
 * with TIOCSTI, and looks for what the line discipline makes of that.
 */
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define KERNEL_TEXT 0xc0100000UL
#define NOT_MAPPED  0xffc00000UL

static int count, failed;
static int tty = -1;

static void
ok(bool good, const char *what)
{
	int error = errno;

	printf("%sok %d - %s\n", good ? "" : "not ", ++count, what);
	if (!good) {
		failed++;
		printf("# errno is %d: %s\n", error, strerror(error));
	}
	fflush(stdout);
	errno = 0;
}

static int
open_device(const char *name, int flags)
{
	int fd = open(name, flags);

	if (fd < 0)
		err(2, "%s", name);
	return fd;
}

/* ---- memory */

static void
test_null_zero(void)
{
	char buf[10000];
	int fd = open_device("/dev/null", O_RDWR), i;

	ok(write(fd, buf, sizeof(buf)) == sizeof(buf) &&
		read(fd, buf, sizeof(buf)) == 0,
	    "/dev/null");
	close(fd);
	fd = open_device("/dev/zero", O_RDWR);
	memset(buf, 1, sizeof(buf));
	ok(read(fd, buf, sizeof(buf)) == sizeof(buf), "/dev/zero fills");
	for (i = 0; i < (int)sizeof(buf) && buf[i] == 0; i++)
		continue;
	ok(i == sizeof(buf), "... with zeros");
	ok(write(fd, buf, sizeof(buf)) == sizeof(buf), "... and takes");
	ok(read(fd, (void *)KERNEL_TEXT, 10) == -1 && errno == EFAULT,
	    "... EFAULT for memory that is not the program's");
	close(fd);
}

static void
test_kmem(void)
{
	char text[64], same[64];
	int fd = open_device("/dev/kmem", O_RDWR);
	int mem = open_device("/dev/mem", O_RDONLY);

	ok(pread(fd, text, sizeof(text), KERNEL_TEXT) == sizeof(text),
	    "/dev/kmem shows kernel text");
	ok(pread(mem, same, sizeof(same), KERNEL_TEXT - 0xc0000000) ==
		    sizeof(same) &&
		memcmp(text, same, sizeof(same)) == 0,
	    "... /dev/mem the same, by physical address");
	ok(pwrite(fd, text, sizeof(text), KERNEL_TEXT) == -1 && errno == EFAULT,
	    "... which cannot be written: EFAULT");
	ok(pread(fd, text, 1, NOT_MAPPED) == -1 && errno == EFAULT,
	    "... nor read what is not mapped");
	ok(pread(fd, text, 1, 0x1000) == -1 && errno == EFAULT,
	    "... nor programs' memory");
	ok(pread(mem, text, 1, (off_t)1 << 40) == -1 && errno == EFAULT,
	    "... nor memory beyond the machine's");
	close(fd);
	close(mem);
}

/* ---- the clock */

static void
test_clock(void)
{
	struct timespec a, b, nap = {0, 50000000};
	int64_t ns, backwards = 0;
	int i;

	clock_gettime(CLOCK_MONOTONIC, &a);
	for (i = 0; i < 20000; i++) {
		clock_gettime(CLOCK_MONOTONIC, &b);
		ns = (b.tv_sec - a.tv_sec) * 1000000000LL + b.tv_nsec -
		    a.tv_nsec;
		backwards += ns < 0;
		a = b;
	}
	ok(backwards == 0, "time does not go back");
	nanosleep(&nap, NULL);
	clock_gettime(CLOCK_MONOTONIC, &b);
	ns = (b.tv_sec - a.tv_sec) * 1000000000LL + b.tv_nsec - a.tv_nsec;
	ok(ns >= nap.tv_nsec && ns < 5000000000LL, "a nap takes its time");
	ok(time(NULL) > 1700000000, "the battery clock was read");
}

/* ---- the terminal */

static void
type(const char *s)
{
	for (; *s != '\0'; s++)
		if (ioctl(tty, TIOCSTI, s) != 0)
			err(2, "TIOCSTI");
}

static bool
reads(const char *want)
{
	char buf[256];
	ssize_t n = read(tty, buf, sizeof(buf));

	if (n == (ssize_t)strlen(want) && memcmp(buf, want, (size_t)n) == 0)
		return true;
	printf("# read gave %d: \"%.*s\"\n", (int)n, n > 0 ? (int)n : 0, buf);
	return false;
}

static void
test_ctty(void)
{
	int fd, id;

	ok(open("/dev/tty", O_RDWR) == -1 && errno == ENXIO,
	    "/dev/tty without a terminal: ENXIO");
	setsid();
	tty = open_device("/dev/console", O_RDWR);
	ok(tcgetpgrp(tty) == -1 && errno == ENOTTY,
	    "opening a terminal does not make it the controlling one");
	ok(ioctl(tty, TIOCSCTTY, 0) == 0, "TIOCSCTTY does");
	ok(tcgetpgrp(tty) == getpgrp(), "our group is in the foreground");
	ok(ioctl(tty, TIOCGSID, &id) == 0 && id == getsid(0), "TIOCGSID");
	fd = open("/dev/tty", O_RDWR);
	ok(fd >= 0 && isatty(fd), "/dev/tty is there now");
	close(fd);
	ok(tcsetpgrp(tty, 29999) == -1 && errno == EINVAL,
	    "a group that is not there: EINVAL");
	ok(open("/dev/tty00", O_RDWR) == -1 && errno == EBUSY,
	    "the console's line cannot be opened twice");
}

static void
test_reading(void)
{
	struct pollfd p = {.fd = tty, .events = POLLIN | POLLOUT};
	int n;

	ok(poll(&p, 1, 0) == 1 && p.revents == POLLOUT, "nothing to read");
	type("half");
	ok(ioctl(tty, FIONREAD, &n) == 0 && n == 0, "nor half a line");
	type("x\177 a line\n");
	ok(ioctl(tty, FIONREAD, &n) == 0 && n == 12 && poll(&p, 1, 0) == 1 &&
		p.revents == (POLLIN | POLLOUT),
	    "a whole one");
	ok(reads("half a line\n"), "... is read as it was edited");
	type("\004");
	ok(reads(""), "^D: end of file");
	fcntl(tty, F_SETFL, O_NONBLOCK);
	ok(read(tty, &n, 1) == -1 && errno == EWOULDBLOCK, "O_NONBLOCK");
	fcntl(tty, F_SETFL, 0);
}

static void
test_raw(void)
{
	struct termios saved, t;
	struct timeval start, end;
	char c;
	int ms;

	tcgetattr(tty, &saved);
	t = saved;
	cfmakeraw(&t);
	ok(tcsetattr(tty, TCSADRAIN, &t) == 0, "raw mode");
	type("\003\004\r");
	ok(reads("\003\004\r"), "... takes every byte as it is");
	t.c_cc[VMIN] = 0;
	t.c_cc[VTIME] = 2;
	tcsetattr(tty, TCSANOW, &t);
	gettimeofday(&start, NULL);
	ok(read(tty, &c, 1) == 0, "VTIME ends a read");
	gettimeofday(&end, NULL);
	ms = (int)(end.tv_sec - start.tv_sec) * 1000 +
	    (int)(end.tv_usec - start.tv_usec) / 1000;
	ok(ms >= 190 && ms < 2000, "... after two tenths of a second");
	t.c_ospeed = 12345;
	ok(tcsetattr(tty, TCSANOW, &t) == -1 && errno == EINVAL,
	    "a speed that the line has not: EINVAL");
	ok(tcsetattr(tty, TCSAFLUSH, &saved) == 0, "the old modes are back");
}

/* ---- signals and jobs */

static volatile sig_atomic_t caught;

static void catch (int sig)
{
	caught = sig;
}

static void
test_signals(void)
{
	struct sigaction sa = {.sa_handler = catch};
	struct itimerval soon = {.it_value = {0, 100000}};
	char c;

	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGALRM, &sa, NULL);
	type("lost\003");
	ok(caught == SIGINT, "^C sends SIGINT to the foreground");
	setitimer(ITIMER_REAL, &soon, NULL);
	ok(read(tty, &c, 1) == -1 && errno == EINTR && caught == SIGALRM,
	    "a signal ends a read: EINTR, and the line was thrown away");
	signal(SIGINT, SIG_DFL);
	signal(SIGALRM, SIG_DFL);
}

/* A child in a group of its own, in the background. */
static pid_t
background(void (*job)(void))
{
	pid_t pid = fork();

	if (pid == 0) {
		setpgid(0, 0);
		job();
		_exit(errno == EIO ? 5 : 9);
	}
	if (pid < 0)
		err(2, "fork");
	setpgid(pid, pid);
	return pid;
}

static void
job_read(void)
{
	char c;

	if (read(tty, &c, 1) == 1)
		_exit(c);
}

static void
job_read_ignoring(void)
{
	signal(SIGTTIN, SIG_IGN);
	job_read();
}

static void
job_write(void)
{
	if (write(tty, "", 0) == 0 && write(tty, "\r", 1) == 1)
		_exit(0);
}

static void
job_setattr(void)
{
	struct termios t;

	tcgetattr(tty, &t);
	if (tcsetattr(tty, TCSANOW, &t) == 0)
		_exit(0);
}

static bool
stopped_by(pid_t pid, int sig)
{
	int status = 0;

	return waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status) &&
	    WSTOPSIG(status) == sig;
}

static bool
ends_with(pid_t pid, int code)
{
	int status = 0;

	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	    WEXITSTATUS(status) == code;
}

static void
test_jobs(void)
{
	pid_t pid;

	signal(SIGTTOU, SIG_IGN);
	pid = background(job_read);
	ok(stopped_by(pid, SIGTTIN), "a background read stops: SIGTTIN");
	tcsetpgrp(tty, pid);
	kill(pid, SIGCONT);
	type("A\n");
	ok(ends_with(pid, 'A'), "... and goes on in the foreground");
	tcsetpgrp(tty, getpgrp());
	ok(tcgetpgrp(tty) == getpgrp(), "we are back there");
	ok(ends_with(background(job_read_ignoring), 5), "SIGTTIN ignored: EIO");
	ok(ends_with(background(job_write), 0),
	    "a background write goes through");
	signal(SIGTTOU, SIG_DFL);
	pid = background(job_setattr);
	ok(stopped_by(pid, SIGTTOU), "changing the modes does not: SIGTTOU");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* A session whose leader exits while a child is in the foreground. */
static void
test_hangup(void)
{
	sigset_t hup = sigmask(SIGHUP), open;
	int pipes[2], status = 0;
	char c = 0;
	pid_t leader;

	signal(SIGHUP, SIG_IGN); /* it hangs up our group, too */
	ok(ioctl(tty, TIOCNOTTY, 0) == 0 && tcgetpgrp(tty) == -1,
	    "the leader gives the terminal up");
	if (pipe(pipes) != 0)
		err(2, "pipe");
	leader = fork();
	if (leader == 0) {
		setsid();
		if (ioctl(tty, TIOCSCTTY, 0) != 0)
			_exit(1);
		if (fork() == 0) {
			caught = 0;
			sigprocmask(SIG_BLOCK, &hup, &open);
			signal(SIGHUP, catch);
			write(pipes[1], "r", 1);
			while (caught == 0)
				sigsuspend(&open);
			write(pipes[1], caught == SIGHUP ? "h" : "?", 1);
			_exit(0);
		}
		read(pipes[0], &c, 1);
		_exit(0);
	}
	waitpid(leader, &status, 0);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 0,
	    "another session takes it");
	ok(read(pipes[0], &c, 1) == 1 && c == 'h',
	    "when its leader exits, its foreground group gets SIGHUP");
}

int
main(void)
{
	test_null_zero();
	test_kmem();
	test_clock();
	test_ctty();
	test_reading();
	test_raw();
	test_signals();
	test_jobs();
	test_hangup();
	printf("1..%d\n", count);
	return failed != 0;
}
