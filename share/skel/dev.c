/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * NAME: a module of type DEV: a device that keeps what is written to it,
 * as far as there is room, until it is unloaded.
 */
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/uio.h>

static char contents[1024];
static size_t length; /* of it, that was written */

/* There is one device: minor number 0. */
static int
NAME_open(dev_t dev, int flag, int mode, struct proc *p)
{
	return minor(dev) == 0 ? 0 : ENXIO;
}

/* uiomove() copies to the caller, whoever it is, and moves the offset on. */
static int
NAME_read(dev_t dev, struct uio *uio, int ioflag)
{
	if (uio->uio_offset < 0)
		return EINVAL;
	if (uio->uio_offset >= (off_t)length)
		return 0; /* the end */
	return uiomove(
	    contents + uio->uio_offset, length - uio->uio_offset, uio);
}

static int
NAME_write(dev_t dev, struct uio *uio, int ioflag)
{
	size_t at = uio->uio_offset;
	int error;

	if (uio->uio_offset < 0 || uio->uio_offset > (off_t)length)
		return EINVAL;
	if (at == sizeof(contents))
		return ENOSPC;
	error = uiomove(contents + at, sizeof(contents) - at, uio);
	if (uio->uio_offset > (off_t)length)
		length = uio->uio_offset;
	return error;
}

/* What is not here, it cannot: NULL is an error for the caller. */
static const struct cdevsw NAME_cdevsw = {
    .d_open = NAME_open, .d_read = NAME_read, .d_write = NAME_write};

/* No block device; any character major that is free. */
MOD_DEV("NAME", "NAME", NULL, -1, &NAME_cdevsw, -1)

static int
NAME_load(struct lkm_table *lkmtp, int cmd)
{
	printf("NAME: character major %d\n", _module.lkm_cdevmaj);
	return 0;
}

int NAME_lkmentry(struct lkm_table *, int, int);

int
NAME_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, NAME_load, lkm_nofunc, lkm_nofunc);
}
