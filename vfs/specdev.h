/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * specdev.h: an open device.  All vnodes that name the same device share
 * it, and with it the count of opens and the buffers.
 */
#ifndef _VFS_SPECDEV_H_
#define _VFS_SPECDEV_H_

#include <sys/types.h>
#include <sys/queue.h>
#include <sys/vnode.h>

struct bdevsw;
struct buf;

struct specdev {
	LIST_ENTRY(specdev) sd_list;
	enum vtype sd_type; /* VCHR or VBLK */
	dev_t sd_dev;
	u_int sd_refs;   /* vnodes, and calls that look at it */
	u_int sd_opens;  /* opens that were not closed yet */
	int sd_mounted;  /* VBLK: spec_mount() */
	int sd_bsize;    /* of its buffers */
	int sd_secsize;  /* VBLK: a buffer has this at least */
	int sd_error;    /* of a write that nobody waited for */
	u_int sd_failed; /* such writes, until somebody is told */
	/* VBLK: its buffers.  What interrupts change is at splbio. */
	TAILQ_HEAD(, buf) sd_clean, sd_dirty; /* dirty: with B_DELWRI */
	u_long sd_writing;                    /* bytes that are on their way */
	int sd_wanted;                        /* somebody sleeps for them */
	const struct bdevsw *sd_bdev;         /* VBLK, while it is open */
	int64_t sd_nblks; /* blocks of DEV_BSIZE; -1: unknown */
};

/* The driver's d_open has run for it as often as d_close has not. */
struct specdev *spec_find(enum vtype, dev_t); /* NULL: nobody uses it */
struct specdev *spec_get(enum vtype, dev_t);  /* with a reference */
void spec_put(struct specdev *);
/* Is anything mounted on that block device, or on some of its blocks? */
int spec_ismounted(dev_t);

/*
 * Have the device make last what was written to it: a disk may have a cache
 * of its own.  The error.
 */
int spec_cachesync(struct specdev *);
/*
 * Write what waits for any block device that is open.  Errors stay with the
 * devices: who asks for one with bio_sync() is told.
 */
void spec_syncall(void);

/* Whether a device may be written now: 0 or EPERM (spec_secure.c). */
int spec_maywrite(enum vtype, dev_t);

#endif /* _VFS_SPECDEV_H_ */
