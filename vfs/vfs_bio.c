/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_bio.c: the buffer cache.
 *
 * A buffer that holds data is on a hash chain by device and block.  While
 * nobody owns it, it is also on the free list, the longest unused first;
 * from there memory for new buffers is taken back.  Flags that biodone()
 * changes, which may run in an interrupt, are touched at splbio.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/buf.h>
#include <sys/conf.h>
#include <sys/malloc.h>
#include <sys/vm.h>
#include <sys/vnode.h>
#include <vfs/specdev.h>

MALLOC_DEFINE(M_BUF, "buf", "the buffer cache");

#define BUFHASH_SIZE 128 /* a power of two */
LIST_HEAD(bufhead, buf);
static struct bufhead bufhash[BUFHASH_SIZE];
static TAILQ_HEAD(bufqueue, buf) buffree; /* the next to be reused first */
u_int nbuf, bufspace, maxbufspace;

void
bio_init(void)
{
	TAILQ_INIT(&buffree);
	maxbufspace = vm_page_total / 16 * PAGE_SIZE;
}

static struct bufhead *
bufchain(const struct specdev *sd, daddr_t blkno)
{
	uint32_t h = (uintptr_t)sd / sizeof(*sd) + (uint32_t)blkno / 4;

	return &bufhash[(h ^ h >> 7) & (BUFHASH_SIZE - 1)];
}

static struct buf *
incore(const struct specdev *sd, daddr_t blkno)
{
	struct buf *bp;

	LIST_FOREACH(bp, bufchain(sd, blkno), b_hash)
		if (bp->b_blkno == blkno && bp->b_specdev == sd)
			return bp;
	return NULL;
}

/* Own a buffer that is on the free list. */
static void
take(struct buf *bp)
{
	int s = splbio();

	TAILQ_REMOVE(&buffree, bp, b_freelist);
	bp->b_flags |= B_BUSY;
	splx(s);
}

/* Sleep until its owner releases it; it may be gone then. */
static void
wait_for(struct buf *bp)
{
	int s = splbio();

	if (bp->b_flags & B_BUSY) {
		bp->b_flags |= B_WANTED;
		tsleep(bp, PRIBIO, "getblk", 0);
	}
	splx(s);
}

static void
buf_destroy(struct buf *bp)
{
	if (bp->b_flags & B_WANTED)
		wakeup(bp);
	LIST_REMOVE(bp, b_hash);
	nbuf--;
	bufspace -= bp->b_bufsize;
	free(bp->b_data, M_BUF);
	free(bp, M_BUF);
}

/*
 * Make room for size bytes: old buffers go, changed ones are written.  The
 * cache may exceed its limit when all of it is owned.
 */
static void
make_space(u_int size)
{
	struct specdev *sd;
	struct buf *bp;
	int error;

	while (bufspace + size > maxbufspace &&
	    (bp = TAILQ_FIRST(&buffree)) != NULL) {
		take(bp);
		sd = bp->b_specdev;
		if ((bp->b_flags & B_DELWRI) == 0)
			buf_destroy(bp);
		else {
			/* And look again; the device stays open meanwhile. */
			sd->sd_refs++;
			if ((error = bwrite(bp)) != 0)
				sd->sd_error = error;
			spec_put(sd);
		}
	}
}

void
brelse(struct buf *bp)
{
	int s = splbio();

	KASSERT(bp->b_flags & B_BUSY);
	if (bp->b_flags & B_WANTED)
		wakeup(bp);
	bp->b_flags &= ~(B_BUSY | B_WANTED | B_ASYNC | B_READ | B_WRITING);
	if (bp->b_flags & (B_INVAL | B_ERROR) && (bp->b_flags & B_DELWRI) == 0)
		bp->b_flags &= ~B_DONE; /* its data is not to be believed */
	if (bp->b_flags & (B_DONE | B_DELWRI))
		TAILQ_INSERT_TAIL(&buffree, bp, b_freelist);
	else
		TAILQ_INSERT_HEAD(&buffree, bp, b_freelist);
	bp->b_flags &= ~(B_INVAL | B_ERROR);
	splx(s);
}

