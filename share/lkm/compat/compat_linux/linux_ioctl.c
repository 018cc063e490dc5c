/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_ioctl.c: ioctl(2).  A request of Linux is a number, which says nothing
 * of what it is given, so each has a line here.  Terminals are all that
 * programs of several systems ask about; a request of another device is one of
 * its driver, and ENOTTY.
 */
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

#include "linux_file.h"
#include "linux_termios.h"

#define LINUX_TCGETS     0x5401
#define LINUX_TCSETS     0x5402
#define LINUX_TCSETSW    0x5403
#define LINUX_TCSETSF    0x5404
#define LINUX_TCSBRK     0x5409
#define LINUX_TCXONC     0x540a
#define LINUX_TCFLSH     0x540b
#define LINUX_TIOCEXCL   0x540c
#define LINUX_TIOCNXCL   0x540d
#define LINUX_TIOCSCTTY  0x540e
#define LINUX_TIOCGPGRP  0x540f
#define LINUX_TIOCSPGRP  0x5410
#define LINUX_TIOCOUTQ   0x5411
#define LINUX_TIOCSTI    0x5412
#define LINUX_TIOCGWINSZ 0x5413
#define LINUX_TIOCSWINSZ 0x5414
#define LINUX_FIONREAD   0x541b
#define LINUX_FIONBIO    0x5421
#define LINUX_TIOCNOTTY  0x5422
#define LINUX_TCSBRKP    0x5425
#define LINUX_TIOCGSID   0x5429
#define LINUX_FIONCLEX   0x5450
#define LINUX_FIOCLEX    0x5451
#define LINUX_FIOASYNC   0x5452

/* Those that are given the same as ours: an int, a winsize, or nothing. */
static const struct {
	u_int theirs;
	u_long ours;
} same[] = {
    {LINUX_TIOCEXCL, TIOCEXCL},
    {LINUX_TIOCNXCL, TIOCNXCL},
    {LINUX_TIOCSCTTY, TIOCSCTTY},
    {LINUX_TIOCGPGRP, TIOCGPGRP},
    {LINUX_TIOCSPGRP, TIOCSPGRP},
    {LINUX_TIOCOUTQ, TIOCOUTQ},
    {LINUX_TIOCSTI, TIOCSTI},
    {LINUX_TIOCGWINSZ, TIOCGWINSZ},
    {LINUX_TIOCSWINSZ, TIOCSWINSZ},
    {LINUX_FIONREAD, FIONREAD},
    {LINUX_FIONBIO, FIONBIO},
    {LINUX_TIOCNOTTY, TIOCNOTTY},
    {LINUX_TIOCGSID, TIOCGSID},
    {LINUX_FIONCLEX, FIONCLEX},
    {LINUX_FIOCLEX, FIOCLEX},
    {LINUX_FIOASYNC, FIOASYNC},
};

/* One of ours with its argument in the kernel. */
static int
tty_ioctl(struct proc *p, int fd, u_long com, void *data)
{
	struct file *fp = fd_getfile(p->p_fd, fd);
	int error;

	if ((fp->f_flag & (FREAD | FWRITE)) == 0)
		return EBADF;
	fp->f_count++; /* whatever happens to its descriptor meanwhile */
	error = fp->f_ops->fo_ioctl(fp, com, data, p);
	file_drop(fp, p);
	return error;
}

static int
get_termios(struct proc *p, int fd, void *to)
{
	struct linux_termios l;
	struct termios t;
	int error;

	memset(&t, 0, sizeof(t)); /* what is not set tells nothing */
	if ((error = tty_ioctl(p, fd, TIOCGETA, &t)) != 0)
		return error;
	linux_from_termios(&t, &l);
	return copyout(&l, to, sizeof(l));
}

