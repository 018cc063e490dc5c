/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_xxx.c: reboot(2), and the calls that do nothing.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/reboot.h>
#include <sys/syscallargs.h>
#include <machine/cpu.h>

int
sys_reboot(struct proc *p, void *v, register_t *retval)
{
	struct sys_reboot_args *uap = v;
	int error;

	if ((error = suser(p->p_ucred, NULL)) != 0)
		return error;
	if ((uap->opt & RB_NOSYNC) == 0)
		vfs_shutdown(p);
	cpu_reboot(uap->opt);
}

/* A number that no call has. */
int
sys_nosys(struct proc *p, void *v, register_t *retval)
{
	return ENOSYS;
}

int
sys_lkmnosys(struct proc *p, void *v, register_t *retval)
{
	return ENOSYS;
}

int
nullop(void *v)
{
	return 0;
}

int
enodev(void)
{
	return ENODEV;
}

int
enosys(void)
{
	return ENOSYS;
}

int
enxio(void)
{
	return ENXIO;
}

int
eopnotsupp(void)
{
	return EOPNOTSUPP;
}
