/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * spec_vnops.c: devices, as files: from a vnode to the driver's entry in
 * cdevsw or bdevsw.  The driver is looked up at each call, so a driver in a
 * module may come and go while its nodes stay.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/buf.h>
#include <sys/conf.h>
#include <sys/disk.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/holders.h>
#include <sys/ioctl.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/vnode.h>
#include <vfs/specdev.h>

MALLOC_DEFINE(M_SPECDEV, "specdev", "open devices");

static LIST_HEAD(, specdev) specdevs = LIST_HEAD_INITIALIZER(specdevs);

struct specdev *
spec_find(enum vtype type, dev_t dev)
{
	struct specdev *sd;

	LIST_FOREACH(sd, &specdevs, sd_list)
		if (sd->sd_type == type && sd->sd_dev == dev)
			return sd;
	return NULL;
}

struct specdev *
spec_get(enum vtype type, dev_t dev)
{
	struct specdev *sd, *new;

	if ((sd = spec_find(type, dev)) != NULL) {
		sd->sd_refs++;
		return sd;
	}
	new = malloc(sizeof(*new), M_SPECDEV, M_ZERO);
	if ((sd = spec_find(type, dev)) != NULL) {
		free(new, M_SPECDEV); /* made while memory was waited for */
		sd->sd_refs++;
		return sd;
	}
	new->sd_type = type;
	new->sd_dev = dev;
	new->sd_refs = 1;
	new->sd_bsize = BLKDEV_IOSIZE;
	new->sd_secsize = DEV_BSIZE;
	new->sd_nblks = -1;
	TAILQ_INIT(&new->sd_clean);
	TAILQ_INIT(&new->sd_dirty);
	LIST_INSERT_HEAD(&specdevs, new, sd_list);
	return new;
}

/* A disk as a whole has blocks in common with its partitions. */
int
spec_ismounted(dev_t blk)
{
	struct specdev *sd;

	LIST_FOREACH(sd, &specdevs, sd_list)
		if (sd->sd_mounted && disk_overlap(sd->sd_dev, blk))
			return 1;
	return 0;
}

void
spec_put(struct specdev *sd)
{
	if (--sd->sd_refs > 0)
		return;
	LIST_REMOVE(sd, sd_list);
	free(sd, M_SPECDEV);
}

int
spec_isopen(enum vtype type, int maj)
{
	struct specdev *sd;

	LIST_FOREACH(sd, &specdevs, sd_list)
		if (sd->sd_type == type && major(sd->sd_dev) == maj)
			return 1;
	return 0;
}

static int
is_device(const struct file *fp, const void *sd)
{
	return fp->f_type == DTYPE_VNODE && fp->f_vnode != NULL &&
	    (fp->f_vnode->v_type == VCHR || fp->f_vnode->v_type == VBLK) &&
	    fp->f_vnode->v_specdev == sd;
}

/* "block device 8/1 (vd0a)"; in brackets what a disk is called. */
static void
describe(const struct specdev *sd, char *name, size_t size)
{
	const int isblk = sd->sd_type == VBLK;
	char disk[20];
	int n;

	n = snprintf(name, size, "%s device %d/%d",
	    isblk ? "block" : "character", major(sd->sd_dev),
	    minor(sd->sd_dev));
	if (disk_devname(sd->sd_dev, isblk, disk, sizeof(disk)) != NULL)
		snprintf(name + n, size - n, " (%s)", disk);
}

/* What is open of a driver: its close will be called. */
void
spec_users(struct holders *h)
{
	char name[40];
	struct specdev *sd;
	struct proc *p;
	int isblk;

	LIST_FOREACH(sd, &specdevs, sd_list) {
		isblk = sd->sd_type == VBLK;
		if (devsw_holds(h,
			isblk ? (const void *)sd->sd_bdev
			      : cdevsw_lookup(sd->sd_dev),
			isblk) == 0)
			continue;
		describe(sd, name, sizeof(name));
		if (sd->sd_mounted)
			holder_found(h, sd, 0, "%s is mounted", name);
		p = file_next_user(NULL, is_device, sd);
		if (p == NULL && !sd->sd_mounted)
			holder_found(h, sd, 0, "%s is open", name);
		for (; p != NULL; p = file_next_user(p, is_device, sd))
			holder_found(h, sd, 0, "pid %d (%s) has %s open",
			    p->p_pid, p->p_comm, name);
	}
}

