/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * namei.h: from a path to a vnode.
 *
 *	NDINIT(&nd, LOOKUP, FOLLOW, UIO_USERSPACE, path, p);
 *	error = namei(&nd);
 *	... nd.ni_vp, unlocked ...
 *	nameidone(&nd);
 *
 * nameidone() gives back all that namei() took, after a success and after
 * an error alike.  A caller that wants to keep a vnode takes it out of the
 * structure and leaves NULL in its place.
 *
 * CREATE and DELETE hand out the directory too, in ni_dvp, locked: what was
 * found in it stays true until nameidone().
 */
#ifndef _SYS_NAMEI_H_
#define _SYS_NAMEI_H_

#include <sys/param.h>
#include <sys/uio.h>

struct mount;
struct proc;
struct ucred;
struct vnode;

/* One name in a path. */
struct componentname {
	const char *cn_nameptr; /* not NUL-terminated */
	size_t cn_namelen;
	uint32_t cn_hash;
	u_int cn_flags;
	struct ucred *cn_cred;
};
#define CN_ISDOTDOT   0x1
#define CN_TRAILSLASH 0x2 /* "name/": only a directory will do */

uint32_t namei_hash(const char *name, size_t len); /* what cn_hash holds */

enum nameiop {
	LOOKUP, /* the file: ENOENT if it is not there */
	CREATE, /* ni_dvp, locked; ni_vp is NULL if the name is free */
	DELETE, /* the file, and ni_dvp, locked, with the name lock held */
	PARENT  /* ni_dvp, not locked; the last name is not looked up */
};

struct nameidata {
	/* in */
	enum nameiop ni_op;
	u_int ni_flags;
	enum uio_seg ni_segflg;
	const char *ni_dirp;
	struct proc *ni_p;
	struct ucred *ni_cred;     /* NULL: the process's */
	struct vnode *ni_startdir; /* of a relative path; NULL: the process's
				    * current directory */
	/* out */
	struct vnode *ni_vp;
	struct vnode *ni_dvp;
	struct componentname ni_cnd; /* the last name */
	/* between */
	char *ni_pathbuf;
	char *ni_next;  /* what is yet to be read of the path */
	int ni_loopcnt; /* symbolic links so far */
	int ni_dvplocked;
	struct mount *ni_namelocked;
};
#define NOFOLLOW 0x0
#define FOLLOW   0x1 /* a symbolic link as the last name is followed */
#define NI_MKDIR 0x2 /* CREATE: "name/" is fine for a new name */

static inline void
NDINIT(struct nameidata *nd, enum nameiop op, u_int flags, enum uio_seg segflg,
    const char *path, struct proc *p)
{
	nd->ni_op = op;
	nd->ni_flags = flags;
	nd->ni_segflg = segflg;
	nd->ni_dirp = path;
	nd->ni_p = p;
	nd->ni_cred = NULL;
	nd->ni_startdir = NULL;
	nd->ni_vp = nd->ni_dvp = NULL;
	nd->ni_pathbuf = NULL;
	nd->ni_loopcnt = 0;
	nd->ni_dvplocked = 0;
	nd->ni_namelocked = NULL;
}

/*
 * ENOENT, ENOTDIR, EACCES, ENAMETOOLONG (a name of more than NAME_MAX or a
 * path of PATH_MAX bytes), ELOOP (more than MAXSYMLINKS links), EFAULT.
 * EROFS, EPERM for the directory that CREATE and DELETE want to change;
 * EBUSY: DELETE of a mount point.  "/", "." and ".." as the last name:
 * EINVAL for DELETE and PARENT; CREATE finds them, without an ni_dvp.
 */
int namei(struct nameidata *);
void nameidone(struct nameidata *);
/*
 * After PARENT: look the last name up in ni_dvp, which the caller has
 * locked; ni_vp gets it or NULL.
 */
int namei_last(struct nameidata *);

#endif /* _SYS_NAMEI_H_ */
