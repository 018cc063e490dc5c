/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * shorty: the description ends with the module's memory, where only the part
 * that all types share has room.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

static struct {
	char pad[4096 - sizeof(struct lkm_any)];
	struct lkm_any any;
} data
    __attribute__((aligned(4096))) = {.any = _LKM_ANY(LM_SYSCALL, "shorty", 0)};

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	lkmtp->private.lkm_any = &data.any;
	return lkmdispatch(lkmtp, cmd);
}
