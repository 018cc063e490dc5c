/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console as a terminal, /dev/console: what programs write is queued
 * and goes to all console devices; the serial line and the keyboard hand
 * what is typed to cn_tty.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/cons.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/systm.h>
#include <sys/tty.h>
#include <sys/uio.h>
#include "comvar.h"

struct tty *cn_tty;

/* t_oproc */
static void
cntstart(struct tty *tp)
{
	const u_char *p;
	size_t n, done;

	while ((n = ttyq_peek(&tp->t_outq, &p)) > 0) {
		done = cnstart((const char *)p, n);
		ttyq_drop(&tp->t_outq, done);
		if (done < n) {
			tp->t_state |= TS_BUSY;
			break;
		}
	}
	ttyoutwake(tp);
}

/* t_param: the speed is the serial line's; a screen has none. */
static int
cnparam(struct tty *tp __unused, const struct termios *t)
{
	return com_cn.cc_port != 0 ? com_param(&com_cn, t) : 0;
}

static bool
cnidle(struct tty *tp __unused)
{
	return com_cn.cc_port == 0 || com_idle(&com_cn);
}

/* cn_drain: the kernel is about to stop. */
static void
cn_tty_drain(void)
{
	struct ttyq *q = &cn_tty->t_outq;
	const u_char *p;
	u_int n;

	while ((n = ttyq_peek(q, &p)) > 0) {
		cnwrite_raw((const char *)p, n);
		ttyq_drop(q, n);
	}
}

void
cnattach(void)
{
	cn_tty = ttymalloc();
	cn_tty->t_oproc = cntstart;
	cn_tty->t_param = cnparam;
	cn_tty->t_idle = cnidle;
	cn_tty->t_winsize.ws_row = 25;
	cn_tty->t_winsize.ws_col = 80;
	cn_drain = cn_tty_drain;
}

static int
cnopen(dev_t dev, int flag, int mode __unused, struct proc *p)
{
	if (minor(dev) != 0)
		return ENXIO;
	if ((cn_tty->t_state & TS_ISOPEN) == 0)
		ttydefaults(cn_tty);
	return ttyopen(dev, cn_tty, flag, p);
}

static int
cnclose(
    dev_t dev __unused, int flag, int mode __unused, struct proc *p __unused)
{
	ttyclose(cn_tty, flag);
	return 0;
}

static int
cnread(dev_t dev __unused, struct uio *uio, int ioflag)
{
	return ttread(cn_tty, uio, ioflag);
}

static int
cnttywrite(dev_t dev __unused, struct uio *uio, int ioflag)
{
	return ttwrite(cn_tty, uio, ioflag);
}

static int
cnioctl(dev_t dev __unused, u_long cmd, caddr_t data, int flag, struct proc *p)
{
	return ttioctl(cn_tty, cmd, data, flag, p);
}

static int
cnpoll(dev_t dev __unused, int events, struct proc *p)
{
	return ttpoll(cn_tty, events, p);
}

int
cnreadline(const char *prompt, char *buf, size_t size)
{
	struct iovec iov = {buf, size - 1};
	struct uio uio = {.uio_iov = &iov,
	    .uio_iovcnt = 1,
	    .uio_resid = size - 1,
	    .uio_rw = UIO_READ,
	    .uio_segflg = UIO_SYSSPACE,
	    .uio_procp = curproc};
	dev_t dev = makedev(0, 0);
	char *end;
	int error = cnopen(dev, FREAD, S_IFCHR, curproc);

	if (error != 0)
		return error;
	/* Whoever sees it may type at once; what came before is not kept. */
	printf("%s", prompt);
	error = cnread(dev, &uio, 0);
	(void)cnclose(dev, FREAD, S_IFCHR, curproc);
	buf[size - 1 - uio.uio_resid] = '\0';
	if ((end = strchr(buf, '\n')) != NULL)
		*end = '\0';
	return error;
}

static struct tty *
cntty(dev_t dev __unused)
{
	return cn_tty;
}

const struct cdevsw cn_cdevsw = {
    .d_open = cnopen,
    .d_close = cnclose,
    .d_read = cnread,
    .d_write = cnttywrite,
    .d_ioctl = cnioctl,
    .d_tty = cntty,
    .d_poll = cnpoll,
    .d_type = D_TTY,
};
