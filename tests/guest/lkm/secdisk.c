/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * secdisk: a disk of 64 blocks in memory, with a block and a character
 * device.  sysctl debug.secdisk.mounted says whether a file system is on
 * it: what its mount would call is called.
 */
#include <sys/param.h>
#include <sys/buf.h>
#include <sys/conf.h>
#include <sys/device.h>
#include <sys/errno.h>
#include <sys/fcntl.h>
#include <sys/ioctl.h>
#include <sys/lkm.h>
#include <sys/sysctlvar.h>
#include <sys/systm.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#define BLOCKS 64
#define BMAJOR 12
#define CMAJOR 33

static char data[BLOCKS * DEV_BSIZE];
static int mounted;

static void
secdisk_strategy(struct buf *bp)
{
	char *at = data + bp->b_blkno * DEV_BSIZE;

	if (bp->b_flags & B_READ)
		memcpy(bp->b_data, at, bp->b_bcount);
	else
		memcpy(at, bp->b_data, bp->b_bcount);
	bp->b_resid = 0;
	biodone(bp);
}

static int
secdisk_size(dev_t dev)
{
	return BLOCKS;
}

static int
secdisk_rw(dev_t dev, struct uio *uio, int ioflag)
{
	size_t at = uio->uio_offset;

	if (uio->uio_offset < 0 || at > sizeof(data))
		return EINVAL;
	return uiomove(data + at, MIN(sizeof(data) - at, uio->uio_resid), uio);
}

/* One that would change the disk. */
static int
secdisk_ioctl(dev_t dev, u_long cmd, caddr_t arg, int flag, struct proc *p)
{
	if (cmd != _IO('s', 1))
		return ENOTTY;
	return flag & FWRITE ? 0 : EBADF;
}

static const struct bdevsw secdisk_bdevsw = {.d_strategy = secdisk_strategy,
    .d_ioctl = secdisk_ioctl,
    .d_psize = secdisk_size,
    .d_type = D_DISK};
static const struct cdevsw secdisk_cdevsw = {.d_read = secdisk_rw,
    .d_write = secdisk_rw,
    .d_ioctl = secdisk_ioctl,
    .d_type = D_DISK};

static int
do_mounted(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	int error = sysctl_out(req, &mounted, sizeof(mounted)), new;

	if (error != 0 || req->sr_new == NULL)
		return error;
	if ((error = sysctl_in(req, &new, sizeof(new))) != 0)
		return error;
	if (new && (error = spec_mount(makedev(BMAJOR, 0))) != 0)
		return error;
	if (!new &&mounted)
		spec_unmount(makedev(BMAJOR, 0));
	mounted = new;
	return 0;
}

static struct sysctl_leaf leaf = {.sl_name = "debug.secdisk",
    .sl_descr = "whether something is mounted on the disk",
    .sl_type = SYSCTL_INT,
    .sl_flags = SYSCTL_WRITABLE,
    .sl_handler = do_mounted};

MOD_MISC("secdisk")

static int
secdisk_load(struct lkm_table *lkmtp, int cmd)
{
	int b = BMAJOR, c = CMAJOR, error;

	error = devsw_attach("sd", &secdisk_bdevsw, &b, &secdisk_cdevsw, &c);
	if (error == 0 && (error = sysctl_attach(&leaf, -1)) != 0)
		devsw_detach(&secdisk_bdevsw, &secdisk_cdevsw);
	return error;
}

static int
secdisk_unload(struct lkm_table *lkmtp, int cmd)
{
	if (mounted)
		return EBUSY;
	sysctl_detach(&leaf);
	devsw_detach(&secdisk_bdevsw, &secdisk_cdevsw);
	return 0;
}

int secdisk_lkmentry(struct lkm_table *, int, int);

int
secdisk_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, secdisk_load, secdisk_unload, lkm_nofunc);
}