/* Bytes of the block: less at the end of the device; 0: beyond it. */
static int
block_bytes(const struct specdev *sd, daddr_t blkno, int size)
{
	int64_t left;

	if (sd->sd_nblks < 0)
		return size;
	left = sd->sd_nblks - blkno;
	return left <= 0 ? 0 : MIN(left, size / DEV_BSIZE) * DEV_BSIZE;
}

static struct buf *
buf_create(struct specdev *sd, daddr_t blkno, int size)
{
	struct buf *bp, *other;

	make_space(size);
	bp = malloc(sizeof(*bp), M_BUF, M_ZERO);
	bp->b_data = malloc(size, M_BUF, M_WAITOK);
	if ((other = incore(sd, blkno)) != NULL || size != sd->sd_bsize) {
		/* That slept, and the world has changed. */
		free(bp->b_data, M_BUF);
		free(bp, M_BUF);
		return NULL;
	}
	bp->b_specdev = sd;
	bp->b_dev = sd->sd_dev;
	bp->b_blkno = blkno;
	bp->b_bufsize = size;
	bp->b_flags = B_BUSY;
	LIST_INSERT_HEAD(bufchain(sd, blkno), bp, b_hash);
	nbuf++;
	bufspace += size;
	return bp;
}

int
getblk(struct vnode *devvp, daddr_t blkno, int size, struct buf **bpp)
{
	struct specdev *sd = devvp->v_specdev;
	struct buf *bp;

	*bpp = NULL;
	if (devvp->v_type != VBLK)
		return ENOTBLK;
	if (sd == NULL || size != sd->sd_bsize || blkno < 0 ||
	    dbtob(blkno) & (size - 1) || block_bytes(sd, blkno, size) == 0)
		return EINVAL;
	for (;;) {
		if ((bp = incore(sd, blkno)) == NULL) {
			bp = buf_create(sd, blkno, size);
			if (bp != NULL)
				break;
			if (size != sd->sd_bsize)
				return EINVAL;
		} else if (bp->b_flags & B_BUSY)
			wait_for(bp);
		else {
			take(bp);
			break;
		}
	}
	bp->b_bcount = block_bytes(sd, blkno, size);
	bp->b_resid = 0;
	bp->b_error = 0;
	*bpp = bp;
	return 0;
}

/* Hand the buffer to the driver. */
static void
start(struct buf *bp)
{
	bp->b_flags &= ~(B_DONE | B_ERROR);
	bp->b_error = 0;
	bp->b_resid = 0;
	bp->b_specdev->sd_bdev->d_strategy(bp);
}

int
bread(struct vnode *devvp, daddr_t blkno, int size, struct buf **bpp)
{
	struct buf *bp;
	int error;

	if ((error = getblk(devvp, blkno, size, bpp)) != 0)
		return error;
	bp = *bpp;
	if (bp->b_flags & (B_DONE | B_DELWRI))
		return 0;
	bp->b_flags |= B_READ;
	start(bp);
	if ((error = biowait(bp)) != 0) {
		*bpp = NULL;
		brelse(bp);
	}
	return error;
}

/* A write that fails is given up: the data is lost, the error is told. */
int
bwrite(struct buf *bp)
{
	int error;

	bp->b_flags &= ~(B_READ | B_DELWRI | B_ASYNC);
	bp->b_flags |= B_WRITING;
	start(bp);
	error = biowait(bp);
	brelse(bp);
	return error;
}

void
bawrite(struct buf *bp)
{
	bp->b_flags &= ~(B_READ | B_DELWRI);
	bp->b_flags |= B_ASYNC | B_WRITING;
	start(bp);
}

void
bdwrite(struct buf *bp)
{
	bp->b_flags |= B_DELWRI | B_DONE;
	brelse(bp);
}

