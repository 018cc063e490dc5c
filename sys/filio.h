/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filio.h: ioctls that any file may understand.
 */
#ifndef _SYS_FILIO_H_
#define _SYS_FILIO_H_

#include <sys/ioccom.h>

#define FIOCLEX  _IO('f', 1) /* close on exec */
#define FIONCLEX _IO('f', 2)
#define FIONREAD _IOR('f', 127, int) /* bytes that a read would get */
#define FIONBIO  _IOW('f', 126, int) /* do not block */
#define FIOASYNC _IOW('f', 125, int)

#endif /* _SYS_FILIO_H_ */
