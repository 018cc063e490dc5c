/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * utime.h: newlib's says nothing of the function.
 */
#ifndef _UTIME_H_
#define _UTIME_H_

#include <sys/types.h>
#include <sys/utime.h>

int utime(const char *, const struct utimbuf *);

#endif /* _UTIME_H_ */
