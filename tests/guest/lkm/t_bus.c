/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * t_bus: a driver that is a bus with two places: on QEMU's -device edu.  Who
 * is on it is t_onbus.c's.
 */
#include <sys/param.h>
#include <sys/device.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <dev/pci/pcivar.h>

#include "shall.h"

static int channel;

static int
bus_match(struct device *parent, struct cfdata *cf, void *aux)
{
	const struct pci_attach_args *pa = aux;

	return PCI_VENDOR(pa->pa_id) == 0x1234 &&
	    PCI_PRODUCT(pa->pa_id) == 0x11e8;
}

static int
bus_print(void *aux, const char *bus)
{
	printf(" place %d", *(int *)aux);
	return QUIET;
}

static int
bus_rescan(struct device *self, const char *ifattr, const int *locators)
{
	int place;

	for (place = 0; place < 2; place++)
		if (device_at(self, &place, 1) == NULL)
			config_found_sm_loc(self, "tbus", &place, &place,
			    bus_print, config_stdsubmatch);
	return 0;
}

static void
bus_attach(struct device *parent, struct device *self, void *aux)
{
	aprint_normal(": two places\n");
	bus_rescan(self, NULL, NULL);
}

/* "slow-bus 16": after a while it refuses, or with 0 does not. */
static int
bus_detach(struct device *self, int flags)
{
	if (shall("slow-bus"))
		(void)tsleep(&channel, PWAIT, "t_bus", hz);
	return shall("slow-bus") ? number : 0;
}

static const struct cfiattrdata tbus = {"tbus", 1, {{"place", NULL, 0}}};
static const struct cfiattrdata *const attributes[] = {&tbus, NULL};
static struct cfattach bus_ca = {.ca_name = "tbus",
    .ca_devsize = sizeof(struct device),
    .ca_match = bus_match,
    .ca_attach = bus_attach,
    .ca_detach = bus_detach,
    .ca_rescan = bus_rescan};
static struct cfdriver bus_cd = {.cd_name = "tbus", .cd_attrs = attributes};
static struct cfdriver *drivers[] = {&bus_cd, NULL};
static struct cfattach *list[] = {&bus_ca, NULL};
static struct cfattachlkminit attachments[] = {{"tbus", list}, {NULL, NULL}};
static struct cfparent pci = {"pci", "pci", 0};
static int dev4[CFLOCATORS] = {4, LOC_ANY};
static struct cfdata lines[] = {
    {"tbus", "tbus", 0, FSTATE_NOTFOUND, dev4, 0, &pci},
    {NULL, NULL, 0, 0, NULL, 0, NULL}};

MOD_DRV("t_bus", drivers, attachments, lines)

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
