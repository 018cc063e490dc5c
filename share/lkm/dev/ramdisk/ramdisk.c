/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ramdisk: disks in memory, with a block and a character device each.
 *
 * A disk is an array of pages.  One that was never written to is not there,
 * and reads as zeros: so an empty disk takes next to nothing, and a write
 * may find that memory is out (ENOSPC).  rd0 is made when the module is
 * loaded, others by RDIOCSSIZE on their character node.
 *
 * There is nothing to wait for: strategy does the work and says so before it
 * returns.  The minor number is unit * 16; + 1, the partition a, is the
 * whole disk, too.
 */
#include <sys/param.h>
#include <sys/buf.h>
#include <sys/conf.h>
#include <sys/errno.h>
#include <sys/fcntl.h>
#include <sys/ioctl.h>
#include <sys/lkm.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/rdio.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/uio.h>
#include <sys/vm.h>

#define DEFAULT_SIZE (8 << 20)
#define UNIT(dev)    (minor(dev) / 16)
#define PART(dev)    (minor(dev) % 16)

struct ramdisk {
	LIST_ENTRY(ramdisk) rd_list;
	int rd_unit;
	u_int rd_opens;  /* nodes that are open: block, character, of a part */
	off_t rd_size;   /* bytes; 0: open to be configured, no disk yet */
	u_int rd_npages; /* that are there */
	struct vm_page **rd_pages; /* NULL: zeros */
};

static MALLOC_DEFINE(M_RAMDISK, "ramdisk", "what is on disks in memory");
static LIST_HEAD(, ramdisk) disks = LIST_HEAD_INITIALIZER(disks);

static struct ramdisk *
rd_find(int unit)
{
	struct ramdisk *rd;

	LIST_FOREACH(rd, &disks, rd_list)
		if (rd->rd_unit == unit)
			break;
	return rd;
}

/* One without a size. */
static struct ramdisk *
rd_create(int unit)
{
	struct ramdisk *rd, *new = malloc(sizeof(*rd), M_RAMDISK, M_ZERO);

	if ((rd = rd_find(unit)) != NULL) {
		free(new, M_RAMDISK); /* made while memory was waited for */
		return rd;
	}
	new->rd_unit = unit;
	LIST_INSERT_HEAD(&disks, new, rd_list);
	return new;
}

static void
rd_empty(struct ramdisk *rd)
{
	u_int i, n = howmany(rd->rd_size, PAGE_SIZE);

	for (i = 0; i < n; i++)
		if (rd->rd_pages[i] != NULL)
			vm_page_release(rd->rd_pages[i]);
	free(rd->rd_pages, M_RAMDISK);
	rd->rd_pages = NULL;
	rd->rd_size = 0;
	rd->rd_npages = 0;
}

/* Nobody has it open. */
static void
rd_destroy(struct ramdisk *rd)
{
	rd_empty(rd);
	LIST_REMOVE(rd, rd_list);
	free(rd, M_RAMDISK);
}

/*
 * A new, empty disk in place of what was there.  EINVAL: no such size;
 * ENOMEM: not even the array has room.
 */
static int
rd_resize(struct ramdisk *rd, off_t size)
{
	struct vm_page **pages = NULL;
	off_t n = howmany(size, PAGE_SIZE);

	if (size < 0 || size % DEV_BSIZE != 0 || n > (off_t)vm_page_total)
		return EINVAL;
	if (n > 0 &&
	    (pages = malloc(
		 n * sizeof(*pages), M_RAMDISK, M_NOWAIT | M_ZERO)) == NULL)
		return ENOMEM;
	rd_empty(rd);
	rd->rd_pages = pages;
	rd->rd_size = size;
	return 0;
}

/*
 * The page at off, to be written to if so asked.  A page that is not there
 * is NULL for a reader, and made for a writer: ENOSPC.
 */
static int
rd_page(struct ramdisk *rd, off_t off, int write, struct vm_page **pgp)
{
	struct vm_page **slot = &rd->rd_pages[off >> PAGE_SHIFT];

	if (*slot == NULL && write) {
		*slot = vm_page_alloc(
		    M_RAMDISK, VM_PG_ZERO | VM_PG_USER | VM_PG_CANFAIL);
		if (*slot == NULL)
			return ENOSPC;
		rd->rd_npages++;
	}
	*pgp = *slot;
	return 0;
}

/* ---- the nodes ---- */

/*
 * The character node of a unit that is not there may be opened for writing:
 * to make it.  ENXIO otherwise.
 */
static int
rd_open(dev_t dev, int flag, int mode, struct proc *p)
{
	struct ramdisk *rd = rd_find(UNIT(dev));

	if (PART(dev) > 1)
		return ENXIO;
	if (rd == NULL && mode == S_IFCHR && PART(dev) == 0 && flag & FWRITE)
		rd = rd_create(UNIT(dev));
	if (rd == NULL || (mode == S_IFBLK && rd->rd_size == 0))
		return ENXIO;
	if (rd->rd_size == 0 && (flag & FWRITE) == 0)
		return ENXIO;
	rd->rd_opens |= 1u << (PART(dev) * 2 + (mode == S_IFBLK));
	return 0;
}

