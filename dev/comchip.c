/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The 16550 UART itself: find it, set it, push bytes into it; and the
 * first serial line as a polled console.  Nothing here needs interrupts
 * or memory, so the kernel can print from its first line of C on.
 */
#include <sys/param.h>
#include <sys/cons.h>
#include <sys/systm.h>
#include <machine/pio.h>
#include "comreg.h"
#include "comvar.h"

#define COM_CONSOLE_PORT 0x3f8

/*
 * Polls of the status register, about 1 us each, before a transmitter
 * counts as stuck: a full FIFO at 9600 baud needs 17 ms.
 */
#define COM_TX_POLLS     20000

struct com_chip com_cn;

/*
 * Is there a UART?  In loop-back mode what is sent comes in again, which
 * no empty port does.  Leaves the chip with its FIFO on, 115200 8N1 and
 * interrupts off.
 */
bool
com_probe(struct com_chip *cc, uint16_t port)
{
	int i;

	cc->cc_port = port;
	cc->cc_stuck = false;
	outb(port + COM_IER, 0);
	com_set_line(cc, 115200, LCR_8BITS);
	outb(port + COM_FIFO,
	    FIFO_ENABLE | FIFO_RCV_RST | FIFO_XMT_RST | FIFO_TRIGGER_8);
	outb(port + COM_MCR, MCR_LOOPBACK | MCR_RTS);
	outb(port + COM_DATA, 0xa5);
	for (i = 0; i < 1000; i++)
		if (inb(port + COM_LSR) & LSR_RXRDY)
			break;
	if (i == 1000 || inb(port + COM_DATA) != 0xa5) {
		cc->cc_port = 0;
		return false;
	}
	outb(port + COM_MCR, MCR_DTR | MCR_RTS | MCR_IENABLE);
	cc->cc_fifo = 1;
	if ((inb(port + COM_IIR) & IIR_FIFO_MASK) == IIR_FIFO_MASK)
		cc->cc_fifo = COM_TXFIFO;
	return true;
}

/* speed in bits a second, above 0; lcr as the chip's line control. */
void
com_set_line(struct com_chip *cc, int speed, uint8_t lcr)
{
	unsigned div = MAX(COM_FREQ / 16 / speed, 1);
	int s = splhigh();

	outb(cc->cc_port + COM_LCR, lcr | LCR_DLAB);
	outb(cc->cc_port + COM_DATA, div & 0xff);
	outb(cc->cc_port + COM_IER, (div >> 8) & 0xff);
	outb(cc->cc_port + COM_LCR, lcr);
	splx(s);
}

/*
 * Give the transmitter what it takes without waiting; returns how much
 * that was.  With THRE on a whole FIFO fits.  QEMU's UART sends at once,
 * so there this loop moves the whole buffer.
 */
size_t
com_put(struct com_chip *cc, const char *s, size_t n)
{
	size_t done = 0, part;

	while (done < n && (inb(cc->cc_port + COM_LSR) & LSR_TXRDY) != 0) {
		part = MIN(n - done, cc->cc_fifo);
		outsb(cc->cc_port + COM_DATA, s + done, part);
		done += part;
	}
	return done;
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
	size_t done = com_put(&com_cn, s, n);

	if (done < n)
		outb(com_cn.cc_port + COM_IER, IER_ERXRDY | IER_ETXRDY);
	return done;
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