static int
open_chr(struct specdev *sd, int mode, struct proc *p)
{
	const struct cdevsw *cdev = cdevsw_lookup_open(sd->sd_dev);
	int error;

	if (cdev == NULL)
		return ENXIO;
	if (mode & FWRITE && (error = spec_maywrite(VCHR, sd->sd_dev)) != 0)
		return error;
	return cdev->d_open != NULL ? cdev->d_open(sd->sd_dev, mode, S_IFCHR, p)
				    : 0;
}

/* How large it is, and its sectors: buffers are not smaller. */
static void
blk_geometry(struct specdev *sd, struct proc *p)
{
	const struct bdevsw *bdev = sd->sd_bdev;
	off_t size;
	u_int secsize;

	sd->sd_nblks = bdev->d_psize != NULL ? bdev->d_psize(sd->sd_dev) : -1;
	if (bdev->d_ioctl == NULL)
		return;
	if (bdev->d_ioctl(
		sd->sd_dev, DIOCGMEDIASIZE, (caddr_t)&size, FREAD, p) == 0)
		sd->sd_nblks = btodb(size);
	if (sd->sd_opens > 0 ||
	    bdev->d_ioctl(
		sd->sd_dev, DIOCGSECTORSIZE, (caddr_t)&secsize, FREAD, p) != 0)
		return;
	sd->sd_secsize = secsize;
	sd->sd_bsize = MAX(sd->sd_bsize, sd->sd_secsize);
}

static int
open_blk(struct specdev *sd, int mode, struct proc *p)
{
	const struct bdevsw *bdev = bdevsw_lookup_open(sd->sd_dev);
	int error;

	if (bdev == NULL || bdev->d_strategy == NULL)
		return ENXIO;
	if (mode & FWRITE &&
	    ((error = spec_maywrite(VBLK, sd->sd_dev)) != 0 ||
		(error = syncer_start()) != 0))
		return error;
	if (bdev->d_open != NULL &&
	    (error = bdev->d_open(sd->sd_dev, mode, S_IFBLK, p)) != 0)
		return error;
	sd->sd_bdev = bdev;
	blk_geometry(sd, p);
	return 0;
}

static int
spec_open(struct vnode *vp, int mode, struct ucred *cred, struct proc *p)
{
	struct specdev *sd = spec_get(vp->v_type, vp->v_rdev);
	int error;

	error =
	    vp->v_type == VCHR ? open_chr(sd, mode, p) : open_blk(sd, mode, p);
	if (error != 0) {
		spec_put(sd);
		return error;
	}
	sd->sd_opens++;
	vp->v_specdev = sd;
	return 0;
}

/* The driver hears of the last close; before that a disk gets its blocks. */
static int
spec_close(struct vnode *vp, int mode, struct ucred *cred, struct proc *p)
{
	struct specdev *sd = vp->v_specdev;
	const struct cdevsw *cdev;
	int error = 0, error2 = 0;

	if (sd->sd_opens > 1) {
		sd->sd_opens--;
		spec_put(sd);
		return 0;
	}
	if (sd->sd_type == VBLK) {
		error = bio_flush(sd);
		sd->sd_opens--;
		if (sd->sd_opens == 0 && sd->sd_bdev->d_close != NULL)
			error2 =
			    sd->sd_bdev->d_close(sd->sd_dev, mode, S_IFBLK, p);
	} else {
		sd->sd_opens--;
		cdev = cdevsw_lookup(sd->sd_dev);
		if (cdev != NULL && cdev->d_close != NULL)
			error2 = cdev->d_close(sd->sd_dev, mode, S_IFCHR, p);
	}
	spec_put(sd);
	return error != 0 ? error : error2;
}

/*
 * Bytes of a block device go through the buffer cache, a block at a time.
 * A read ends at the end of the device; a write there is ENOSPC.
 */
