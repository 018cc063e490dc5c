/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Serial lines as terminals: /dev/tty00 and /dev/tty01.  The first one is
 * the console's when it is there; then it cannot be opened on its own, but
 * its interrupts, handled here, serve the console's terminal.
 *
 * Output is pushed from the queue into the FIFO until the chip is full; an
 * interrupt is asked for only then.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/cons.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/tty.h>
#include <machine/pio.h>
#include "comreg.h"
#include "comvar.h"

/* Rounds of one interrupt, in case a broken chip keeps on asking. */
#define INTR_ROUNDS 64

static struct com_softc {
	uint16_t sc_port;
	int sc_irq;
	struct com_chip *sc_chip; /* NULL: not there */
	struct tty *sc_tty;
} com_softc[] = {
    {.sc_port = 0x3f8, .sc_irq = 4},
    {.sc_port = 0x2f8, .sc_irq = 3},
};

static struct com_chip com_chips[nitems(com_softc)];

/* t_oproc; the whole queue may go at once. */
static void
comstart(struct tty *tp)
{
	struct com_softc *sc = tp->t_softc;
	const u_char *p;
	size_t n, done;

	while ((n = ttyq_peek(&tp->t_outq, &p)) > 0) {
		done = com_start(sc->sc_chip, (const char *)p, n);
		ttyq_drop(&tp->t_outq, done);
		if (done < n) {
			tp->t_state |= TS_BUSY;
			break;
		}
	}
	ttyoutwake(tp);
}

static int
comparam(struct tty *tp, const struct termios *t)
{
	struct com_softc *sc = tp->t_softc;

	return com_param(sc->sc_chip, t);
}

static bool
comidle(struct tty *tp)
{
	struct com_softc *sc = tp->t_softc;

	return com_idle(sc->sc_chip);
}

/* Take what was received: good bytes in one piece, others one by one. */
static void
com_receive(struct com_softc *sc)
{
	uint16_t port = sc->sc_chip->cc_port;
	u_char buf[64];
	u_int n = 0;
	uint8_t lsr;

	while (n < sizeof(buf)) {
		lsr = inb(port + COM_LSR);
		if ((lsr & LSR_RXRDY) == 0)
			break;
		buf[n] = inb(port + COM_DATA);
		if ((lsr & (LSR_BI | LSR_FE | LSR_PE)) == 0) {
			n++;
			continue;
		}
		ttyinput_many(sc->sc_tty, buf, n);
		ttyinput(
		    buf[n] | ((lsr & (LSR_BI | LSR_FE)) != 0 ? TTY_FE : TTY_PE),
		    sc->sc_tty);
		n = 0;
	}
	if (n > 0)
		ttyinput_many(sc->sc_tty, buf, n);
}

static int
comintr(void *arg)
{
	struct com_softc *sc = arg;
	struct com_chip *cc = sc->sc_chip;
	struct tty *tp = sc->sc_tty;
	int round;

	for (round = 0; round < INTR_ROUNDS; round++) {
		if ((inb(cc->cc_port + COM_IIR) & IIR_NOPEND) != 0)
			break;
		com_receive(sc);
		if ((cc->cc_ier & IER_EMSC) != 0)
			ttymodem(
			    tp, (inb(cc->cc_port + COM_MSR) & MSR_DCD) != 0);
		if (cc->cc_txintr &&
		    (inb(cc->cc_port + COM_LSR) & LSR_TXRDY) != 0) {
			tp->t_state &= ~TS_BUSY;
			ttstart(tp);
			/* Nothing to send, or stopped: no more interrupts. */
			if ((tp->t_state & TS_BUSY) == 0)
				com_start(cc, NULL, 0);
			ttyoutwake(tp);
		}
	}
	return round > 0;
}

static struct com_softc *
com_lookup(dev_t dev)
{
	u_int unit = minor(dev);

	if (unit >= nitems(com_softc) || com_softc[unit].sc_chip == NULL)
		return NULL;
	return &com_softc[unit];
}

