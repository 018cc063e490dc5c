/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * posix_memalign.c: memory that begins at a multiple of a power of two.
 */
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

/* Returns 0, or EINVAL (the alignment is no such power) or ENOMEM. */
int
posix_memalign(void **p, size_t align, size_t size)
{
	void *new;
	int saved = errno;

	if (align < sizeof(void *) || (align & (align - 1)) != 0)
		return EINVAL;
	new = memalign(align, size);
	errno = saved;
	if (new == NULL)
		return ENOMEM;
	*p = new;
	return 0;
}
