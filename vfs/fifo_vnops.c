/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fifo_vnops.c: named pipes.  The byte queue exists while somebody has the
 * fifo open; an open waits for the other end, as POSIX has it.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/pipe.h>
#include <sys/proc.h>
#include <sys/vnode.h>

static void
fifo_release(struct vnode *vp, int mode)
{
	struct pipe *pp = vp->v_fifo;

	if (mode & FREAD)
		pp->pp_readers--;
	if (mode & FWRITE)
		pp->pp_writers--;
	pipe_wakeup(pp);
	if (pp->pp_readers == 0 && pp->pp_writers == 0) {
		vp->v_fifo = NULL;
		pipe_destroy(pp);
	}
}

/*
 * Wait until somebody has opened the other end since; that one may be gone
 * again by now, so it is the opens that count.
 */
static int
wait_other(u_int *open_now, u_int *opens)
{
	u_int before = *opens;
	int error;

	while (*open_now == 0 && *opens == before)
		if ((error = tsleep(opens, PSOCK | PCATCH, "fifo", 0)) != 0)
			return error;
	return 0;
}

/*
 * A reader with O_NONBLOCK does not wait; a writer with it needs a reader
 * (ENXIO).  Opened for both, it never waits.
 */
static int
fifo_open(struct vnode *vp, int mode, struct ucred *cred, struct proc *p)
{
	struct pipe *pp;
	int error = 0;

	if ((mode & (FREAD | FWRITE | FNONBLOCK)) == (FWRITE | FNONBLOCK) &&
	    (vp->v_fifo == NULL || vp->v_fifo->pp_readers == 0))
		return ENXIO;
	if (vp->v_fifo == NULL) {
		pp = pipe_create();
		if (vp->v_fifo == NULL)
			vp->v_fifo = pp;
		else
			pipe_destroy(pp);
	}
	pp = vp->v_fifo;
	if (mode & FREAD) {
		pp->pp_readers++;
		pp->pp_ropens++;
		wakeup(&pp->pp_ropens);
	}
	if (mode & FWRITE) {
		pp->pp_writers++;
		pp->pp_wopens++;
		wakeup(&pp->pp_wopens);
	}
	if ((mode & (FREAD | FWRITE | FNONBLOCK)) == FREAD)
		error = wait_other(&pp->pp_writers, &pp->pp_wopens);
	else if ((mode & (FREAD | FWRITE | FNONBLOCK)) == FWRITE)
		error = wait_other(&pp->pp_readers, &pp->pp_ropens);
	if (error != 0)
		fifo_release(vp, mode);
	return error;
}

static int
fifo_close(struct vnode *vp, int mode, struct ucred *cred, struct proc *p)
{
	fifo_release(vp, mode);
	return 0;
}

static int
fifo_read(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	/* No writer yet is the end of the file for O_NONBLOCK. */
	return pipe_read(vp->v_fifo, uio, ioflag & IO_NDELAY);
}

static int
fifo_write(struct vnode *vp, struct uio *uio, int ioflag, struct ucred *cred)
{
	return pipe_write(vp->v_fifo, uio, ioflag & IO_NDELAY);
}

static int
fifo_ioctl(struct vnode *vp, u_long cmd, void *data, int fflag,
    struct ucred *cred, struct proc *p)
{
	return pipe_ioctl(vp->v_fifo, cmd, data);
}

static int
fifo_poll(struct vnode *vp, int events, int fflag, struct proc *p)
{
	return pipe_poll(vp->v_fifo, events, fflag, p);
}

const struct vnodeops fifo_vnodeops = {
    .vop_name = "fifo",
    .vop_open = fifo_open,
    .vop_close = fifo_close,
    .vop_read = fifo_read,
    .vop_write = fifo_write,
    .vop_ioctl = fifo_ioctl,
    .vop_poll = fifo_poll,
};
