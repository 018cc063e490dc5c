/* SPDX-License-Identifier: BSD-2-Clause */
/* simplelock.h: NetBSD 4's place for simple locks. */
#include <sys/lock.h>
