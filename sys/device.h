/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * device.h: the drivers that are always there.
 */
#ifndef _SYS_DEVICE_H_
#define _SYS_DEVICE_H_

struct cdevsw;

/*
 * Attach them all: the console's terminal, serial lines, keyboard, memory
 * devices.  Called once at boot, when malloc, intr_establish() and
 * devsw_attach() work; takes no time to speak of.
 */
void configure(void);

extern const struct cdevsw lkm_cdevsw, mem_cdevsw;

#endif /* _SYS_DEVICE_H_ */
