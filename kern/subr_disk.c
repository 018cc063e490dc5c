/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_disk.c: disks, between the switches (sys/conf.h) and their drivers:
 * which disk and partition a device means, and transfers on their way.
 *
 * What interrupts touch, the queue and the counts of transfers, is changed at
 * splbio; the rest by processes alone, which keep dk_holds up while they
 * sleep.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/device.h>
#include <sys/disk.h>
#include <sys/fcntl.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/uio.h>

struct disklist disklist = TAILQ_HEAD_INITIALIZER(disklist);

/* ---- disks and devices ---- */

static struct disk *
disk_named(const char *driver, int unit)
{
	struct disk *dk;

	TAILQ_FOREACH(dk, &disklist, dk_link)
		if (dk->dk_unit == unit &&
		    strcmp(dk->dk_driver->d_name, driver) == 0)
			return dk;
	return NULL;
}

static struct disk *
disk_of(dev_t dev, int isblk)
{
	const char *driver = devsw_name(dev, isblk);

	return driver != NULL ? disk_named(driver, DISKUNIT(dev)) : NULL;
}

/* What the device is of the disk: *whole if it is all.  NULL: nothing. */
static const struct partition *
part_of(const struct disk *dk, dev_t dev, struct partition *whole)
{
	u_int part = DISKPART(dev);

	if (part == 0) {
		*whole = (struct partition){.p_size = dk->dk_nblks};
		return whole;
	}
	return part <= dk->dk_npart && dk->dk_part[part - 1].p_size > 0
	    ? &dk->dk_part[part - 1]
	    : NULL;
}

int
disk_attach(struct disk *dk, const struct dkdriver *driver, int unit)
{
	if (dk->dk_secsize < DEV_BSIZE || dk->dk_secsize > PAGE_SIZE ||
	    !powerof2(dk->dk_secsize))
		return EINVAL;
	if (disk_named(driver->d_name, unit) != NULL)
		return EEXIST;
	/* What is left over at the end is no sector, and cannot be reached. */
	dk->dk_nblks -= dk->dk_nblks % (dk->dk_secsize / DEV_BSIZE);
	dk->dk_driver = driver;
	dk->dk_unit = unit;
	snprintf(
	    dk->dk_name, sizeof(dk->dk_name), "%s%d", driver->d_name, unit);
	TAILQ_INIT(&dk->dk_queue);
	TAILQ_INSERT_TAIL(&disklist, dk, dk_link);
	return 0;
}

int
disk_detach(struct disk *dk, int flags)
{
	struct buf *bp;
	int s;

	if ((dk->dk_bopenmask | dk->dk_copenmask) != 0 || dk->dk_holds > 0)
		if ((flags & DETACH_FORCE) == 0)
			return EBUSY;
	s = splbio();
	TAILQ_REMOVE(&disklist, dk, dk_link);
	while ((bp = TAILQ_FIRST(&dk->dk_queue)) != NULL) {
		TAILQ_REMOVE(&dk->dk_queue, bp, b_actq);
		disk_done(dk, bp, ENXIO);
	}
	splx(s);
	return 0;
}

/* A number of at most 4 digits, and where it ends; -1: there is none. */
static int
unit_number(const char *s, const char **end)
{
	const char *start = s;
	int n = 0;

	while (*s >= '0' && *s <= '9' && s - start < 4)
		n = n * 10 + *s++ - '0';
	*end = s;
	return s == start ? -1 : n;
}

dev_t
disk_finddev(const char *name)
{
	const struct disk *dk;
	const char *end;
	size_t n;
	int unit, part, major;

	TAILQ_FOREACH(dk, &disklist, dk_link) {
		n = strlen(dk->dk_driver->d_name);
		if (strncmp(name, dk->dk_driver->d_name, n) != 0 ||
		    (unit = unit_number(name + n, &end)) != dk->dk_unit)
			continue;
		part = *end == '\0' ? 0 : *end++ - 'a' + 1;
		if (part < 0 || part > MAXPARTITIONS || *end != '\0')
			return NODEV;
		major = devsw_name2blk(dk->dk_driver->d_name);
		return major == -1 ? NODEV
				   : makedev(major, DISKMINOR(unit, part));
	}
	return NODEV;
}

const char *
disk_devname(dev_t dev, int isblk, char *buf, size_t size)
{
	const struct disk *dk = disk_of(dev, isblk);

	if (dk == NULL)
		return NULL;
	if (DISKPART(dev) == 0)
		snprintf(buf, size, "%s", dk->dk_name);
	else
		snprintf(
		    buf, size, "%s%c", dk->dk_name, 'a' + DISKPART(dev) - 1);
	return buf;
}

