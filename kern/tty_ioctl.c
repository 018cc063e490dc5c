/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ioctls of a terminal; termios(3) is made of them.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/fcntl.h>
#include <sys/filio.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/tty.h>

/* Requests that a background process is stopped for. */
static bool
changes_terminal(u_long cmd)
{
	switch (cmd) {
	case TIOCSETA:
	case TIOCSETAW:
	case TIOCSETAF:
	case TIOCFLUSH:
	case TIOCDRAIN:
	case TIOCSPGRP:
	case TIOCSTI:
	case TIOCSWINSZ:
	case TIOCSTART:
	case TIOCSTOP:
		return true;
	default:
		return false;
	}
}

/* TIOCSETA; W waits for output to drain first, F throws input away, too. */
static int
set_termios(struct tty *tp, u_long cmd, const struct termios *t)
{
	bool was_canon = (tp->t_lflag & ICANON) != 0;
	struct termios new = *t;
	int error = 0;

	if (new.c_ispeed < 0 || new.c_ospeed < 0)
		return EINVAL;
	if (cmd != TIOCSETA) {
		error = ttywait(tp);
		if (error != 0)
			return error;
		if (cmd == TIOCSETAF)
			ttyflush(tp, FREAD);
	}
	if (new.c_ispeed == 0)
		new.c_ispeed = new.c_ospeed;
	if (tp->t_param != NULL &&
	    (new.c_cflag != tp->t_cflag ||
		new.c_ospeed != tp->t_termios.c_ospeed ||
		new.c_ispeed != tp->t_termios.c_ispeed))
		error = tp->t_param(tp, &new);
	if (error != 0)
		return error;
	tp->t_termios = new;
	if (((new.c_lflag &ICANON) != 0) != was_canon)
		tty_canon_changed(tp);
	if ((new.c_iflag &IXON) == 0)
		tp->t_state &= ~TS_TTSTOP;
	if ((new.c_cflag &CLOCAL) != 0)
		wakeup(&tp->t_state);
	ttywakeup(tp); /* VMIN and VTIME may be others */
	ttstart(tp);
	return 0;
}

static void
set_winsize(struct tty *tp, const struct winsize *ws)
{
	if (memcmp(&tp->t_winsize, ws, sizeof(*ws)) != 0) {
		tp->t_winsize = *ws;
		tty_signal(tp, SIGWINCH);
	}
}

/*
 * As if c had been typed.  Root alone: who became another user with su(1)
 * has still the terminal on which root's shell will read.
 */
static int
simulate_input(struct tty *tp, int c, struct proc *p)
{
	if (p->p_ucred->cr_uid != 0)
		return EPERM;
	ttyinput(c & TTY_CHARMASK, tp);
	return 0;
}

/* Bytes that a read would get at once. */
static int
readable(const struct tty *tp)
{
	u_int i;

	if ((tp->t_lflag & ICANON) == 0)
		return tp->t_inq.iq_ready;
	for (i = 0; i < tp->t_inq.iq_ready; i++) {
		uint16_t cell = ttyinq_at(&tp->t_inq, i);

		if ((cell & TC_EOF) != 0)
			return i;
		if ((cell & TC_EOL) != 0)
			return i + 1;
	}
	return tp->t_inq.iq_ready;
}

/* The requests about sessions and process groups. */
static int
session_ioctl(struct tty *tp, u_long cmd, caddr_t data, struct proc *p)
{
	switch (cmd) {
	case TIOCSCTTY:
		return tty_setctty(tp, p);
	case TIOCSPGRP:
		return tty_setpgrp(tp, p, *(int *)data);
	case TIOCNOTTY:
		if (!isctty(p, tp))
			return ENOTTY;
		tty_notty(tp, p);
		return 0;
	case TIOCGPGRP:
		if (!isctty(p, tp))
			return ENOTTY;
		/* Without a foreground group: the number of none. */
		*(int *)data =
		    tp->t_pgrp != NULL ? tp->t_pgrp->pg_id : INT32_MAX;
		return 0;
	case TIOCGSID:
		if (!isctty(p, tp))
			return ENOTTY;
		*(int *)data = tp->t_session->s_sid;
		return 0;
	default:
		return ENOTTY;
	}
}

/* The requests about modes and data; at spltty. */
static int
line_ioctl(struct tty *tp, u_long cmd, caddr_t data, int flag, struct proc *p)
{
	int rw;

	switch (cmd) {
	case FIONREAD:
		*(int *)data = readable(tp);
		return 0;
	case FIONBIO: /* the open file remembers these */
	case FIOASYNC:
		return 0;
	case TIOCGETA:
		*(struct termios *)data = tp->t_termios;
		return 0;
	case TIOCSETA:
	case TIOCSETAW:
	case TIOCSETAF:
		return set_termios(tp, cmd, (struct termios *)data);
	case TIOCGWINSZ:
		*(struct winsize *)data = tp->t_winsize;
		return 0;
	case TIOCSWINSZ:
		set_winsize(tp, (struct winsize *)data);
		return 0;
	case TIOCOUTQ:
		*(int *)data = tp->t_outq.q_count;
		return 0;
	case TIOCDRAIN:
		return ttywait(tp);
	case TIOCFLUSH:
		rw = *(int *)data;
		if ((rw & ~(FREAD | FWRITE)) != 0)
			return EINVAL;
		ttyflush(tp, rw == 0 ? FREAD | FWRITE : rw);
		return 0;
	case TIOCSTOP:
		tp->t_state |= TS_TTSTOP;
		return 0;
	case TIOCSTART:
		tp->t_state &= ~TS_TTSTOP;
		tp->t_lflag &= ~FLUSHO;
		ttstart(tp);
		return 0;
	case TIOCSTI:
		return simulate_input(tp, *(u_char *)data, p);
	case TIOCEXCL:
		tp->t_state |= TS_XCLUDE;
		return 0;
	case TIOCNXCL:
		tp->t_state &= ~TS_XCLUDE;
		return 0;
	default:
		return session_ioctl(tp, cmd, data, p);
	}
}

int
ttioctl(struct tty *tp, u_long cmd, caddr_t data, int flag, struct proc *p)
{
	int error = 0, s = spltty();

	if ((tp->t_state & TS_ISOPEN) == 0)
		error = EIO;
	else if (changes_terminal(cmd))
		error = tty_background(tp, p, SIGTTOU);
	if (error == 0)
		error = line_ioctl(tp, cmd, data, flag, p);
	splx(s);
	return error;
}
