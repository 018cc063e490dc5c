/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pipes.c: pipes, fifos, poll.
 */
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "vfstest.h"

static int pfd[2];
static volatile int signals;

static void
on_signal(int sig)
{
	signals++;
}

static void
close_pipe(void)
{
	ZERO(close(pfd[0]));
	ZERO(close(pfd[1]));
}

/* Non-blocking: fill it, empty it, and go round it with odd sizes. */
static void
test_full_pipe(void)
{
	int i, n, want;

	FAILS(read(pfd[0], buf, 1), EAGAIN);
	for (n = 0; (i = write(pfd[1], pattern, 1000)) > 0;)
		n += i;
	TRUE(errno == EAGAIN && n == 16000); /* less than PIPE_BUF is whole */
	TRUE(write(pfd[1], pattern, 5000) == 384);
	for (n = 0; (i = read(pfd[0], buf + n, 777)) > 0;)
		n += i;
	TRUE(n == 16384);
	TRUE(memcmp(buf, pattern, 1000) == 0 &&
	    memcmp(buf + 15000, pattern, 1000) == 0);
	for (n = 0; n < 300; n++) {
		want = n * 977 % 5000 + 1;
		if (write(pfd[1], pattern + n, want) != want ||
		    read(pfd[0], buf, want) != want ||
		    memcmp(buf, pattern + n, want) != 0)
			break;
	}
	TRUE(n == 300);
}

void
test_pipes(void)
{
	int waiting;

	ZERO(pipe(pfd));
	TRUE(write(pfd[1], "hello", 5) == 5);
	TRUE(ioctl(pfd[0], FIONREAD, &waiting) == 0 && waiting == 5);
	TRUE(read(pfd[0], buf, 100) == 5);
	FAILS(write(pfd[0], "x", 1), EBADF);
	FAILS(read(pfd[1], buf, 1), EBADF);
	FAILS(lseek(pfd[0], 0, SEEK_SET), ESPIPE);
	ZERO(fcntl(pfd[0], F_SETFL, O_NONBLOCK));
	ZERO(fcntl(pfd[1], F_SETFL, O_NONBLOCK));
	test_full_pipe();
	FAILS(write(pfd[1], WILD, 100), EFAULT);
	FAILS(read(pfd[0], buf, 1), EAGAIN);
	TRUE(write(pfd[1], "a", 1) == 1);
	FAILS(read(pfd[0], WILD, 1), EFAULT);
	TRUE(read(pfd[0], buf, 5) == 1);
	ZERO(close(pfd[1]));
	TRUE(read(pfd[0], buf, 1) == 0);
	ZERO(close(pfd[0]));

	ZERO(pipe(pfd));
	ZERO(close(pfd[0]));
	signals = 0;
	signal(SIGPIPE, on_signal);
	FAILS(write(pfd[1], "x", 1), EPIPE);
	TRUE(signals == 1);
	signal(SIGPIPE, SIG_DFL);
	ZERO(close(pfd[1]));
}

/* Four writers of 3000 bytes at a time: none is cut by another. */
static void
test_atomic(void)
{
	int i, n, got, records = 0, whole = 1;

	ZERO(pipe(pfd));
	for (i = 0; i < 4; i++)
		if (fork() == 0) {
			memset(buf, 'A' + i, 3000);
			for (n = 0; n < 50; n++)
				write(pfd[1], buf, 3000);
			_exit(0);
		}
	ZERO(close(pfd[1]));
	do {
		for (got = 0; got < 3000; got += n)
			if ((n = read(pfd[0], buf + got, 3000 - got)) <= 0)
				break;
		for (i = 1; i < got; i++)
			whole &= buf[i] == buf[0];
		records += got == 3000;
	} while (got == 3000);
	TRUE(whole && records == 200);
	ZERO(close(pfd[0]));
	while (wait(NULL) > 0)
		;
	errno = 0;
}

static void
test_interrupted(void)
{
	struct sigaction sa = {.sa_handler = on_signal};
	struct pollfd pf;

	ZERO(pipe(pfd));
	pf = (struct pollfd){pfd[0], POLLIN, 0};
	sigaction(SIGALRM, &sa, NULL);
	alarm(1);
	FAILS(read(pfd[0], buf, 1), EINTR);
	alarm(1);
	FAILS(poll(&pf, 1, -1), EINTR);
	close_pipe();
}