int
disk_overlap(dev_t a, dev_t b)
{
	const struct disk *dk = disk_of(a, 1);
	const struct partition *pa, *pb;
	struct partition whole;

	if (a == b)
		return 1;
	if (dk == NULL || disk_of(b, 1) != dk)
		return 0;
	pa = part_of(dk, a, &whole);
	pb = part_of(dk, b, &whole);
	return pa != NULL && pb != NULL &&
	    pa->p_offset < pb->p_offset + pb->p_size &&
	    pb->p_offset < pa->p_offset + pa->p_size;
}

/* ---- transfers ---- */

/* Hand it to the driver; b_rawblkno is a place on the disk. */
static void
submit(struct disk *dk, struct buf *bp)
{
	int s = splbio();

	if (bp->b_flags & B_FLUSH)
		dk->dk_flushes++;
	else if (bp->b_flags & B_READ) {
		dk->dk_rxfer++;
		dk->dk_rbytes += bp->b_bcount;
	} else {
		dk->dk_wxfer++;
		dk->dk_wbytes += bp->b_bcount;
		dk->dk_dirty = 1;
	}
	dk->dk_inflight++;
	bp->b_resid = bp->b_bcount;
	TAILQ_INSERT_TAIL(&dk->dk_queue, bp, b_actq);
	dk->dk_driver->d_start(dk);
	splx(s);
}

static void
fail(struct buf *bp, int error)
{
	bp->b_flags |= B_ERROR;
	bp->b_error = error;
	bp->b_resid = bp->b_bcount;
	biodone(bp);
}

void
disk_done(struct disk *dk, struct buf *bp, int error)
{
	dk->dk_inflight--;
	if (error != 0) {
		dk->dk_errors++;
		fail(bp, error);
		return;
	}
	bp->b_resid = 0;
	biodone(bp);
}

/* Within the partition, and whole sectors? */
static void
strategy(struct disk *dk, struct buf *bp)
{
	const struct partition *p = NULL;
	struct partition whole;
	uint64_t n = btodb(bp->b_bcount);

	if (dk == NULL || (p = part_of(dk, bp->b_dev, &whole)) == NULL) {
		fail(bp, ENXIO);
		return;
	}
	if (bp->b_bcount <= 0 || bp->b_bcount > MAXPHYS ||
	    bp->b_bcount % dk->dk_secsize != 0 || bp->b_blkno < 0 ||
	    bp->b_blkno % (dk->dk_secsize / DEV_BSIZE) != 0 || n > p->p_size ||
	    (uint64_t)bp->b_blkno > p->p_size - n) {
		fail(bp, EINVAL);
		return;
	}
	bp->b_rawblkno = p->p_offset + bp->b_blkno;
	submit(dk, bp);
}

void
disk_strategy(struct buf *bp)
{
	strategy(disk_of(bp->b_dev, 1), bp);
}

/* Of a character device, which b_dev does not tell. */
static void
raw_strategy(struct buf *bp)
{
	strategy(disk_of(bp->b_dev, 0), bp);
}

int
disk_readsector(struct disk *dk, daddr_t blkno, void *data)
{
	struct buf b = {.b_flags = B_BUSY | B_READ | B_RAW,
	    .b_data = data,
	    .b_bcount = dk->dk_secsize,
	    .b_rawblkno = blkno};

	submit(dk, &b);
	return biowait(&b);
}

/* Have what was written last.  Nothing is done if nothing was. */
static int
flush(struct disk *dk)
{
	struct buf b = {.b_flags = B_BUSY | B_FLUSH | B_RAW};
	int error;

	if ((dk->dk_flags & DKF_CACHE) == 0 || !dk->dk_dirty)
		return 0;
	dk->dk_dirty = 0; /* what is written from now on is new */
	dk->dk_holds++;
	submit(dk, &b);
	if ((error = biowait(&b)) != 0)
		dk->dk_dirty = 1;
	dk->dk_holds--;
	return error;
}

/* ---- open and close ---- */

/*
 * Read the partitions, unless somebody has one open.  The first who comes
 * does, the others wait for him.
 */
