/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sys_pipe.c: the byte queue of pipes and fifos.
 *
 * The queue grows a page at a time as the writer gets ahead and shrinks as
 * the reader follows; one page stays, so that a byte to and fro takes no
 * allocation.  A copy to or from user memory may sleep in a page fault;
 * PIPE_RLOCK and PIPE_WLOCK keep other readers and writers out meanwhile.
 * Reader and writer do not exclude each other: each moves its own position
 * after its copy.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/filio.h>
#include <sys/malloc.h>
#include <sys/pipe.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/uio.h>
#include <sys/vm.h>

MALLOC_DEFINE(M_PIPE, "pipe", "pipes and what is in them");

#define PIPE_SLOT(pos) (((pos) / PAGE_SIZE) % PIPE_NPAGES)
#define PIPE_OFF(pos)  ((pos) % PAGE_SIZE)
#define PIPE_USED(pp)  ((pp)->pp_wpos - (pp)->pp_rpos)
#define PIPE_SPACE(pp) (PIPE_SIZE - PIPE_USED(pp))

static u_int pipe_serial; /* inode numbers for fstat(2) */

struct pipe *
pipe_create(void)
{
	struct pipe *pp = malloc(sizeof(*pp), M_PIPE, M_ZERO);

	pp->pp_ino = ++pipe_serial;
	getnanotime(&pp->pp_ctime);
	pp->pp_atime = pp->pp_mtime = pp->pp_ctime;
	return pp;
}

static void
drop_page(struct pipe *pp, u_int slot)
{
	if (pp->pp_page[slot] != NULL)
		vm_page_release(vm_page_of_va(pp->pp_page[slot]));
	pp->pp_page[slot] = NULL;
}

void
pipe_destroy(struct pipe *pp)
{
	u_int i;

	for (i = 0; i < PIPE_NPAGES; i++)
		drop_page(pp, i);
	free(pp, M_PIPE);
}

void
pipe_wakeup(struct pipe *pp)
{
	if (pp->pp_flags & (PIPE_RWANT | PIPE_WWANT)) {
		pp->pp_flags &= ~(PIPE_RWANT | PIPE_WWANT);
		wakeup(&pp->pp_rpos);
		wakeup(&pp->pp_wpos);
	}
	selwakeup(&pp->pp_rsel);
	selwakeup(&pp->pp_wsel);
}

/* Something came in, or the reader's lock is free. */
static inline void
wake_reader(struct pipe *pp)
{
	if (pp->pp_flags & PIPE_RWANT) {
		pp->pp_flags &= ~PIPE_RWANT;
		wakeup(&pp->pp_rpos);
	}
}

static inline void
wake_writer(struct pipe *pp)
{
	if (pp->pp_flags & PIPE_WWANT) {
		pp->pp_flags &= ~PIPE_WWANT;
		wakeup(&pp->pp_wpos);
	}
}

static int
reader_sleep(struct pipe *pp)
{
	pp->pp_flags |= PIPE_RWANT;
	return tsleep(&pp->pp_rpos, PSOCK | PCATCH, "piperd", 0);
}

static int
writer_sleep(struct pipe *pp)
{
	pp->pp_flags |= PIPE_WWANT;
	return tsleep(&pp->pp_wpos, PSOCK | PCATCH, "pipewr", 0);
}

/*
 * The reader has left pages behind, the last one read being that of old.
 * When nothing is left, its page becomes the writer's next one.
 */
static void
reader_moved(struct pipe *pp, u_int old)
{
	u_int from = PIPE_SLOT(old), to = PIPE_SLOT(pp->pp_rpos);

	if (from == to)
		return;
	if (PIPE_USED(pp) == 0 && pp->pp_page[to] == NULL) {
		pp->pp_page[to] = pp->pp_page[from];
		pp->pp_page[from] = NULL;
	} else
		drop_page(pp, from);
}

int
pipe_read(struct pipe *pp, struct uio *uio, int nonblock)
{
	size_t len = uio->uio_resid;
	u_int n, old;
	int error = 0;

	if (len == 0)
		return 0;
	while (pp->pp_flags & PIPE_RLOCK || PIPE_USED(pp) == 0) {
		if (PIPE_USED(pp) == 0 && pp->pp_writers == 0)
			return 0;
		if (nonblock)
			return EAGAIN;
		if ((error = reader_sleep(pp)) != 0)
			return error;
	}
	pp->pp_flags |= PIPE_RLOCK;
	do {
		old = pp->pp_rpos;
		n = MIN(PAGE_SIZE - PIPE_OFF(old), PIPE_USED(pp));
		n = MIN(n, uio->uio_resid);
		error = uiomove(
		    pp->pp_page[PIPE_SLOT(old)] + PIPE_OFF(old), n, uio);
		if (error != 0)
			break;
		pp->pp_rpos += n;
		reader_moved(pp, old);
	} while (uio->uio_resid > 0 && PIPE_USED(pp) > 0);
	pp->pp_flags &= ~PIPE_RLOCK;
	pp->pp_atime.tv_sec = time_second;
	wake_writer(pp);
	wake_reader(pp); /* another one that waits for the lock, or for more */
	selwakeup(&pp->pp_wsel);
	return error;
}

