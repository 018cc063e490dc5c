/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * edureg.h: the registers of QEMU's teaching device, as specs/edu.txt in
 * QEMU's documentation has them.  All have 32 bits, at these offsets from
 * where the device's base address register 0 says.
 */
#ifndef _EDUREG_H_
#define _EDUREG_H_

#define EDU_VENDOR      0x1234
#define EDU_PRODUCT     0x11e8

/* The three talents. */
#define EDU_ID          0x00 /* 0xRRrr00ed: version RR.rr */
#define EDU_LIVENESS    0x04 /* reads as what was written, inverted */
#define EDU_FACTORIAL   0x08 /* write n, read n! */

#define EDU_STATUS      0x20
/* Its bits. */
#define EDU_COMPUTING   0x01 /* the factorial is not ready */
#define EDU_FACT_INTR   0x80 /* interrupt when it is */

#define EDU_INTR_STATUS 0x24 /* why it interrupts */
#define EDU_INTR_RAISE  0x60 /* set bits of that */
#define EDU_INTR_ACK    0x64 /* clear them */
/* The bits that the device sets itself. */
#define EDU_INTR_FACT   0x001 /* the factorial is ready */
#define EDU_INTR_DMA    0x100 /* the transfer is over */

#define EDU_DMA_SRC     0x80
#define EDU_DMA_DST     0x88
#define EDU_DMA_COUNT   0x90
#define EDU_DMA_CMD     0x98
/* The bits of a command. */
#define EDU_DMA_START   0x1
#define EDU_DMA_TO_RAM  0x2 /* from the device; without: to it */
#define EDU_DMA_INTR    0x4 /* interrupt at the end */

#define EDU_DMA_BUFFER  0x40000     /* the device's own name for its buffer */
#define EDU_DMA_MAX     (1UL << 28) /* memory from here on it cannot reach */

#endif /* _EDUREG_H_ */
