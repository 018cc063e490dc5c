/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mainbus.c: the root of the tree of devices, and what is always at it: the
 * first PCI bus, if the machine has one.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/device.h>
#include <dev/pci/pcivar.h>

static const struct cfiattrdata pcibus_iattr = {
    "pcibus", 1, {{"bus", "-1", LOC_ANY}}};
static const struct cfiattrdata *const mainbus_attrs[] = {&pcibus_iattr, NULL};

static CFDRIVER_DECL(mainbus, DV_DULL, mainbus_attrs);

static int
mainbus_match(struct device *parent, struct cfdata *cf, void *aux)
{
	return 1;
}

static void
mainbus_attach(struct device *parent, struct device *self, void *aux)
{
	struct pcibus_attach_args pba = {.pba_bus = 0};
	const int loc[] = {0};

	printf("\n");
	if (pci_present())
		config_found_sm_loc(
		    self, "pcibus", loc, &pba, pcibusprint, config_stdsubmatch);
}

static CFATTACH_DECL(
    mainbus, sizeof(struct device), mainbus_match, mainbus_attach, NULL, NULL);

/* ---- what is always there ---- */

static const struct cfbase base[] = {{&mainbus_cd, &mainbus_ca},
    {&pci_cd, &pci_ca}, {&ppb_cd, &ppb_ca}, {NULL, NULL}};

static const struct cfparent any_pcibus = {"pcibus", NULL, DVUNIT_ANY};
static const struct cfparent any_pci = {"pci", "pci", DVUNIT_ANY};

static struct cfdata lines[] = {
    {"mainbus", "mainbus", 0, FSTATE_NOTFOUND, NULL, 0, NULL},
    {"pci", "pci", 0, FSTATE_STAR, NULL, 0, &any_pcibus},
    {"ppb", "ppb", 0, FSTATE_STAR, NULL, 0, &any_pci},
    {.cf_name = NULL},
};

void
mainbus_init(void)
{
	device_init();
	config_init(base, lines, "mainbus");
}
