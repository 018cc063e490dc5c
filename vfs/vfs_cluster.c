/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_cluster.c: many blocks in one request, to and from the buffers of a
 * run.
 *
 * The request has a buffer of its own, which is in no list of the cache; the
 * run's buffers that it is for are owned by nobody but it until it is over.
 * When it fails it does not say which block is to blame.  So each of them is
 * then read, or written, again by itself: whoever asks for a good one gets
 * it, and for a bad one its error.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/vnode.h>
#include <vfs/bufvar.h>
#include <vfs/specdev.h>

struct cluster {
	struct buf c_buf;
	struct buf *c_first; /* of a run; the others come behind it */
	u_int c_n;
};

/* By biodone(), at splbio. */
static void
cluster_done(struct buf *io)
{
	struct cluster *c = io->b_private;
	struct buf *bp;

	for (bp = c->c_first; bp < c->c_first + c->c_n; bp++) {
		if ((io->b_flags & B_ERROR) == 0)
			bp->b_flags |= B_DONE;
		else if ((io->b_flags & B_READ) == 0) {
			bio_dirty(bp);
			bp->b_flags |= B_DONE | B_ALONE;
		}
		brelse(bp);
	}
	free(c, M_BUF);
}

/* NULL: no memory, and it is not waited for. */
static struct cluster *
make_cluster(struct buf *first, u_int n, int flags)
{
	struct cluster *c = malloc(sizeof(*c), M_BUF, M_NOWAIT);

	if (c == NULL)
		return NULL;
	*c = (struct cluster){.c_first = first,
	    .c_n = n,
	    .c_buf = {.b_specdev = first->b_specdev,
		.b_dev = first->b_dev,
		.b_blkno = first->b_blkno,
		.b_data = first->b_data,
		.b_bcount = n * first->b_bufsize,
		.b_bufsize = n * first->b_bufsize,
		.b_flags = B_BUSY | B_RAW | B_CALL | flags,
		.b_iodone = cluster_done,
		.b_private = c}};
	return c;
}

/* ---- reading ---- */

/* How many blocks from blkno on, n at most, are not in memory. */
static u_int
missing(const struct specdev *sd, daddr_t blkno, int size, u_int n)
{
	u_int i;

	for (i = 0; i < n && bio_incore(sd, blkno) == NULL; i++)
		blkno += size / DEV_BSIZE;
	return i;
}

/* All of a run.  Without memory for the request it goes again. */
static void
read_run(struct bufrun *r, struct specdev *sd, daddr_t blkno)
{
	struct cluster *c;
	int s = splbio();
	u_int i;

	for (i = 0; i < r->br_n; i++)
		(void)bio_enter(
		    r, i, sd, blkno + i * (r->br_size / DEV_BSIZE), r->br_size);
	splx(s);
	if ((c = make_cluster(r->br_buf, r->br_n, B_READ)) != NULL)
		bio_start(&c->c_buf);
	else
		while (i > 0)
			bio_destroy(&r->br_buf[--i]);
}

void
breada(struct vnode *devvp, daddr_t blkno, int size, u_int n)
{
	struct specdev *sd = devvp->v_specdev;
	struct bufrun *r;
	u_int before;

	if (devvp->v_type != VBLK || sd == NULL || size != sd->sd_bsize ||
	    blkno < 0 || blkno & (size / DEV_BSIZE - 1))
		return;
	for (; n > 0 && bio_incore(sd, blkno) != NULL; n--)
		blkno += size / DEV_BSIZE;
	n = missing(sd, blkno, size, MIN(n, bio_maxrun(size)));
	while (n > 1 &&
	    bio_block_bytes(sd, blkno + (n - 1) * (size / DEV_BSIZE), size) !=
		size)
		n--; /* the device is shorter */
	before = bio_entered;
	if (n < 2 || (r = bio_run(size, n)) == NULL)
		return;
	/* That may have slept, and somebody else have come to the same idea. */
	if (size == sd->sd_bsize &&
	    (before == bio_entered || missing(sd, blkno, size, n) == n))
		read_run(r, sd, blkno);
	else
		bio_run_free(r);
}

/* ---- writing ---- */

/* Can it be in a request with its neighbours? */
static int
joins(const struct buf *bp)
{
	return (bp->b_flags & B_ALONE) == 0 && bp->b_bcount == bp->b_bufsize;
}

static int
waits(const struct buf *bp)
{
	return bp->b_specdev != NULL &&
	    (bp->b_flags & (B_BUSY | B_DELWRI)) == B_DELWRI && joins(bp);
}

/*
 * One that is to be alone is so on the whole way: what is on its way at the
 * same time a driver may put into one request.
 */
static void
write_alone(struct buf *bp)
{
	struct specdev *sd = bp->b_specdev;

	bio_wait_writes(sd, 0);
	bawrite(bp);
	bio_wait_writes(sd, 0);
}

void
bio_write_run(struct buf *bp)
{
	struct bufrun *r = bp->b_run;
	struct buf *first = bp, *end = bp + 1, *b;
	struct cluster *c = NULL;
	int s;

	if (bp->b_flags & B_ALONE) {
		write_alone(bp);
		return;
	}
	/* Who is faster than the disk is not to fill memory. */
	bio_wait_writes(bp->b_specdev, maxbufspace / 4);
	s = splbio();
	if (joins(bp)) {
		while (first > r->br_buf && waits(first - 1))
			first--;
		while (end < r->br_buf + r->br_n && waits(end))
			end++;
	}
	if (end - first > 1)
		c = make_cluster(first, end - first, B_WRITE);
	if (c == NULL) {
		splx(s);
		bawrite(bp);
		return;
	}
	for (b = first; b < end; b++) {
		if (b != bp)
			bio_take(b);
		bio_begin_write(b, 0);
	}
	splx(s);
	bio_start(&c->c_buf);
}

void
cluster_write(struct buf *bp)
{
	const struct bufrun *r = bp->b_run;

	if (bp == &r->br_buf[r->br_n - 1])
		bio_write_run(bp);
	else
		bdwrite(bp);
}
