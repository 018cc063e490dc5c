/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the terminal layer is tested on: the kernel around it, played.
 * Each sleep brings the next piece of input, or lets the clock run, or is
 * ended by a signal.
 */
#include "ttyrig.h"

/* The host's. */
void *calloc(size_t, size_t);
ssize_t write(int, const void *, size_t);

/* ---- what the kernel around it would be ---- */

MALLOC_DEFINE(M_DEVBUF, "devbuf", "drivers");
volatile int cpl;
int hz = 100;
volatile int ticks;
const char *panicstr;

struct session sess = {.s_sid = 10}, other_sess = {.s_sid = 20};
struct pgrp fg = {.pg_session = &sess, .pg_id = 10, .pg_jobc = 1};
struct pgrp bg = {.pg_session = &sess, .pg_id = 11, .pg_jobc = 1};
struct pgrp foreign = {.pg_session = &other_sess, .pg_id = 20};
struct sigacts acts;
static struct ucred cred;
struct proc me = {
    .p_pgrp = &fg, .p_sigacts = &acts, .p_cred = {{.pc_ucred = &cred}}};
struct proc *curproc = &me;

struct tty *tp;
static const char *later[8]; /* typed while somebody sleeps */
static u_int nlater;
int signals[32]; /* how often each was sent to a group */
char screen[300000];
u_int nscreen;
u_int device_room; /* bytes that the device takes before it is busy */

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

void
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

/* Nobody looks for pointers into modules here. */
void
holder_found(
    struct holders *h, const void *entry, vaddr_t va, const char *fmt, ...)
{
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

int ntests, nfailed;

void
ok(bool good, const char *what)
{
	ntests++;
	nfailed += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", ntests, what);
}

void
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

void
raw(int vmin, int vtime)
{
	fresh();
	tp->t_iflag = 0;
	tp->t_oflag = 0;
	tp->t_lflag = 0;
	tp->t_cc[VMIN] = vmin;
	tp->t_cc[VTIME] = vtime;
}

void
comes(const char *s)
{
	later[nlater++] = s;
}

/* Read up to max bytes: true if they are want, or the error is. */
bool
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

bool
reads(u_int max, const char *want)
{
	return reads_n(max, want, strlen(want), 0, 0);
}

/* A read of all there is blocks until the (played) signal. */
bool
blocks(void)
{
	return reads_n(100, "", 0, EINTR, 0);
}

int
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
bool
shows(const char *want)
{
	u_int n = nscreen;

	nscreen = 0;
	if (n == strlen(want) && memcmp(screen, want, n) == 0)
		return true;
	printf("# screen: %u bytes: \"%.*s\"\n", n, (int)n, screen);
	return false;
}

int
ioctl_int(u_long cmd, int *value)
{
	return ttioctl(tp, cmd, (caddr_t)value, FREAD | FWRITE, &me);
}
