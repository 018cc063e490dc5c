/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rot13: a character device: what is written to it can be read from it,
 * each letter 13 places further on in the alphabet.
 */
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/uio.h>

#define ROOM 4096

static char text[ROOM]; /* rotated already; from first on, not yet read */
static size_t first, len;

static char
rotate(char c)
{
	char lower = c | 0x20;

	if (lower < 'a' || lower > 'z')
		return c;
	return lower < 'n' ? c + 13 : c - 13;
}

/* All that is there; nothing is the end of the file. */
static int
rot13_read(dev_t dev, struct uio *uio, int ioflag)
{
	char piece[64];
	size_t n;
	int error;

	while (len > 0 && uio->uio_resid > 0) {
		n = MIN(MIN(len, sizeof(piece)), uio->uio_resid);
		memcpy(piece, text + first, n);
		first += n;
		len -= n;
		if ((error = uiomove(piece, n, uio)) != 0)
			return error;
	}
	return 0;
}

/* ENOSPC: somebody has to read first. */
static int
rot13_write(dev_t dev, struct uio *uio, int ioflag)
{
	char piece[64];
	size_t i, n;
	int error;

	while (uio->uio_resid > 0) {
		n = MIN(uio->uio_resid, sizeof(piece));
		if ((error = uiomove(piece, n, uio)) != 0)
			return error;
		memmove(text, text + first, len);
		first = 0;
		if (n > ROOM - len)
			return ENOSPC;
		for (i = 0; i < n; i++)
			text[len++] = rotate(piece[i]);
	}
	return 0;
}

/* There is nothing to open or to close: those stay NULL. */
static const struct cdevsw rot13_cdevsw = {
    .d_read = rot13_read, .d_write = rot13_write};

MOD_DEV("rot13", "rot13", NULL, -1, &rot13_cdevsw, -1)

int rot13_lkmentry(struct lkm_table *, int, int);

int
rot13_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
