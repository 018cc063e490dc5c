/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcibus.c: PCI busses and the bridges between them, as devices.  A bus
 * tells autoconfiguration of each function of each device on it, at boot and
 * whenever a driver is added.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/device.h>
#include "pcivar.h"

struct pci_softc {
	struct device sc_dev;
	int sc_bus;
};

static const struct cfiattrdata pci_iattr = {
    "pci", 2, {{"dev", "-1", LOC_ANY}, {"function", "-1", LOC_ANY}}};
static const struct cfiattrdata *const pci_attrs[] = {&pci_iattr, NULL};

CFDRIVER_DECL(pci, DV_DULL, pci_attrs);

static int
pci_match(struct device *parent, struct cfdata *cf, void *aux)
{
	return 1;
}

/* What nobody takes is not worth a line on the console. */
static int
pciprint(void *aux, const char *pnp)
{
	const struct pci_attach_args *pa = aux;

	if (pnp != NULL)
		return QUIET;
	printf(" dev %d function %d", pa->pa_device, pa->pa_function);
	return UNCONF;
}

int
pcibusprint(void *aux, const char *pnp)
{
	const struct pcibus_attach_args *pba = aux;

	if (pnp != NULL)
		return QUIET;
	printf(" bus %d", pba->pba_bus);
	return UNCONF;
}

static int
offer(const struct pci_attach_args *found, void *arg)
{
	struct device *self = arg;
	struct pci_attach_args pa = *found;
	const int loc[] = {pa.pa_device, pa.pa_function};

	if (device_at(self, loc, nitems(loc)) == NULL)
		config_found_sm_loc(
		    self, "pci", loc, &pa, pciprint, config_stdsubmatch);
	return 0;
}

static int
pci_rescan(struct device *self, const char *ifattr, const int *locators)
{
	struct pci_softc *sc = (struct pci_softc *)self;

	pci_enumerate_bus(sc->sc_bus, offer, self);
	return 0;
}

static void
pci_attach(struct device *parent, struct device *self, void *aux)
{
	const struct pcibus_attach_args *pba = aux;
	struct pci_softc *sc = (struct pci_softc *)self;

	printf("\n");
	sc->sc_bus = pba->pba_bus;
	pci_rescan(self, NULL, NULL);
}

CFATTACH_DECL2(pci, sizeof(struct pci_softc), pci_match, pci_attach, NULL, NULL,
    pci_rescan);

/* ---- bridges ---- */

static const struct cfiattrdata ppb_iattr = {
    "pcibus", 1, {{"bus", "-1", LOC_ANY}}};
static const struct cfiattrdata *const ppb_attrs[] = {&ppb_iattr, NULL};

CFDRIVER_DECL(ppb, DV_DULL, ppb_attrs);

/* Numbers grow downstream; a smaller one would lead in a circle. */
static int
ppb_match(struct device *parent, struct cfdata *cf, void *aux)
{
	const struct pci_attach_args *pa = aux;

	return pci_bridge_to(pa) > pa->pa_bus;
}

static void
ppb_attach(struct device *parent, struct device *self, void *aux)
{
	const struct pci_attach_args *pa = aux;
	struct pcibus_attach_args pba = {.pba_bus = pci_bridge_to(pa)};
	const int loc[] = {pba.pba_bus};

	printf(": PCI-PCI bridge\n");
	config_found_sm_loc(
	    self, "pcibus", loc, &pba, pcibusprint, config_stdsubmatch);
}

CFATTACH_DECL(ppb, sizeof(struct device), ppb_match, ppb_attach, NULL, NULL);
