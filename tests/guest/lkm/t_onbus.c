/* SPDX-License-Identifier: BSD-2-Clause */
/* t_onbus: a driver of what is on t_bus.c's bus. */
#include <sys/param.h>
#include <sys/device.h>
#include <sys/errno.h>
#include <sys/lkm.h>

#include "shall.h"

/* "garbage -5": it says so for the first place; any number is an answer. */
static int
on_match(struct device *parent, struct cfdata *cf, void *aux)
{
	return shall("garbage") && *(int *)aux == 0 ? number : 1;
}

static void
on_attach(struct device *parent, struct device *self, void *aux)
{
	aprint_normal(": there\n");
}

static int
on_detach(struct device *self, int flags)
{
	return (flags & DETACH_FORCE) == 0 && shall("stay") &&
		device_unit(self) == 0
	    ? number
	    : 0;
}

static struct cfattach on_ca = {.ca_name = "onbus",
    .ca_devsize = sizeof(struct device),
    .ca_match = on_match,
    .ca_attach = on_attach,
    .ca_detach = on_detach};
static struct cfdriver on_cd = {.cd_name = "onbus"};
static struct cfdriver *drivers[] = {&on_cd, NULL};
static struct cfattach *list[] = {&on_ca, NULL};
static struct cfattachlkminit attachments[] = {{"onbus", list}, {NULL, NULL}};
static struct cfparent tbus = {"tbus", NULL, DVUNIT_ANY};
static struct cfdata lines[] = {
    {"onbus", "onbus", 0, FSTATE_STAR, NULL, 0, &tbus},
    {NULL, NULL, 0, 0, NULL, 0, NULL}};

MOD_DRV("t_onbus", drivers, attachments, lines)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
