/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_bio.c: the buffer cache.
 *
 * A buffer that holds data is on a hash chain by device and block, and on
 * one of the two lists of its device.  While nobody owns it, it is also on
 * the free list, the longest unused first; from there memory for new buffers
 * is taken back.  What biodone() changes, which may run in an interrupt, is
 * touched at splbio.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/malloc.h>
#include <sys/vm.h>
#include <sys/vnode.h>
#include <vfs/bufvar.h>
#include <vfs/specdev.h>

MALLOC_DEFINE(M_BUF, "buf", "the buffer cache");

LIST_HEAD(bufhead, buf);
static struct bufhead *bufhash;
static u_int hashshift;           /* 32 less the bits of an index into it */
static TAILQ_HEAD(, buf) buffree; /* the next to be reused first */
u_int nbuf, bufspace, maxbufspace, bio_entered;

/* A sixteenth of memory, and at most a quarter of the address space. */
void
bio_init(void)
{
	u_int n = 64;

	TAILQ_INIT(&buffree);
	maxbufspace = MIN(
	    vm_page_total / 16 * PAGE_SIZE, (KERN_MAP_END - KERN_MAP_BASE) / 4);
	for (hashshift = 32 - 6; n < maxbufspace / 2048; n *= 2)
		hashshift--;
	bufhash = malloc(n * sizeof(*bufhash), M_BUF, M_ZERO);
}

static struct bufhead *
bufchain(const struct specdev *sd, daddr_t blkno)
{
	uint32_t h = (uintptr_t)sd / 64 + (uint32_t)blkno;

	return &bufhash[h * 0x9e3779b1u >> hashshift];
}

struct buf *
bio_incore(const struct specdev *sd, daddr_t blkno)
{
	struct buf *bp;

	LIST_FOREACH(bp, bufchain(sd, blkno), b_hash)
		if (bp->b_blkno == blkno && bp->b_specdev == sd)
			return bp;
	return NULL;
}

void
bio_take(struct buf *bp)
{
	int s = splbio();

	TAILQ_REMOVE(&buffree, bp, b_freelist);
	bp->b_flags |= B_BUSY;
	splx(s);
}

void
bio_wait_for(struct buf *bp)
{
	int s = splbio();

	if (bp->b_flags & B_BUSY) {
		bp->b_flags |= B_WANTED;
		tsleep(bp, PRIBIO, "getblk", 0);
	}
	splx(s);
}

void
bio_dirty(struct buf *bp)
{
	struct specdev *sd = bp->b_specdev;

	if (bp->b_flags & B_DELWRI)
		return;
	bp->b_flags |= B_DELWRI;
	TAILQ_REMOVE(&sd->sd_clean, bp, b_devlist);
	TAILQ_INSERT_TAIL(&sd->sd_dirty, bp, b_devlist);
}

/* ---- memory ---- */

u_int
bio_maxrun(int size)
{
	return MAX(MIN(MAXPHYS, maxbufspace / 16) / size, 1);
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

	while (bufspace + size > maxbufspace &&
	    (bp = TAILQ_FIRST(&buffree)) != NULL) {
		bio_take(bp);
		sd = bp->b_specdev;
		if ((bp->b_flags & B_DELWRI) == 0)
			bio_destroy(bp);
		else {
			/* And look again; the device stays open meanwhile. */
			sd->sd_refs++;
			bio_write_run(bp);
			if (sd->sd_writing > 0)
				bio_wait_writes(sd, sd->sd_writing - 1);
			spec_put(sd);
		}
	}
}

struct bufrun *
bio_run(int size, u_int n)
{
	int wait = n == 1 ? M_WAITOK : M_CANFAIL;
	struct bufrun *r;

	make_space(n * size);
	r = malloc(sizeof(*r) + n * sizeof(struct buf), M_BUF, M_ZERO | wait);
	if (r == NULL)
		return NULL;
	if ((r->br_data = malloc(n * size, M_BUF, wait)) == NULL) {
		free(r, M_BUF);
		return NULL;
	}
	r->br_n = n;
	r->br_size = size;
	bufspace += n * size;
	return r;
}

void
bio_run_free(struct bufrun *r)
{
	bufspace -= r->br_n * r->br_size;
	free(r->br_data, M_BUF);
	free(r, M_BUF);
}

struct buf *
bio_enter(
    struct bufrun *r, u_int at, struct specdev *sd, daddr_t blkno, int bytes)
{
	struct buf *bp = &r->br_buf[at];

	bp->b_run = r;
	bp->b_specdev = sd;
	bp->b_dev = sd->sd_dev;
	bp->b_blkno = blkno;
	bp->b_data = r->br_data + at * r->br_size;
	bp->b_bufsize = r->br_size;
	bp->b_bcount = bytes;
	bp->b_flags = B_BUSY;
	LIST_INSERT_HEAD(bufchain(sd, blkno), bp, b_hash);
	TAILQ_INSERT_TAIL(&sd->sd_clean, bp, b_devlist);
	r->br_used++;
	bio_entered++;
	nbuf++;
	return bp;
}

void
bio_destroy(struct buf *bp)
{
	struct bufrun *r = bp->b_run;
	int s = splbio();

	if (bp->b_flags & B_WANTED)
		wakeup(bp);
	TAILQ_REMOVE(&bp->b_specdev->sd_clean, bp, b_devlist);
	splx(s);
	LIST_REMOVE(bp, b_hash);
	bp->b_specdev = NULL;
	nbuf--;
	if (--r->br_used == 0)
		bio_run_free(r);
}

