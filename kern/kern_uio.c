/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_uio.c: moving data as a struct uio describes it.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/uio.h>

int
uiomove(void *buf, size_t n, struct uio *uio)
{
	char *cp = buf;
	struct iovec *iov;
	size_t cnt;
	int error;

	while (n > 0 && uio->uio_resid > 0) {
		iov = uio->uio_iov;
		cnt = iov->iov_len;
		if (cnt == 0) {
			uio->uio_iov++;
			uio->uio_iovcnt--;
			continue;
		}
		if (cnt > n)
			cnt = n;
		if (uio->uio_segflg == UIO_SYSSPACE) {
			if (uio->uio_rw == UIO_READ)
				memcpy(iov->iov_base, cp, cnt);
			else
				memcpy(cp, iov->iov_base, cnt);
		} else {
			if (uio->uio_rw == UIO_READ)
				error = copyout(cp, iov->iov_base, cnt);
			else
				error = copyin(iov->iov_base, cp, cnt);
			if (error != 0)
				return error;
		}
		iov->iov_base = (char *)iov->iov_base + cnt;
		iov->iov_len -= cnt;
		uio->uio_resid -= cnt;
		uio->uio_offset += cnt;
		cp += cnt;
		n -= cnt;
	}
	return 0;
}

int
uio_touch(const struct uio *uio, size_t n)
{
	const struct iovec *iov = uio->uio_iov;
	vaddr_t va;
	size_t len;

	if (uio->uio_segflg == UIO_SYSSPACE)
		return 0;
	for (n = MIN(n, uio->uio_resid); n > 0; n -= len, iov++) {
		va = (vaddr_t)iov->iov_base;
		len = MIN(iov->iov_len, n);
		if (va > VM_MAX_ADDRESS - len || len > VM_MAX_ADDRESS)
			return EFAULT;
		for (; va < (vaddr_t)iov->iov_base + len;
		     va = trunc_page(va) + PAGE_SIZE)
			if (user_touch((void *)va, uio->uio_rw == UIO_READ))
				return EFAULT;
	}
	return 0;
}
