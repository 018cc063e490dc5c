/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lock.h: simple locks, which kept other processors out.  There is one, and
 * nobody else runs before who has the lock sleeps: none of them ever waits.
 */
#ifndef _KERNEL
#include_next <sys/lock.h>
#else
#ifndef _SYS_LOCK_H_
#define _SYS_LOCK_H_

struct simplelock {
	int lock_data;
};
#define SIMPLELOCK_INITIALIZER \
	{                      \
		0              \
	}
#define simple_lock_init(l) ((void)((l)->lock_data = 0))
#define simple_lock(l)      ((void)((l)->lock_data = 1))
#define simple_unlock(l)    ((void)((l)->lock_data = 0))
#define simple_lock_try(l)  ((l)->lock_data ? 0 : ((l)->lock_data = 1))
#endif /* _SYS_LOCK_H_ */
#endif
