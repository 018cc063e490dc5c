/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * t_emul.h: an emulation, ENAME, with few calls: 1 is exit, 2 sleeps until a
 * signal comes, 3 exits with 43.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/exec.h>
#include <sys/proc.h>
#include <sys/procvar.h>
#include <sys/signalvar.h>
#include <sys/syscall.h>
#include <sys/syscallargs.h>

#include "shall.h"

static int channel;

static int
emul_sleep(struct proc *p, void *v, register_t *retval)
{
	return tsleep(&channel, PWAIT | PCATCH, "t_emul", 0);
}

static int
emul_exit(struct proc *p, void *v, register_t *retval)
{
	exit1(p, 43 << 8);
	return 0;
}

static struct sysent calls[] = {{0, 0, sys_lkmnosys},
    {1, sizeof(int), sys_exit}, {0, 0, emul_sleep}, {0, 0, emul_exit}};

static const char *names[nitems(calls)] = {"none", "exit", "sleep", "exit43"};
static const char *kinds[nitems(calls)] = {"d", "dddddddddd"};

static const char trampoline[] = {(char)0xeb, (char)0xfe}; /* jmp . */
static struct emul emulation = {.e_name = ENAME,
    .e_sysent = calls,
    .e_nsysent = nitems(calls),
    .e_sendsig = sendsig,
    .e_sigcode = trampoline,
    .e_esigcode = trampoline + sizeof(trampoline)};
static const struct emul constant = {.e_name = ENAME,
    .e_sysent = calls,
    .e_nsysent = nitems(calls),
    .e_sendsig = sendsig,
    .e_sigcode = trampoline,
    .e_esigcode = trampoline + sizeof(trampoline)};

/* Spoil it; which one is to be used comes back. */
static inline const struct emul *
spoil_emul(void)
{
	if (shall("wild-emul"))
		return (const struct emul *)number;
	if (shall("const-emul"))
		return &constant;
	if (shall("native-emul"))
		return &emul_native;
	if (shall("native-name"))
		emulation.e_name = "native";
	else if (shall("wild-name"))
		emulation.e_name = (const char *)number;
	else if (shall("ncalls"))
		emulation.e_nsysent = number;
	else if (shall("wild-calls"))
		emulation.e_sysent = (struct sysent *)number;
	else if (shall("wild-call"))
		*(vaddr_t *)&calls[2].sy_call = number;
	else if (shall("arguments"))
		calls[2].sy_argsize = number;
	else if (shall("no-sendsig"))
		emulation.e_sendsig = NULL;
	else if (shall("wild-errno"))
		emulation.e_errno = (const int *)number;
	else if (shall("wild-kinds"))
		emulation.e_syscallkinds = (const char *const *)number;
	else if (shall("wild-kind") || shall("long-kind")) {
		if (shall("wild-kind"))
			kinds[1] = (const char *)number;
		emulation.e_syscallkinds = kinds;
	} else if (shall("wild-fetch"))
		*(vaddr_t *)&emulation.e_fetchargs = number;
	else if (shall("wild-names"))
		emulation.e_syscallnames = (const char *const *)number;
	else if (shall("wild-call-name")) {
		names[2] = (const char *)number;
		emulation.e_syscallnames = names;
	} else if (shall("wild-child"))
		*(vaddr_t *)&emulation.e_childreturn = number;
	else if (shall("long-sigcode"))
		emulation.e_esigcode += PAGE_SIZE;
	else if (shall("wild-sigcode"))
		emulation.e_sigcode = emulation.e_esigcode - number;
	else if (shall("sigpage"))
		*(vaddr_t *)&emulation.e_sigpage = number;
	return &emulation;
}

/* Slow, so that somebody may try to come in; or it refuses. */
static inline int
slowly(const char *name)
{
	if (shall("slow")) {
		printf("%s: unloading\n", name);
		(void)tsleep(&channel, PWAIT, "t_emul", hz);
	}
	return shall("unload") || shall("slow") ? number : 0;
}
