/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tune.c: notes, as letters, the way BASIC had them:
 *
 *	c d e f g a b	a note; # or + behind it: higher by half a tone, -: lower;
 *			a number: its length, 4 a quarter; dots: longer by half
 *	p 4, r 4	a pause
 *	o 4		octave, 1 to 8; in the fourth a has 440 Hz
 *	< >		an octave down, up
 *	l 8		length of what follows without a number, 1 to 64
 *	t 120		quarters in a minute, 32 to 255
 *
 * Capitals are the same; blanks and ends of lines do not matter.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/uio.h>

#include "spkr.h"

#define SEMITONES  12
#define TOP_OCTAVE 8
#define END        (-1)

/* The top octave from c on, in hundredths of a Hz; a has 440 * 2^4 Hz. */
static const u_int top_octave[SEMITONES] = {418601, 443492, 469863, 497803,
    527404, 558765, 591991, 627193, 664488, 704000, 745862, 790213};

static int octave, length, tempo;

/* What was written, in pieces. */
struct text {
	struct uio *tx_uio;
	char tx_piece[64];
	size_t tx_at, tx_n;
	int tx_error;
};

void
tune_reset(void)
{
	octave = 4;
	length = 4;
	tempo = 120;
}

/*
 * The next piece.  There may be megabytes without a note, which nobody sleeps
 * in: so others have their turns here, and a signal is heard.
 */
static int
next_piece(struct text *tx)
{
	const struct proc *p = tx->tx_uio->uio_procp;

	tx->tx_at = 0;
	tx->tx_n = MIN(sizeof(tx->tx_piece), tx->tx_uio->uio_resid);
	if (want_resched)
		preempt();
	if ((p->p_siglist & ~p->p_sigmask) != 0)
		return EINTR;
	return uiomove(tx->tx_piece, tx->tx_n, tx->tx_uio);
}

/* The next character. */
static int
peek(struct text *tx)
{
	if (tx->tx_at == tx->tx_n) {
		tx->tx_error = next_piece(tx);
		if (tx->tx_error != 0)
			tx->tx_n = 0;
		if (tx->tx_n == 0)
			return END;
	}
	return (u_char)tx->tx_piece[tx->tx_at];
}

static int
is_blank(int c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next one that is no blank, as a small letter. */
static int
next(struct text *tx)
{
	int c;

	while (is_blank(c = peek(tx)))
		tx->tx_at++;
	if (c != END)
		tx->tx_at++;
	return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
}

/* Is it this one that comes next?  Then it is taken. */
static int
comes(struct text *tx, char c)
{
	if (peek(tx) != c)
		return 0;
	tx->tx_at++;
	return 1;
}

/* A number from min to max, or what is given if there is none; -1: neither. */
static int
number(struct text *tx, int min, int max, int none)
{
	int n = 0, digits = 0, c;

	while ((c = peek(tx)) >= '0' && c <= '9' && n <= max) {
		n = n * 10 + c - '0';
		digits++;
		tx->tx_at++;
	}
	if (digits == 0)
		return none;
	return n >= min && n <= max ? n : -1;
}

/* How long a note or a pause is, in clock ticks; -1: it does not say. */
static int
duration(struct text *tx)
{
	int n = number(tx, 1, 64, length), all, dot;

	if (n == -1)
		return -1;
	all = dot = 60 * hz * 4 / tempo / n;
	while (comes(tx, '.'))
		all += dot /= 2;
	return all;
}

static int
note(struct text *tx, int letter)
{
	static const int semitone[] = {9, 11, 0, 2, 4, 5, 7}; /* a to g */
	int n = semitone[letter - 'a'], o = octave, time;

	if (comes(tx, '#') || comes(tx, '+'))
		n++;
	else if (comes(tx, '-'))
		n--;
	if (n < 0 || n >= SEMITONES) {
		o += n < 0 ? -1 : 1;
		n = n < 0 ? SEMITONES - 1 : 0;
	}
	if (o < 1 || o > TOP_OCTAVE || (time = duration(tx)) == -1)
		return EINVAL;
	return spkr_tone(top_octave[n] >> (TOP_OCTAVE - o), time);
}

static int
set(struct text *tx, int *variable, int min, int max)
{
	int n = number(tx, min, max, -1);

	if (n == -1)
		return EINVAL;
	*variable = n;
	return 0;
}

static int
shift(int by)
{
	if (octave + by < 1 || octave + by > TOP_OCTAVE)
		return EINVAL;
	octave += by;
	return 0;
}

static int
obey(struct text *tx, int c)
{
	int time;

	switch (c) {
	case 'o':
		return set(tx, &octave, 1, TOP_OCTAVE);
	case 'l':
		return set(tx, &length, 1, 64);
	case 't':
		return set(tx, &tempo, 32, 255);
	case '<':
		return shift(-1);
	case '>':
		return shift(1);
	case 'p':
	case 'r':
		time = duration(tx);
		return time == -1 ? EINVAL : spkr_tone(0, time);
	default:
		return c >= 'a' && c <= 'g' ? note(tx, c) : EINVAL;
	}
}

int
tune_play(struct uio *uio)
{
	struct text tx = {.tx_uio = uio};
	int error = 0, c;

	while (error == 0 && (c = next(&tx)) != END)
		error = obey(&tx, c);
	return error != 0 ? error : tx.tx_error;
}
