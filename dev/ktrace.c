/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ktrace.c: /dev/ktrace: each open file is a trace of its own, from which the
 * records are read: ktrace(4).  Whom one may trace is decided when one asks,
 * in kern/kern_ktrace.c: anybody may open this.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/device.h>
#include <sys/errno.h>
#include <sys/file.h>
#include <sys/filio.h>
#include <sys/ktracevar.h>
#include <sys/proc.h>

static const struct fileops ktrace_fileops;

static int
ktraceopen(dev_t dev, int flag, int mode, struct proc *p)
{
	return minor(dev) == 0 ? 0 : ENXIO;
}

static int
ktracefopen(struct file *fp, struct proc *p)
{
	if ((fp->f_state = ktrace_create(p)) == NULL)
		return ENOMEM;
	fp->f_ops = &ktrace_fileops;
	return 0;
}

static int
ktracefread(struct file *fp, off_t *offset, struct uio *uio, struct ucred *cred,
    int flags)
{
	return ktrace_read(fp->f_state, uio, fp->f_flag & FNONBLOCK);
}

static int
ktracefwrite(struct file *fp, off_t *offset, struct uio *uio,
    struct ucred *cred, int flags)
{
	return ENODEV;
}

static int
ktracefioctl(struct file *fp, u_long cmd, void *data, struct proc *p)
{
	const struct ktr_attach *ka = data;

	switch (cmd) {
	case KTRIOCATTACH:
		return ktrace_attach(fp->f_state, p, ka->ka_pid, ka->ka_flags);
	case KTRIOCDETACH:
		return ktrace_detach(fp->f_state, *(int32_t *)data);
	case KTRIOCCUT:
		return ktrace_setcut(fp->f_state, *(uint32_t *)data);
	}
	return ENOTTY;
}

static int
ktracefpoll(struct file *fp, int events, struct proc *p)
{
	return ktrace_poll(fp->f_state, events, p);
}

static int
ktracefclose(struct file *fp, struct proc *p)
{
	ktrace_destroy(fp->f_state);
	return vn_closefile(fp, p);
}

static const struct fileops ktrace_fileops = {
    .fo_read = ktracefread,
    .fo_write = ktracefwrite,
    .fo_ioctl = ktracefioctl,
    .fo_poll = ktracefpoll,
    .fo_stat = vn_fstat,
    .fo_close = ktracefclose,
};

const struct cdevsw ktrace_cdevsw = {
    .d_open = ktraceopen,
    .d_fopen = ktracefopen,
    .d_type = D_OTHER,
};