/* What only we know of a terminal stays as it is. */
static int
set_termios(struct proc *p, int fd, u_long com, const void *from)
{
	struct linux_termios l;
	struct termios t;
	int error;

	memset(&t, 0, sizeof(t));
	if ((error = copyin(from, &l, sizeof(l))) != 0 ||
	    (error = tty_ioctl(p, fd, TIOCGETA, &t)) != 0)
		return error;
	linux_to_termios(&l, &t);
	return tty_ioctl(p, fd, com, &t);
}

/* The terminal's character with this place is sent, unless it has none. */
static int
send_char(struct proc *p, int fd, int place)
{
	struct file *fp = fd_getfile(p->p_fd, fd);
	struct iovec iov;
	struct uio uio = {&iov, 1, 0, 1, UIO_SYSSPACE, UIO_WRITE, p};
	struct termios t;
	int error;

	if ((error = tty_ioctl(p, fd, TIOCGETA, &t)) != 0)
		return error;
	if (t.c_cc[place] == _POSIX_VDISABLE)
		return 0;
	if ((fp->f_flag & FWRITE) == 0)
		return EBADF;
	iov.iov_base = &t.c_cc[place];
	iov.iov_len = 1;
	return fp->f_ops->fo_write(fp, &fp->f_offset, &uio, fp->f_cred, 0);
}

/* tcflow(3). */
static int
flow(struct proc *p, int fd, int how)
{
	switch (how) {
	case 0:
		return tty_ioctl(p, fd, TIOCSTOP, NULL);
	case 1:
		return tty_ioctl(p, fd, TIOCSTART, NULL);
	case 2:
		return send_char(p, fd, VSTOP);
	case 3:
		return send_char(p, fd, VSTART);
	default:
		return EINVAL;
	}
}

/* tcflush(3): input, output, both. */
static int
flush(struct proc *p, int fd, int which)
{
	static const int queues[] = {FREAD, FWRITE, FREAD | FWRITE};
	int what;

	if ((u_int)which >= nitems(queues))
		return EINVAL;
	what = queues[which];
	return tty_ioctl(p, fd, TIOCFLUSH, &what);
}

/* A quarter of a second; with an argument, tcdrain(3). */
static int
send_break(struct proc *p, int fd, int drain)
{
	struct timespec ts = {0, 250000000};
	int error, err2;

	if ((error = tty_ioctl(p, fd, TIOCDRAIN, NULL)) != 0 || drain)
		return error;
	if ((error = tty_ioctl(p, fd, TIOCSBRK, NULL)) != 0)
		return error;
	error = nanosleep1(p, &ts);
	err2 = tty_ioctl(p, fd, TIOCCBRK, NULL);
	return error != 0 ? error : err2;
}

int
linux_ioctl(struct proc *p, void *v, register_t *retval)
{
	struct {
		int fd;
		u_int request;
		void *arg;
	} *uap = v;
	struct sys_ioctl_args ioctl_args = {uap->fd, 0, uap->arg};
	u_int i;

	if (fd_getfile(p->p_fd, uap->fd) == NULL)
		return EBADF;
	switch (uap->request) {
	case LINUX_TCGETS:
		return get_termios(p, uap->fd, uap->arg);
	case LINUX_TCSETS:
		return set_termios(p, uap->fd, TIOCSETA, uap->arg);
	case LINUX_TCSETSW:
		return set_termios(p, uap->fd, TIOCSETAW, uap->arg);
	case LINUX_TCSETSF:
		return set_termios(p, uap->fd, TIOCSETAF, uap->arg);
	case LINUX_TCSBRK:
		return send_break(p, uap->fd, uap->arg != NULL);
	case LINUX_TCSBRKP:
		return send_break(p, uap->fd, 0);
	case LINUX_TCXONC:
		return flow(p, uap->fd, (int)(intptr_t)uap->arg);
	case LINUX_TCFLSH:
		return flush(p, uap->fd, (int)(intptr_t)uap->arg);
	}
	for (i = 0; i < nitems(same); i++)
		if (same[i].theirs == uap->request) {
			ioctl_args.com = same[i].ours;
			return sys_ioctl(p, &ioctl_args, retval);
		}
	return ENOTTY;
}
