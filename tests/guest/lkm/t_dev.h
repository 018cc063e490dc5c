/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * t_dev.h: a driver, of the name NAME, with both switches: a memory of 8
 * KiB as a block device, and its bytes as a character device.
 */
#include <sys/param.h>
#include <sys/buf.h>
#include <sys/conf.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/uio.h>

#include "shall.h"

static char contents[8192] = NAME " was here\n";
static int nopen, channel;

static int
dev_open(dev_t dev, int flag, int mode, struct proc *p)
{
	nopen++;
	return minor(dev) > 1 ? ENXIO : 0;
}

static int
dev_close(dev_t dev, int flag, int mode, struct proc *p)
{
	nopen--;
	return 0;
}

static int
dev_read(dev_t dev, struct uio *uio, int ioflag)
{
	size_t len = strlen(contents);

	if (minor(dev) == 1)
		return tsleep(&channel, PWAIT | PCATCH, "t_dev", 0);
	if (uio->uio_offset >= (off_t)len)
		return 0;
	return uiomove(contents + uio->uio_offset, len - uio->uio_offset, uio);
}

static void
dev_strategy(struct buf *bp)
{
	size_t at = dbtob(bp->b_blkno);

	if (at + bp->b_bcount > sizeof(contents)) {
		bp->b_error = EIO;
		bp->b_flags |= B_ERROR;
	} else if (bp->b_flags & B_READ)
		memcpy(bp->b_data, contents + at, bp->b_bcount);
	else
		memcpy(contents + at, bp->b_data, bp->b_bcount);
	bp->b_resid = bp->b_flags & B_ERROR ? bp->b_bcount : 0;
	biodone(bp);
}

static int
dev_psize(dev_t dev)
{
	return btodb(sizeof(contents));
}

static struct bdevsw bswitch = {.d_open = dev_open,
    .d_close = dev_close,
    .d_strategy = dev_strategy,
    .d_psize = dev_psize,
    .d_type = D_DISK};
static struct cdevsw cswitch = {
    .d_open = dev_open, .d_close = dev_close, .d_read = dev_read};

static const char endless[] = "a name that is longer than any device's name";

MOD_DEV(NAME, NAME "dev", &bswitch, -1, &cswitch, -1)

static void
describe(void)
{
	if (shall("block"))
		_module.lkm_bdevmaj = number;
	else if (shall("char"))
		_module.lkm_cdevmaj = number;
	else if (shall("no-block"))
		_module.lkm_bdev = NULL;
	else if (shall("no-char"))
		_module.lkm_cdev = NULL;
	else if (shall("neither")) {
		_module.lkm_bdev = NULL;
		_module.lkm_cdev = NULL;
	} else if (shall("wild-block"))
		_module.lkm_bdev = (struct bdevsw *)number;
	else if (shall("wild-char"))
		_module.lkm_cdev = (struct cdevsw *)number;
	else if (shall("wild-read"))
		*(vaddr_t *)&cswitch.d_read = number;
	else if (shall("data-read"))
		*(void **)&cswitch.d_read = contents;
	else if (shall("no-strategy"))
		bswitch.d_strategy = NULL;
	else if (shall("wild-name"))
		_module.lkm_devname = (const char *)number;
	else if (shall("long-name"))
		_module.lkm_devname = endless;
	else if (shall("same-name"))
		_module.lkm_devname = "mem";
	else if (shall("kernels")) {
		_module.lkm_bdev = NULL;
		_module.lkm_cdev = cdevsw_lookup(makedev(2, 0));
	}
}

int dev_load(struct lkm_table *, int);
int dev_unload(struct lkm_table *, int);

int
dev_load(struct lkm_table *lkmtp, int cmd)
{
	return shall("load") ? number : 0;
}

/* Slow, so that somebody may try to come in; or it refuses. */
int
dev_unload(struct lkm_table *lkmtp, int cmd)
{
	if (shall("slow")) {
		printf(NAME ": unloading\n");
		(void)tsleep(&channel, PWAIT, "t_dev", hz);
	}
	return shall("unload") || shall("slow") ? number : 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	if (cmd == LKM_E_LOAD)
		describe();
	DISPATCH(lkmtp, cmd, ver, dev_load, UNLOAD, lkm_nofunc);
}
