/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What happens to a received character, in the order that POSIX gives:
 * line errors, c_iflag's translations, the characters that stop output,
 * those that send signals, those that edit the line.  Runs in the
 * drivers' interrupts, at spltty.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/fcntl.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/tty.h>

/* IXOFF: ask the sender to stop above the one and to go on below the other. */
#define TTY_INQ_HIGH (TTY_INQ * 3 / 4)
#define TTY_INQ_LOW  (TTY_INQ / 4)

/* Is c the special character of this index? */
static bool
is_cc(const struct tty *tp, int c, int index)
{
	return c == tp->t_cc[index] && c != _POSIX_VDISABLE;
}

void
ttywakeup(struct tty *tp)
{
	if ((tp->t_state & TS_RWAIT) != 0) {
		tp->t_state &= ~TS_RWAIT;
		wakeup(&tp->t_inq);
	}
	selwakeup(&tp->t_rsel);
}

/* Everything that was typed may be read. */
static void
release_line(struct tty *tp)
{
	tp->t_inq.iq_ready = tp->t_inq.iq_count;
	tp->t_state &= ~TS_ECHOED;
	ttywakeup(tp);
}

/* ICANON was switched: what is there is readable in the new mode, too. */
void
tty_canon_changed(struct tty *tp)
{
	release_line(tp);
}

/* Send the stop or start character past the queue, as IXOFF wants it. */
static void
send_flow(struct tty *tp, int index)
{
	u_char c = tp->t_cc[index];

	if (c != _POSIX_VDISABLE && ttyq_put(&tp->t_outq, &c, 1) == 1)
		ttstart(tp);
}

static void
block_input(struct tty *tp)
{
	if ((tp->t_iflag & IXOFF) != 0 && (tp->t_state & TS_TBLOCK) == 0 &&
	    tp->t_inq.iq_count > TTY_INQ_HIGH) {
		tp->t_state |= TS_TBLOCK;
		send_flow(tp, VSTOP);
	}
}

/* Some of the input was taken. */
void
tty_unblock(struct tty *tp)
{
	if ((tp->t_state & TS_TBLOCK) != 0 &&
	    tp->t_inq.iq_count < TTY_INQ_LOW) {
		tp->t_state &= ~TS_TBLOCK;
		send_flow(tp, VSTART);
	}
}

/* Put a cell into the queue, or ring the bell. */
static bool
store(struct tty *tp, uint16_t cell)
{
	/* In canonical mode there must remain room to end the line. */
	u_int keep =
	    (tp->t_lflag & ICANON) != 0 && (cell & (TC_EOL | TC_EOF)) == 0 ? 2
									   : 0;

	if (tp->t_inq.iq_count + keep >= TTY_INQ) {
		if ((tp->t_iflag & IMAXBEL) != 0)
			ttyoutput(CTRL('G'), tp);
		return false;
	}
	ttyinq_put(&tp->t_inq, cell);
	tp->t_lastin = ticks;
	block_input(tp);
	return true;
}

/*
 * Line errors and break.  Returns true if that was all; otherwise c is the
 * character to go on with.
 */
static bool
input_error(struct tty *tp, int *cp)
{
	int c = *cp & TTY_CHARMASK, error = *cp & (TTY_FE | TTY_PE);

	*cp = c;
	if ((error & TTY_FE) != 0 && c == 0) { /* break */
		if ((tp->t_iflag & IGNBRK) != 0)
			return true;
		if ((tp->t_iflag & BRKINT) != 0) {
			ttyflush(tp, FREAD | FWRITE);
			tty_signal(tp, SIGINT);
			return true;
		}
	} else if ((error & TTY_PE) != 0 && (tp->t_iflag & INPCK) == 0)
		return false;
	else if ((tp->t_iflag & IGNPAR) != 0)
		return true;
	if ((tp->t_iflag & PARMRK) != 0) {
		store(tp, 0xff | TC_QUOTE);
		store(tp, 0 | TC_QUOTE);
		store(tp, c | TC_QUOTE);
		if ((tp->t_lflag & ICANON) == 0)
			release_line(tp);
		return true;
	}
	*cp = 0;
	return false;
}

/* ^S and ^Q; true if c was one of them. */
static bool
input_flow(struct tty *tp, int c)
{
	if ((tp->t_iflag & IXON) == 0)
		return false;
	if (is_cc(tp, c, VSTOP)) {
		if ((tp->t_state & TS_TTSTOP) == 0)
			tp->t_state |= TS_TTSTOP;
		else if (is_cc(tp, c, VSTART))
			tp->t_state &= ~TS_TTSTOP; /* one key for both */
		ttstart(tp);
		return true;
	}
	if (is_cc(tp, c, VSTART)) {
		tp->t_state &= ~TS_TTSTOP;
		ttstart(tp);
		return true;
	}
	if ((tp->t_iflag & IXANY) != 0)
		tp->t_state &= ~TS_TTSTOP;
	return false;
}

/* ^C and the like; true if c was one of them. */
static bool
input_signal(struct tty *tp, int c)
{
	static const struct {
		uint8_t index, sig, flush;
	} keys[] = {
	    {VINTR, SIGINT, FREAD | FWRITE},
	    {VQUIT, SIGQUIT, FREAD | FWRITE},
	    {VSUSP, SIGTSTP, FREAD},
	    {VSTATUS, SIGINFO, 0},
	};
	u_int i;

	if ((tp->t_lflag & ISIG) == 0)
		return false;
	for (i = 0; i < nitems(keys); i++) {
		if (!is_cc(tp, c, keys[i].index))
			continue;
		if (keys[i].index == VSTATUS &&
		    (tp->t_lflag & (ICANON | IEXTEN)) != (ICANON | IEXTEN))
			continue;
		if ((tp->t_lflag & NOFLSH) == 0)
			ttyflush(tp, keys[i].flush);
		ttyecho(c, tp);
		tty_signal(tp, keys[i].sig);
		return true;
	}
	return false;
}

