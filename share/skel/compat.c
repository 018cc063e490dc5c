/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * NAME: a module of type COMPAT: an emulation, which has system calls of
 * its own.  A module of type EXEC runs programs on it: it names it in
 * MOD_EXEC.
 */
#include <sys/param.h>
#include <sys/exec.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/procvar.h>
#include <sys/signalvar.h>
#include <sys/syscallargs.h>
#include <sys/systm.h>

static int
NAME_getpid(struct proc *p, void *v, register_t *retval)
{
	*retval = p->p_pid;
	return 0;
}

/* By number; what the kernel has already can stand here, too. */
static struct sysent NAME_sysent[] = {
    {0, 0, sys_lkmnosys},       /* 0: not used */
    {1, sizeof(int), sys_exit}, /* 1: exit(status) */
    {0, 0, NAME_getpid},        /* 2: getpid() */
};

/*
 * What a signal handler returns to: here nothing has one, so that it is an
 * endless loop (jmp .).
 */
static const char NAME_sigcode[] = {(char)0xeb, (char)0xfe};

static struct emul NAME_emul = {.e_name = "NAME",
    .e_sysent = NAME_sysent,
    .e_nsysent = nitems(NAME_sysent),
    .e_sendsig = sendsig,
    .e_sigcode = NAME_sigcode,
    .e_esigcode = NAME_sigcode + sizeof(NAME_sigcode)};

MOD_COMPAT("NAME", -1, &NAME_emul)

int NAME_lkmentry(struct lkm_table *, int, int);

int
NAME_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