/* The place behind the block before, if its run has one left; or 0. */
static u_int
place_behind(const struct buf *prev)
{
	u_int at;

	if (prev == NULL)
		return 0;
	at = prev - prev->b_run->br_buf + 1;
	return at < prev->b_run->br_n &&
		prev->b_run->br_buf[at].b_specdev == NULL
	    ? at
	    : 0;
}

/* A buffer of a block that has none, owned.  NULL: look again. */
static struct buf *
make_buf(struct specdev *sd, daddr_t blkno, int size, int bytes, u_int n)
{
	struct buf *prev = bio_incore(sd, blkno - size / DEV_BSIZE), *bp;
	u_int at = place_behind(prev);
	struct bufrun *r = NULL;
	int s;

	if (at > 0)
		r = prev->b_run;
	else {
		if (n > 1)
			r = bio_run(size, MIN(n, bio_maxrun(size)));
		if (r == NULL)
			r = bio_run(size, 1);
		if (bio_incore(sd, blkno) != NULL || size != sd->sd_bsize) {
			bio_run_free(r); /* that slept */
			return NULL;
		}
	}
	s = splbio();
	bp = bio_enter(r, at, sd, blkno, bytes);
	splx(s);
	return bp;
}

int
cluster_getblk(
    struct vnode *devvp, daddr_t blkno, int size, u_int n, struct buf **bpp)
{
	struct specdev *sd = devvp->v_specdev;
	struct buf *bp;
	int bytes;

	*bpp = NULL;
	if (devvp->v_type != VBLK)
		return ENOTBLK;
	for (;;) {
		if (sd == NULL || size != sd->sd_bsize)
			return EINVAL;
		if ((bp = bio_incore(sd, blkno)) == NULL) {
			bytes = bio_block_bytes(sd, blkno, size);
			if (blkno < 0 || blkno & (size / DEV_BSIZE - 1) ||
			    bytes == 0)
				return EINVAL;
			if ((bp = make_buf(sd, blkno, size, bytes, n)) != NULL)
				break;
		} else if (bp->b_flags & B_BUSY)
			bio_wait_for(bp);
		else {
			bio_take(bp);
			break;
		}
	}
	bp->b_resid = 0;
	bp->b_error = 0;
	*bpp = bp;
	return 0;
}

int
getblk(struct vnode *devvp, daddr_t blkno, int size, struct buf **bpp)
{
	return cluster_getblk(devvp, blkno, size, 1, bpp);
}

/* ---- transfers ---- */

void
brelse(struct buf *bp)
{
	struct specdev *sd = bp->b_specdev;
	int s = splbio(), flags = bp->b_flags;

	KASSERT(flags & B_BUSY);
	if (flags & B_WANTED)
		wakeup(bp);
	if (flags & B_WRITING) {
		sd->sd_writing -= bp->b_bufsize;
		if (sd->sd_wanted) {
			sd->sd_wanted = 0;
			wakeup(&sd->sd_writing);
		}
	}
	if (flags & (B_INVAL | B_ERROR) && (flags & B_DELWRI) == 0)
		flags &= ~B_DONE; /* its data is not to be believed */
	if (flags & (B_DONE | B_DELWRI))
		TAILQ_INSERT_TAIL(&buffree, bp, b_freelist);
	else
		TAILQ_INSERT_HEAD(&buffree, bp, b_freelist);
	bp->b_flags = flags & (B_DONE | B_DELWRI | B_ALONE);
	splx(s);
}

void
bio_start(struct buf *bp)
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
	bio_start(bp);
	if ((error = biowait(bp)) != 0) {
		*bpp = NULL;
		brelse(bp);
	}
	return error;
}

void
bio_begin_write(struct buf *bp, int flags)
{
	struct specdev *sd = bp->b_specdev;

	if (bp->b_flags & B_DELWRI) {
		TAILQ_REMOVE(&sd->sd_dirty, bp, b_devlist);
		TAILQ_INSERT_TAIL(&sd->sd_clean, bp, b_devlist);
	}
	bp->b_flags = (bp->b_flags & ~(B_READ | B_DELWRI | B_ASYNC | B_ALONE)) |
	    B_WRITING | flags;
	sd->sd_writing += bp->b_bufsize;
}

/* A write that fails is given up: the data is lost, the error is told. */
int
bwrite(struct buf *bp)
{
	int error, s = splbio();

	bio_begin_write(bp, 0);
	splx(s);
	bio_start(bp);
	error = biowait(bp);
	brelse(bp);
	return error;
}

void
bawrite(struct buf *bp)
{
	int s = splbio();

	bio_begin_write(bp, B_ASYNC);
	splx(s);
	bio_start(bp);
}

void
bdwrite(struct buf *bp)
{
	int s = splbio();

	bio_dirty(bp);
	bp->b_flags |= B_DONE;
	splx(s);
	brelse(bp);
}

void
bio_wait_writes(struct specdev *sd, u_long bytes)
{
	int s = splbio();

	while (sd->sd_writing > bytes) {
		sd->sd_wanted = 1;
		tsleep(&sd->sd_writing, PRIBIO, "biowrite", 0);
	}
	splx(s);
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
		if (bp->b_flags & B_ERROR)
			bio_write_failed(bp);
		brelse(bp);
	} else
		wakeup(&bp->b_flags);
	splx(s);
}
