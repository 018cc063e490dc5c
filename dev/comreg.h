/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * comreg.h: the registers of the 8250 and its heirs, up to the 16550
 * (National Semiconductor PC16550D data sheet, section 8).
 */
#ifndef _DEV_COMREG_H_
#define _DEV_COMREG_H_

#define COM_FREQ       1843200 /* Hz into the divisor, which counts 16 a bit */

#define COM_DATA       0 /* receive / transmit; divisor low with LCR_DLAB */
#define COM_IER        1 /* interrupt enable; divisor high with LCR_DLAB */
#define COM_IIR        2 /* read: what interrupts */
#define COM_FIFO       2 /* write: FIFO control */
#define COM_LCR        3 /* line control */
#define COM_MCR        4 /* modem control */
#define COM_LSR        5 /* line status */
#define COM_MSR        6 /* modem status */
#define COM_SCR        7 /* scratch: not in the first 8250 */

#define IER_ERXRDY     0x01
#define IER_ETXRDY     0x02
#define IER_ERLS       0x04
#define IER_EMSC       0x08

#define IIR_NOPEND     0x01
#define IIR_FIFO_MASK  0xc0 /* both bits: a 16550A, its FIFO works */

#define FIFO_ENABLE    0x01
#define FIFO_RCV_RST   0x02
#define FIFO_XMT_RST   0x04
#define FIFO_TRIGGER_8 0x80
#define COM_TXFIFO     16 /* bytes that fit when THRE is on */

#define LCR_5BITS      0x00
#define LCR_8BITS      0x03
#define LCR_STOPB      0x04
#define LCR_PENAB      0x08
#define LCR_PEVEN      0x10
#define LCR_SBREAK     0x40
#define LCR_DLAB       0x80

#define MCR_DTR        0x01
#define MCR_RTS        0x02
#define MCR_IENABLE    0x08 /* OUT2: lets the interrupt out, on a PC */
#define MCR_LOOPBACK   0x10

#define LSR_RXRDY      0x01
#define LSR_OE         0x02
#define LSR_PE         0x04
#define LSR_FE         0x08
#define LSR_BI         0x10
#define LSR_TXRDY      0x20 /* THRE: the whole FIFO is empty */
#define LSR_TSRE       0x40

#define MSR_DCD        0x80

#endif /* _DEV_COMREG_H_ */