static int
rd_close(dev_t dev, int flag, int mode, struct proc *p)
{
	struct ramdisk *rd = rd_find(UNIT(dev));

	rd->rd_opens &= ~(1u << (PART(dev) * 2 + (mode == S_IFBLK)));
	if (rd->rd_opens == 0 && rd->rd_size == 0)
		rd_destroy(rd);
	return 0;
}

static int
rd_psize(dev_t dev)
{
	return rd_find(UNIT(dev))->rd_size / DEV_BSIZE;
}

static int
rd_transfer(struct ramdisk *rd, struct buf *bp)
{
	off_t off = dbtob(bp->b_blkno);
	size_t n, in;
	int error, write = (bp->b_flags & B_READ) == 0;
	struct vm_page *pg;

	if (off < 0 || off > rd->rd_size || bp->b_resid > rd->rd_size - off)
		return EINVAL;
	for (; bp->b_resid > 0; bp->b_resid -= n, off += n) {
		char *data = bp->b_data + (bp->b_bcount - bp->b_resid);

		in = off & PAGE_MASK;
		n = MIN(PAGE_SIZE - in, (size_t)bp->b_resid);
		if ((error = rd_page(rd, off, write, &pg)) != 0)
			return error;
		if (write)
			memcpy((char *)vm_page_va(pg) + in, data, n);
		else if (pg != NULL)
			memcpy(data, (char *)vm_page_va(pg) + in, n);
		else
			memset(data, 0, n);
	}
	return 0;
}

static void
rd_strategy(struct buf *bp)
{
	bp->b_resid = bp->b_bcount;
	bp->b_error = rd_transfer(rd_find(UNIT(bp->b_dev)), bp);
	if (bp->b_error != 0)
		bp->b_flags |= B_ERROR;
	biodone(bp);
}

/*
 * Whole blocks, as a real disk would have it.  uiomove() may sleep, and
 * whoever shares the descriptor resize the disk: the page is held.
 */
static int
rd_rw(dev_t dev, struct uio *uio, int ioflag)
{
	static const char zeros[DEV_BSIZE];
	struct ramdisk *rd = rd_find(UNIT(dev));
	int error, write = uio->uio_rw == UIO_WRITE;
	struct vm_page *pg;
	size_t in, n;

	if (rd->rd_size == 0)
		return ENXIO;
	if (uio->uio_offset < 0 || uio->uio_offset % DEV_BSIZE != 0 ||
	    uio->uio_resid % DEV_BSIZE != 0)
		return EINVAL;
	while (uio->uio_resid > 0) {
		if (uio->uio_offset >= rd->rd_size)
			return write ? ENOSPC : 0;
		in = uio->uio_offset & PAGE_MASK;
		n = MIN(PAGE_SIZE - in, uio->uio_resid);
		n = MIN((off_t)n, rd->rd_size - uio->uio_offset);
		if ((error = rd_page(rd, uio->uio_offset, write, &pg)) != 0)
			return error;
		if (pg != NULL) {
			vm_page_hold(pg);
			error = uiomove((char *)vm_page_va(pg) + in, n, uio);
			vm_page_release(pg);
		} else
			error = uiomove((void *)(uintptr_t)zeros,
			    MIN(n, sizeof(zeros)), uio);
		if (error != 0)
			return error;
	}
	return 0;
}

static int
rd_ioctl(dev_t dev, u_long cmd, caddr_t data, int flag, struct proc *p)
{
	struct ramdisk *rd = rd_find(UNIT(dev));
	struct rd_info *info = (struct rd_info *)data;
	off_t size;

	switch (cmd) {
	case RDIOCGINFO:
		info->rd_size = rd->rd_size;
		info->rd_used = (off_t)rd->rd_npages * PAGE_SIZE;
		return 0;
	case RDIOCSSIZE:
		memcpy(&size, data, sizeof(size));
		if ((flag & FWRITE) == 0)
			return EBADF;
		if (rd->rd_opens != 1) /* the character node of the whole */
			return EBUSY;
		if (size == 0 && rd->rd_size == 0)
			return ENXIO;
		return rd_resize(rd, size);
	default:
		return ENOTTY;
	}
}

static const struct bdevsw rd_bdevsw = {.d_open = rd_open,
    .d_close = rd_close,
    .d_strategy = rd_strategy,
    .d_ioctl = rd_ioctl,
    .d_psize = rd_psize,
    .d_type = D_DISK};
static const struct cdevsw rd_cdevsw = {.d_open = rd_open,
    .d_close = rd_close,
    .d_read = rd_rw,
    .d_write = rd_rw,
    .d_ioctl = rd_ioctl,
    .d_type = D_DISK};

MOD_DEV("ramdisk", "rd", &rd_bdevsw, -1, &rd_cdevsw, -1)

static int
rd_load(struct lkm_table *lkmtp, int cmd)
{
	struct ramdisk *rd = rd_create(0);
	int error = rd_resize(rd, DEFAULT_SIZE);

	if (error != 0)
		rd_destroy(rd);
	return error;
}

static int
rd_unload(struct lkm_table *lkmtp, int cmd)
{
	struct ramdisk *rd;

	while ((rd = LIST_FIRST(&disks)) != NULL)
		rd_destroy(rd);
	return 0;
}

int ramdisk_lkmentry(struct lkm_table *, int, int);

int
ramdisk_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, rd_load, rd_unload, lkm_nofunc);
}
