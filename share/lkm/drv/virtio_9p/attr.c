/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * attr.c: attributes, which are the host's, and the table of operations.
 */
#include <sys/stat.h>
#include "p9.h"

/*
 * Of a file without a name QEMU knows nothing any more, even if it is open:
 * what it last told has to do.
 */
static int
p9fs_getattr(struct vnode *vp, struct vattr *vap)
{
	struct p9_node *np = VTOP9(vp);
	struct vattr va = *vap;
	int error = 0;

	if (!np->pn_removed) {
		error = p9_getattr(np->pn_mount->pm_sc, &np->pn_fid, &va);
		if (error == 0 && va.va_fileid == np->pn_qid.path &&
		    va.va_type == np->pn_type)
			np->pn_attr = va;
		else if (np->pn_rfid != P9_NOFID || np->pn_wfid != P9_NOFID)
			error = 0; /* it was removed outside */
		else if (error == 0)
			error = ESTALE;
	}
	va = np->pn_attr;
	va.va_fsid = vap->va_fsid;
	*vap = va;
	return error;
}

/* Flags the host has others, or none. */
static int
p9fs_setattr(struct vnode *vp, struct vattr *vap, struct ucred *cred)
{
	struct p9_node *np = VTOP9(vp);

	if (vap->va_flags != (uint32_t)VNOVAL && vap->va_flags != 0)
		return EOPNOTSUPP;
	if (vap->va_size != VNOVAL) {
		if (vp->v_type == VDIR)
			return EISDIR;
		if (vp->v_type != VREG)
			return 0;
	}
	if (np->pn_removed)
		return ESTALE;
	return p9_setattr(np->pn_mount->pm_sc, &np->pn_fid, vap);
}

static void
p9fs_print(struct vnode *vp)
{
	struct p9_node *np = VTOP9(vp);

	if (np != NULL)
		printf("\tnumber %llu of the host, fid %u\n",
		    (unsigned long long)np->pn_qid.path, np->pn_fid);
}

const struct vnodeops p9fs_vnodeops = {
    .vop_name = MOUNT_P9FS,
    .vop_lookup = p9fs_lookup,
    .vop_create = p9fs_create,
    .vop_mkdir = p9fs_mkdir,
    .vop_symlink = p9fs_symlink,
    .vop_open = p9fs_open,
    .vop_getattr = p9fs_getattr,
    .vop_setattr = p9fs_setattr,
    .vop_read = p9fs_read,
    .vop_write = p9fs_write,
    .vop_fsync = p9fs_fsync,
    .vop_remove = p9fs_remove,
    .vop_link = p9fs_link,
    .vop_rename = p9fs_rename,
    .vop_rmdir = p9fs_remove,
    .vop_readdir = p9fs_readdir,
    .vop_readlink = p9fs_readlink,
    .vop_getpage = p9fs_getpage,
    .vop_inactive = p9fs_inactive,
    .vop_reclaim = p9fs_reclaim,
    .vop_print = p9fs_print,
};
