/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A terminal's life, and reading from it.  Writing is in tty_output.c,
 * what happens to a typed character in tty_input.c, ioctls in
 * tty_ioctl.c, job control in tty_jobc.c.  The model is the terminal
 * interface of POSIX (IEEE 1003.1, chapter 11).
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/fcntl.h>
#include <sys/holders.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/tty.h>
#include <sys/uio.h>
#include <sys/vnode.h>

/* Seconds without progress after which the last close gives up waiting. */
#define CLOSE_DRAIN 5

static LIST_HEAD(, tty) ttys = LIST_HEAD_INITIALIZER(ttys);

struct tty *
ttymalloc(void)
{
	struct tty *tp = malloc(sizeof(*tp), M_DEVBUF, M_WAITOK | M_ZERO);

	LIST_INSERT_HEAD(&ttys, tp, t_list);
	tp->t_outq.q_buf = malloc(TTY_OUTQ, M_DEVBUF, M_WAITOK);
	tp->t_inq.iq_cells =
	    malloc(TTY_INQ * sizeof(uint16_t), M_DEVBUF, M_WAITOK);
	ttydefaults(tp);
	return tp;
}

void
ttyfree(struct tty *tp)
{
	KASSERT((tp->t_state & TS_ISOPEN) == 0);
	LIST_REMOVE(tp, t_list);
	free(tp->t_inq.iq_cells, M_DEVBUF);
	free(tp->t_outq.q_buf, M_DEVBUF);
	free(tp, M_DEVBUF);
}

void
tty_holders(struct holders *h)
{
	struct tty *tp;
	vaddr_t va;

	LIST_FOREACH(tp, &ttys, t_list) {
		va = holds(h, (vaddr_t)tp->t_oproc)  ? (vaddr_t)tp->t_oproc
		    : holds(h, (vaddr_t)tp->t_param) ? (vaddr_t)tp->t_param
						     : (vaddr_t)tp->t_idle;
		if (holds(h, va))
			holder_found(h, tp, va, "terminal %d/%d points to",
			    major(tp->t_dev), minor(tp->t_dev));
	}
}

void
ttydefaults(struct tty *tp)
{
	static const struct termios def = {
	    .c_iflag = TTYDEF_IFLAG,
	    .c_oflag = TTYDEF_OFLAG,
	    .c_cflag = TTYDEF_CFLAG,
	    .c_lflag = TTYDEF_LFLAG,
	    .c_ispeed = TTYDEF_SPEED,
	    .c_ospeed = TTYDEF_SPEED,
	};
	static const struct {
		uint8_t index;
		cc_t c;
	} cc[] = {
	    {VEOF, CTRL('D')},
	    {VERASE, 0x7f},
	    {VWERASE, CTRL('W')},
	    {VKILL, CTRL('U')},
	    {VREPRINT, CTRL('R')},
	    {VINTR, CTRL('C')},
	    {VQUIT, CTRL('\\')},
	    {VSUSP, CTRL('Z')},
	    {VSTART, CTRL('Q')},
	    {VSTOP, CTRL('S')},
	    {VLNEXT, CTRL('V')},
	    {VDISCARD, CTRL('O')},
	    {VSTATUS, CTRL('T')},
	    {VMIN, 1},
	    {VTIME, 0},
	};
	u_int i;

	tp->t_termios = def;
	memset(tp->t_cc, _POSIX_VDISABLE, sizeof(tp->t_cc));
	for (i = 0; i < nitems(cc); i++)
		tp->t_cc[cc[i].index] = cc[i].c;
}

int
ttyopen(dev_t dev, struct tty *tp, int flag, struct proc *p)
{
	int error = 0, s = spltty();

	if ((tp->t_state & TS_XCLUDE) != 0 && p->p_ucred->cr_uid != 0)
		error = EBUSY;
	while (error == 0 && !CONNECTED(tp) && (flag & O_NONBLOCK) == 0)
		error = tsleep(&tp->t_state, PCATCH, "ttyopn", 0);
	if (error == 0) {
		tp->t_dev = dev;
		tp->t_state |= TS_ISOPEN;
	}
	splx(s);
	return error;
}

static bool
all_sent(struct tty *tp)
{
	return tp->t_outq.q_count == 0 && (tp->t_state & TS_BUSY) == 0;
}

/*
 * Wait until all is sent, no longer than timo ticks at a time (0: for
 * ever).  The hardware's own buffer is small: it is asked once a tick.
 */
static int
drain(struct tty *tp, int timo)
{
	int error = 0, s = spltty();

	ttstart(tp);
	while (error == 0 && !all_sent(tp)) {
		if (!CONNECTED(tp)) {
			error = EIO;
			break;
		}
		tp->t_state |= TS_ASLEEP;
		error = tsleep(&tp->t_outq, PCATCH, "ttydrain", timo);
		ttstart(tp);
	}
	while (error == 0 && tp->t_idle != NULL && !tp->t_idle(tp)) {
		error = tsleep(&tp->t_idle, PCATCH, "ttyidle", 1);
		if (error == EWOULDBLOCK)
			error = timo == 0 || --timo > 0 ? 0 : EWOULDBLOCK;
	}
	splx(s);
	return error;
}

int
ttywait(struct tty *tp)
{
	return drain(tp, 0);
}

void
ttyclose(struct tty *tp, int flag)
{
	int s = spltty();

	/* A ^S that nobody will take back must not hold up an exit. */
	tp->t_state &= ~TS_TTSTOP;
	if ((flag & O_NONBLOCK) == 0)
		drain(tp, CLOSE_DRAIN * hz);
	ttyflush(tp, FREAD | FWRITE);
	if (tp->t_session != NULL)
		tp->t_session->s_ttyp = NULL;
	tp->t_session = NULL;
	tp->t_pgrp = NULL;
	tp->t_state &= TS_CARR_ON | TS_BUSY;
	splx(s);
}