void
test_pipe_processes(void)
{
	long total = 0;
	int i, n, status, same = 1;
	pid_t pid;

	ZERO(pipe(pfd));
	if ((pid = fork()) == 0) {
		for (i = 0; i < 20; i++)
			if (write(pfd[1], pattern, sizeof(pattern)) !=
			    sizeof(pattern))
				_exit(1);
		_exit(0);
	}
	ZERO(close(pfd[1]));
	while ((n = read(pfd[0], buf, 4999)) > 0)
		for (i = 0; i < n; i++)
			same &= buf[i] == pattern[total++ % sizeof(pattern)];
	TRUE(same && total == 20L * (long)sizeof(pattern));
	TRUE(waitpid(pid, &status, 0) == pid && status == 0);
	ZERO(close(pfd[0]));
	test_atomic();
	test_interrupted();
}

void
test_poll(void)
{
	struct pollfd pf[3];
	pid_t pid;

	ZERO(pipe(pfd));
	pf[0] = (struct pollfd){pfd[0], POLLIN, 0};
	pf[1] = (struct pollfd){pfd[1], POLLOUT, 0};
	pf[2] = (struct pollfd){-1, POLLIN, 5};
	TRUE(poll(pf, 3, 0) == 1 && pf[0].revents == 0 &&
	    pf[1].revents == POLLOUT && pf[2].revents == 0);
	TRUE(write(pfd[1], "x", 1) == 1);
	TRUE(poll(pf, 3, -1) == 2 && pf[0].revents == POLLIN);
	TRUE(read(pfd[0], buf, 1) == 1);
	ZERO(poll(pf, 1, 50));
	if ((pid = fork()) == 0) {
		usleep(50000);
		write(pfd[1], "z", 1);
		_exit(0);
	}
	TRUE(poll(pf, 1, 5000) == 1 && pf[0].revents == POLLIN);
	TRUE(waitpid(pid, NULL, 0) == pid);
	TRUE(read(pfd[0], buf, 1) == 1);
	ZERO(poll(NULL, 0, 20));
	pf[2].fd = 77;
	TRUE(poll(pf, 3, -1) == 2 && pf[2].revents == POLLNVAL);
	FAILS(poll(WILD, 1, 0), EFAULT);
	FAILS(poll(pf, 1000, 0), EINVAL);
	ZERO(close(pfd[1]));
	TRUE(poll(pf, 1, 0) == 1 && pf[0].revents == POLLHUP + POLLIN);
	ZERO(close(pfd[0]));

	ZERO(pipe(pfd));
	ZERO(close(pfd[0]));
	pf[1].fd = pfd[1];
	TRUE(poll(pf + 1, 1, 0) == 1 && pf[1].revents & POLLERR);
	ZERO(close(pfd[1]));
}

void
test_fifos(void)
{
	struct sigaction sa = {.sa_handler = on_signal};
	struct stat sb;
	int r, w;

	ZERO(mkfifo("ff", 0644));
	TRUE(stat("ff", &sb) == 0 && S_ISFIFO(sb.st_mode));
	FAILS(open("ff", O_WRONLY | O_NONBLOCK), ENXIO);
	TRUE((r = open("ff", O_RDONLY | O_NONBLOCK)) >= 0);
	TRUE(read(r, buf, 1) == 0);
	TRUE((w = open("ff", O_WRONLY | O_NONBLOCK)) >= 0);
	TRUE(write(w, "ff", 2) == 2);
	TRUE(read(r, buf, 10) == 2);
	FAILS(read(r, buf, 1), EAGAIN);
	ZERO(close(w));
	TRUE(read(r, buf, 1) == 0);
	ZERO(close(r));
	if (fork() == 0) {
		w = open("ff", O_WRONLY);
		write(w, "child", 5);
		_exit(0);
	}
	TRUE((r = open("ff", O_RDONLY)) >= 0);
	TRUE(read(r, buf, 10) == 5);
	TRUE(read(r, buf, 10) == 0);
	ZERO(close(r));
	TRUE(wait(NULL) > 0);
	sigaction(SIGALRM, &sa, NULL);
	alarm(1);
	FAILS(open("ff", O_RDONLY), EINTR);
	FAILS(open("ff", O_WRONLY | O_NONBLOCK), ENXIO);
	TRUE((r = open("ff", O_RDWR)) >= 0);
	TRUE(write(r, "q", 1) == 1 && read(r, buf, 9) == 1);
	ZERO(close(r));
	ZERO(unlink("ff"));
}
