/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ioctl.h: ioctl(2), and the requests that everybody knows.
 */
#ifndef _SYS_IOCTL_H_
#define _SYS_IOCTL_H_

#include <sys/ioccom.h>
#include <sys/ttycom.h>
#include <sys/filio.h>

#ifndef _KERNEL
int ioctl(int, unsigned long, ...);
#endif

#endif /* _SYS_IOCTL_H_ */
