/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ttyline: what a read from a terminal gives: lines that can be edited, or
 * bytes.
 */
#include "tap.h"

#include "ttytest.h"

#include <time.h>

static long
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* ---- lines ---- */

static void
test_lines(void)
{
	struct pollfd pfd = {.fd = tty, .events = POLLIN};
	char c[2];

	type("abc");
	is(poll(&pfd, 1, 50), 0, "half a line cannot be read");
	type("\n");
	reads("abc\n", "a line can");
	type("abx\177c\n");
	reads("abc\n", "erase");
	type("\177\177ab\n");
	reads("ab\n", "erase at the start of a line");
	type("wrong\025right\n");
	reads("right\n", "kill");
	type("\026\003\n");
	reads("\003\n", "the next one literally");
	type("one\ntwo\n");
	reads("one\n", "a line at a time");
	reads("two\n", "and the next");
	type("long\n");
	is(read(tty, c, 2), 2, "some of a line");
	reads("ng\n", "and the rest of it");
	type("\004");
	is(read(tty, c, 1), 0, "^D at the start is the end");
	type("part\004");
	reads("part", "^D within a line hands it over");
	type("cr\r");
	reads("cr\n", "a carriage return is a new line");
}

/* ---- bytes ---- */

static void
set_raw(int min, int time)
{
	struct termios t = cooked;

	t.c_lflag &= ~(ICANON | ECHO);
	t.c_cc[VMIN] = min;
	t.c_cc[VTIME] = time;
	tcsetattr(tty, TCSANOW, &t);
}

static void
type_later(int ms, const char *keys)
{
	if (fork() == 0) {
		msleep(ms);
		type(keys);
		_exit(0);
	}
}

static void
test_bytes(void)
{
	char buf[10];
	long start;

	set_raw(1, 0);
	type("x");
	reads("x", "not canonical: a byte");
	set_raw(3, 0);
	start = now();
	type("ab");
	type_later(60, "c");
	is(read(tty, buf, 10), 3, "VMIN 3: three bytes");
	ok(now() - start >= 50, "it waited for the third");
	wait(NULL);
	set_raw(0, 0);
	is(read(tty, buf, 10), 0, "VMIN 0, VTIME 0: nothing, at once");
	set_raw(0, 2);
	start = now();
	is(read(tty, buf, 10), 0, "VMIN 0, VTIME 2: nothing");
	ok(now() - start >= 190 && now() - start < 600, "after 0.2 s");
	set_raw(5, 1);
	start = now();
	type_later(200, "y");
	is(read(tty, buf, 10), 1, "VMIN 5, VTIME 1: what came");
	ok(now() - start >= 290, "0.1 s after the byte, not before");
	wait(NULL);
	fcntl(tty, F_SETFL, O_NONBLOCK);
	set_raw(1, 0);
	fails(read(tty, buf, 1), EAGAIN, "O_NONBLOCK: EAGAIN");
	fcntl(tty, F_SETFL, 0);
	tcsetattr(tty, TCSANOW, &cooked);
}

static void
tests(void)
{
	test_lines();
	test_bytes();
}

int
main(void)
{
	return in_session(tests);
}
