/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * procfs.h: what the files of this module tell one another.
 *
 * Two kinds of vnodes, and two ways to have them.  Of a directory there is one
 * vnode while anybody uses it: something may be mounted there, or a process
 * have its root there, and both are known by their vnode.  Of a file every
 * lookup makes a new one.  So whoever has opened a file has a vnode to himself,
 * and with it a picture of his own of what the file said when he began to read.
 */
#ifndef _PROCFS_H_
#define _PROCFS_H_

#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/vnode.h>

MALLOC_DECLARE(M_PROCFS);

/*
 * A text that is being written.  What does not fit is counted and not kept:
 * then it is written once more, to where there is room (text.c).
 */
struct pfs_text {
	char *pt_buf;
	size_t pt_size;
	size_t pt_len; /* of all there is to say, without the NUL */
};
void pfs_printf(struct pfs_text *, const char *fmt, ...) __printflike(2, 3);
/* The same for a name that may have blanks in it: they become \040. */
void pfs_putname(struct pfs_text *, const char *name);

/*
 * A file, and who writes it: of the kernel's (p is NULL), or of a process,
 * which is there until something sleeps.  A file of mode 0400 is its owner's
 * and root's.  root: it was opened by root.
 */
struct pfs_file {
	const char *pf_name;
	enum vtype pf_type; /* VREG, or VLNK without a pf_write */
	mode_t pf_mode;
	int (*pf_write)(struct pfs_text *, const struct proc *p, int root);
};
extern const struct pfs_file pfs_kernel_files[], pfs_process_files[];
extern const u_int pfs_nkernel_files, pfs_nprocess_files;

/* process.c */
int pfs_status(struct pfs_text *, const struct proc *, int root);
int pfs_cmdline(struct pfs_text *, const struct proc *, int root);
int pfs_map(struct pfs_text *, const struct proc *, int root);
int pfs_fd(struct pfs_text *, const struct proc *, int root);
/* kernel.c */
int pfs_modules(struct pfs_text *, const struct proc *, int root);
int pfs_ksyms(struct pfs_text *, const struct proc *, int root);
int pfs_malloc(struct pfs_text *, const struct proc *, int root);
int pfs_mounts(struct pfs_text *, const struct proc *, int root);
int pfs_meminfo(struct pfs_text *, const struct proc *, int root);
int pfs_uptime(struct pfs_text *, const struct proc *, int root);
int pfs_version(struct pfs_text *, const struct proc *, int root);

/* What a vnode's v_data points to.  It comes and goes with the vnode. */
struct pfsnode {
	LIST_ENTRY(pfsnode) pn_list; /* directories in use */
	struct vnode *pn_vnode;
	const struct pfs_file *pn_file; /* NULL: a directory */
	pid_t pn_pid;                   /* PFS_NOPID: the kernel's */
	u_int pn_serial;                /* of that process */
	struct timespec pn_time;        /* when it began */
	struct pfs_text pn_text;        /* the picture; pt_buf NULL: none yet */
};
#define PFS_NOPID  (-1)
#define VTOPFS(vp) ((struct pfsnode *)(vp)->v_data)

struct pfsmount {
	LIST_HEAD(, pfsnode) pm_dirs;
};
#define MPTOPFS(mp) ((struct pfsmount *)(mp)->mnt_data)

/* ---- node.c ---- */
/* The node's process, until something sleeps; NULL: it is gone. */
struct proc *pfs_proc(const struct pfsnode *);
/* The directory of a process, or with NULL the root; referenced.  Sleeps. */
struct vnode *pfs_getdir(struct mount *, const struct proc *);
/* A directory that something is mounted on, referenced; or NULL. */
struct vnode *pfs_covered(struct mount *, pid_t);
/* A file in the directory dn.  Sleeps. */
struct vnode *pfs_newfile(
    struct mount *, const struct pfsnode *dn, const struct pfs_file *);
/* Who the files of p belong to: not to who has run a set-user-id program. */
uid_t pfs_owner(const struct proc *);
ino_t pfs_ino(pid_t, const struct pfs_file *);
void pfs_reclaim(struct vnode *);

/* ---- text.c ---- */
/*
 * A new picture of the node's file, for who has opened it.  ESRCH: its process
 * is gone; EACCES: it has become somebody else's since; ENOMEM.
 */
int pfs_takepicture(struct pfsnode *, struct ucred *);

extern const struct vnodeops procfs_vnodeops;

#endif /* !_PROCFS_H_ */
