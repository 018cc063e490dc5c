/* SPDX-License-Identifier: BSD-2-Clause */
/* keeper: has what leaker leaves behind; does nothing by itself. */
#include "keeper.h"

static int
call(struct proc *p, void *v, register_t *retval)
{
	*retval = 0;
	return 0;
}

static int
no_program(struct proc *p, struct exec_package *ep)
{
	return ENOEXEC;
}

static void
nothing(void *arg)
{
}

static int
not_ours(void *arg)
{
	return 0;
}

static void
no_output(struct tty *tp)
{
}

static void
nothing_told(struct kprobe *kp, struct kprobe_call *c)
{
}

struct keeper keeper = {.sysent = {0, 0, call},
    .cdev_name = "kept",
    .exec = {.es_name = "kept",
	.es_check = no_program,
	.es_emul = &emul_native},
    .vfs = {.vfs_name = "keptfs"},
    .leaf = {.sl_name = "debug.kept",
	.sl_descr = "left behind",
	.sl_type = SYSCTL_INT,
	.sl_data = &keeper.number,
	.sl_size = sizeof(keeper.number)},
    .probed = nothing_told,
    .timeout = nothing,
    .output = no_output,
    .interrupt = not_ours};

MOD_MISC("keeper")

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
