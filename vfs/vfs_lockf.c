/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfs_lockf.c: advisory record locks, fcntl(2)'s.
 *
 * A vnode has a list of locks, each with its process and its range of
 * bytes, both ends within.  A process's own ranges never overlap: setting
 * or clearing one first cuts it out of what the process had.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/vnode.h>

MALLOC_DEFINE(M_LOCKF, "lockf", "record locks");

struct lockf {
	struct lockf *lf_next;
	struct proc *lf_proc;
	off_t lf_start, lf_end;
	short lf_type; /* F_RDLCK or F_WRLCK */
};

/* A lock of another process that forbids p this one, or NULL. */
static struct lockf *
find_conflict(struct vnode *vp, const struct proc *p, const struct lockf *want)
{
	struct lockf *lf;

	for (lf = vp->v_shared->vs_lockf; lf != NULL; lf = lf->lf_next)
		if (lf->lf_proc != p && lf->lf_start <= want->lf_end &&
		    want->lf_start <= lf->lf_end &&
		    (lf->lf_type == F_WRLCK || want->lf_type == F_WRLCK))
			return lf;
	return NULL;
}

/*
 * Take a range away from p's locks.  One that reaches beyond it on both
 * sides becomes two: *spare serves for that, and is NULL then.
 */
static void
cut(struct vnode *vp, const struct proc *p, off_t start, off_t end,
    struct lockf **spare)
{
	struct lockf **prev = &vp->v_shared->vs_lockf, *lf, *tail;

	while ((lf = *prev) != NULL) {
		if (lf->lf_proc != p || lf->lf_end < start ||
		    lf->lf_start > end) {
			prev = &lf->lf_next;
			continue;
		}
		if (lf->lf_start < start && lf->lf_end > end) {
			tail = *spare;
			*spare = NULL;
			*tail = *lf;
			tail->lf_start = end + 1;
			lf->lf_end = start - 1;
			lf->lf_next = tail;
			return; /* its ranges do not overlap: that was all */
		}
		if (lf->lf_start < start)
			lf->lf_end = start - 1;
		else if (lf->lf_end > end)
			lf->lf_start = end + 1;
		else {
			*prev = lf->lf_next;
			free(lf, M_LOCKF);
			continue;
		}
		prev = &lf->lf_next;
	}
}

/* Does waiting for who has blocked us end with ourselves? */
struct lockwait {
	struct lockwait *lw_next;
	struct proc *lw_proc, *lw_for;
};
static struct lockwait *waits;

static int
would_deadlock(const struct proc *p, const struct proc *holder)
{
	struct lockwait *lw = waits;

	while (lw != NULL) {
		if (lw->lw_proc != holder) {
			lw = lw->lw_next;
			continue;
		}
		if (lw->lw_for == p)
			return 1;
		holder = lw->lw_for;
		lw = waits;
	}
	return 0;
}

static int
wait_for(struct vnode *vp, struct proc *p, struct proc *holder)
{
	struct lockwait me = {waits, p, holder}, **lwp;
	int error;

	if (would_deadlock(p, holder))
		return EDEADLK;
	waits = &me;
	error = tsleep(&vp->v_shared->vs_lockf, PLOCK | PCATCH, "lockf", 0);
	for (lwp = &waits; *lwp != &me; lwp = &(*lwp)->lw_next)
		;
	*lwp = me.lw_next;
	return error;
}

static void
tell(struct proc *p, struct flock *fl, const struct lockf *lf)
{
	if (lf == NULL) {
		fl->l_type = F_UNLCK;
		return;
	}
	fl->l_type = lf->lf_type;
	fl->l_start = lf->lf_start;
	fl->l_len = lf->lf_end == INT64_MAX ? 0 : lf->lf_end - lf->lf_start + 1;
	fl->l_pid = lf->lf_proc->p_pid;
}

/* The range of a request, both ends within; EINVAL, EOVERFLOW. */
static int
get_range(const struct flock *fl, struct lockf *want)
{
	off_t start = fl->l_start, len = fl->l_len;

	if (fl->l_type != F_RDLCK && fl->l_type != F_WRLCK &&
	    fl->l_type != F_UNLCK)
		return EINVAL;
	if (len < 0) { /* it lies before the start */
		if (start < 0 || len < -start)
			return EINVAL;
		start += len;
		len = -len;
	}
	if (start < 0)
		return EINVAL;
	if (len > 0 && len - 1 > INT64_MAX - start)
		return EOVERFLOW;
	want->lf_type = fl->l_type;
	want->lf_start = start;
	want->lf_end = len == 0 ? INT64_MAX : start + len - 1;
	return 0;
}

/*
 * op is F_GETLK, F_SETLK or F_SETLKW; fl's start is from the file's.
 * EAGAIN: another process has it; EDEADLK; EINTR.
 */
int
lf_advlock(struct vnode *vp, struct proc *p, int op, struct flock *fl)
{
	struct lockf want, *lf, *spare, *new = NULL;
	int error;

	if ((error = get_range(fl, &want)) != 0)
		return error;
	if (op == F_GETLK) {
		if (fl->l_type == F_UNLCK)
			return EINVAL;
		tell(p, fl, find_conflict(vp, p, &want));
		return 0;
	}
	spare = malloc(sizeof(*spare), M_LOCKF, M_WAITOK);
	if (want.lf_type != F_UNLCK) {
		new = malloc(sizeof(*new), M_LOCKF, M_WAITOK);
		while ((lf = find_conflict(vp, p, &want)) != NULL) {
			error = op == F_SETLKW ? wait_for(vp, p, lf->lf_proc)
					       : EAGAIN;
			if (error != 0) {
				free(new, M_LOCKF);
				free(spare, M_LOCKF);
				return error;
			}
		}
	}
	cut(vp, p, want.lf_start, want.lf_end, &spare);
	free(spare, M_LOCKF);
	if (new != NULL) {
		*new = want;
		new->lf_proc = p;
		new->lf_next = vp->v_shared->vs_lockf;
		vp->v_shared->vs_lockf = new;
	}
	wakeup(&vp->v_shared->vs_lockf); /* what was cut may be free now */
	return 0;
}

void
lf_release(struct vnode *vp, struct proc *p)
{
	struct lockf *spare = NULL;

	cut(vp, p, 0, INT64_MAX, &spare);
	wakeup(&vp->v_shared->vs_lockf);
}
