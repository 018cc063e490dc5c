/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * /dev/tty: whatever terminal controls the session of the process that
 * uses it.  ENXIO without one.
 */
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/tty.h>

static struct tty *
ctty(const struct proc *p)
{
	return (p->p_flag & P_CONTROLT) != 0 ? p->p_session->s_ttyp : NULL;
}

static int
cttyopen(
    dev_t dev __unused, int flag __unused, int mode __unused, struct proc *p)
{
	return ctty(p) == NULL ? ENXIO : 0;
}

static int
cttyread(dev_t dev __unused, struct uio *uio, int ioflag)
{
	struct tty *tp = ctty(curproc);

	return tp == NULL ? EIO : ttread(tp, uio, ioflag);
}

static int
cttywrite(dev_t dev __unused, struct uio *uio, int ioflag)
{
	struct tty *tp = ctty(curproc);

	return tp == NULL ? EIO : ttwrite(tp, uio, ioflag);
}

/* Through the terminal's driver, which may have requests of its own. */
static int
cttyioctl(
    dev_t dev __unused, u_long cmd, caddr_t data, int flag, struct proc *p)
{
	struct tty *tp = ctty(p);
	const struct cdevsw *sw;

	if (tp == NULL)
		return EIO;
	sw = cdevsw_lookup(tp->t_dev);
	if (sw == NULL || sw->d_ioctl == NULL)
		return ENOTTY;
	return sw->d_ioctl(tp->t_dev, cmd, data, flag, p);
}

static int
cttypoll(dev_t dev __unused, int events, struct proc *p)
{
	struct tty *tp = ctty(p);

	return tp == NULL ? POLLHUP : ttpoll(tp, events, p);
}

const struct cdevsw ctty_cdevsw = {
    .d_open = cttyopen,
    .d_read = cttyread,
    .d_write = cttywrite,
    .d_ioctl = cttyioctl,
    .d_poll = cttypoll,
    .d_type = D_TTY,
};
