/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * filedesc.h: a process's descriptors; where it is in the tree.  Neither
 * is shared between processes.
 */
#ifndef _SYS_FILEDESC_H_
#define _SYS_FILEDESC_H_

#include <sys/param.h>

struct file;
struct proc;
struct vnode;

#define NDFILE 20 /* descriptors that need no memory of their own */

struct filedesc {
	struct file **fd_ofiles; /* fd_nfiles of them; NULL: free */
	u_char *fd_ofileflags;
	int fd_nfiles;
	int fd_lastfile; /* the highest in use, or -1 */
	int fd_freefile; /* none below is free */
	struct file *fd_dfiles[NDFILE];
	u_char fd_dfileflags[NDFILE];
};
#define UF_EXCLOSE 0x01 /* close on exec */

struct cwdinfo {
	struct vnode *cwdi_cdir; /* current directory; NULL before the root */
	struct vnode *cwdi_rdir; /* root directory, or NULL: the system's */
	mode_t cwdi_cmask;       /* umask(2) */
};

/* The file behind a descriptor, or NULL (EBADF). */
static inline struct file *
fd_getfile(const struct filedesc *fdp, int fd)
{
	return (u_int)fd < (u_int)fdp->fd_nfiles ? fdp->fd_ofiles[fd] : NULL;
}

struct filedesc *fdinit(void);           /* none open */
struct filedesc *fdcopy(struct proc *p); /* as p has them: fork */
void fdfree(struct proc *p);             /* close all: exit */
void fdcloseexec(struct proc *p);        /* exec */
struct cwdinfo *cwdinit(void);
struct cwdinfo *cwdcopy(struct proc *p);
void cwdfree(struct proc *p);

/*
 * A new file with one reference on the lowest free descriptor, its f_ops
 * not yet set.  The caller fills the file in before anything can sleep, or
 * takes it back with fdremove() and ffree().  EMFILE, ENFILE.
 */
int falloc(struct proc *p, struct file **fpp, int *fdp);
void ffree(struct file *);
/* The lowest free descriptor of at least want, made room for.  EMFILE. */
int fdalloc(struct proc *p, int want, int *fdp);
void fdremove(struct filedesc *, int fd);
int fdrelease(struct proc *p, int fd); /* close(2) */

#endif /* _SYS_FILEDESC_H_ */
