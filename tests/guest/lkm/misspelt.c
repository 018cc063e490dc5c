/* SPDX-License-Identifier: BSD-2-Clause */
/* misspelt: four names that are nearly known, one that is not, one is ours. */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>

int kprintf(const char *);
void *mallco(int);
int strcmpp(const char *);
int provided_summ(int, int);
int quite_another_thing(void);

MOD_MISC("misspelt")

static int
load(struct lkm_table *lkmtp, int cmd)
{
	kprintf("hello");
	return (int)mallco(5) + strcmpp("x") + provided_summ(1, 2) +
	    quite_another_thing();
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, load, lkm_nofunc, lkm_nofunc);
}