static int
past_end(const struct specdev *sd, off_t off)
{
	return sd->sd_nblks >= 0 && btodb(off) >= sd->sd_nblks;
}

static int
blk_read(struct vnode *vp, struct uio *uio)
{
	struct specdev *sd = vp->v_specdev;
	off_t ahead = 0; /* so far the disk was asked */
	struct buf *bp;
	size_t off, n;
	int error = 0, bsize;

	if (uio->uio_offset < 0)
		return EINVAL;
	while (uio->uio_resid > 0 && error == 0 &&
	    !past_end(sd, uio->uio_offset)) {
		bsize = sd->sd_bsize;
		off = uio->uio_offset & (bsize - 1);
		if (uio->uio_offset >= ahead) {
			n = MIN(off + uio->uio_resid, MAXPHYS);
			ahead = uio->uio_offset - off + n;
			breada(vp, btodb(uio->uio_offset - off), bsize,
			    howmany(n, bsize));
		}
		error = bread(vp, btodb(uio->uio_offset - off), bsize, &bp);
		if (error != 0)
			return error;
		if (off >= (size_t)bp->b_bcount) {
			brelse(bp);
			return 0;
		}
		n = MIN(bp->b_bcount - off, uio->uio_resid);
		error = uiomove(bp->b_data + off, n, uio);
		brelse(bp);
	}
	return error;
}

/*
 * n bytes, which are of one block of bsize, go to the cache; so many in all
 * follow.
 */
static int
blk_put(struct vnode *vp, int bsize, const char *from, off_t offset, size_t n,
    size_t all)
{
	size_t off = offset & (bsize - 1);
	struct buf *bp;
	int error;

	if (n == (size_t)bsize)
		error =
		    cluster_getblk(vp, btodb(offset), bsize, all / bsize, &bp);
	else
		error = bread(vp, btodb(offset - off), bsize, &bp);
	if (error != 0)
		return error;
	/* Nothing sleeps any more until the bytes are in the cache. */
	if (off + n > (size_t)bp->b_bcount)
		error = ENOSPC;
	else
		error = spec_maywrite(VBLK, vp->v_rdev);
	if (error != 0) {
		brelse(bp);
		return error;
	}
	memcpy(bp->b_data + off, from, n);
	bdwrite(bp);
	return 0;
}

/*
 * By way of a block of ours: to have all of the caller's bytes may take its
 * time, or fail, and the cache's block stays as it was until then.
 */
static int
blk_write(struct vnode *vp, struct uio *uio)
{
	struct specdev *sd = vp->v_specdev;
	size_t n, room = sd->sd_bsize; /* which may change meanwhile */
	int error = 0, bsize;
	off_t at;
	char *block;

	if (uio->uio_offset < 0)
		return EINVAL;
	block = malloc(room, M_TEMP, M_WAITOK);
	while (uio->uio_resid > 0 && error == 0) {
		at = uio->uio_offset;
		if ((error = spec_maywrite(VBLK, vp->v_rdev)) != 0)
			break;
		if (past_end(sd, at)) {
			error = ENOSPC;
			break;
		}
		bsize = sd->sd_bsize;
		n = MIN(bsize - (at & (bsize - 1)), MIN(uio->uio_resid, room));
		if (sd->sd_nblks >= 0 &&
		    (off_t)n > dbtob((off_t)sd->sd_nblks) - at)
			n = dbtob((off_t)sd->sd_nblks) - at;
		if ((error = uiomove(block, n, uio)) == 0 &&
		    (error = blk_put(
			 vp, bsize, block, at, n, n + uio->uio_resid)) != 0) {
			uio->uio_offset = at;
			uio->uio_resid += n;
		}
	}
	free(block, M_TEMP);
	return error;
}

static int
spec_read(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	const struct cdevsw *cdev;

	if (vp->v_type == VBLK)
		return blk_read(vp, uio);
	if ((cdev = cdevsw_lookup(vp->v_rdev)) == NULL)
		return ENXIO;
	return cdev->d_read != NULL ? cdev->d_read(vp->v_rdev, uio, ioflag)
				    : ENODEV;
}

