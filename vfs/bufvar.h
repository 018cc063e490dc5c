/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bufvar.h: what vfs_bio.c and vfs_cluster.c share of the buffer cache.
 */
#ifndef _VFS_BUFVAR_H_
#define _VFS_BUFVAR_H_

#include <sys/buf.h>
#include <sys/malloc.h>
#include <vfs/specdev.h>

MALLOC_DECLARE(M_BUF);

/*
 * A run: memory for the buffers of br_n blocks that lie one behind the other
 * on a device.  Its place in br_buf says which of them a buffer is.  A place
 * is taken when the block is asked for (b_specdev is
 * set), and free again when the buffer goes; with the last of them the run
 * goes.  So a buffer that stays keeps the memory of all, which bufspace
 * counts: others go instead.
 */
struct bufrun {
	u_int br_n, br_used; /* places; those that are taken */
	int br_size;         /* of a buffer */
	char *br_data;
	struct buf br_buf[];
};

/* As many blocks as one request can have, and the cache bear. */
u_int bio_maxrun(int size);
/*
 * A run of n blocks, n at most bio_maxrun(); waits for memory only if n is 1.
 * NULL: there is none.  It is thrown away when it has no buffer.
 */
struct bufrun *bio_run(int size, u_int n);
void bio_run_free(struct bufrun *);
/*
 * At splbio: the device's block at that place of the run, so many bytes of it,
 * owned.  It has no buffer yet.
 */
struct buf *bio_enter(
    struct bufrun *, u_int at, struct specdev *, daddr_t blkno, int bytes);
extern u_int bio_entered; /* how often that has been done */
struct buf *bio_incore(const struct specdev *, daddr_t blkno);
/* Bytes of a block: fewer at the end of the device; 0: beyond it. */
static inline int
bio_block_bytes(const struct specdev *sd, daddr_t blkno, int size)
{
	int64_t left = sd->sd_nblks - blkno;

	if (sd->sd_nblks < 0 || left >= size / DEV_BSIZE)
		return size;
	return left <= 0 ? 0 : (int)left * DEV_BSIZE;
}
/* Sleep until the owner releases it; it may be gone then. */
void bio_wait_for(struct buf *);
void bio_take(struct buf *);    /* own one that nobody does */
void bio_destroy(struct buf *); /* owned, and not to be written */
/* At splbio: it is to be written, or not any more. */
void bio_dirty(struct buf *);
void bio_begin_write(struct buf *, int flags);
void bio_start(struct buf *); /* hand it to the driver */
/* Sleep while more than so many bytes are being written to the device. */
void bio_wait_writes(struct specdev *, u_long bytes);
/*
 * Write a buffer that is owned, with those beside it in its run that wait
 * for that, and do not wait.
 */
void bio_write_run(struct buf *);
/* By biodone(): a write that nobody waits for has failed. */
void bio_write_failed(const struct buf *);

#endif /* _VFS_BUFVAR_H_ */
