/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vnops.c: what is done with the files.
 */
#include <sys/dirent.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include "procfs.h"

/* The files of a directory. */
static const struct pfs_file *
files_of(const struct pfsnode *dn, u_int *countp)
{
	if (dn->pn_pid == PFS_NOPID) {
		*countp = pfs_nkernel_files;
		return pfs_kernel_files;
	}
	*countp = pfs_nprocess_files;
	return pfs_process_files;
}

/* A process's number, as we would write it; or -1. */
static pid_t
number_of(const struct componentname *cnp)
{
	pid_t pid = 0;
	size_t i;

	if (cnp->cn_namelen > 5 ||
	    (cnp->cn_nameptr[0] == '0' && cnp->cn_namelen > 1))
		return -1;
	for (i = 0; i < cnp->cn_namelen; i++) {
		if (cnp->cn_nameptr[i] < '0' || cnp->cn_nameptr[i] > '9')
			return -1;
		pid = pid * 10 + cnp->cn_nameptr[i] - '0';
	}
	return pid;
}

static int
procfs_lookup(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp)
{
	struct pfsnode *dn = VTOPFS(dvp);
	const struct pfs_file *f;
	struct proc *p;
	u_int count, i;
	pid_t pid;

	if (cnp->cn_flags & CN_ISDOTDOT) {
		*vpp = pfs_getdir(dvp->v_mount, NULL);
		return 0;
	}
	f = files_of(dn, &count);
	for (i = 0; i < count; i++, f++)
		if (strlen(f->pf_name) == cnp->cn_namelen &&
		    memcmp(f->pf_name, cnp->cn_nameptr, cnp->cn_namelen) == 0) {
			if (dn->pn_pid != PFS_NOPID && pfs_proc(dn) == NULL)
				return ENOENT;
			*vpp = pfs_newfile(dvp->v_mount, dn, f);
			return 0;
		}
	if (dn->pn_pid != PFS_NOPID || (pid = number_of(cnp)) < 0)
		return ENOENT;
	if ((*vpp = pfs_covered(dvp->v_mount, pid)) != NULL)
		return 0;
	if ((p = proc_from(pid)) == NULL || p->p_pid != pid)
		return ENOENT;
	*vpp = pfs_getdir(dvp->v_mount, p);
	return 0;
}

static int
procfs_open(struct vnode *vp, int mode, struct ucred *cred, struct proc *p)
{
	struct pfsnode *n = VTOPFS(vp);

	return n->pn_pid != PFS_NOPID && pfs_proc(n) == NULL ? ESRCH : 0;
}

/* What is left of a process that is gone is root's, and has no name. */
static int
procfs_getattr(struct vnode *vp, struct vattr *vap)
{
	struct pfsnode *n = VTOPFS(vp);
	struct proc *p = n->pn_pid != PFS_NOPID ? pfs_proc(n) : NULL;

	vap->va_mode = n->pn_file != NULL ? n->pn_file->pf_mode : 0555;
	vap->va_nlink = vp->v_type == VDIR ? 2 : 1;
	vap->va_uid = vap->va_gid = 0;
	if (p != NULL) {
		vap->va_uid = pfs_owner(p);
		vap->va_gid = p->p_flag & P_SUGID ? 0 : p->p_ucred->cr_gid;
	} else if (n->pn_pid != PFS_NOPID)
		vap->va_nlink = 0;
	vap->va_fileid = pfs_ino(n->pn_pid, n->pn_file);
	vap->va_size = n->pn_text.pt_buf != NULL ? n->pn_text.pt_len : 0;
	vap->va_blocksize = PAGE_SIZE;
	vap->va_atime = vap->va_mtime = vap->va_ctime = n->pn_time;
	vap->va_gen = n->pn_serial;
	vap->va_flags = 0;
	vap->va_bytes = 0;
	return 0;
}

/* Who starts anew, at the beginning, gets a new picture. */
static int
procfs_read(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	struct pfsnode *n = VTOPFS(vp);
	const struct pfs_text *t = &n->pn_text;
	size_t off;
	int error;

	if (vp->v_type == VDIR)
		return EISDIR;
	if (vp->v_type != VREG || uio->uio_offset < 0)
		return EINVAL;
	if ((uio->uio_offset == 0 || t->pt_buf == NULL) &&
	    (error = pfs_takepicture(n, cred)) != 0)
		return error;
	if (uio->uio_offset >= (off_t)t->pt_len)
		return 0;
	off = uio->uio_offset;
	return uiomove(
	    t->pt_buf + off, MIN(t->pt_len - off, uio->uio_resid), uio);
}

