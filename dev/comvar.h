/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * comvar.h: what the two halves of the serial driver share: com.c, the
 * terminal, and comchip.c, the chip and its use as a console.
 */
#ifndef _DEV_COMVAR_H_
#define _DEV_COMVAR_H_

#include <stdbool.h>
#include <sys/types.h>

struct com_chip {
	uint16_t cc_port;
	uint8_t cc_fifo; /* bytes that fit into an empty transmitter */
	bool cc_stuck;   /* did not take a byte in time: stop waiting */
};

bool com_probe(struct com_chip *, uint16_t port);
void com_set_line(struct com_chip *, int speed, uint8_t lcr);
size_t com_put(struct com_chip *, const char *, size_t);
extern struct com_chip com_cn; /* the console's; cc_port 0: none */

#endif /* _DEV_COMVAR_H_ */