/* The characters that edit a line; true if c was one of them. */
static bool
input_edit(struct tty *tp, int c)
{
	bool iexten = (tp->t_lflag & IEXTEN) != 0;

	if (is_cc(tp, c, VERASE))
		tty_erase(tp);
	else if (is_cc(tp, c, VKILL))
		tty_kill(tp);
	else if (iexten && is_cc(tp, c, VWERASE))
		tty_werase(tp);
	else if (iexten && is_cc(tp, c, VREPRINT))
		tty_reprint(tp);
	else
		return false;
	return true;
}

/* A character of a line in canonical mode. */
static void
input_canon(struct tty *tp, int c, bool quoted)
{
	bool first = tp->t_inq.iq_count == tp->t_inq.iq_ready;
	bool eof = !quoted && is_cc(tp, c, VEOF);
	bool eol =
	    !quoted && (c == '\n' || is_cc(tp, c, VEOL) || is_cc(tp, c, VEOL2));
	uint16_t cell = c;

	if (quoted)
		cell |= TC_QUOTE;
	if (eof)
		cell |= TC_EOF;
	if (eol)
		cell |= TC_EOL;
	if (!store(tp, cell))
		return;
	if (first) {
		tp->t_rocol = tp->t_column;
		tp->t_state |= TS_ECHOED;
	}
	if (eof || eol)
		release_line(tp);
	if (!eof) {
		ttyecho(cell, tp);
		return;
	}
	/* ^D is shown, and what comes next is written over it. */
	if ((tp->t_lflag & (ECHO | ECHOCTL)) == (ECHO | ECHOCTL)) {
		ttyecho(c, tp);
		ttyoutput('\b', tp);
		ttyoutput('\b', tp);
	}
}

/* ^V: show a ^ where the character will stand. */
static bool
input_lnext(struct tty *tp, int c)
{
	if ((tp->t_lflag & (ICANON | IEXTEN)) != (ICANON | IEXTEN) ||
	    !is_cc(tp, c, VLNEXT))
		return false;
	if ((tp->t_lflag & (ECHO | ECHOE)) == (ECHO | ECHOE)) {
		ttyoutput('^', tp);
		ttyoutput('\b', tp);
	}
	tp->t_state |= TS_LNCH;
	return true;
}

/* ^O: throw output away until the next ^O or character. */
static bool
input_discard(struct tty *tp, int c)
{
	bool was = (tp->t_lflag & FLUSHO) != 0;

	tp->t_lflag &= ~FLUSHO;
	if ((tp->t_lflag & (ICANON | IEXTEN)) != (ICANON | IEXTEN) ||
	    !is_cc(tp, c, VDISCARD))
		return false;
	if (!was) {
		ttyecho(c, tp);
		tp->t_lflag |= FLUSHO;
		tp->t_outq.q_count = 0;
		ttyoutwake(tp);
	}
	return true;
}

void
ttyinput(int c, struct tty *tp)
{
	bool quoted = false;

	if ((tp->t_state & TS_ISOPEN) == 0 || (tp->t_cflag & CREAD) == 0)
		return;
	if ((c & (TTY_FE | TTY_PE)) != 0) {
		if (input_error(tp, &c))
			return;
	} else if ((tp->t_iflag & ISTRIP) != 0)
		c &= 0x7f;
	else if (c == 0xff && (tp->t_iflag & PARMRK) != 0)
		store(tp, 0xff | TC_QUOTE);

	if ((tp->t_state & TS_LNCH) != 0) {
		tp->t_state &= ~TS_LNCH;
		quoted = true;
	} else {
		if (input_lnext(tp, c) || input_discard(tp, c) ||
		    input_signal(tp, c) || input_flow(tp, c))
			goto out;
		if (c == '\r' && (tp->t_iflag & IGNCR) != 0)
			goto out;
		if (c == '\r' && (tp->t_iflag & ICRNL) != 0)
			c = '\n';
		else if (c == '\n' && (tp->t_iflag & INLCR) != 0)
			c = '\r';
		if ((tp->t_lflag & ICANON) != 0 && input_edit(tp, c))
			goto out;
	}
	if ((tp->t_lflag & ICANON) != 0)
		input_canon(tp, c, quoted);
	else if (store(tp, c)) {
		ttyecho(c, tp);
		release_line(tp);
	}
out:
	ttstart(tp);
}

/* Does input go through without being looked at? */
bool
ttyraw(const struct tty *tp)
{
	return (tp->t_state & TS_ISOPEN) != 0 &&
	    (tp->t_iflag &
		(ISTRIP | PARMRK | IGNCR | ICRNL | INLCR | IXON | IXOFF)) ==
	    0 &&
	    (tp->t_lflag & (ICANON | ISIG | ECHO | ECHONL | FLUSHO)) == 0 &&
	    (tp->t_cflag & CREAD) != 0 && (tp->t_state & TS_LNCH) == 0;
}

void
ttyinput_many(struct tty *tp, const u_char *s, u_int n)
{
	if (!ttyraw(tp)) {
		while (n-- > 0)
			ttyinput(*s++, tp);
		return;
	}
	while (n-- > 0)
		store(tp, *s++);
	release_line(tp);
}
