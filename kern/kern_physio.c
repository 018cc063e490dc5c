/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_physio.c: transfers of raw devices: past the buffer cache, straight
 * between the disk and a program; or nearly so, since the program's pages may
 * lie anywhere and go away: the bytes are copied once.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/buf.h>
#include <sys/disk.h>
#include <sys/malloc.h>
#include <sys/uio.h>

/* One piece of n bytes, through data. */
static int
transfer(void (*strategy)(struct buf *), dev_t dev, char *data, size_t n,
    struct uio *uio)
{
	int error, rd = uio->uio_rw == UIO_READ;
	struct buf b = {.b_dev = dev,
	    .b_data = data,
	    .b_bcount = n,
	    .b_bufsize = n,
	    .b_blkno = btodb(uio->uio_offset),
	    .b_flags = B_BUSY | B_RAW | (rd ? B_READ : B_WRITE)};

	if (!rd) {
		if ((error = uiomove(data, n, uio)) != 0)
			return error;
		strategy(&b);
		return biowait(&b);
	}
	strategy(&b);
	if ((error = biowait(&b)) != 0)
		return error;
	return uiomove(data, n, uio);
}

int
physio(void (*strategy)(struct buf *), dev_t dev, struct uio *uio,
    u_int secsize, off_t size)
{
	size_t n = uio->uio_resid;
	char *data;
	int error = 0;

	if (uio->uio_offset < 0 || uio->uio_offset % secsize != 0 ||
	    n % secsize != 0)
		return EINVAL;
	if (n == 0)
		return 0;
	if (uio->uio_offset >= size)
		return uio->uio_rw == UIO_READ ? 0 : ENOSPC;
	data = malloc(MIN(n, MAXPHYS), M_CALL, M_CANFAIL);
	if (data == NULL)
		return ENOMEM;
	while (error == 0 && uio->uio_resid > 0 && uio->uio_offset < size) {
		n = MIN(uio->uio_resid, MAXPHYS);
		n = MIN((off_t)n, size - uio->uio_offset);
		error = transfer(strategy, dev, data, n, uio);
	}
	free(data, M_CALL);
	return error;
}
