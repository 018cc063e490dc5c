/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The 16550 UART itself: find it, set it, push bytes into it; and the
 * first serial line as a polled console.  Nothing here needs interrupts
 * or memory, so the kernel can print from its first line of C on.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/cons.h>
#include <sys/systm.h>
#include <sys/termios.h>
#include <machine/pio.h>
#include "comreg.h"
#include "comvar.h"

#define COM_CONSOLE_PORT 0x3f8

/*
 * Polls of the status register, about 1 us each, before a transmitter
 * counts as stuck: a full FIFO at 9600 baud needs 17 ms.
 */
#define COM_TX_POLLS     20000
#define LOOP_POLLS       1000

struct com_chip com_cn;

static void
set_line(struct com_chip *cc, unsigned divisor, uint8_t lcr)
{
	int x = splhigh();

	outb(cc->cc_port + COM_LCR, lcr | LCR_DLAB);
	outb(cc->cc_port + COM_DATA, divisor & 0xff);
	outb(cc->cc_port + COM_IER, divisor >> 8);
	outb(cc->cc_port + COM_LCR, lcr);
	splx(x);
}

/* The scratch register holds what is written, where there is one. */
static bool
has_scratch(uint16_t port)
{
	outb(port + COM_SCR, 0x5a);
	if (inb(port + COM_SCR) != 0x5a)
		return false;
	outb(port + COM_SCR, 0xa5);
	return inb(port + COM_SCR) == 0xa5;
}

/* In loop-back mode what is sent comes in again. */
static bool
loops_back(uint16_t port)
{
	int i;

	outb(port + COM_MCR, MCR_LOOPBACK | MCR_RTS);
	outb(port + COM_DATA, 0xa5);
	for (i = 0; i < LOOP_POLLS; i++)
		if ((inb(port + COM_LSR) & LSR_RXRDY) != 0)
			break;
	return i < LOOP_POLLS && inb(port + COM_DATA) == 0xa5;
}

/*
 * Is there a UART?  The first 8250 has no scratch register, and some
 * emulators have no loop-back mode; an empty port has neither.  Leaves the
 * chip with its FIFO on, 115200 8N1 and interrupts off.
 */
bool
com_probe(struct com_chip *cc, uint16_t port)
{
	memset(cc, 0, sizeof(*cc));
	cc->cc_port = port;
	outb(port + COM_IER, 0);
	set_line(cc, 1, LCR_8BITS);
	outb(port + COM_FIFO,
	    FIFO_ENABLE | FIFO_RCV_RST | FIFO_XMT_RST | FIFO_TRIGGER_8);
	if (!has_scratch(port) && !loops_back(port)) {
		cc->cc_port = 0;
		return false;
	}
	outb(port + COM_MCR, MCR_DTR | MCR_RTS | MCR_IENABLE);
	cc->cc_fifo = 1;
	if ((inb(port + COM_IIR) & IIR_FIFO_MASK) == IIR_FIFO_MASK)
		cc->cc_fifo = COM_TXFIFO;
	return true;
}

/*
 * Set speed and format.  EINVAL: not a speed that the divisor gives within
 * 3%, or different ones for the two directions.  Speed 0 hangs up.
 */
int
com_param(struct com_chip *cc, const struct termios *t)
{
	uint8_t lcr = (t->c_cflag & CSIZE) >> 8; /* CS5 to CS8: 0 to 3 */
	int speed = t->c_ospeed, divisor, real;

	if (t->c_ispeed != speed)
		return EINVAL;
	if (speed == 0) {
		outb(cc->cc_port + COM_MCR, MCR_IENABLE);
		return 0;
	}
	if (speed < 0 || speed > COM_FREQ / 16)
		return EINVAL;
	divisor = (COM_FREQ / 8 / speed + 1) / 2;
	if (divisor > 0xffff)
		return EINVAL;
	real = COM_FREQ / 16 / divisor;
	if (real > speed + speed / 32 || real < speed - speed / 32)
		return EINVAL;
	if ((t->c_cflag & CSTOPB) != 0)
		lcr |= LCR_STOPB;
	if ((t->c_cflag & PARENB) != 0)
		lcr |= LCR_PENAB;
	if ((t->c_cflag & PARODD) == 0)
		lcr |= LCR_PEVEN;
	set_line(cc, divisor, lcr);
	outb(cc->cc_port + COM_MCR, MCR_DTR | MCR_RTS | MCR_IENABLE);
	return 0;
}

/*
 * Give the transmitter what it takes without waiting; returns how much
 * that was.  With THRE on a whole FIFO fits.  QEMU's UART sends at once,
 * so there this loop moves the whole buffer.
 */
size_t
com_put(struct com_chip *cc, const char *s, size_t n)
{
	uint16_t data = cc->cc_port + COM_DATA, lsr = cc->cc_port + COM_LSR;
	const char *p = s, *end = s + n;
	size_t part = cc->cc_fifo;

	while (p < end && (inb(lsr) & LSR_TXRDY) != 0) {
		if (part > (size_t)(end - p))
			part = end - p;
		outsb(data, p, part);
		p += part;
	}
	return p - s;
}

/* Which interrupts the chip shall give, apart from the transmitter's. */
void
com_enable(struct com_chip *cc, uint8_t ier)
{
	cc->cc_ier = ier;
	cc->cc_txintr = false;
	outb(cc->cc_port + COM_IER, ier);
}

/*
 * The same as com_put(); when not everything went, an interrupt will come
 * as soon as there is room again.  At spltty.
 */
size_t
com_start(struct com_chip *cc, const char *s, size_t n)
{
	size_t done = com_put(cc, s, n);
	bool txintr = done < n;

	if (txintr != cc->cc_txintr) {
		cc->cc_txintr = txintr;
		outb(cc->cc_port + COM_IER,
		    cc->cc_ier | (txintr ? IER_ETXRDY : 0));
	}
	return done;
}

bool
com_idle(const struct com_chip *cc)
{
	return (inb(cc->cc_port + COM_LSR) & LSR_TSRE) != 0;
}

/*
 * Polled output.  A line whose other end holds it up costs one time-out;
 * after that what does not fit is dropped until the line moves again.
 */
static void
comcn_write(struct consdev *cn __unused, const char *s, size_t n)
{
	size_t done;
	int polls = 0, x;

	while (n > 0) {
		x = splhigh();
		done = com_put(&com_cn, s, n);
		splx(x);
		if (done > 0) {
			com_cn.cc_stuck = false;
			polls = 0;
		} else if (com_cn.cc_stuck || ++polls == COM_TX_POLLS) {
			com_cn.cc_stuck = true;
			return;
		}
		s += done;
		n -= done;
	}
}

static size_t
comcn_start(struct consdev *cn __unused, const char *s, size_t n)
{
	return com_start(&com_cn, s, n);
}

static struct consdev comcn = {
    .cn_name = "com0",
    .cn_write = comcn_write,
    .cn_start = comcn_start,
};

void
comcninit(void)
{
	if (com_probe(&com_cn, COM_CONSOLE_PORT))
		cn_register(&comcn);
}
