/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The terminal layer without a machine: characters are typed, what a
 * process reads and what the screen gets is compared.
 */
#include "ttyrig.h"

static void
test_lines(void)
{
	fresh();
	type("hel");
	ok(blocks(), "half a line is not read");
	type("lo\r");
	ok(reads(100, "hello\n") && shows("hello\r\n"), "a line, and its echo");
	type("one\ntwo\n");
	ok(reads(100, "one\n") && reads(100, "two\n"), "one line a read");
	type("abcd\n");
	ok(reads(2, "ab") && reads(100, "cd\n"),
	    "a short read leaves the rest");
	comes("lat");
	comes("er\n");
	ok(reads(100, "later\n"), "a read waits for its line");
	type("\004");
	ok(reads(100, ""), "^D alone: end of file");
	type("abc\004");
	ok(reads(100, "abc"), "^D behind text gives the text");
	type("abc\004");
	ok(reads(3, "abc") && blocks(),
	    "... and is used up with the last byte");
	ok(reads_n(10, "", 0, EWOULDBLOCK, IO_NDELAY), "no line: EWOULDBLOCK");
}

static void
test_editing(void)
{
	fresh();
	type("helk\177lo\n");
	ok(reads(100, "hello\n") && shows("helk\b \blo\r\n"), "erase");
	type("\177\177x\n");
	ok(reads(100, "x\n") && shows("x\r\n"), "erase on an empty line");
	type("wrong\025ok\n");
	ok(reads(100, "ok\n") && shows("wrong\b \b\b \b\b \b\b \b\b \bok\r\n"),
	    "kill");
	type("one two  \027three\n");
	ok(reads(100, "one three\n"), "word erase");
	nscreen = 0;
	type("a\t\177\177b\n");
	ok(reads(100, "b\n") &&
		shows("a       \b \b\b \b\b \b\b \b\b \b\b \b\b \b\b \bb\r\n"),
	    "erasing a tab goes back over all of it");
	type("\303\244\177x\n");
	ok(reads(100, "x\n") && shows("\303\244\b \bx\r\n"),
	    "erase takes a whole UTF-8 character");
	type("\026\003\n");
	ok(reads(100, "\003\n") && shows("^\b^C\r\n") && signals[SIGINT] == 0,
	    "^V takes the next character as it is");
	type("ab\022c\n");
	ok(reads(100, "abc\n") && shows("ab^R\r\nabc\r\n"), "reprint");
	type("ab");
	writes("hey", 3, 0, NULL);
	type("\177\n");
	ok(reads(100, "a\n") && shows("abhey\r\na\r\n"),
	    "erase after other output shows the line again");
	tp->t_lflag &= ~ECHO;
	type("secret\n");
	ok(reads(100, "secret\n") && shows(""), "no echo");
	tp->t_lflag |= ECHONL;
	type("x\n");
	ok(reads(100, "x\n") && shows("\r\n"), "ECHONL");
}

static void
test_signals(void)
{
	fresh();
	type("abc\003");
	ok(signals[SIGINT] == 1 && blocks() && shows("abc^C"),
	    "^C sends SIGINT and throws the line away");
	type("abc\032\034");
	ok(signals[SIGTSTP] == 1 && signals[SIGQUIT] == 1, "^Z and ^\\");
	tp->t_lflag &= ~ISIG;
	type("\003\n");
	ok(signals[SIGINT] == 1 && reads(9, "\003\n"), "without ISIG a byte");
	fresh();
	ttyinput(TTY_FE, tp);
	ok(signals[SIGINT] == 1, "a break sends SIGINT");
	tp->t_iflag = PARMRK;
	tp->t_lflag &= ~ICANON;
	ttyinput(TTY_FE, tp);
	ok(reads_n(9, "\377\0\0", 3, 0, 0), "... or is marked");
	ttyinput(0xff, tp);
	ok(reads(9, "\377\377"), "a 0xff is doubled then");
}

