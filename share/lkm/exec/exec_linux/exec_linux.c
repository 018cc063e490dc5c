/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec_linux: static ELF programs of Linux for the i386, on the emulation
 * that compat_linux brings.  To the processor they are programs like any
 * other; what tells them apart is in linux_mark.c, and what more they find on
 * their stack in linux_stack.c.
 */
#include <sys/lkm.h>

#include "exec_linux.h"

/*
 * ENOEXEC: no program for Linux, or a dynamic one, which the kernel's own
 * format, the last that is asked, tells why it does not run.
 */
static int
linux_check(struct proc *p, struct exec_package *ep)
{
	const Elf32_Phdr *ph = elf_headers(ep);

	if (ph == NULL || elf_interpreter(ep) != NULL || !linux_marked(p, ep))
		return ENOEXEC;
	return elf_segments(ep, linux_bias(ep));
}

static struct execsw linux_execsw = {.es_name = "linux",
    .es_check = linux_check,
    .es_setup_stack = linux_setup_stack};

MOD_EXEC("exec_linux", -1, &linux_execsw, "linux")

int exec_linux_lkmentry(struct lkm_table *, int, int);

int
exec_linux_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
