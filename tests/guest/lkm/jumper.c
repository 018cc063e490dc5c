/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * jumper: its functions end with a jump into the kernel, where they sleep:
 * of the module itself nothing is on the stack then.  Call 223 waits for a
 * buffer (1), which 101 says is done; attaches a device whose open sleeps
 * (2), and detaches it (102).
 */
#include <sys/param.h>
#include <sys/buf.h>
#include <sys/conf.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>

static struct buf jump_buffer;
static int jump_channel, major;

static int
jump_open(dev_t dev, int flag, int mode, struct proc *p)
{
	return tsleep(&jump_channel, PWAIT | PCATCH, "jump", 0);
}
static const struct cdevsw jump_cdevsw = {.d_open = jump_open};

static int
jumper(struct proc *p, void *v, register_t *retval)
{
	switch (*(int *)v) {
	case 1:
		jump_buffer.b_flags = B_RAW;
		return biowait(&jump_buffer);
	case 101:
		biodone(&jump_buffer);
		return 0;
	case 2:
		major = -1;
		return devsw_attach("jumper", NULL, NULL, &jump_cdevsw, &major);
	case 102:
		devsw_detach(NULL, &jump_cdevsw);
		return 0;
	}
	return EINVAL;
}

static struct sysent entry = {1, sizeof(int), jumper};
MOD_SYSCALL("jumper", 223, &entry)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