static int
procfs_readlink(struct vnode *vp, struct uio *uio)
{
	char pid[12];
	int len;

	if (vp->v_type != VLNK)
		return EINVAL;
	len = snprintf(pid, sizeof(pid), "%d", curproc->p_pid);
	return uiomove(pid, MIN((size_t)len, uio->uio_resid), uio);
}

/* It would have to be true for as long as it is mapped. */
static int
procfs_getpage(struct vnode *vp, off_t off, struct vm_page **pgp)
{
	return ENOSYS;
}

/* ---- listing a directory ---- */

/* ENOBUFS: it does not fit any more. */
static int
put_dirent(struct uio *uio, pid_t pid, const struct pfs_file *f, int type,
    const char *name)
{
	size_t namelen = strlen(name), len = _DIRENT_RECLEN(namelen);
	struct dirent d;

	if (len > uio->uio_resid)
		return ENOBUFS;
	memset(&d, 0, len);
	d.d_fileno = pfs_ino(pid, f);
	d.d_reclen = len;
	d.d_namlen = namelen;
	d.d_type = type;
	memcpy(d.d_name, name, namelen);
	return uiomove(&d, len, uio);
}

/*
 * Offsets: 0 is ".", 1 is "..", then come the files, and from FIRST_PID on
 * the processes by their numbers: so one that is there all the time is listed
 * once, whatever comes and goes.
 */
#define FIRST_FILE 2
#define FIRST_PID  64

static int
put_entry(struct uio *uio, const struct pfsnode *dn, off_t *atp)
{
	const struct pfs_file *f;
	struct proc *p;
	char name[12];
	off_t at = *atp;
	u_int count;

	*atp = at + 1;
	if (at == 0)
		return put_dirent(uio, dn->pn_pid, NULL, DT_DIR, ".");
	if (at == 1)
		return put_dirent(uio, PFS_NOPID, NULL, DT_DIR, "..");
	f = files_of(dn, &count);
	if (at < FIRST_FILE + (off_t)count) {
		f += at - FIRST_FILE;
		return put_dirent(uio, dn->pn_pid, f,
		    f->pf_type == VLNK ? DT_LNK : DT_REG, f->pf_name);
	}
	at = MAX(at - FIRST_PID, 0);
	if (dn->pn_pid != PFS_NOPID || at > PID_MAX ||
	    (p = proc_from(at)) == NULL)
		return ENOENT;
	*atp = FIRST_PID + p->p_pid + 1;
	snprintf(name, sizeof(name), "%d", p->p_pid);
	return put_dirent(uio, p->p_pid, NULL, DT_DIR, name);
}

static int
procfs_readdir(struct vnode *vp, struct uio *uio, int *eof)
{
	const struct pfsnode *dn = VTOPFS(vp);
	size_t resid = uio->uio_resid;
	off_t at = uio->uio_offset;
	int error = 0;

	if (vp->v_type != VDIR)
		return ENOTDIR;
	if (at < 0)
		return EINVAL;
	while (error == 0) {
		uio->uio_offset = at;
		if (dn->pn_pid != PFS_NOPID && pfs_proc(dn) == NULL)
			error = ENOENT; /* like a directory that was removed */
		else
			error = put_entry(uio, dn, &at);
	}
	*eof = error == ENOENT;
	if (error == ENOBUFS)
		return uio->uio_resid == resid ? EINVAL : 0;
	return error == ENOENT ? 0 : error;
}

static void
procfs_print(struct vnode *vp)
{
	const struct pfsnode *n = VTOPFS(vp);

	printf("\tpid %d, %s\n", n->pn_pid,
	    n->pn_file != NULL ? n->pn_file->pf_name : "directory");
}

const struct vnodeops procfs_vnodeops = {
    .vop_name = "procfs",
    .vop_lookup = procfs_lookup,
    .vop_open = procfs_open,
    .vop_getattr = procfs_getattr,
    .vop_read = procfs_read,
    .vop_readdir = procfs_readdir,
    .vop_readlink = procfs_readlink,
    .vop_getpage = procfs_getpage,
    .vop_reclaim = pfs_reclaim,
    .vop_print = procfs_print,
};
