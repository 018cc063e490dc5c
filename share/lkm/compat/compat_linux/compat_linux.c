/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * compat_linux: Linux/i386 as an emulation.  The kernel asks it four things:
 * where a system call's arguments are, which function a number means, what
 * an error is called, and how a signal is delivered.  exec_linux finds the
 * programs that it is for.
 */
#include <sys/exec.h>
#include <sys/lkm.h>
#include <machine/frame.h>

#include "linux_signal.h"

/* All six, whatever the call wants: that is quicker than to ask. */
static int
linux_fetchargs(
    struct proc *p, struct trapframe *tf, int *code, register_t *args)
{
	*code = tf->tf_eax;
	args[0] = tf->tf_ebx;
	args[1] = tf->tf_ecx;
	args[2] = tf->tf_edx;
	args[3] = tf->tf_esi;
	args[4] = tf->tf_edi;
	args[5] = tf->tf_ebp;
	return 0;
}

static struct emul linux_emul = {.e_name = "linux",
    .e_sysent = linux_sysent,
    .e_nsysent = LINUX_NCALLS,
    .e_fetchargs = linux_fetchargs,
    .e_errno = linux_errno,
    .e_syscallnames = linux_syscallnames,
    .e_syscallkinds = linux_syscallkinds,
    .e_childreturn = linux_childreturn,
    .e_sendsig = linux_sendsig,
    .e_sigcode = linux_sigcode,
    .e_esigcode = linux_esigcode};

MOD_COMPAT("compat_linux", -1, &linux_emul)

static int
load(struct lkm_table *lkmtp, int cmd)
{
	return linux_nosys_attach();
}

static int
unload(struct lkm_table *lkmtp, int cmd)
{
	linux_nosys_detach();
	return 0;
}

int compat_linux_lkmentry(struct lkm_table *, int, int);

int
compat_linux_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, load, unload, lkm_nofunc);
}
