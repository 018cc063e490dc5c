/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_lookup.c: from a path to a vnode.
 *
 * The walk holds one reference, to the directory it is in, and locks that
 * only while it looks a name up.  A symbolic link's text takes the place of
 * its name in the path that is left.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/filedesc.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

MALLOC_DEFINE(M_NAMEI, "namei", "paths being looked up");

struct vnode *rootvnode;

uint32_t
namei_hash(const char *name, size_t len)
{
	uint32_t h = 5381;

	while (len-- > 0)
		h = h * 33 + (u_char)*name++;
	return h;
}

static struct vnode *
root_of(const struct proc *p)
{
	return p->p_cwdi->cwdi_rdir != NULL ? p->p_cwdi->cwdi_rdir : rootvnode;
}

/*
 * Room for a path.  One is kept for the next lookup: most have it to
 * themselves, and so take no memory.
 */
static char *spare_pathbuf;

static char *
pathbuf_get(void)
{
	char *buf = spare_pathbuf;

	spare_pathbuf = NULL;
	return buf != NULL ? buf : malloc(MAXPATHLEN, M_NAMEI, M_WAITOK);
}

static void
pathbuf_put(char *buf)
{
	if (spare_pathbuf == NULL)
		spare_pathbuf = buf;
	else
		free(buf, M_NAMEI);
}

/* Copy the path in, and find the directory where it starts. */
static int
start(struct nameidata *nd, struct vnode **dpp)
{
	struct proc *p = nd->ni_p;
	int error = 0;

	nd->ni_pathbuf = pathbuf_get();
	if (nd->ni_segflg == UIO_USERSPACE)
		error =
		    copyinstr(nd->ni_dirp, nd->ni_pathbuf, MAXPATHLEN, NULL);
	else if (strlcpy(nd->ni_pathbuf, nd->ni_dirp, MAXPATHLEN) >= MAXPATHLEN)
		error = ENAMETOOLONG;
	if (error != 0)
		return error;
	if (nd->ni_pathbuf[0] == '\0')
		return ENOENT;
	if (nd->ni_cred == NULL)
		nd->ni_cred = p->p_ucred;
	nd->ni_next = nd->ni_pathbuf;
	if (nd->ni_pathbuf[0] == '/')
		*dpp = root_of(p);
	else
		*dpp = nd->ni_startdir != NULL ? nd->ni_startdir
					       : p->p_cwdi->cwdi_cdir;
	if (*dpp == NULL)
		return ENOENT; /* a boot module, before there is a root */
	vref(*dpp);
	return 0;
}

/*
 * Cut the next name off the path.  *last is set when none comes behind it;
 * an empty name means that the path was "/".
 */
static int
next_name(struct nameidata *nd, int *last)
{
	struct componentname *cnp = &nd->ni_cnd;
	char *s = nd->ni_next;
	uint32_t h = 5381;

	while (*s == '/')
		s++;
	cnp->cn_nameptr = s;
	for (; *s != '\0' && *s != '/'; s++)
		h = h * 33 + (u_char)*s;
	cnp->cn_namelen = s - cnp->cn_nameptr;
	cnp->cn_hash = h;
	cnp->cn_cred = nd->ni_cred;
	cnp->cn_flags = *s == '/' ? CN_TRAILSLASH : 0;
	if (cnp->cn_namelen > NAME_MAX)
		return ENAMETOOLONG;
	if (cnp->cn_namelen == 2 && cnp->cn_nameptr[0] == '.' &&
	    cnp->cn_nameptr[1] == '.')
		cnp->cn_flags |= CN_ISDOTDOT;
	while (*s == '/')
		s++;
	*last = *s == '\0';
	if (!*last)
		cnp->cn_flags &= ~CN_TRAILSLASH;
	nd->ni_next = s;
	return 0;
}

/* No name, or ".". */
static int
is_dot(const struct componentname *cnp)
{
	return cnp->cn_namelen == 0 ||
	    (cnp->cn_namelen == 1 && cnp->cn_nameptr[0] == '.');
}

/* Where something is mounted on *vpp, its root takes the place. */
static int
cross_mounts(struct vnode **vpp)
{
	struct vnode *root;
	struct mount *mp;
	int error;

	while ((*vpp)->v_type == VDIR && (mp = (*vpp)->v_mountedhere) != NULL) {
		if (mp->mnt_unmounting) {
			tsleep(&mp->mnt_unmounting, PVFS, "unmount", 0);
			continue;
		}
		vfs_busy(mp);
		error = mp->mnt_op->vfs_root(mp, &root);
		vfs_unbusy(mp);
		if (error != 0)
			return error;
		vrele(*vpp);
		*vpp = root;
	}
	return 0;
}