void
ttydetach(struct tty *tp)
{
	int s = spltty();

	tp->t_cflag &= ~CLOCAL;
	ttymodem(tp, false);
	splx(s);
}

void
ttymodem(struct tty *tp, bool on)
{
	if (on) {
		tp->t_state |= TS_CARR_ON;
		wakeup(&tp->t_state);
		return;
	}
	tp->t_state &= ~TS_CARR_ON;
	if ((tp->t_cflag & CLOCAL) != 0 || (tp->t_state & TS_ISOPEN) == 0)
		return;
	if (tp->t_session != NULL && tp->t_session->s_leader != NULL)
		psignal(tp->t_session->s_leader, SIGHUP);
	ttyflush(tp, FREAD | FWRITE);
}

void
ttyflush(struct tty *tp, int rw)
{
	int s = spltty();

	if ((rw & FREAD) != 0) {
		tp->t_inq.iq_count = tp->t_inq.iq_ready = 0;
		tp->t_state &= ~(TS_LNCH | TS_ECHOED);
		tty_unblock(tp);
		ttywakeup(tp);
	}
	if ((rw & FWRITE) != 0) {
		tp->t_state &= ~TS_TTSTOP;
		tp->t_outq.q_count = 0;
		ttyoutwake(tp);
	}
	splx(s);
}

/*
 * How long a read may go on waiting: 0 if it has what it wants, otherwise
 * ticks, with INT32_MAX for ever.  want bytes end it; start is when it
 * began.  The four cases are those of POSIX 11.1.7.
 */
static int
read_patience(const struct tty *tp, u_int want, int start)
{
	int vtime = tp->t_cc[VTIME] * hz / 10, left;
	u_int have = tp->t_inq.iq_ready;

	if ((tp->t_lflag & ICANON) != 0)
		return have > 0 ? 0 : INT32_MAX;
	if (tp->t_cc[VMIN] == 0) {
		if (have > 0)
			return 0;
		left = start + vtime - ticks;
		return MAX(left, 0);
	}
	if (have >= MIN(want, tp->t_cc[VMIN]))
		return 0;
	if (vtime == 0 || have == 0)
		return INT32_MAX;
	left = tp->t_lastin + vtime - ticks;
	return MAX(left, 0);
}

/* Wait for input, as the mode has it; at spltty.  *eof: there will be none. */
static int
wait_input(struct tty *tp, struct uio *uio, int ioflag, bool *eof)
{
	int start = ticks, left, error;

	for (;;) {
		if ((tp->t_state & TS_ISOPEN) == 0)
			return EIO;
		error = tty_background(tp, curproc, SIGTTIN);
		if (error != 0)
			return error;
		left = read_patience(tp, uio->uio_resid, start);
		if (left == 0)
			return 0;
		if (!CONNECTED(tp)) {
			*eof = tp->t_inq.iq_ready == 0;
			return 0;
		}
		if ((ioflag & IO_NDELAY) != 0)
			return tp->t_inq.iq_ready > 0 ? 0 : EWOULDBLOCK;
		tp->t_state |= TS_RWAIT;
		error = tsleep(
		    &tp->t_inq, PCATCH, "ttyin", left == INT32_MAX ? 0 : left);
		if (error != 0 && error != EWOULDBLOCK)
			return error;
	}
}

int
ttread(struct tty *tp, struct uio *uio, int ioflag)
{
	struct ttyinq *q = &tp->t_inq;
	bool canon, done = false;
	u_char buf[128];
	uint16_t cell;
	u_int n, total = 0;
	int error = 0, s = spltty();

	if (uio->uio_resid == 0)
		goto out;
	error = wait_input(tp, uio, ioflag, &done);
	canon = (tp->t_lflag & ICANON) != 0;
	while (error == 0 && !done && uio->uio_resid > 0) {
		for (n = 0; n < sizeof(buf) && n < uio->uio_resid;) {
			if (q->iq_ready == 0) {
				done = true;
				break;
			}
			cell = ttyinq_get(q);
			if ((cell & TC_EOF) == 0)
				buf[n++] = cell & TC_CHAR;
			if (canon && (cell & (TC_EOF | TC_EOL)) != 0) {
				done = true;
				break;
			}
		}
		total += n;
		/* An EOF behind the last byte that was asked for is used up. */
		if (canon && !done && total > 0 && n == uio->uio_resid &&
		    q->iq_ready > 0 && (ttyinq_at(q, 0) & TC_EOF) != 0)
			ttyinq_get(q);
		tty_unblock(tp);
		splx(s);
		error = uiomove(buf, n, uio);
		s = spltty();
	}
out:
	splx(s);
	return error;
}

int
ttpoll(struct tty *tp, int events, struct proc *p)
{
	int revents = 0, s = spltty();

	if ((events & (POLLIN | POLLRDNORM)) != 0 &&
	    (tp->t_inq.iq_ready > 0 || !CONNECTED(tp)))
		revents |= events & (POLLIN | POLLRDNORM);
	if ((events & POLLOUT) != 0 && tp->t_outq.q_count < TTY_OUTQ / 2 &&
	    CONNECTED(tp))
		revents |= POLLOUT;
	if (!CONNECTED(tp))
		revents |= POLLHUP;
	if (revents == 0) {
		if ((events & (POLLIN | POLLRDNORM)) != 0)
			selrecord(p, &tp->t_rsel);
		if ((events & POLLOUT) != 0)
			selrecord(p, &tp->t_wsel);
	}
	splx(s);
	return revents;
}