/* See that n bytes from pp_wpos on have pages.  ENOMEM. */
static int
make_room(struct pipe *pp, u_int n)
{
	u_int pos = pp->pp_wpos, last = PIPE_SLOT(pos + n - 1), slot;
	struct vm_page *pg;

	for (slot = PIPE_SLOT(pos);; slot = (slot + 1) % PIPE_NPAGES) {
		if (pp->pp_page[slot] == NULL) {
			pg = vm_page_alloc(M_PIPE, VM_PG_USER | VM_PG_CANFAIL);
			if (pg == NULL)
				return ENOMEM;
			pp->pp_page[slot] = vm_page_va(pg);
		}
		if (slot == last)
			return 0;
	}
}

/*
 * Copy n bytes in, for which there is space.  They become visible to the
 * reader together, so that a fault on the way leaves no part of them.
 */
static int
put_bytes(struct pipe *pp, struct uio *uio, u_int n)
{
	u_int pos = pp->pp_wpos, end = pos + n, chunk;
	int error;

	if ((error = make_room(pp, n)) != 0)
		return error;
	do {
		chunk = MIN(PAGE_SIZE - PIPE_OFF(pos), end - pos);
		error = uiomove(
		    pp->pp_page[PIPE_SLOT(pos)] + PIPE_OFF(pos), chunk, uio);
		if (error != 0)
			return error;
		pos += chunk;
	} while (pos != end);
	pp->pp_wpos = end;
	return 0;
}

/*
 * Wait until this writer may put something in: *np gets how much.  Up to
 * PIPE_BUF bytes wait until there is space for all of them.
 */
static int
writer_wait(struct pipe *pp, size_t resid, u_int need, int nonblock, u_int *np)
{
	int error;

	for (;;) {
		if (pp->pp_readers == 0)
			return EPIPE;
		if ((pp->pp_flags & PIPE_WLOCK) == 0 &&
		    PIPE_SPACE(pp) >= need) {
			*np = MIN(PIPE_SPACE(pp), resid);
			return 0;
		}
		if (nonblock)
			return EAGAIN;
		if ((error = writer_sleep(pp)) != 0)
			return error;
	}
}

int
pipe_write(struct pipe *pp, struct uio *uio, int nonblock)
{
	size_t len = uio->uio_resid;
	u_int need = len <= PIPE_BUF ? len : 1, n;
	int error = 0;

	if (len == 0)
		return pp->pp_readers == 0 ? EPIPE : 0;
	while (uio->uio_resid > 0) {
		error = writer_wait(pp, uio->uio_resid, need, nonblock, &n);
		if (error != 0)
			break;
		pp->pp_flags |= PIPE_WLOCK;
		error = put_bytes(pp, uio, n);
		pp->pp_flags &= ~PIPE_WLOCK;
		wake_reader(pp);
		selwakeup(&pp->pp_rsel);
		if (error != 0)
			break;
	}
	pp->pp_mtime.tv_sec = time_second;
	if (PIPE_SPACE(pp) > 0)
		wake_writer(pp);
	return error;
}

int
pipe_poll(struct pipe *pp, int events, int fflag, struct proc *p)
{
	int revents = 0;

	if (fflag & FREAD) {
		if (PIPE_USED(pp) > 0 || pp->pp_writers == 0)
			revents |= events & (POLLIN | POLLRDNORM);
		if (pp->pp_writers == 0)
			revents |= POLLHUP;
	}
	if (fflag & FWRITE) {
		if (PIPE_SPACE(pp) >= PIPE_BUF)
			revents |= events & (POLLOUT | POLLWRNORM);
		if (pp->pp_readers == 0 && (fflag & FREAD) == 0)
			revents |= POLLERR;
	}
	if (revents == 0) {
		if (fflag & FREAD)
			selrecord(p, &pp->pp_rsel);
		if (fflag & FWRITE)
			selrecord(p, &pp->pp_wsel);
	}
	return revents;
}

int
pipe_ioctl(struct pipe *pp, u_long cmd, void *data)
{
	switch (cmd) {
	case FIONREAD:
		*(int *)data = PIPE_USED(pp);
		return 0;
	case FIOASYNC: /* no SIGIO from pipes; turning it off is fine */
		return *(int *)data == 0 ? 0 : EINVAL;
	default:
		return ENOTTY;
	}
}
