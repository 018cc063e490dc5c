/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rdio.h: disks in memory, as rdconfig(8) makes them: calls on the
 * character node of a unit.
 */
#ifndef _SYS_RDIO_H_
#define _SYS_RDIO_H_

#include <sys/types.h>
#include <sys/ioccom.h>

/*
 * Give the unit this many bytes, a multiple of 512; what it held is gone.
 * 0: the unit is no more.  EBUSY: somebody else has it open; ENXIO: there
 * is none to be taken away.
 */
#define RDIOCSSIZE _IOW('R', 1, off_t)
/* Its size, and the bytes of memory that it takes. */
struct rd_info {
	off_t rd_size;
	off_t rd_used;
};
#define RDIOCGINFO _IOR('R', 2, struct rd_info)

#endif /* _SYS_RDIO_H_ */
