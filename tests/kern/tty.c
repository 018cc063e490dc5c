/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The terminal layer without a machine: characters are typed, what a
 * process reads and what the screen gets is compared.  Sleeping is played:
 * each sleep brings the next piece of input, or lets the clock run.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/fcntl.h>
#include <sys/filio.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/poll.h>
#include <sys/prf.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/tty.h>
#include <sys/uio.h>
#include <sys/vnode.h>

/* The host's. */
void *calloc(size_t, size_t);
ssize_t write(int, const void *, size_t);

/* ---- what the kernel around it would be ---- */

MALLOC_DEFINE(M_DEVBUF, "devbuf", "drivers");
volatile int cpl;
int hz = 100;
volatile int ticks;
const char *panicstr;

static struct session sess = {.s_sid = 10}, other_sess = {.s_sid = 20};
static struct pgrp fg = {.pg_session = &sess, .pg_id = 10, .pg_jobc = 1};
static struct pgrp bg = {.pg_session = &sess, .pg_id = 11, .pg_jobc = 1};
static struct pgrp foreign = {.pg_session = &other_sess, .pg_id = 20};
static struct sigacts acts;
static struct ucred cred;
static struct proc me = {.p_pgrp = &fg, .p_sigacts = &acts, .p_ucred = &cred};
struct proc *curproc = &me;

static struct tty *tp;
static const char *later[8]; /* typed while somebody sleeps */
static u_int nlater;
static int signals[32]; /* how often each was sent to a group */
static char screen[300000];
static u_int nscreen;
static u_int device_room; /* bytes that the device takes before it is busy */

int
splraise(int ipl)
{
	int old = cpl;

	cpl = MAX(cpl, ipl);
	return old;
}

void
splx(int ipl)
{
	cpl = ipl;
}

void
panic(const char *fmt, ...)
{
	printf("Bail out! panic: %s\n", fmt);
	__builtin_trap();
}

void *
malloc(unsigned long size, struct malloc_type *type, int flags)
{
	return calloc(1, size);
}

void
free(void *p, struct malloc_type *type)
{
}

void
cnwrite(const char *s, size_t n)
{
	if (write(1, s, n) != (ssize_t)n)
		__builtin_trap();
}

void
msgbuf_write(const char *s, size_t n)
{
}

static void
type_n(const char *s, u_int n)
{
	int s0 = spltty();

	ttyinput_many(tp, (const u_char *)s, n);
	splx(s0);
}

static void
type(const char *s)
{
	type_n(s, strlen(s));
}

/* Brings what is to come, or else the time-out, or else a signal. */
int
tsleep(const volatile void *chan, int prio, const char *wmesg, int timo)
{
	u_int i;

	if (device_room == 0 && chan == &tp->t_outq) {
		device_room = 1000000;
		tp->t_state &= ~TS_BUSY;
		ttstart(tp);
		return 0;
	}
	if (chan != &tp->t_pgrp && nlater > 0) {
		type(later[0]);
		for (i = 1; i < nlater; i++)
			later[i - 1] = later[i];
		nlater--;
		return 0;
	}
	if (timo == 0 || chan == &tp->t_pgrp)
		return EINTR;
	ticks += timo;
	return EWOULDBLOCK;
}

void
wakeup(const volatile void *chan)
{
}

void
psignal(struct proc *p, int sig)
{
	signals[sig]++;
}

void
pgsignal(struct pgrp *pg, int sig, int checkctty)
{
	signals[sig]++;
}

struct pgrp *
pgfind(pid_t id)
{
	return id == 10 ? &fg : id == 11 ? &bg : id == 20 ? &foreign : NULL;
}

void
selrecord(struct proc *p, struct selinfo *si)
{
	si->si_waiting = 1;
}

void
selwakeup_all(struct selinfo *si)
{
	si->si_waiting = 0;
}

int
uiomove(void *buf, size_t n, struct uio *uio)
{
	struct iovec *iov = uio->uio_iov;

	KASSERT(n <= iov->iov_len && cpl == 0);
	if (uio->uio_rw == UIO_READ)
		memcpy(iov->iov_base, buf, n);
	else
		memcpy(buf, iov->iov_base, n);
	iov->iov_base = (char *)iov->iov_base + n;
	iov->iov_len -= n;
	uio->uio_resid -= n;
	return 0;
}

