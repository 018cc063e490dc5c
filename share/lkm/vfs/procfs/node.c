/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * node.c: nodes, their vnodes, and the processes that they stand for.
 *
 * A node does not hold its process: it knows its number, and by the serial
 * number notices when that is another process's.  So every use begins with
 * pfs_proc(), and what that returns is good until something sleeps.
 */
#include <sys/kernel.h>
#include <sys/ucred.h>
#include "procfs.h"

struct proc *
pfs_proc(const struct pfsnode *n)
{
	struct proc *p = proc_from(n->pn_pid);

	return p != NULL && p->p_pid == n->pn_pid && p->p_serial == n->pn_serial
	    ? p
	    : NULL;
}

uid_t
pfs_owner(const struct proc *p)
{
	return p->p_flag & P_SUGID ? 0 : p->p_ucred->cr_uid;
}

/* The root is 2; then come its files; then 64 numbers for each process. */
ino_t
pfs_ino(pid_t pid, const struct pfs_file *file)
{
	if (pid == PFS_NOPID)
		return file == NULL ? 2 : 3 + (file - pfs_kernel_files);
	return ((ino_t)pid + 1) * 64 +
	    (file == NULL ? 0 : 1 + (file - pfs_process_files));
}

static struct pfsnode *
new_node(pid_t pid, u_int serial, const struct timespec *ts,
    const struct pfs_file *file)
{
	struct timespec when = *ts; /* it may be the process's: see below */
	struct pfsnode *n = malloc(sizeof(*n), M_PROCFS, M_ZERO);

	n->pn_pid = pid;
	n->pn_serial = serial;
	n->pn_time = when;
	n->pn_file = file;
	return n;
}

static struct vnode *
find_dir(struct pfsmount *pm, pid_t pid, u_int serial)
{
	struct pfsnode *n;

	LIST_FOREACH(n, &pm->pm_dirs, pn_list)
		if (n->pn_pid == pid && n->pn_serial == serial)
			return n->pn_vnode;
	return NULL;
}

/* Once memory was waited for, p may be gone, and its directory be there. */
struct vnode *
pfs_getdir(struct mount *mp, const struct proc *p)
{
	pid_t pid = p != NULL ? p->p_pid : PFS_NOPID;
	u_int serial = p != NULL ? p->p_serial : 0;
	struct pfsmount *pm = MPTOPFS(mp);
	struct vnode *vp = find_dir(pm, pid, serial), *new;
	struct pfsnode *n;

	if (vp != NULL) {
		vref(vp);
		return vp;
	}
	n = new_node(pid, serial, p != NULL ? &p->p_start : &boottime, NULL);
	new = getnewvnode(mp, &procfs_vnodeops, VDIR, NODEV, n);
	if ((vp = find_dir(pm, pid, serial)) != NULL) {
		vref(vp);
		vrele(new);
		return vp;
	}
	n->pn_vnode = new;
	LIST_INSERT_HEAD(&pm->pm_dirs, n, pn_list);
	if (p == NULL)
		new->v_flag |= VV_ROOT;
	return new;
}

/* It keeps its name when the process is gone, or who could unmount that? */
struct vnode *
pfs_covered(struct mount *mp, pid_t pid)
{
	struct pfsnode *n;

	LIST_FOREACH(n, &MPTOPFS(mp)->pm_dirs, pn_list)
		if (n->pn_pid == pid && n->pn_vnode->v_shared->vs_covered > 0) {
			vref(n->pn_vnode);
			return n->pn_vnode;
		}
	return NULL;
}

struct vnode *
pfs_newfile(
    struct mount *mp, const struct pfsnode *dn, const struct pfs_file *file)
{
	struct pfsnode *n =
	    new_node(dn->pn_pid, dn->pn_serial, &dn->pn_time, file);

	n->pn_vnode =
	    getnewvnode(mp, &procfs_vnodeops, file->pf_type, NODEV, n);
	return n->pn_vnode;
}

/* A directory that lost against another in pfs_getdir() was never listed. */
void
pfs_reclaim(struct vnode *vp)
{
	struct pfsnode *n = VTOPFS(vp);

	if (n->pn_file == NULL && n->pn_vnode != NULL)
		LIST_REMOVE(n, pn_list);
	free(n->pn_text.pt_buf, M_PROCFS);
	free(n, M_PROCFS);
}
