/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * t_drv.h: drivers for two devices that QEMU has for tests, -device edu and
 * -device pci-testdev.  Their names begin with P.
 */
#include <sys/param.h>
#include <sys/device.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <dev/pci/pcivar.h>

#include "shall.h"

struct softc {
	struct device sc_dev;
	pcireg_t sc_id;
};
static int channel;

static int
edu_match(struct device *parent, struct cfdata *cf, void *aux)
{
	const struct pci_attach_args *pa = aux;

	return PCI_VENDOR(pa->pa_id) == 0x1234 &&
	    PCI_PRODUCT(pa->pa_id) == 0x11e8;
}

static int
testdev_match(struct device *parent, struct cfdata *cf, void *aux)
{
	const struct pci_attach_args *pa = aux;

	return PCI_VENDOR(pa->pa_id) == 0x1b36 &&
	    PCI_PRODUCT(pa->pa_id) == 0x0005;
}

static void
attach(struct device *parent, struct device *self, void *aux)
{
	const struct pci_attach_args *pa = aux;
	struct softc *sc = (struct softc *)self;

	sc->sc_id = pa->pa_id;
	aprint_normal(": a device to learn with (%04x:%04x)\n",
	    PCI_VENDOR(pa->pa_id), PCI_PRODUCT(pa->pa_id));
}

/* "detach-edu 16": that one refuses. */
static int
edu_detach(struct device *self, int flags)
{
	if ((flags & DETACH_FORCE) == 0 && shall("detach-edu") &&
	    device_unit(self) == 0)
		return number;
	return 0;
}

static int
testdev_detach(struct device *self, int flags)
{
	return (flags & DETACH_FORCE) == 0 && shall("detach-test") ? number : 0;
}

static struct cfattach edu_ca = {.ca_name = P "edu",
    .ca_devsize = sizeof(struct softc),
    .ca_match = edu_match,
    .ca_attach = attach,
    .ca_detach = edu_detach};
static struct cfattach test_ca = {.ca_name = P "test",
    .ca_devsize = sizeof(struct softc),
    .ca_match = testdev_match,
    .ca_attach = attach,
    .ca_detach = testdev_detach};
static struct cfdriver edu_cd = {.cd_name = P "edu"};
static struct cfdriver test_cd = {.cd_name = P "test"};

static struct cfdriver *drivers[] = {&edu_cd, &test_cd, NULL, NULL};
static struct cfattach *edu_list[] = {&edu_ca, NULL};
static struct cfattach *test_list[] = {&test_ca, NULL};
static struct cfattachlkminit attachments[] = {
    {P "edu", edu_list}, {P "test", test_list}, {NULL, NULL}};
static struct cfparent pci = {"pci", "pci", DVUNIT_ANY};
static int anywhere[CFLOCATORS] = {LOC_ANY, LOC_ANY};
static struct cfdata lines[] = {
    {P "edu", P "edu", 0, FSTATE_STAR, anywhere, 0, &pci},
    {P "test", P "test", 0, FSTATE_NOTFOUND, anywhere, 0, &pci},
    {NULL, NULL, 0, 0, NULL, 0, NULL}};

MOD_DRV(NAME, drivers, attachments, lines)

/* Without an end as far as the kernel looks. */
static struct cfdriver *endless[100];
static struct cfdata endless_lines[100];

static void
spoil_lists(void)
{
	int i;

	if (shall("wild-drivers"))
		_module.lkm_cd = (struct cfdriver **)number;
	else if (shall("wild-driver"))
		drivers[1] = (struct cfdriver *)number;
	else if (shall("wild-attachments"))
		_module.lkm_cai = (struct cfattachlkminit *)number;
	else if (shall("wild-list"))
		attachments[1].cfai_list = (struct cfattach **)number;
	else if (shall("wild-attachment"))
		test_list[0] = (struct cfattach *)number;
	else if (shall("wild-lines"))
		_module.lkm_cf = (struct cfdata *)number;
	else if (shall("endless-drivers")) {
		for (i = 0; i < (int)nitems(endless); i++)
			endless[i] = &edu_cd;
		_module.lkm_cd = endless;
	} else if (shall("endless-lines")) {
		for (i = 0; i < (int)nitems(endless_lines); i++)
			endless_lines[i] = lines[0];
		_module.lkm_cf = endless_lines;
	} else if (shall("no-lines"))
		_module.lkm_cf = NULL;
	else if (shall("nothing")) {
		_module.lkm_cd = NULL;
		_module.lkm_cai = NULL;
		_module.lkm_cf = NULL;
	}
}

static void
spoil_entries(void)
{
	if (shall("wild-cd-name"))
		test_cd.cd_name = (const char *)number;
	else if (shall("pci"))
		test_cd.cd_name = "pci";
	else if (shall("twice"))
		drivers[2] = &edu_cd;
	else if (shall("attachment-twice"))
		attachments[1] = attachments[0];
	else if (shall("wild-attrs"))
		test_cd.cd_attrs = (const struct cfiattrdata *const *)number;
	else if (shall("size"))
		test_ca.ca_devsize = number;
	else if (shall("no-match"))
		test_ca.ca_match = NULL;
	else if (shall("wild-detach"))
		*(vaddr_t *)&test_ca.ca_detach = number;
	else if (shall("no-driver"))
		attachments[1].cfai_name = "nobody";
	else if (shall("wild-cf-name"))
		lines[1].cf_name = (const char *)number;
	else if (shall("unit"))
		lines[1].cf_unit = number;
	else if (shall("state"))
		lines[1].cf_fstate = number;
	else if (shall("wild-loc"))
		lines[1].cf_loc = (int *)number;
	else if (shall("wild-parent"))
		lines[1].cf_pspec = (struct cfparent *)number;
	else if (shall("wild-iattr"))
		pci.cfp_iattr = (const char *)number;
	else if (shall("borrow")) {
		/* Nothing but a line, for t_drv_a's. */
		_module.lkm_cd = NULL;
		_module.lkm_cai = NULL;
		lines[0].cf_name = lines[0].cf_atname = "aedu";
	} else if (shall("join")) {
		/* An attachment for t_drv_a's driver, and no devices. */
		drivers[0] = &test_cd;
		drivers[1] = NULL;
		attachments[0].cfai_name = "aedu";
		_module.lkm_cf = NULL;
	} else if (shall("dev"))
		anywhere[PCICF_DEV] = number;
}

static int
load(struct lkm_table *lkmtp, int cmd)
{
	return shall("load") ? number : 0;
}

static int
unload(struct lkm_table *lkmtp, int cmd)
{
	if (shall("slow")) {
		printf(NAME ": unloading\n");
		(void)tsleep(&channel, PWAIT, "t_drv", hz);
	}
	return shall("unload") || shall("slow") ? number : 0;
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	if (cmd == LKM_E_LOAD) {
		spoil_lists();
		spoil_entries();
	}
	DISPATCH(lkmtp, cmd, ver, load, unload, lkm_nofunc);
}
