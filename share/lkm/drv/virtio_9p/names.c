/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * names.c: names are looked up, made, changed and listed by the host.
 */
#include <sys/dirent.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include "p9.h"

/* From a directory to a file in it, or to the one above. */
static int
walk_to(struct p9_node *dir, const char *name, size_t len, struct p9_node **npp)
{
	struct p9_mount *pm = dir->pn_mount;
	struct p9_qid qid;
	uint32_t fid;
	int error;

	if (dir->pn_removed)
		return ENOENT;
	error = p9_walk(pm->pm_sc, &dir->pn_fid, name, len, &fid, &qid);
	return error == 0 ? p9_node_get(pm, fid, &qid, npp) : error;
}

static int
lookup_name(
    struct p9_node *dir, const char *name, size_t len, struct vnode **vpp)
{
	struct p9_node *np;
	int error;

	if ((error = walk_to(dir, name, len, &np)) != 0)
		return error;
	*vpp = p9_node_vnode(np);
	p9_node_rele(np);
	return 0;
}

int
p9fs_lookup(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp)
{
	return lookup_name(VTOP9(dvp), cnp->cn_nameptr, cnp->cn_namelen, vpp);
}

/*
 * The fid that makes a file is that file afterwards, open: so a file that
 * its own mode protects can be written to by who has made it.
 */
int
p9fs_create(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap)
{
	struct p9_node *dir = VTOP9(dvp), *np;
	struct p9_softc *sc = dir->pn_mount->pm_sc;
	struct p9_qid qid;
	uint32_t fid;
	int error;

	if (dir->pn_removed)
		return ENOENT;
	if ((error = p9_walk(sc, &dir->pn_fid, NULL, 0, &fid, &qid)) != 0)
		return error;
	error = p9_lcreate(sc, fid, cnp, P9_O_CREAT | P9_O_EXCL | P9_O_RDWR,
	    vap->va_mode & ALLPERMS);
	if (error == 0)
		error = walk_to(dir, cnp->cn_nameptr, cnp->cn_namelen, &np);
	if (error != 0) {
		p9_clunk(sc, fid);
		return error;
	}
	if (np->pn_rfid == P9_NOFID && np->pn_wfid == P9_NOFID)
		np->pn_rfid = np->pn_wfid = fid;
	else
		p9_clunk(sc, fid);
	*vpp = p9_node_vnode(np);
	p9_node_rele(np);
	return 0;
}

int
p9fs_mkdir(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap)
{
	struct p9_node *dir = VTOP9(dvp);
	int error;

	if (dir->pn_removed)
		return ENOENT;
	error = p9_mkdir(
	    dir->pn_mount->pm_sc, &dir->pn_fid, cnp, vap->va_mode & ALLPERMS);
	return error == 0 ? p9fs_lookup(dvp, vpp, cnp) : error;
}

int
p9fs_symlink(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap, const char *target)
{
	struct p9_node *dir = VTOP9(dvp);
	int error;

	if (dir->pn_removed)
		return ENOENT;
	error = p9_symlink(dir->pn_mount->pm_sc, &dir->pn_fid, cnp, target);
	return error == 0 ? p9fs_lookup(dvp, vpp, cnp) : error;
}

int
p9fs_remove(struct vnode *dvp, struct vnode *vp, struct componentname *cnp)
{
	struct p9_node *dir = VTOP9(dvp);
	int error;

	error = p9_unlinkat(
	    dir->pn_mount->pm_sc, &dir->pn_fid, cnp, vp->v_type == VDIR);
	if (error == 0)
		p9_node_removed(VTOP9(vp));
	return error;
}

int
p9fs_link(struct vnode *dvp, struct vnode *vp, struct componentname *cnp)
{
	struct p9_node *dir = VTOP9(dvp), *np = VTOP9(vp);

	if (dir->pn_removed || np->pn_removed)
		return ENOENT;
	return p9_link(dir->pn_mount->pm_sc, &dir->pn_fid, &np->pn_fid, cnp);
}

/* QEMU's fids go along: those of the file, and of all below a directory. */
int
p9fs_rename(struct vnode *fdvp, struct vnode *fvp, struct componentname *fcnp,
    struct vnode *tdvp, struct vnode *tvp, struct componentname *tcnp)
{
	struct p9_node *from = VTOP9(fdvp), *to = VTOP9(tdvp);
	int error;

