/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Editing a line in canonical mode, and showing what is typed.  All at
 * spltty.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/tty.h>

static bool
is_control(int c)
{
	return c < ' ' || c == 0x7f;
}

/* Show a cell, or a character without flags, as c_lflag has it. */
void
ttyecho(int cell, struct tty *tp)
{
	int c = cell & TC_CHAR;

	if ((tp->t_lflag & ECHO) == 0 &&
	    ((tp->t_lflag & ECHONL) == 0 || c != '\n'))
		return;
	if ((tp->t_lflag & ECHOCTL) != 0 && is_control(c) &&
	    ((c != '\t' && c != '\n') || (cell & TC_QUOTE) != 0)) {
		ttyoutput('^', tp);
		c ^= 0x40;
	}
	ttyoutput(c, tp);
}

/* Columns that a cell takes when it is shown at column col. */
static int
cell_width(const struct tty *tp, uint16_t cell, int col)
{
	int c = cell & TC_CHAR;

	if (c == '\t' && (cell & TC_QUOTE) == 0)
		return 8 - (col & 7);
	if (is_control(c))
		return (tp->t_lflag & ECHOCTL) != 0 ? 2 : 0;
	return (c & 0xc0) == 0x80 ? 0 : 1;
}

/* The column behind what is left of the line. */
static int
line_end(const struct tty *tp)
{
	int col = tp->t_rocol;
	u_int i;

	for (i = tp->t_inq.iq_ready; i < tp->t_inq.iq_count; i++)
		col += cell_width(tp, ttyinq_at(&tp->t_inq, i), col);
	return col;
}

/* Show the line again on a line of its own. */
static void
show_line(struct tty *tp)
{
	u_int i;

	ttyoutput('\n', tp);
	tp->t_rocol = tp->t_column;
	tp->t_state |= TS_ECHOED;
	for (i = tp->t_inq.iq_ready; i < tp->t_inq.iq_count; i++)
		ttyecho(ttyinq_at(&tp->t_inq, i), tp);
}

void
tty_reprint(struct tty *tp)
{
	if ((tp->t_lflag & ECHO) == 0)
		return;
	ttyecho(tp->t_cc[VREPRINT], tp);
	show_line(tp);
}

/* Cells were taken from the line: make the screen agree; key did it. */
static void
rub_out(struct tty *tp, int key)
{
	int end;

	if ((tp->t_lflag & ECHO) == 0)
		return;
	if ((tp->t_lflag & ECHOE) == 0) {
		ttyecho(tp->t_cc[key], tp);
		return;
	}
	end = line_end(tp);
	if ((tp->t_state & TS_ECHOED) == 0 || tp->t_column < end) {
		show_line(tp);
		return;
	}
	while (tp->t_column > end) {
		int before = tp->t_column;

		ttyoutput('\b', tp);
		ttyoutput(' ', tp);
		ttyoutput('\b', tp);
		if (tp->t_column >= before)
			break; /* no room, or no OPOST: columns do not count */
	}
}

/*
 * Take back the last character, which may be several bytes of UTF-8.
 * Returns its first byte, or -1 if the line is empty.
 */
static int
take_back(struct tty *tp)
{
	int c;

	if (tp->t_inq.iq_count == tp->t_inq.iq_ready)
		return -1;
	do {
		c = ttyinq_last(&tp->t_inq) & TC_CHAR;
		ttyinq_unput(&tp->t_inq);
	} while ((c & 0xc0) == 0x80 &&
	    tp->t_inq.iq_count > tp->t_inq.iq_ready &&
	    (ttyinq_last(&tp->t_inq) & 0x80) != 0);
	return c;
}

void
tty_erase(struct tty *tp)
{
	if (take_back(tp) != -1)
		rub_out(tp, VERASE);
}

/* The word before the cursor, and the blanks behind it. */
void
tty_werase(struct tty *tp)
{
	struct ttyinq *q = &tp->t_inq;
	bool in_word = false, blank;
	int c;

	if (q->iq_count == q->iq_ready)
		return;
	while (q->iq_count > q->iq_ready) {
		c = ttyinq_last(q) & TC_CHAR;
		blank = c == ' ' || c == '\t';
		if (blank && in_word)
			break;
		in_word = !blank;
		take_back(tp);
	}
	rub_out(tp, VWERASE);
}

void
tty_kill(struct tty *tp)
{
	bool some = tp->t_inq.iq_count > tp->t_inq.iq_ready;

	tp->t_inq.iq_count = tp->t_inq.iq_ready;
	if ((tp->t_lflag & ECHOKE) != 0) {
		if (some)
			rub_out(tp, VKILL);
		return;
	}
	ttyecho(tp->t_cc[VKILL], tp);
	if ((tp->t_lflag & (ECHO | ECHOK)) == (ECHO | ECHOK))
		ttyoutput('\n', tp);
}