int
disk_probe(struct disk *dk, int quiet)
{
	while (dk->dk_probing)
		tsleep(&dk->dk_probing, PRIBIO, "diskopen", 0);
	if (dk->dk_probed && (dk->dk_bopenmask | dk->dk_copenmask) != 0)
		return dk->dk_tableerror;
	dk->dk_probing = 1;
	dk->dk_quiet = quiet;
	dk->dk_tableerror = disk_readtable(dk);
	dk->dk_probing = 0;
	dk->dk_probed = 1;
	wakeup(&dk->dk_probing);
	return dk->dk_tableerror;
}

/*
 * ENXIO: there is no such disk, medium or partition; EROFS: it cannot be
 * written; EIO: where the partitions are could not be read.
 */
int
disk_open(dev_t dev, int flag, int fmt, struct proc *p)
{
	struct disk *dk = disk_of(dev, fmt == S_IFBLK);
	struct partition whole;
	int error;

	if (dk == NULL || dk->dk_nblks == 0)
		return ENXIO;
	if (flag & FWRITE && dk->dk_flags & DKF_READONLY)
		return EROFS;
	dk->dk_holds++;
	error = disk_probe(dk, 0);
	if (DISKPART(dev) == 0)
		error = 0;
	else if (error == 0 && part_of(dk, dev, &whole) == NULL)
		error = ENXIO;
	if (error == 0 && fmt == S_IFBLK)
		dk->dk_bopenmask |= 1 << DISKPART(dev);
	else if (error == 0)
		dk->dk_copenmask |= 1 << DISKPART(dev);
	dk->dk_holds--;
	return error;
}

/*
 * The last close of this device.  When it is the disk's last, what was
 * written is made to last.
 */
int
disk_close(dev_t dev, int flag, int fmt, struct proc *p)
{
	struct disk *dk = disk_of(dev, fmt == S_IFBLK);

	if (dk == NULL)
		return 0;
	if (fmt == S_IFBLK)
		dk->dk_bopenmask &= ~(1 << DISKPART(dev));
	else
		dk->dk_copenmask &= ~(1 << DISKPART(dev));
	return (dk->dk_bopenmask | dk->dk_copenmask) == 0 ? flush(dk) : 0;
}

/* ---- the rest of the switches ---- */

int
disk_psize(dev_t dev)
{
	const struct disk *dk = disk_of(dev, 1);
	const struct partition *p;
	struct partition whole;

	if (dk == NULL || (p = part_of(dk, dev, &whole)) == NULL)
		return -1;
	return MIN(p->p_size, 0x7fffffff);
}

static void
label(const struct disk *dk, struct disklabel *l)
{
	*l = (struct disklabel){.d_secsize = dk->dk_secsize,
	    .d_npartitions = dk->dk_npart,
	    .d_secperunit = dk->dk_nblks};
	strlcpy(l->d_packname, dk->dk_name, sizeof(l->d_packname));
	memcpy(l->d_partitions, dk->dk_part,
	    dk->dk_npart * sizeof(dk->dk_part[0]));
}

static int
disk_ioctl(struct disk *dk, dev_t dev, u_long cmd, caddr_t data)
{
	const struct partition *p;
	struct partition whole;

	if (dk == NULL || (p = part_of(dk, dev, &whole)) == NULL)
		return ENXIO;
	switch (cmd) {
	case DIOCGDINFO:
		label(dk, (struct disklabel *)data);
		return 0;
	case DIOCGMEDIASIZE:
		*(off_t *)data = dbtob(p->p_size);
		return 0;
	case DIOCGSECTORSIZE:
		*(u_int *)data = dk->dk_secsize;
		return 0;
	case DIOCCACHESYNC:
		return flush(dk);
	default:
		return ENOTTY;
	}
}

int
disk_bioctl(dev_t dev, u_long cmd, caddr_t data, int flag, struct proc *p)
{
	return disk_ioctl(disk_of(dev, 1), dev, cmd, data);
}

int
disk_cioctl(dev_t dev, u_long cmd, caddr_t data, int flag, struct proc *p)
{
	return disk_ioctl(disk_of(dev, 0), dev, cmd, data);
}

static int
raw_transfer(dev_t dev, struct uio *uio)
{
	const struct disk *dk = disk_of(dev, 0);
	const struct partition *p;
	struct partition whole;

	if (dk == NULL || (p = part_of(dk, dev, &whole)) == NULL)
		return ENXIO;
	return physio(raw_strategy, dev, uio, dk->dk_secsize, dbtob(p->p_size));
}

int
disk_read(dev_t dev, struct uio *uio, int ioflag)
{
	return raw_transfer(dev, uio);
}

int
disk_write(dev_t dev, struct uio *uio, int ioflag)
{
	return raw_transfer(dev, uio);
}
