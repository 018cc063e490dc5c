/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * data.c: the bytes of files.  The host keeps them; nothing is cached.
 *
 * They go through memory of the call's own, not straight from a message to
 * the program: a page fault on that way may need a message itself.
 */
#include <sys/uio.h>
#include <sys/vm.h>
#include "p9.h"

MALLOC_DEFINE(M_P9FSPAGE, "p9fspage", "pages of the host's files, mapped");

int
p9fs_read(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	struct p9_node *np = VTOP9(vp);
	uint32_t fid, n;
	char *bounce;
	int error;

	if (vp->v_type != VREG)
		return vp->v_type == VDIR ? EISDIR : EINVAL;
	if (uio->uio_offset < 0)
		return EINVAL;
	if (uio->uio_resid == 0)
		return 0;
	if ((error = p9_node_open(np, 0, &fid)) != 0)
		return error;
	bounce = malloc(MIN(uio->uio_resid, P9_IOSIZE), M_P9FS, M_WAITOK);
	while (uio->uio_resid > 0) {
		n = MIN(uio->uio_resid, P9_IOSIZE);
		error = p9_read(
		    np->pn_mount->pm_sc, fid, uio->uio_offset, bounce, &n);
		if (error != 0 || n == 0)
			break;
		if ((error = uiomove(bounce, n, uio)) != 0)
			break;
	}
	free(bounce, M_P9FS);
	return error;
}

/* What the host has taken stays; the rest was not written. */
static int
write_pieces(
    struct p9_node *np, uint32_t fid, struct uio *uio, char *bounce, size_t max)
{
	uint32_t n, done;
	int error;

	while (uio->uio_resid > 0) {
		done = n = MIN(uio->uio_resid, max);
		if ((error = uiomove(bounce, n, uio)) != 0)
			return error;
		error = p9_write(np->pn_mount->pm_sc, fid, uio->uio_offset - n,
		    bounce, &done);
		if (error != 0)
			done = 0;
		uio->uio_offset -= n - done;
		uio->uio_resid += n - done;
		if (uio->uio_offset > np->pn_attr.va_size)
			np->pn_attr.va_size = uio->uio_offset;
		if (error != 0)
			return error;
		if (done < n)
			return done == 0 ? EIO : 0;
	}
	return 0;
}

int
p9fs_write(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	struct p9_node *np = VTOP9(vp);
	size_t resid = uio->uio_resid, max = MIN(resid, P9_IOSIZE);
	struct vattr va;
	char *bounce;
	uint32_t fid;
	int error;

	if (vp->v_type != VREG)
		return vp->v_type == VDIR ? EISDIR : EINVAL;
	if ((error = p9_node_open(np, 1, &fid)) != 0)
		return error;
	if (ioflag & IO_APPEND) {
		if ((error = VOP_GETATTR(vp, &va)) != 0)
			return error;
		uio->uio_offset = va.va_size;
	}
	if (uio->uio_offset < 0 || uio->uio_offset > INT64_MAX - (off_t)resid)
		return EINVAL;
	if (resid == 0)
		return 0;
	max = MIN(max, np->pn_mount->pm_sc->sc_msize - P9_IOHDR);
	bounce = malloc(max, M_P9FS, M_WAITOK);
	error = write_pieces(np, fid, uio, bounce, max);
	free(bounce, M_P9FS);
	if (uio->uio_resid < resid)
		error = 0; /* as much as went */
	if (error == 0 && ioflag & IO_SYNC)
		error = p9_fsync(np->pn_mount->pm_sc, fid);
	return error;
}

/* Without the vnode's lock: who has that may be about to touch the page. */
int
p9fs_getpage(struct vnode *vp, off_t off, struct vm_page **pgp)
{
	struct p9_node *np = VTOP9(vp);
	uint32_t fid, n, at = 0;
	struct vm_page *pg;
	int error;

	if ((error = p9_node_open(np, 0, &fid)) != 0)
		return error;
	if ((pg = vm_page_alloc(M_P9FSPAGE, VM_PG_USER | VM_PG_ZERO)) == NULL)
		return ENOMEM;
	do {
		n = PAGE_SIZE - at;
		error = p9_read(np->pn_mount->pm_sc, fid, off + at,
		    (char *)vm_page_va(pg) + at, &n);
		at += n;
	} while (error == 0 && n > 0 && at < PAGE_SIZE);
	if (error == 0 && at == 0)
		error = EINVAL;
	if (error != 0) {
		vm_page_release(pg);
		return error;
	}
	*pgp = pg;
	return 0;
}

int
p9fs_fsync(struct vnode *vp)
{
	struct p9_node *np = VTOP9(vp);

	return np->pn_wfid != P9_NOFID
	    ? p9_fsync(np->pn_mount->pm_sc, np->pn_wfid)
	    : 0;
}
