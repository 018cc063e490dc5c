/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * node.c: the host's files that are in use here.
 *
 * The host knows a file by its qid, and we by whatever fid came to it last:
 * names may change outside, and QEMU's fids are names.  An open one stays
 * with the file.  A file is opened when somebody opens it, once for all who
 * read and once for all who write, and closed when nobody uses it any more.
 */
#include <sys/fcntl.h>
#include <sys/uio.h>
#include "p9.h"

static struct p9_node *
find_node(struct p9_mount *pm, const struct p9_qid *qid)
{
	struct p9_node *np;

	LIST_FOREACH(np, &pm->pm_nodes, pn_list)
		if (np->pn_qid.path == qid->path &&
		    np->pn_qid.type == qid->type && !np->pn_removed)
			return np;
	return NULL;
}

void
p9_node_rele(struct p9_node *np)
{
	struct p9_softc *sc = np->pn_mount->pm_sc;

	if (--np->pn_refs > 0)
		return;
	LIST_REMOVE(np, pn_list);
	if (np->pn_wfid != np->pn_rfid)
		p9_clunk(sc, np->pn_wfid);
	p9_clunk(sc, np->pn_rfid);
	p9_clunk(sc, np->pn_fid);
	free(np, M_P9FS);
}

/* A file that is in use already: its old name may be wrong by now. */
static void
take_name(struct p9_node *np, uint32_t fid, const struct vattr *va)
{
	uint32_t old = np->pn_fid;

	np->pn_refs++;
	np->pn_fid = fid;
	np->pn_attr = *va;
	p9_clunk(np->pn_mount->pm_sc, old);
}

/*
 * Of the same number, but of another kind: the host has used the number
 * again, for a file that is not the one in use here.
 */
static int
same_kind(const struct p9_node *np, const struct vattr *va)
{
	return np->pn_type == va->va_type;
}

int
p9_node_get(struct p9_mount *pm, uint32_t fid, const struct p9_qid *qid,
    struct p9_node **npp)
{
	struct p9_node *np, *new;
	struct vattr va;
	int error;

	vattr_null(&va);
	if ((error = p9_getattr(pm->pm_sc, &fid, &va)) != 0) {
		p9_clunk(pm->pm_sc, fid);
		return error;
	}
	new = malloc(sizeof(*new), M_P9FS, M_ZERO);
	if ((np = find_node(pm, qid)) != NULL) {
		if (same_kind(np, &va)) {
			free(new, M_P9FS);
			take_name(np, fid, &va);
			*npp = np;
			return 0;
		}
		np->pn_removed = 1;
	}
	new->pn_mount = pm;
	new->pn_refs = 1;
	new->pn_qid = *qid;
	new->pn_type = va.va_type;
	new->pn_fid = fid;
	new->pn_rfid = new->pn_wfid = P9_NOFID;
	new->pn_attr = va;
	LIST_INSERT_HEAD(&pm->pm_nodes, new, pn_list);
	*npp = new;
	return 0;
}

struct vnode *
p9_node_vnode(struct p9_node *np)
{
	struct vnode *vp;

	if (np->pn_vnode != NULL) {
		vref(np->pn_vnode);
		return np->pn_vnode;
	}
	np->pn_refs++; /* the vnode's; it also stays while we wait */
	vp = getnewvnode(
	    np->pn_mount->pm_mount, &p9fs_vnodeops, np->pn_type, NODEV, np);
	if (np->pn_vnode != NULL) {
		/* Somebody else was faster while memory was waited for. */
		vp->v_data = NULL;
		vrele(vp);
		np->pn_refs--; /* that vnode has one */
		vref(np->pn_vnode);
		return np->pn_vnode;
	}
	if (np == np->pn_mount->pm_root)
		vp->v_flag |= VV_ROOT;
	np->pn_vnode = vp;
	return vp;
}

void
p9_node_removed(struct p9_node *np)
{
	if (np->pn_attr.va_nlink > 0)
		np->pn_attr.va_nlink--;
	if (np->pn_type == VDIR)
		np->pn_attr.va_nlink = 0;
	if (np->pn_attr.va_nlink == 0)
		np->pn_removed = 1;
}

int
p9_node_open(struct p9_node *np, int writing, uint32_t *fidp)
{
	uint32_t *slot = writing ? &np->pn_wfid : &np->pn_rfid, fid;
	struct p9_softc *sc = np->pn_mount->pm_sc;
	struct p9_qid qid;
	int error;

	if (*slot == P9_NOFID) {
		if (np->pn_removed)
			return ESTALE; /* the name is another file's */
		error = p9_walk(sc, &np->pn_fid, NULL, 0, &fid, &qid);
		if (error != 0)
			return error;
		error = p9_lopen(sc, fid, writing ? P9_O_WRONLY : P9_O_RDONLY);
		if (error != 0 || *slot != P9_NOFID)
			p9_clunk(sc, fid); /* or somebody was faster */
		else
			*slot = fid;
		if (error != 0)
			return error;
	}
	*fidp = *slot;
	return 0;
}

/* The host is asked whether it would let us, while it still has the name. */
int
p9fs_open(struct vnode *vp, int mode, struct ucred *cred, struct proc *p)
{
	struct p9_node *np = VTOP9(vp);
	uint32_t fid;
	int error = 0;

	if (vp->v_type != VREG && vp->v_type != VDIR)
		return 0;
	if (vp->v_type == VDIR && np->pn_removed)
		return 0; /* it is empty */
	if (mode & FREAD)
		error = p9_node_open(np, 0, &fid);
	if (error == 0 && mode & FWRITE)
		error = p9_node_open(np, 1, &fid);
	return error;
}

/* Nothing is kept of it. */
void
p9fs_inactive(struct vnode *vp, int *recycle)
{
}

void
p9fs_reclaim(struct vnode *vp)
{
	struct p9_node *np = VTOP9(vp);

	if (np == NULL)
		return;
	np->pn_vnode = NULL;
	p9_node_rele(np);
}
