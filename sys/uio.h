/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * uio.h: a transfer between the kernel and one or more pieces of memory.
 */
#ifndef _SYS_UIO_H_
#define _SYS_UIO_H_

#include <sys/types.h>

struct iovec {
	void *iov_base;
	size_t iov_len;
};

enum uio_rw { UIO_READ, UIO_WRITE };
enum uio_seg { UIO_USERSPACE, UIO_SYSSPACE };

#ifdef _KERNEL
struct proc;
struct uio {
	struct iovec *uio_iov;
	int uio_iovcnt;
	off_t uio_offset;
	size_t uio_resid; /* bytes left */
	enum uio_seg uio_segflg;
	enum uio_rw uio_rw;
	struct proc *uio_procp;
};

/*
 * Move up to n bytes between buf and the uio's memory, and advance the
 * uio by what was moved.  EFAULT: the memory of the process is not there.
 */
int uiomove(void *buf, size_t n, struct uio *uio);
/*
 * Have the memory there that uiomove() of n bytes needs.  Only the process
 * itself takes memory out of its address space: so that uiomove() then cannot
 * fail or sleep, even if something else sleeps before.  EFAULT.
 */
int uio_touch(const struct uio *uio, size_t n);
#else
ssize_t readv(int, const struct iovec *, int);
ssize_t writev(int, const struct iovec *, int);
#endif

#endif /* _SYS_UIO_H_ */
