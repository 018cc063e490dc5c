/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * olddev: a character device as up to NetBSD 1.6: MOD_DEV with a kind, a major
 * and a switch.  It counts what is written, and tells in a word.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/ioctl.h>
#include <sys/proc.h>
#include <sys/conf.h>
#include <sys/uio.h>
#include <sys/mount.h>
#include <sys/exec.h>
#include <sys/lkm.h>
#include <sys/file.h>
#include <sys/errno.h>

static dev_type_open(olddevopen);
static dev_type_close(olddevclose);
static dev_type_read(olddevread);
static dev_type_write(olddevwrite);

static struct cdevsw olddev = {
	olddevopen,		/* d_open */
	olddevclose,
	olddevread,
	olddevwrite,
	(dev_type_ioctl((*))) enodev,
	(dev_type_stop((*))) nullop,
	0,			/* d_tty */
	seltrue,
	(dev_type_mmap((*))) enodev,
	0
};
static int inuse, written;

MOD_DEV("olddev", LM_DT_CHAR, 33, &olddev)

static int
olddevopen(dev, flag, mode, p)
	dev_t dev;
	int flag, mode;
	struct proc *p;
{
	if (minor(dev) != 0)
		return (ENXIO);
	if (inuse)
		return (EBUSY);
	inuse = 1;
	return (0);
}

static int
olddevclose(dev, flag, mode, p)
	dev_t dev;
	int flag, mode;
	struct proc *p;
{
	inuse = 0;
	return (0);
}

static int
olddevread(dev, uio, ioflag)
	dev_t dev;
	struct uio *uio;
	int ioflag;
{
	return (uiomove((caddr_t)&written, min(uio->uio_resid,
	    sizeof(written)), uio));
}

static int
olddevwrite(dev, uio, ioflag)
	dev_t dev;
	struct uio *uio;
	int ioflag;
{
	char c;
	int error = 0;

	while (uio->uio_resid > 0 && error == 0) {
		error = uiomove(&c, 1, uio);
		if (error == 0)
			written++;
	}
	return (error);
}

static int
olddev_unload(lkmtp, cmd)
	struct lkm_table *lkmtp;
	int cmd;
{
	return (inuse ? EBUSY : 0);
}

int
olddev_lkmentry(lkmtp, cmd, ver)
	struct lkm_table *lkmtp;
	int cmd, ver;
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, olddev_unload, lkm_nofunc)
}
