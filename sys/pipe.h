/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pipe.h: a byte queue with readers and writers: what pipe(2) makes, and
 * what is behind a fifo.
 *
 * pp_rpos and pp_wpos count the bytes ever read and written, modulo 2^32;
 * byte n lies in page (n / 4096) % PIPE_NPAGES.  There are twice as many
 * slots as the pipe may hold pages' worth of bytes, so writer and reader
 * never meet in one page from two sides.
 */
#ifndef _SYS_PIPE_H_
#define _SYS_PIPE_H_

#include <sys/param.h>
#include <sys/select.h>
#include <sys/time.h>

struct proc;
struct stat;
struct uio;

#define PIPE_SIZE   16384
#define PIPE_NPAGES 8

struct pipe {
	u_int pp_rpos, pp_wpos;
	u_int pp_flags;
	u_int pp_readers, pp_writers; /* open ends */
	u_int pp_ropens, pp_wopens;   /* ever opened: fifos wait for them */
	char *pp_page[PIPE_NPAGES];
	struct selinfo pp_rsel, pp_wsel;
	struct timespec pp_atime, pp_mtime, pp_ctime;
	u_int pp_ino;
};
#define PIPE_RLOCK 0x01 /* a reader is copying */
#define PIPE_WLOCK 0x02 /* a writer is */
#define PIPE_RWANT 0x04 /* a reader sleeps on pp_rpos */
#define PIPE_WWANT 0x08 /* a writer sleeps on pp_wpos */

struct pipe *pipe_create(void);
void pipe_destroy(struct pipe *);
/*
 * pipe_read: 0 with nothing moved is the end of file.  EAGAIN with
 * nonblock.  pipe_write: EPIPE without readers (the caller sends SIGPIPE);
 * up to PIPE_BUF bytes go in one piece.  EINTR, ERESTART, EFAULT, ENOMEM.
 */
int pipe_read(struct pipe *, struct uio *, int nonblock);
int pipe_write(struct pipe *, struct uio *, int nonblock);
/* fflag: which end asks, FREAD, FWRITE or both. */
int pipe_poll(struct pipe *, int events, int fflag, struct proc *);
int pipe_ioctl(struct pipe *, u_long cmd, void *data);
/* An end was opened or closed: those who wait on the other one look. */
void pipe_wakeup(struct pipe *);

#endif /* _SYS_PIPE_H_ */
