/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * memory.c: the end of the data segment, which malloc(3) moves, and mmap(2).
 */
#include <sys/mman.h>
#include <errno.h>
#include <stdint.h>
#include <unistd.h>

#include "sys_private.h"

extern char _end[]; /* from the linker script: where the bss ends */
static char *curbrk = _end;

/*
 * Make the data segment end at addr.  ENOMEM: no memory, or addr is below
 * the program's own data.
 */
int
brk(void *addr)
{
	if ((char *)addr < _end) {
		errno = ENOMEM;
		return -1;
	}
	if (__sys_break(addr) == -1)
		return -1;
	curbrk = addr;
	return 0;
}

/*
 * Move the end of the data segment by incr bytes; the old end, or
 * (void *)-1 with ENOMEM.
 */
void *
sbrk(ptrdiff_t incr)
{
	char *old = curbrk;

	if (incr > 0 ? (uintptr_t)incr > UINTPTR_MAX - (uintptr_t)old
		     : (uintptr_t)0 - (uintptr_t)incr > (uintptr_t)old) {
		errno = ENOMEM;
		return (void *)-1;
	}
	if (incr != 0 && brk(old + incr) == -1)
		return (void *)-1;
	return old;
}

void *
mmap(void *addr, size_t len, int prot, int flags, int fd, off_t off)
{
	return __sys_mmap(addr, len, prot, flags, fd, 0, off);
}