int
biowait(struct buf *bp)
{
	int s = splbio();

	while ((bp->b_flags & B_DONE) == 0)
		tsleep(&bp->b_flags, PRIBIO, "biowait", 0);
	splx(s);
	if ((bp->b_flags & B_ERROR) == 0)
		return 0;
	return bp->b_error != 0 ? bp->b_error : EIO;
}

void
biodone(struct buf *bp)
{
	void (*fn)(struct buf *);
	int s = splbio();

	if (bp->b_flags & B_DONE)
		panic("biodone: block %lld of device %x twice",
		    (long long)bp->b_blkno, bp->b_dev);
	if (bp->b_resid != 0 && (bp->b_flags & B_ERROR) == 0) {
		bp->b_flags |= B_ERROR;
		bp->b_error = EIO;
	}
	bp->b_flags |= B_DONE;
	if (bp->b_flags & B_CALL) {
		fn = bp->b_iodone;
		bp->b_flags &= ~B_CALL;
		fn(bp);
	} else if (bp->b_flags & B_ASYNC) {
		if (bp->b_flags & B_ERROR) {
			printf("device %d/%d: block %lld: write error %d\n",
			    major(bp->b_dev), minor(bp->b_dev),
			    (long long)bp->b_blkno, bp->b_error);
			bp->b_specdev->sd_error =
			    bp->b_error != 0 ? bp->b_error : EIO;
		}
		brelse(bp);
	} else
		wakeup(&bp->b_flags);
	splx(s);
}

/* A buffer of sd (NULL: of any device) to be written, or being written. */
static struct buf *
find_dirty(const struct specdev *sd)
{
	struct buf *bp;
	u_int i;

	for (i = 0; i < BUFHASH_SIZE; i++)
		LIST_FOREACH(bp, &bufhash[i], b_hash)
			if ((sd == NULL || bp->b_specdev == sd) &&
			    bp->b_flags & (B_DELWRI | B_WRITING))
				return bp;
	return NULL;
}

int
bio_sync(struct specdev *sd)
{
	struct buf *bp;
	int error = 0, e;

	while ((bp = find_dirty(sd)) != NULL) {
		if (bp->b_flags & B_BUSY) {
			wait_for(bp);
			continue;
		}
		take(bp);
		if ((e = bwrite(bp)) != 0 && error == 0)
			error = e;
	}
	/* What failed while nobody waited is told to who asks first. */
	if (sd != NULL && error == 0)
		error = sd->sd_error;
	if (sd != NULL)
		sd->sd_error = 0;
	if ((e = spec_cachesync(sd)) != 0 && error == 0)
		error = e;
	return error;
}

static struct buf *
find_any(const struct specdev *sd)
{
	struct buf *bp;
	u_int i;

	for (i = 0; i < BUFHASH_SIZE; i++)
		LIST_FOREACH(bp, &bufhash[i], b_hash)
			if (bp->b_specdev == sd)
				return bp;
	return NULL;
}

int
bio_flush(struct specdev *sd)
{
	struct buf *bp;
	int error = bio_sync(sd), e;

	while ((bp = find_any(sd)) != NULL) {
		if (bp->b_flags & B_BUSY) {
			wait_for(bp);
			continue;
		}
		take(bp);
		if ((bp->b_flags & B_DELWRI) == 0)
			buf_destroy(bp);
		else if ((e = bwrite(bp)) != 0 && error == 0)
			error = e;
	}
	return error;
}

int
bio_setsize(struct vnode *devvp, int size)
{
	struct specdev *sd = devvp->v_specdev;
	int error;

	if (devvp->v_type != VBLK || size < DEV_BSIZE || size > MAXBSIZE ||
	    size < sd->sd_secsize || !powerof2(size))
		return EINVAL;
	if (size == sd->sd_bsize)
		return 0;
	if ((error = bio_flush(sd)) != 0)
		return error;
	sd->sd_bsize = size;
	return 0;
}

int
bio_getsize(struct vnode *devvp)
{
	return devvp->v_specdev->sd_bsize;
}