static void
test_output(void)
{
	static char bulk[100000];
	u_int i, done;

	fresh();
	writes("a\tb\n12345678\t|\r\n", 16, 0, NULL);
	ok(shows("a       b\r\n12345678        |\r\r\n"), "ONLCR and OXTABS");
	type("\023");
	writes("stopped", 7, 0, NULL);
	ok(nscreen == 0, "^S stops output");
	type("\021");
	ok(shows("stopped"), "^Q lets it go on");
	raw(1, 0);
	for (i = 0; i < sizeof(bulk); i++)
		bulk[i] = i * 7;
	ok(writes(bulk, sizeof(bulk), 0, &done) == 0 && done == sizeof(bulk) &&
		nscreen == sizeof(bulk) && memcmp(bulk, screen, nscreen) == 0,
	    "100000 bytes go through raw output untouched");
	nscreen = 0;
	device_room = 10;
	ok(writes(bulk, sizeof(bulk), IO_NDELAY, &done) == EWOULDBLOCK &&
		done >= TTY_OUTQ / 4 && done <= TTY_OUTQ + 10 && nscreen == 10,
	    "a stuck device: EWOULDBLOCK, and the count is right");
	ok(writes(bulk + done, sizeof(bulk) - done, 0, NULL) == 0 &&
		nscreen == sizeof(bulk) && memcmp(bulk, screen, nscreen) == 0,
	    "a writer sleeps until the device takes more");
}

static void
test_vmin_vtime(void)
{
	int start;

	raw(1, 0);
	comes("x");
	ok(reads(10, "x"), "VMIN 1: one byte is enough");
	raw(3, 0);
	comes("a");
	comes("bc");
	ok(reads(10, "abc"), "VMIN 3 waits for three");
	type("z");
	ok(reads(1, "z"), "... but for no more than was asked for");
	raw(0, 0);
	ok(reads(10, ""), "VMIN 0, VTIME 0 does not wait");
	raw(0, 5);
	start = ticks;
	ok(reads(10, "") && ticks - start == 50, "VTIME 5: half a second");
	comes("q");
	ok(reads(10, "q"), "... or the first byte");
	raw(5, 2);
	comes("ab");
	start = ticks;
	ok(reads(10, "ab") && ticks - start == 20,
	    "VMIN 5, VTIME 2: a pause behind a byte ends it");
	ok(blocks(), "... but without a byte it waits for ever");
}

static void
test_overflow(void)
{
	u_int i;
	int n;

	fresh();
	for (i = 0; i < 5000; i++)
		type("x");
	ok(nscreen > 0 && screen[nscreen - 1] == CTRL('G'),
	    "the bell rings when a line grows too long");
	type("\n");
	ok(ioctl_int(FIONREAD, &n) == 0 && n == TTY_INQ - 1,
	    "it can still be ended, and FIONREAD knows its length");
	ok(ttpoll(tp, POLLIN | POLLOUT, &me) == (POLLIN | POLLOUT), "poll");
	ttyflush(tp, FREAD);
	ok(blocks() && ttpoll(tp, POLLIN, &me) == 0, "a flush empties it");
	raw(1, 0);
	tp->t_iflag = IXOFF;
	for (i = 0; i < TTY_INQ; i++)
		type("x");
	ok(shows("\023"), "IXOFF asks the sender to stop");
	for (i = 0; i < TTY_INQ / 64; i++)
		reads_n(64,
		    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		    "xxxxxxxxxxxxx",
		    64, 0, 0);
	ok(shows("\021"), "... and to go on");
}

