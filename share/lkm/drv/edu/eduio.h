/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * eduio.h: what programs ask of /dev/edu0 by ioctl(2).
 */
#ifndef _EDUIO_H_
#define _EDUIO_H_

#include <sys/types.h>
#include <sys/ioccom.h>

/*
 * Bytes to read and write.  The device has one more, but a transfer that
 * touches that makes QEMU 7.2 end itself.
 */
#define EDU_BUFFER_SIZE 4095

struct edu_info {
	uint32_t ei_id;         /* 0xRRrr00ed: version RR.rr */
	uint32_t ei_irq;        /* interrupt that it raises */
	uint32_t ei_interrupts; /* that it has raised */
	uint32_t ei_raised;     /* bits of EDUIOC_RAISE that came */
};

#define EDUIOC_INFO      _IOR('E', 1, struct edu_info)
#define EDUIOC_LIVENESS  _IOWR('E', 2, uint32_t) /* comes back inverted */
#define EDUIOC_FACTORIAL _IOWR('E', 3, uint32_t) /* modulo 2^32 */
#define EDUIOC_RAISE     _IOW('E', 4, uint32_t)  /* bits but 0x1 and 0x100 */

#endif /* _EDUIO_H_ */
