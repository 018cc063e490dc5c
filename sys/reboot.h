/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reboot.h: how the machine stops or starts again.
 */
#ifndef _SYS_REBOOT_H_
#define _SYS_REBOOT_H_

#define RB_AUTOBOOT  0x0000
#define RB_ASKNAME   0x0001
#define RB_SINGLE    0x0002 /* boot to single-user */
#define RB_NOSYNC    0x0004 /* do not write back file systems first */
#define RB_HALT      0x0008 /* stop instead of booting again */
#define RB_POWERDOWN 0x0808 /* and switch the power off */

#ifndef _KERNEL
int reboot(int, char *);
#endif

#endif /* _SYS_REBOOT_H_ */