static struct tty *
comtty(dev_t dev)
{
	struct com_softc *sc = com_lookup(dev);

	return sc == NULL ? NULL : sc->sc_tty;
}

static int
comopen(dev_t dev, int flag, int mode __unused, struct proc *p)
{
	struct com_softc *sc = com_lookup(dev);
	struct tty *tp;
	int error, s;

	if (sc == NULL)
		return ENXIO;
	if (sc->sc_chip == &com_cn)
		return EBUSY;
	tp = sc->sc_tty;
	s = spltty();
	if ((tp->t_state & TS_ISOPEN) == 0) {
		ttydefaults(tp);
		com_param(sc->sc_chip, &tp->t_termios);
		com_enable(sc->sc_chip, IER_ERXRDY | IER_ERLS | IER_EMSC);
		ttymodem(tp, (inb(sc->sc_port + COM_MSR) & MSR_DCD) != 0);
	}
	splx(s);
	error = ttyopen(dev, tp, flag, p);
	if (error != 0 && (tp->t_state & TS_ISOPEN) == 0)
		com_enable(sc->sc_chip, 0);
	return error;
}

static int
comclose(dev_t dev, int flag, int mode __unused, struct proc *p __unused)
{
	struct com_softc *sc = com_lookup(dev);
	bool hangup = (sc->sc_tty->t_cflag & HUPCL) != 0;
	int s;

	ttyclose(sc->sc_tty, flag);
	s = spltty();
	com_enable(sc->sc_chip, 0);
	sc->sc_tty->t_state &= ~TS_BUSY;
	if (hangup)
		outb(sc->sc_port + COM_MCR, MCR_IENABLE);
	splx(s);
	return 0;
}

static int
comread(dev_t dev, struct uio *uio, int ioflag)
{
	return ttread(comtty(dev), uio, ioflag);
}

static int
comwrite(dev_t dev, struct uio *uio, int ioflag)
{
	return ttwrite(comtty(dev), uio, ioflag);
}

static int
comioctl(dev_t dev, u_long cmd, caddr_t data, int flag, struct proc *p)
{
	struct com_softc *sc = com_lookup(dev);
	uint8_t lcr;

	if (cmd != TIOCSBRK && cmd != TIOCCBRK)
		return ttioctl(sc->sc_tty, cmd, data, flag, p);
	lcr = inb(sc->sc_port + COM_LCR) & ~LCR_SBREAK;
	outb(sc->sc_port + COM_LCR, cmd == TIOCSBRK ? lcr | LCR_SBREAK : lcr);
	return 0;
}

static int
compoll(dev_t dev, int events, struct proc *p)
{
	return ttpoll(comtty(dev), events, p);
}

const struct cdevsw com_cdevsw = {
    .d_open = comopen,
    .d_close = comclose,
    .d_read = comread,
    .d_write = comwrite,
    .d_ioctl = comioctl,
    .d_tty = comtty,
    .d_poll = compoll,
    .d_type = D_TTY,
};

static void
com_attach_unit(struct com_softc *sc, struct com_chip *own)
{
	if (sc->sc_port == com_cn.cc_port) {
		sc->sc_chip = &com_cn;
		sc->sc_tty = cn_tty;
	} else {
		if (!com_probe(own, sc->sc_port))
			return;
		sc->sc_chip = own;
		sc->sc_tty = ttymalloc();
		sc->sc_tty->t_softc = sc;
		sc->sc_tty->t_oproc = comstart;
		sc->sc_tty->t_param = comparam;
		sc->sc_tty->t_idle = comidle;
	}
	if (intr_establish(sc->sc_irq, IPL_TTY, comintr, sc) == NULL) {
		printf("com at 0x%x: no interrupt\n", sc->sc_port);
		return;
	}
	if (sc->sc_chip == &com_cn)
		com_enable(sc->sc_chip, IER_ERXRDY | IER_ERLS);
}

/* Find the lines; the console's terminal must be there. */
void
comattach(void)
{
	u_int i;

	for (i = 0; i < nitems(com_softc); i++)
		com_attach_unit(&com_softc[i], &com_chips[i]);
}
