/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * scarg: arguments by SCARG, words of the caller one by one.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/mount.h>
#include <sys/syscallargs.h>
#include <sys/lkm.h>

struct sys_swapends_args {
	syscallarg(char *) string;
	syscallarg(short) len;
	syscallarg(int *) sum;
};

int	sys_swapends __P((struct proc *, void *, register_t *));

static struct sysent swapends = {
	3, sizeof(struct sys_swapends_args), sys_swapends
};

MOD_SYSCALL("scarg", 214, &swapends)

int
sys_swapends(p, v, retval)
	struct proc *p;
	void *v;
	register_t *retval;
{
	struct sys_swapends_args /* {
		syscallarg(char *) string;
		syscallarg(short) len;
		syscallarg(int *) sum;
	} */ *uap = v;
	char *cp = SCARG(uap, string);
	int a, b, n = SCARG(uap, len);

	if (n < 2)
		return (EINVAL);
	if ((a = fubyte(cp)) == -1 || (b = fubyte(cp + n - 1)) == -1)
		return (EFAULT);
	if (subyte(cp, b) || subyte(cp + n - 1, a))
		return (EFAULT);
	if (suword((caddr_t)SCARG(uap, sum), a + b))
		return (EFAULT);
	*retval = fuword((caddr_t)SCARG(uap, sum));
	return (0);
}

int
scarg_lkmentry(lkmtp, cmd, ver)
	struct lkm_table *lkmtp;
	int cmd, ver;
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc)
}
