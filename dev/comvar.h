/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * comvar.h: what the two halves of the serial driver share: com.c, the
 * terminal, and comchip.c, the chip and its use as a console.
 */
#ifndef _DEV_COMVAR_H_
#define _DEV_COMVAR_H_

#include <stdbool.h>
#include <sys/types.h>

struct termios;

struct com_chip {
	uint16_t cc_port; /* 0: there is none */
	uint8_t cc_fifo;  /* bytes that fit into an empty transmitter */
	uint8_t cc_ier;   /* interrupts enabled, without the transmitter's */
	bool cc_txintr;   /* the transmitter's is enabled */
	bool cc_stuck;    /* did not take a byte in time: stop waiting */
};

/* dev/comchip.c */
bool com_probe(struct com_chip *, uint16_t port);
int com_param(struct com_chip *, const struct termios *);
size_t com_put(struct com_chip *, const char *, size_t);
size_t com_start(struct com_chip *, const char *, size_t);
void com_enable(struct com_chip *, uint8_t ier);
bool com_idle(const struct com_chip *); /* the last bit is on the line */
extern struct com_chip com_cn;          /* the console's */

/* dev/com.c */
void comattach(void);
extern const struct cdevsw com_cdevsw;

#endif /* _DEV_COMVAR_H_ */
