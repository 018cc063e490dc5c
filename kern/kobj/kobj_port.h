/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The only difference between kobj in the kernel and kobj on the host,
 * where the tests and the fuzzers run: where memcpy, snprintf and the
 * errnos come from. The values of the errnos used are the same in both.
 */
#ifndef _KOBJ_PORT_H_
#define _KOBJ_PORT_H_

#include <stdbool.h>
#ifdef _KERNEL
#include <sys/types.h>
#include <sys/errno.h>
#include <sys/systm.h>
#else
#include <errno.h>
#include <stdio.h>
#include <string.h>
#endif

#include "../../sys/kobj.h"

#endif /* !_KOBJ_PORT_H_ */
