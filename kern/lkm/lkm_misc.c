/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_misc.c: modules that wire themselves: their load function puts them
 * where they belong, their unload function takes them out again.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>

static int
misc_attach(struct lkm_table *t)
{
	return 0;
}

static int
misc_detach(struct lkm_table *t)
{
	return 0;
}

/* Where it has put itself it may have noted, as old modules do. */
static void
misc_stat(struct lkm_table *t)
{
	t->offset = t->private.lkm_misc->lkm_offset;
}

const struct lkm_type lkm_type_misc = {
    .description = sizeof(struct lkm_misc),
    .attach = misc_attach,
    .detach = misc_detach,
    .stat = misc_stat,
};
