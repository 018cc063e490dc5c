/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_biosync.c: the buffers of a device as a whole: to write them, to forget
 * them, and how large they are.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/disk.h>
#include <sys/vnode.h>
#include <vfs/bufvar.h>
#include <vfs/specdev.h>

/* A disk that is gone has thousands, and what was said before is worth more. */
#define ERRORS_SHOWN 8

/* How many are to be written; and is any left over from a failed request? */
static u_int
count_dirty(const struct specdev *sd, int *alone)
{
	const struct buf *bp;
	u_int n = 0;

	*alone = 0;
	TAILQ_FOREACH(bp, &sd->sd_dirty, b_devlist) {
		*alone |= bp->b_flags & B_ALONE;
		n++;
	}
	return n;
}

/*
 * The oldest is the first in the list.  So when as many were written as there
 * are now, all these are, whatever somebody else has added meanwhile.
 */
static void
write_all(struct specdev *sd)
{
	struct buf *bp;
	int alone;
	u_int n = count_dirty(sd, &alone);

	do {
		while (n > 0 && (bp = TAILQ_FIRST(&sd->sd_dirty)) != NULL) {
			if (bp->b_flags & B_BUSY) {
				bio_wait_for(bp);
				continue;
			}
			bio_take(bp);
			bio_write_run(bp);
			n--;
		}
		bio_wait_writes(sd, 0);
		n = count_dirty(sd, &alone);
	} while (alone);
}

void
bio_sync_untold(struct specdev *sd)
{
	int error;

	write_all(sd);
	if ((error = spec_cachesync(sd)) != 0 && sd->sd_error == 0)
		sd->sd_error = error;
}

void
bio_write_failed(const struct buf *bp)
{
	struct specdev *sd = bp->b_specdev;
	char name[20];

	sd->sd_error = bp->b_error != 0 ? bp->b_error : EIO;
	if (sd->sd_failed > ERRORS_SHOWN)
		return;
	if (disk_devname(sd->sd_dev, 1, name, sizeof(name)) == NULL)
		snprintf(name, sizeof(name), "device %d/%d", major(sd->sd_dev),
		    minor(sd->sd_dev));
	if (sd->sd_failed++ < ERRORS_SHOWN)
		printf("%s: block %lld: write error %d\n", name,
		    (long long)bp->b_blkno, sd->sd_error);
	else
		printf("%s: more of its blocks cannot be written\n", name);
}

/* What failed while nobody waited is told to who asks first. */
int
bio_sync(struct specdev *sd)
{
	int error;

	bio_sync_untold(sd);
	error = sd->sd_error;
	sd->sd_error = 0;
	sd->sd_failed = 0;
	return error;
}

int
bio_flush(struct specdev *sd)
{
	int error = bio_sync(sd);
	struct buf *bp;

	while (!TAILQ_EMPTY(&sd->sd_dirty) || !TAILQ_EMPTY(&sd->sd_clean)) {
		write_all(sd);
		if ((bp = TAILQ_FIRST(&sd->sd_clean)) == NULL)
			continue;
		if (bp->b_flags & B_BUSY)
			bio_wait_for(bp);
		else {
			bio_take(bp);
			bio_destroy(bp);
		}
	}
	if (error == 0)
		error = sd->sd_error;
	sd->sd_error = 0;
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
