/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * init_sysent.c: the native system calls.  The table is the one that
 * modules extend: a number that is not here is free for them, from 210 on for
 * any of them, and 210 to 219 stay so.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/procvar.h>
#include <sys/signalvar.h>
#include <sys/syscall.h>
#include <sys/syscallargs.h>

extern const char sigcode[], esigcode[];
extern const char *const syscallnames[], *const syscallkinds[]; /* syscalls.c */

#define CALL_AS(name, args, kinds)                            \
	[SYS_##name] = {sizeof(struct sys_##args##_args) / 4, \
	    sizeof(struct sys_##args##_args), sys_##name},
#define CALL(name, kinds)  CALL_AS(name, name, kinds)
#define CALL0(name, kinds) [SYS_##name] = {0, 0, sys_##name},
struct sysent sysent[SYS_MAXSYSCALL] = {
    [SYS_syscall] = {0, 0, sys_nosys}, /* what it names is called instead */

#include "syscalls.def"
};
int nsysent = SYS_MAXSYSCALL;
#undef CALL_AS
#undef CALL
#undef CALL0

/*
 * What has no call is free for modules.  Those look for it from 0 on, some by
 * themselves, and programs expect what they find to be 210: so the numbers
 * below are only for modules that ask for one of them.
 */
void
sysent_init(void)
{
	int i;

	for (i = 0; i < nsysent; i++)
		if (sysent[i].sy_call == NULL)
			sysent[i].sy_call =
			    i < SYS_lkmnosys0 ? sys_nosys : sys_lkmnosys;
}

struct emul emul_native = {
    .e_name = "native",
    .e_sysent = sysent,
    .e_nsysent = SYS_MAXSYSCALL,
    .e_syscallnames = syscallnames,
    .e_syscallkinds = syscallkinds,
    .e_sendsig = sendsig,
    .e_sigcode = sigcode,
    .e_esigcode = esigcode,
};
