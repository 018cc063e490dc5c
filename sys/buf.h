/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * buf.h: the buffer cache: blocks of block devices in memory.
 *
 * A buffer belongs to a device, whichever vnode names it, so a file system
 * and a reader of the raw device see the same bytes.  All buffers of a
 * device have one size, see bio_setsize().  Who gets a buffer from getblk()
 * or bread() owns it (B_BUSY) until brelse() or one of the writes.
 *
 * A request costs much more than a byte.  So buffers of blocks that lie one
 * behind the other may share a piece of memory, a run (vfs/bufvar.h), and
 * one request then moves many of them.
 */
#ifndef _SYS_BUF_H_
#define _SYS_BUF_H_

#include <sys/types.h>
#include <sys/queue.h>

struct bufrun;
struct specdev;
struct vnode;

struct buf {
	LIST_ENTRY(buf) b_hash;
	TAILQ_ENTRY(buf) b_freelist; /* while nobody owns it, by age */
	TAILQ_ENTRY(buf) b_devlist;  /* its device's clean or changed ones */
	struct specdev *b_specdev;
	struct bufrun *b_run; /* where its memory is */
	dev_t b_dev;
	volatile int b_flags;
	int b_error;     /* with B_ERROR */
	char *b_data;    /* kernel memory */
	long b_bcount;   /* bytes to transfer */
	long b_bufsize;  /* bytes of memory */
	long b_resid;    /* bytes that were not transferred */
	daddr_t b_blkno; /* where, in units of DEV_BSIZE */
	/* The same from the start of the disk: for its driver (sys/disk.h). */
	daddr_t b_rawblkno;
	/*
	 * With B_CALL: biodone() calls it once, instead of waking, perhaps
	 * from an interrupt.  For drivers that layer over others.
	 */
	void (*b_iodone)(struct buf *);
	void *b_private;         /* of who set b_iodone */
	TAILQ_ENTRY(buf) b_actq; /* the driver's queue */
};
#define b_un_addr b_data
#define B_READ    0x0001 /* else a write */
#define B_WRITE   0x0000
#define B_BUSY    0x0002 /* owned */
#define B_DONE    0x0004 /* the data is valid, the transfer over */
#define B_ERROR   0x0008
#define B_DELWRI  0x0010 /* to be written when there is time */
#define B_ALONE   0x1000 /* it was in a request that failed: by itself now */
#define B_ASYNC   0x0020 /* biodone() releases it */
#define B_WANTED  0x0040 /* somebody sleeps for it */
#define B_INVAL   0x0080 /* to be forgotten when released */
#define B_CALL    0x0100 /* call b_iodone */
#define B_FLUSH   0x0400 /* no data: what was written is to last (disk.h) */
#define B_WRITING 0x0800 /* a write is on its way */
#define B_RAW     0x0200 /* not of the cache: a driver's or its client's own */

/*
 * devvp is an open block device, blkno in units of DEV_BSIZE and a multiple
 * of size.  EINVAL: not so, or size is not the device's, or blkno lies
 * beyond its end.  *bpp is NULL after an error.
 */
int getblk(struct vnode *devvp, daddr_t blkno, int size, struct buf **bpp);
int bread(struct vnode *devvp, daddr_t blkno, int size, struct buf **bpp);
int bwrite(struct buf *);   /* write, wait, release; the error */
void bawrite(struct buf *); /* write, do not wait */
void bdwrite(struct buf *); /* written at a sync, or when memory is needed */
void brelse(struct buf *);
int biowait(struct buf *);  /* the transfer's error */
void biodone(struct buf *); /* the driver's word that it is over */

/* ---- many blocks at once: vfs/vfs_cluster.c ---- */
/*
 * The n blocks from blkno on will be wanted soon: have those that are not
 * there read, as far as one request takes them, and do not wait.  A block
 * that could not be read is read again, by itself, by who asks for it: the
 * error is his alone.  Nothing is promised, and nothing can go wrong.
 */
void breada(struct vnode *devvp, daddr_t blkno, int size, u_int n);
/*
 * getblk(), by who is about to write this block and those behind it, about n
 * in all.  If it has no memory yet it gets some for all of them.
 */
int cluster_getblk(
    struct vnode *devvp, daddr_t blkno, int size, u_int n, struct buf **bpp);
/*
 * bdwrite() until such a piece of memory is full, or there was none; with
 * its last block all that waits in it is written, at once, not waited for.
 * Waits when too much is on its way already.
 */
void cluster_write(struct buf *);

/*
 * Set the block size of a device: a power of two from DEV_BSIZE to
 * MAXBSIZE.  What is cached is written and forgotten, after its owners
 * have released it: the caller must own none.  EINVAL; EIO.
 */
int bio_setsize(struct vnode *devvp, int size);
int bio_getsize(struct vnode *devvp);
/*
 * Write what waits, and have it last; the first error, also of an earlier
 * write that nobody has waited for.
 */
int bio_sync(struct specdev *);
/* The same, and the error stays for who asks next. */
void bio_sync_untold(struct specdev *);
/* Forget a device's buffers; changed ones are written first. */
int bio_flush(struct specdev *);
void bio_init(void);
extern u_int nbuf, maxbufspace, bufspace;

#endif /* _SYS_BUF_H_ */