/*
 * The parent of dp, whose reference is taken over and replaced: above the
 * root there is the root, above a mount's root the parent of what it
 * covers.
 */
static int
lookup_dotdot(struct nameidata *nd, struct vnode **dpp, struct vnode **vpp)
{
	struct vnode *dp = *dpp;
	int error;

	for (;;) {
		if (dp == root_of(nd->ni_p) || dp == rootvnode) {
			vref(dp);
			*vpp = dp;
			return 0;
		}
		if ((dp->v_flag & VV_ROOT) == 0)
			break;
		*dpp = dp->v_mount->mnt_vnodecovered;
		vref(*dpp);
		vrele(dp);
		dp = *dpp;
	}
	vn_lock(dp);
	if ((error = VOP_ACCESS(dp, VEXEC, nd->ni_cred)) == 0)
		error = VOP_LOOKUP(dp, vpp, &nd->ni_cnd);
	vn_unlock(dp);
	return error;
}

/* Look the name up in *dpp, which is not locked. */
static int
lookup_name(struct nameidata *nd, struct vnode **dpp, struct vnode **vpp)
{
	struct vnode *dp = *dpp;
	int error;

	if (dp->v_type != VDIR)
		return ENOTDIR;
	if (nd->ni_cnd.cn_flags & CN_ISDOTDOT)
		error = lookup_dotdot(nd, dpp, vpp);
	else {
		vn_lock(dp);
		error = VOP_ACCESS(dp, VEXEC, nd->ni_cred);
		if (error == 0 && is_dot(&nd->ni_cnd)) {
			vref(dp);
			*vpp = dp;
		} else if (error == 0)
			error = VOP_LOOKUP(dp, vpp, &nd->ni_cnd);
		vn_unlock(dp);
	}
	return error == 0 ? cross_mounts(vpp) : error;
}

/*
 * lnk was found in *dpp: the path goes on with its text, then what is
 * left.  An absolute one starts at the root.
 */
static int
follow(struct nameidata *nd, struct vnode *lnk, struct vnode **dpp)
{
	size_t left = strlen(nd->ni_next), len, resid;
	struct iovec iov;
	struct uio uio;
	char *buf;
	int error, slash = nd->ni_cnd.cn_flags & CN_TRAILSLASH || left > 0;

	if (++nd->ni_loopcnt > MAXSYMLINKS)
		return ELOOP;
	buf = pathbuf_get();
	iov = (struct iovec){buf, MAXPATHLEN};
	uio = (struct uio){
	    &iov, 1, 0, MAXPATHLEN, UIO_SYSSPACE, UIO_READ, nd->ni_p};
	vn_lock(lnk);
	error = VOP_READLINK(lnk, &uio);
	vn_unlock(lnk);
	resid = uio.uio_resid;
	len = MAXPATHLEN - resid;
	if (error == 0 && len == 0)
		error = ENOENT;
	if (error == 0 && len + slash + left >= MAXPATHLEN)
		error = ENAMETOOLONG;
	if (error != 0) {
		pathbuf_put(buf);
		return error;
	}
	if (slash)
		buf[len++] = '/';
	memcpy(buf + len, nd->ni_next, left + 1);
	pathbuf_put(nd->ni_pathbuf);
	nd->ni_pathbuf = nd->ni_next = buf;
	if (buf[0] == '/') {
		vrele(*dpp);
		*dpp = root_of(nd->ni_p);
		vref(*dpp);
	}
	return 0;
}

/* May the directory be changed?  For a name to go, by its owner's rules. */
static int
may_change(struct nameidata *nd, struct vnode *dvp, struct vnode *victim)
{
	struct vattr dva, va;
	int error;

	if ((error = vn_rdonly(dvp)) != 0 ||
	    (error = VOP_ACCESS(dvp, VWRITE, nd->ni_cred)) != 0)
		return error;
	if (victim == NULL || nd->ni_cred->cr_uid == 0)
		return 0;
	vn_lock(victim);
	error = VOP_GETATTR(victim, &va);
	vn_unlock(victim);
	if (error != 0 || (error = VOP_GETATTR(dvp, &dva)) != 0)
		return error;
	if (dva.va_mode & S_ISVTX && nd->ni_cred->cr_uid != dva.va_uid &&
	    nd->ni_cred->cr_uid != va.va_uid)
		return EPERM;
	return 0;
}

int
namei_last(struct nameidata *nd)
{
	struct vnode *dvp = nd->ni_dvp;
	int error;

	nd->ni_vp = NULL;
	if ((error = VOP_ACCESS(dvp, VEXEC, nd->ni_cred)) != 0)
		return error;
	error = VOP_LOOKUP(dvp, &nd->ni_vp, &nd->ni_cnd);
	if (error != 0 && error != ENOENT)
		return error;
	if (nd->ni_vp != NULL && nd->ni_vp->v_shared->vs_covered > 0 &&
	    nd->ni_op != CREATE)
		return EBUSY;
	if (nd->ni_vp == NULL && nd->ni_op == DELETE)
		return ENOENT;
	if (nd->ni_vp != NULL && nd->ni_op == CREATE)
		return 0; /* the caller wants to know, or to use it */
	return may_change(nd, dvp, nd->ni_vp);
}

