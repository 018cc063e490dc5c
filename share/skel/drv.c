/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * NAME: a module of type DRV: a driver that finds its devices on the PCI
 * bus by itself.  The device is one that QEMU has to learn with, -device edu.
 */
#include <sys/param.h>
#include <sys/device.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <dev/pci/pcivar.h>

/* What the driver knows of one device; its start is the kernel's. */
struct NAME_softc {
	struct device sc_dev;
	pcireg_t sc_id;
};

/* Is it one of ours?  The largest number of all drivers gets it. */
static int
NAME_match(struct device *parent, struct cfdata *cf, void *aux)
{
	const struct pci_attach_args *pa = aux;

	return PCI_VENDOR(pa->pa_id) == 0x1234 &&
	    PCI_PRODUCT(pa->pa_id) == 0x11e8;
}

static void
NAME_attach(struct device *parent, struct device *self, void *aux)
{
	const struct pci_attach_args *pa = aux;
	struct NAME_softc *sc = (struct NAME_softc *)self;

	sc->sc_id = pa->pa_id;
	aprint_normal(": a device to learn with\n");
}

/* Undo what NAME_attach() did; an error keeps it, and the module. */
static int
NAME_detach(struct device *self, int flags)
{
	return 0;
}

static struct cfattach NAME_ca = {.ca_name = "NAME",
    .ca_devsize = sizeof(struct NAME_softc),
    .ca_match = NAME_match,
    .ca_attach = NAME_attach,
    .ca_detach = NAME_detach};
static struct cfdriver NAME_cd = {.cd_name = "NAME"};

/* The driver, how it is attached, and where to look: any place at a PCI bus. */
static struct cfdriver *drivers[] = {&NAME_cd, NULL};
static struct cfattach *attachments[] = {&NAME_ca, NULL};
static const struct cfattachlkminit NAME_attachments[] = {
    {"NAME", attachments}, {NULL, NULL}};
static struct cfparent pci = {"pci", "pci", DVUNIT_ANY};
static int anywhere[CFLOCATORS] = {LOC_ANY, LOC_ANY};
static struct cfdata lines[] = {
    {"NAME", "NAME", 0, FSTATE_STAR, anywhere, 0, &pci},
    {NULL, NULL, 0, 0, NULL, 0, NULL}};

MOD_DRV("NAME", drivers, NAME_attachments, lines)

int NAME_lkmentry(struct lkm_table *, int, int);

int
NAME_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