/* t_oproc */
static void
device(struct tty *t)
{
	const u_char *p;
	u_int n;

	while ((n = ttyq_peek(&t->t_outq, &p)) > 0) {
		n = MIN(n, device_room);
		if (n == 0) {
			t->t_state |= TS_BUSY;
			return;
		}
		memcpy(screen + nscreen, p, n);
		nscreen += n;
		device_room -= n;
		ttyq_drop(&t->t_outq, n);
		ttyoutwake(t);
	}
}

/* ---- the tests' words ---- */

static int ntests, nfailed;

static void
ok(bool good, const char *what)
{
	ntests++;
	nfailed += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", ntests, what);
}

static void
fresh(void)
{
	if (tp == NULL)
		tp = ttymalloc();
	memset(signals, 0, sizeof(signals));
	memset(&acts, 0, sizeof(acts));
	nscreen = nlater = 0;
	device_room = sizeof(screen);
	ttydefaults(tp);
	tp->t_oproc = device;
	tp->t_inq.iq_count = tp->t_inq.iq_ready = 0;
	tp->t_outq.q_count = 0;
	tp->t_state = 0;
	tp->t_column = 0;
	if (ttyopen(0, tp, FREAD | FWRITE, &me) != 0)
		panic("ttyopen");
	me.p_pgrp = &fg;
	fg.pg_jobc = bg.pg_jobc = 1;
	me.p_sigmask = 0;
	me.p_flag = P_CONTROLT;
	sess.s_ttyp = tp;
	sess.s_leader = &me;
	tp->t_session = &sess;
	tp->t_pgrp = &fg;
}

static void
raw(int vmin, int vtime)
{
	fresh();
	tp->t_iflag = 0;
	tp->t_oflag = 0;
	tp->t_lflag = 0;
	tp->t_cc[VMIN] = vmin;
	tp->t_cc[VTIME] = vtime;
}

static void
comes(const char *s)
{
	later[nlater++] = s;
}

/* Read up to max bytes: true if they are want, or the error is. */
static bool
reads_n(u_int max, const char *want, u_int wantlen, int wanterror, int ioflag)
{
	char buf[4096];
	struct iovec iov = {buf, max};
	struct uio uio = {.uio_iov = &iov,
	    .uio_iovcnt = 1,
	    .uio_resid = max,
	    .uio_rw = UIO_READ};
	int error = ttread(tp, &uio, ioflag);
	u_int got = max - uio.uio_resid;

	if (error == wanterror && got == wantlen &&
	    memcmp(buf, want, got) == 0 && cpl == 0)
		return true;
	printf("# read: error %d, %u bytes: \"%.*s\"\n", error, got, (int)got,
	    buf);
	return false;
}

static bool
reads(u_int max, const char *want)
{
	return reads_n(max, want, strlen(want), 0, 0);
}

/* A read of all there is blocks until the (played) signal. */
static bool
blocks(void)
{
	return reads_n(100, "", 0, EINTR, 0);
}

static int
writes(const char *s, u_int n, int ioflag, u_int *done)
{
	struct iovec iov = {(void *)(uintptr_t)s, n};
	struct uio uio = {.uio_iov = &iov,
	    .uio_iovcnt = 1,
	    .uio_resid = n,
	    .uio_rw = UIO_WRITE};
	int error = ttwrite(tp, &uio, ioflag);

	if (done != NULL)
		*done = n - uio.uio_resid;
	return error;
}

/* What the screen got since the last question. */
static bool
shows(const char *want)
{
	u_int n = nscreen;

	nscreen = 0;
	if (n == strlen(want) && memcmp(screen, want, n) == 0)
		return true;
	printf("# screen: %u bytes: \"%.*s\"\n", n, (int)n, screen);
	return false;
}

static int
ioctl_int(u_long cmd, int *value)
{
	return ttioctl(tp, cmd, (caddr_t)value, FREAD | FWRITE, &me);
}

/* ---- the tests ---- */

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
