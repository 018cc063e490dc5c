/* SPDX-License-Identifier: BSD-2-Clause */
/* nodispatch: its entry is content, but registers nothing. */
#include <sys/param.h>
#include <sys/lkm.h>

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	return 0;
}
