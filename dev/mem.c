/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * /dev/mem, /dev/kmem, /dev/null and /dev/zero.
 *
 * The first two give memory by physical and by kernel address.  Only what
 * the kernel has mapped can be reached, and what it has mapped read-only
 * cannot be written: EFAULT.  Who may open them is said by the mode of
 * their nodes; above securelevel 0 nobody may write, whenever it was opened.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/device.h>
#include <sys/fcntl.h>
#include <sys/filio.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/uio.h>

enum { DEV_MEM = 0, DEV_KMEM = 1, DEV_NULL = 2, DEV_ZERO = 12 };

/* Bytes moved at a time, through the kernel stack. */
#define MEM_CHUNK 512

static int
memopen(dev_t dev, int flag, int mode __unused, struct proc *p __unused)
{
	switch (minor(dev)) {
	case DEV_MEM:
	case DEV_KMEM:
		return (flag & FWRITE) != 0 && securelevel > 0 ? EPERM : 0;
	case DEV_NULL:
	case DEV_ZERO:
		return 0;
	default:
		return ENXIO;
	}
}

/* The kernel address of a file offset; 0: it has none. */
static vaddr_t
mem_address(int unit, off_t off)
{
	if (unit == DEV_KMEM)
		return off >= (off_t)KERNBASE && off <= UINT32_MAX
		    ? (vaddr_t)off
		    : 0;
	if (off < 0 || off >= (off_t)(KERN_DIRECT_END - KERNBASE))
		return 0;
	return KERNBASE + (vaddr_t)off;
}

/* One piece of /dev/mem or /dev/kmem, within a page. */
static int
mem_move(int unit, struct uio *uio)
{
	bool writing = uio->uio_rw == UIO_WRITE;
	vaddr_t va = mem_address(unit, uio->uio_offset);
	char buf[MEM_CHUNK];
	size_t n = MIN(uio->uio_resid, sizeof(buf));
	int error;

	n = MIN(n, PAGE_SIZE - (va & PAGE_MASK));
	if (va == 0 || !kernel_addr_valid((void *)va, n, writing))
		return EFAULT;
	if (!writing) {
		error = kcopy((void *)va, buf, n);
		return error != 0 ? error : uiomove(buf, n, uio);
	}
	error = uiomove(buf, n, uio);
	/* uiomove may have slept: the level and the page are asked again. */
	if (error == 0 && securelevel > 0)
		error = EPERM;
	if (error == 0 && !kernel_addr_valid((void *)va, n, true))
		error = EFAULT;
	return error != 0 ? error : kcopy(buf, (void *)va, n);
}

static int
zero_read(struct uio *uio)
{
	static char zeros[PAGE_SIZE / 4];
	int error = 0;

	while (error == 0 && uio->uio_resid > 0)
		error = uiomove(zeros, MIN(uio->uio_resid, sizeof(zeros)), uio);
	return error;
}

static int
memrw(dev_t dev, struct uio *uio, int ioflag __unused)
{
	int unit = minor(dev), error = 0;

	if (unit == DEV_NULL || unit == DEV_ZERO) {
		if (uio->uio_rw == UIO_READ)
			return unit == DEV_ZERO ? zero_read(uio) : 0;
		uio->uio_resid = 0;
		return 0;
	}
	if (uio->uio_rw == UIO_WRITE && securelevel > 0)
		return EPERM;
	while (error == 0 && uio->uio_resid > 0)
		error = mem_move(unit, uio);
	return error;
}

static int
memioctl(dev_t dev __unused, u_long cmd, caddr_t data __unused,
    int flag __unused, struct proc *p __unused)
{
	return cmd == FIONBIO || cmd == FIOASYNC ? 0 : ENOTTY;
}

/* Never waits. */
static int
mempoll(dev_t dev __unused, int events, struct proc *p __unused)
{
	return events & (POLLIN | POLLOUT | POLLRDNORM);
}

const struct cdevsw mem_cdevsw = {
    .d_open = memopen,
    .d_read = memrw,
    .d_write = memrw,
    .d_ioctl = memioctl,
    .d_poll = mempoll,
    .d_type = D_OTHER,
};