/* The last name of all but LOOKUP; dvp's reference is taken over. */
static int
finish(struct nameidata *nd, struct vnode *dvp)
{
	u_int flags = nd->ni_cnd.cn_flags;
	int error;

	nd->ni_dvp = dvp;
	if (dvp->v_type != VDIR)
		return ENOTDIR;
	if (nd->ni_op == PARENT)
		return 0;
	if (nd->ni_op == DELETE) {
		mnt_namelock(dvp->v_mount);
		nd->ni_namelocked = dvp->v_mount;
	}
	vn_lock(dvp);
	nd->ni_dvplocked = 1;
	if ((error = namei_last(nd)) != 0)
		return error;
	if (nd->ni_vp == NULL)
		return flags & CN_TRAILSLASH && (nd->ni_flags & NI_MKDIR) == 0
		    ? ENOENT
		    : 0;
	if (nd->ni_op == CREATE && nd->ni_vp->v_type == VLNK &&
	    nd->ni_flags & FOLLOW)
		return EJUSTRETURN; /* namei() goes on */
	if (flags & CN_TRAILSLASH && nd->ni_vp->v_type != VDIR)
		return ENOTDIR;
	return nd->ni_op == CREATE ? cross_mounts(&nd->ni_vp) : 0;
}

/* A CREATE came to a link: out of its directory, as if it had been passed. */
static int
follow_last(struct nameidata *nd, struct vnode **dpp)
{
	struct vnode *lnk = nd->ni_vp;
	int error;

	vn_unlock(nd->ni_dvp);
	nd->ni_dvplocked = 0;
	*dpp = nd->ni_dvp;
	nd->ni_dvp = nd->ni_vp = NULL;
	error = follow(nd, lnk, dpp);
	vrele(lnk);
	return error;
}

/* One step of the walk: *dpp becomes what the name leads to. */
static int
step(struct nameidata *nd, struct vnode **dpp, int *last)
{
	struct vnode *vp = NULL;
	int error;

	error = lookup_name(nd, dpp, &vp);
	if (error == 0 && vp->v_type == VLNK &&
	    (!*last || nd->ni_flags & FOLLOW ||
		nd->ni_cnd.cn_flags & CN_TRAILSLASH)) {
		error = follow(nd, vp, dpp);
		vrele(vp);
		*last = 0;
		return error;
	}
	if (error == 0 && nd->ni_cnd.cn_flags & CN_TRAILSLASH &&
	    vp->v_type != VDIR)
		error = ENOTDIR;
	if (error != 0) {
		if (vp != NULL)
			vrele(vp);
		return error;
	}
	vrele(*dpp);
	*dpp = vp;
	return 0;
}

int
namei(struct nameidata *nd)
{
	struct vnode *dp = NULL;
	int error, last = 0;

	if ((error = start(nd, &dp)) != 0)
		return error;
	while (!last) {
		if ((error = next_name(nd, &last)) != 0)
			break;
		if (last && nd->ni_op != LOOKUP) {
			if (!is_dot(&nd->ni_cnd) &&
			    (nd->ni_cnd.cn_flags & CN_ISDOTDOT) == 0) {
				error = finish(nd, dp);
				if (error != EJUSTRETURN)
					return error;
				error = follow_last(nd, &dp);
				if (error != 0)
					break;
				last = 0;
				continue;
			}
			if (nd->ni_op != CREATE) {
				error = EINVAL;
				break;
			}
		}
		if ((error = step(nd, &dp, &last)) != 0)
			break;
	}
	if (error == 0)
		nd->ni_vp = dp;
	else
		vrele(dp);
	return error;
}

void
nameidone(struct nameidata *nd)
{
	if (nd->ni_dvplocked)
		vn_unlock(nd->ni_dvp);
	nd->ni_dvplocked = 0;
	if (nd->ni_namelocked != NULL)
		mnt_nameunlock(nd->ni_namelocked);
	nd->ni_namelocked = NULL;
	if (nd->ni_vp != NULL)
		vrele(nd->ni_vp);
	if (nd->ni_dvp != NULL)
		vrele(nd->ni_dvp);
	nd->ni_vp = nd->ni_dvp = NULL;
	if (nd->ni_pathbuf != NULL)
		pathbuf_put(nd->ni_pathbuf);
	nd->ni_pathbuf = NULL;
}