	if (from->pn_removed || to->pn_removed)
		return ENOENT;
	error = p9_renameat(
	    from->pn_mount->pm_sc, &from->pn_fid, fcnp, &to->pn_fid, tcnp);
	if (error == 0 && tvp != NULL)
		p9_node_removed(VTOP9(tvp));
	return error;
}

/* ---- reading a directory ---- */

/* An entry of an answer: qid, where the next one is, type, name. */
#define ENTRY_HEAD (13 + 8 + 1 + 2)

/*
 * Hand out one; ENOBUFS, which stays inside, when it does not fit any more;
 * EIO: it is none.  *used gets its bytes in the answer.
 */
static int
put_entry(const uint8_t *e, uint32_t left, struct uio *uio, uint32_t *used)
{
	struct dirent d;
	off_t next = 0;
	ino_t ino = 0;
	u_int len;
	int i, error;

	if (left < ENTRY_HEAD)
		return EIO;
	for (i = 7; i >= 0; i--) {
		ino = ino << 8 | e[5 + i];
		next = next << 8 | e[13 + i];
	}
	len = e[22] | e[23] << 8;
	if (len > left - ENTRY_HEAD)
		return EIO;
	*used = ENTRY_HEAD + len;
	if (len == 0 || len > NAME_MAX ||
	    memchr(e + ENTRY_HEAD, '\0', len) != NULL) {
		uio->uio_offset = next;
		return 0; /* nobody could say that name */
	}
	d.d_fileno = ino;
	d.d_type = e[21]; /* the same numbers */
	d.d_namlen = len;
	d.d_reclen = _DIRENT_RECLEN(len);
	if (uio->uio_resid < d.d_reclen)
		return ENOBUFS;
	memset(d.d_name + len, 0,
	    d.d_reclen - offsetof(struct dirent, d_name) - len);
	memcpy(d.d_name, e + ENTRY_HEAD, len);
	error = uiomove(&d, d.d_reclen, uio);
	uio->uio_offset = next;
	return error;
}

/* One answer's entries; *eof: there were none. */
static int
put_entries(
    struct p9_node *dir, uint32_t fid, uint8_t *buf, struct uio *uio, int *eof)
{
	uint32_t n = P9_IOSIZE, at, used;
	off_t off;
	int error;

	error = p9_readdir(dir->pn_mount->pm_sc, fid, uio->uio_offset, buf, &n);
	if (error != 0)
		return error;
	*eof = n == 0;
	for (at = 0; at < n; at += used) {
		off = uio->uio_offset;
		error = put_entry(buf + at, n - at, uio, &used);
		if (error != 0) {
			uio->uio_offset = off;
			return error;
		}
	}
	return 0;
}

int
p9fs_readdir(struct vnode *vp, struct uio *uio, int *eof)
{
	struct p9_node *dir = VTOP9(vp);
	size_t resid = uio->uio_resid;
	uint8_t *buf;
	uint32_t fid;
	int error;

	if (vp->v_type != VDIR)
		return ENOTDIR;
	if (dir->pn_removed) {
		*eof = 1;
		return 0;
	}
	if ((error = p9_node_open(dir, 0, &fid)) != 0)
		return error;
	buf = malloc(P9_IOSIZE, M_P9FS, M_WAITOK);
	while (error == 0 && !*eof)
		error = put_entries(dir, fid, buf, uio, eof);
	free(buf, M_P9FS);
	if (error == ENOBUFS)
		error = uio->uio_resid == resid ? EINVAL : 0;
	return error;
}

int
p9fs_readlink(struct vnode *vp, struct uio *uio)
{
	struct p9_node *np = VTOP9(vp);
	size_t len = MAXPATHLEN;
	char *text;
	int error;

	if (vp->v_type != VLNK)
		return EINVAL;
	text = malloc(len, M_P9FS, M_WAITOK);
	error = p9_readlink(np->pn_mount->pm_sc, &np->pn_fid, text, &len);
	if (error == 0)
		error = uiomove(text, MIN(len, uio->uio_resid), uio);
	free(text, M_P9FS);
	return error;
}