static int
spec_write(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	const struct cdevsw *cdev;
	int error;

	if (vp->v_type == VBLK)
		return blk_write(vp, uio);
	if ((error = spec_maywrite(VCHR, vp->v_rdev)) != 0)
		return error;
	if ((cdev = cdevsw_lookup(vp->v_rdev)) == NULL)
		return ENXIO;
	return cdev->d_write != NULL ? cdev->d_write(vp->v_rdev, uio, ioflag)
				     : ENODEV;
}

static int
spec_ioctl(struct vnode *vp, u_long cmd, void *data, int fflag,
    struct ucred *cred, struct proc *p)
{
	const struct cdevsw *cdev;
	const struct bdevsw *bdev;

	/* Drivers look there for the right to change something. */
	if (fflag & FWRITE && spec_maywrite(vp->v_type, vp->v_rdev) != 0)
		fflag &= ~FWRITE;
	if (vp->v_type == VBLK) {
		if ((bdev = bdevsw_lookup(vp->v_rdev)) == NULL)
			return ENXIO;
		return bdev->d_ioctl != NULL
		    ? bdev->d_ioctl(vp->v_rdev, cmd, data, fflag, p)
		    : ENOTTY;
	}
	if ((cdev = cdevsw_lookup(vp->v_rdev)) == NULL)
		return ENXIO;
	return cdev->d_ioctl != NULL
	    ? cdev->d_ioctl(vp->v_rdev, cmd, data, fflag, p)
	    : ENOTTY;
}

static int
spec_poll(struct vnode *vp, int events, int fflag, struct proc *p)
{
	const struct cdevsw *cdev;

	if (vp->v_type == VBLK)
		return events & (POLLIN | POLLRDNORM | POLLOUT);
	if ((cdev = cdevsw_lookup(vp->v_rdev)) == NULL)
		return POLLERR;
	return cdev->d_poll != NULL ? cdev->d_poll(vp->v_rdev, events, p)
				    : events & (POLLIN | POLLRDNORM | POLLOUT);
}

int
spec_cachesync(struct specdev *sd)
{
	const struct cdevsw *cdev = cdevsw_lookup(sd->sd_dev);
	int error = 0, force = 0;

	if (sd->sd_type == VBLK && sd->sd_bdev->d_ioctl != NULL)
		error = sd->sd_bdev->d_ioctl(sd->sd_dev, DIOCCACHESYNC,
		    (caddr_t)&force, FWRITE, curproc);
	else if (sd->sd_type == VCHR && cdev != NULL &&
	    cdev->d_type == D_DISK && cdev->d_ioctl != NULL)
		error = cdev->d_ioctl(sd->sd_dev, DIOCCACHESYNC,
		    (caddr_t)&force, FWRITE, curproc);
	return error == ENOTTY || error == ENODEV ? 0 : error;
}

void
spec_syncall(void)
{
	struct specdev *sd, *next;

	for (sd = LIST_FIRST(&specdevs); sd != NULL; sd = next) {
		sd->sd_refs++; /* it sleeps */
		if (sd->sd_type == VBLK && sd->sd_opens > 0)
			bio_sync_untold(sd);
		next = LIST_NEXT(sd, sd_list);
		spec_put(sd);
	}
}

static int
spec_fsync(struct vnode *vp)
{
	return vp->v_type == VBLK ? bio_sync(vp->v_specdev)
				  : spec_cachesync(vp->v_specdev);
}

static void
spec_strategy(struct vnode *vp, struct buf *bp)
{
	bp->b_dev = vp->v_rdev;
	vp->v_specdev->sd_bdev->d_strategy(bp);
}

const struct vnodeops spec_vnodeops = {
    .vop_name = "device",
    .vop_open = spec_open,
    .vop_close = spec_close,
    .vop_read = spec_read,
    .vop_write = spec_write,
    .vop_ioctl = spec_ioctl,
    .vop_poll = spec_poll,
    .vop_fsync = spec_fsync,
    .vop_strategy = spec_strategy,
};