static void
test_jobs(void)
{
	int n;

	fresh();
	me.p_pgrp = &bg;
	ok(reads_n(9, "", 0, EINTR, 0) && signals[SIGTTIN] == 1,
	    "a background read is sent SIGTTIN");
	acts.sa_ignore = sigmask(SIGTTIN);
	ok(reads_n(9, "", 0, EIO, 0), "... EIO if it ignores that");
	acts.sa_ignore = 0;
	bg.pg_jobc = 0;
	ok(reads_n(9, "", 0, EIO, 0), "... EIO if nobody could continue it");
	ok(writes("x", 1, 0, NULL) == 0, "a background write is allowed");
	tp->t_lflag |= TOSTOP;
	ok(writes("x", 1, 0, NULL) == EIO, "... not with TOSTOP");
	bg.pg_jobc = 1;
	ok(writes("x", 1, 0, NULL) == EINTR && signals[SIGTTOU] == 1,
	    "... SIGTTOU");
	me.p_sigmask = sigmask(SIGTTOU);
	ok(writes("x", 1, 0, NULL) == 0, "... unless it is blocked");
	n = 11;
	ok(ioctl_int(TIOCSPGRP, &n) == 0 && tp->t_pgrp == &bg,
	    "a group comes to the foreground");
	n = 12;
	ok(ioctl_int(TIOCSPGRP, &n) == EINVAL, "no such group: EINVAL");
	n = 20;
	ok(ioctl_int(TIOCSPGRP, &n) == EPERM, "another session's: EPERM");
	ok(ioctl_int(TIOCGSID, &n) == 0 && n == 10, "TIOCGSID");
	tty_pgrp_gone(&bg);
	ok(ioctl_int(TIOCGPGRP, &n) == 0 && n == INT32_MAX,
	    "a group that is gone is no longer the foreground");
	tp->t_pgrp = &fg;
	tty_sessionend(&sess);
	ok(signals[SIGHUP] == 1 && tp->t_session == NULL &&
		ioctl_int(TIOCGPGRP, &n) == ENOTTY,
	    "the leader's end hangs up the foreground group");
	ok(ioctl_int(TIOCSCTTY, &n) == 0 && tp->t_session == &sess &&
		sess.s_ttyp == tp,
	    "the terminal can be taken again");
	me.p_pgrp = &foreign;
	ok(ioctl_int(TIOCSCTTY, &n) == EPERM, "... not by another session");
}

static void
test_modes(void)
{
	struct termios t;

	fresh();
	type("half");
	ttioctl(tp, TIOCGETA, (caddr_t)&t, FREAD, &me);
	t.c_lflag &= ~ICANON;
	ok(ttioctl(tp, TIOCSETA, (caddr_t)&t, FREAD, &me) == 0 &&
		reads(10, "half"),
	    "leaving canonical mode releases the line");
	type("lost");
	t.c_lflag |= ICANON;
	ok(ttioctl(tp, TIOCSETAF, (caddr_t)&t, FREAD, &me) == 0 && blocks(),
	    "TIOCSETAF throws input away");
	ok(ttioctl(tp, _IO('x', 1), NULL, FREAD, &me) == ENOTTY,
	    "a request of others: ENOTTY");
	tp->t_cflag &= ~CLOCAL;
	tp->t_state |= TS_CARR_ON;
	ttymodem(tp, false);
	ok(signals[SIGHUP] == 1 && reads(10, "") &&
		writes("x", 1, 0, NULL) == EIO &&
		(ttpoll(tp, POLLIN, &me) & POLLHUP) != 0,
	    "a lost carrier: SIGHUP, end of file, EIO");
	tp->t_cflag |= CLOCAL;
	ttyclose(tp, FREAD | FWRITE);
	ok(reads_n(1, "", 0, EIO, 0) && writes("x", 1, 0, NULL) == EIO &&
		sess.s_ttyp == NULL,
	    "a closed terminal: EIO, and the session has none");
}

int
main(void)
{
	test_lines();
	test_editing();
	test_signals();
	test_output();
	test_vmin_vtime();
	test_overflow();
	test_jobs();
	test_modes();
	printf("1..%d\n", ntests);
	return nfailed != 0;
}
