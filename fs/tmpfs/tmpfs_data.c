/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tmpfs_data.c: the bytes of regular files.
 *
 * A page may have other holders than the file: the address spaces of the
 * programs that were started from it.  They see it as it was, so a write
 * to a page with more than one reference goes to a copy, which takes its
 * place in the file.  What lies behind the end in the last page is always
 * zeros.
 */
#include <sys/systm.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vm.h>
#include "tmpfs.h"

MALLOC_DEFINE(M_TMPFSDATA, "tmpfsdata", "what is in tmpfs files");

static const char zeros[PAGE_SIZE]; /* what a hole reads as */

int
tmpfs_read(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	struct tmpfs_node *node = VTOTN(vp);
	struct vm_page *pg;
	const char *from;
	size_t off, n;
	int error = 0;

	if (vp->v_type == VDIR)
		return EISDIR;
	if (vp->v_type != VREG || uio->uio_offset < 0)
		return EINVAL;
	if (uio->uio_resid > 0 &&
	    (vp->v_mount->mnt_flag & (MNT_NOATIME | MNT_RDONLY)) == 0)
		tmpfs_touch(node, TMPFS_ATIME);
	while (uio->uio_resid > 0 && uio->uio_offset < node->tn_size) {
		off = uio->uio_offset & PAGE_MASK;
		n = MIN(PAGE_SIZE - off, uio->uio_resid);
		if ((off_t)n > node->tn_size - uio->uio_offset)
			n = node->tn_size - uio->uio_offset;
		pg = tmpfs_page_find(
		    &node->tn_reg, uio->uio_offset >> PAGE_SHIFT);
		from = pg != NULL ? vm_page_va(pg) : zeros;
		if ((error = uiomove((char *)(uintptr_t)from + off, n, uio)) !=
		    0)
			break;
	}
	return error;
}

/*
 * The page idx of the file, present and the file's alone, to be written
 * to.  A new one is cleared unless all of it is to be written, and nobody
 * can see it before: in a hole, whoever has mapped the file can.  ENOSPC.
 */
static int
page_for_write(struct tmpfs_mount *tm, struct tmpfs_node *node, u_long idx,
    int whole, struct vm_page **pgp)
{
	int in_hole = ((off_t)idx << PAGE_SHIFT) < node->tn_size;
	struct vm_page **slot, *old, *pg;

	if ((slot = tmpfs_page_slot(&node->tn_reg, idx)) == NULL)
		return ENOSPC;
	old = *slot;
	if (old != NULL && old->vp_ref == 1) {
		*pgp = old;
		return 0;
	}
	if (old == NULL && tmpfs_pages_left(tm) == 0)
		return ENOSPC;
	pg = vm_page_alloc(M_TMPFSDATA,
	    VM_PG_USER | VM_PG_CANFAIL |
		(old == NULL && (!whole || in_hole) ? VM_PG_ZERO : 0));
	if (pg == NULL)
		return ENOSPC;
	if (old != NULL) {
		memcpy(vm_page_va(pg), vm_page_va(old), PAGE_SIZE);
		vm_page_release(old);
	} else {
		node->tn_reg.npages++;
		tm->tm_npages++;
	}
	*pgp = *slot = pg;
	return 0;
}

int
tmpfs_setsize(struct tmpfs_mount *tm, struct tmpfs_node *node, off_t size)
{
	u_long idx = size >> PAGE_SHIFT;
	size_t off = size & PAGE_MASK;
	struct vm_page *pg;
	int error;

	if (size > TMPFS_MAXSIZE)
		return EFBIG;
	if (size < node->tn_size) {
		if (off != 0 && tmpfs_page_find(&node->tn_reg, idx) != NULL) {
			error = page_for_write(tm, node, idx, 0, &pg);
			if (error != 0)
				return error;
			memset(
			    (char *)vm_page_va(pg) + off, 0, PAGE_SIZE - off);
		}
		tm->tm_npages -=
		    tmpfs_page_trunc(&node->tn_reg, idx + (off != 0));
	}
	node->tn_size = size;
	return 0;
}

/* Write what falls into one page. */
static int
write_page(struct tmpfs_mount *tm, struct tmpfs_node *node, struct uio *uio)
{
	size_t off = uio->uio_offset & PAGE_MASK, resid = uio->uio_resid, done;
	size_t n = MIN(PAGE_SIZE - off, resid);
	u_long had = node->tn_reg.npages;
	struct vm_page *pg;
	int error;

	error = page_for_write(
	    tm, node, uio->uio_offset >> PAGE_SHIFT, n == PAGE_SIZE, &pg);
	if (error != 0)
		return error;
	error = uiomove((char *)vm_page_va(pg) + off, n, uio);
	if (error != 0 && node->tn_reg.npages != had) {
		/* A new page that was not cleared: nothing old may show. */
		done = resid - uio->uio_resid;
		memset((char *)vm_page_va(pg) + off + done, 0, n - done);
	}
	if (uio->uio_offset > node->tn_size)
		node->tn_size = uio->uio_offset;
	return error;
}

int
tmpfs_write(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	struct tmpfs_mount *tm = VTOTM(vp);
	struct tmpfs_node *node = VTOTN(vp);
	off_t oldsize = node->tn_size, oldoff;
	size_t resid = uio->uio_resid;
	int error = 0;

	if (vp->v_type == VDIR)
		return EISDIR;
	if (vp->v_type != VREG)
		return EINVAL;
	if (ioflag & IO_APPEND)
		uio->uio_offset = node->tn_size;
	if (uio->uio_offset < 0)
		return EINVAL;
	/* It may have been opened before it got the flag. */
	if (node->tn_flags & TMPFS_IMMUTABLE ||
	    (node->tn_flags & TMPFS_APPENDONLY &&
		uio->uio_offset != node->tn_size))
		return EPERM;
	if (resid == 0)
		return 0;
	oldoff = uio->uio_offset;
	if (oldoff > TMPFS_MAXSIZE || (off_t)resid > TMPFS_MAXSIZE - oldoff)
		return EFBIG;
	while (uio->uio_resid > 0 && error == 0)
		error = write_page(tm, node, uio);
	if (error == ENOSPC && uio->uio_resid < resid)
		error = 0; /* as much as fits */
	if (error != 0) {
		/*
		 * Undo it as far as it grew: a copy that faulted may have
		 * left bytes behind the end, anywhere up to its length.
		 */
		node->tn_size = MAX(node->tn_size, oldoff + (off_t)resid);
		if (tmpfs_setsize(tm, node, oldsize) != 0)
			node->tn_size = oldsize;
		uio->uio_offset = oldoff;
		uio->uio_resid = resid;
		return error;
	}
	if (cred->cr_uid != 0)
		node->tn_mode &= ~(S_ISUID | S_ISGID);
	tmpfs_touch(node, TMPFS_MTIME | TMPFS_CTIME);
	return error;
}

int
tmpfs_getpage(struct vnode *vp, off_t off, struct vm_page **pgp)
{
	struct tmpfs_node *node = VTOTN(vp);
	struct vm_page *pg;

	if (off >= node->tn_size)
		return EINVAL;
	pg = tmpfs_page_find(&node->tn_reg, off >> PAGE_SHIFT);
	if (pg != NULL)
		vm_page_hold(pg);
	else if ((pg = vm_page_alloc(M_TMPFSDATA, VM_PG_USER | VM_PG_ZERO)) ==
	    NULL)
		return ENOMEM;
	*pgp = pg;
	return 0;
}
