/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding PCI devices.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include "pcivar.h"

#define PCI_DEVICES   32
#define PCI_FUNCTIONS 8

int
pci_bridge_to(const struct pci_attach_args *pa)
{
	pcireg_t bhlc = pci_conf_read(pa->pa_tag, PCI_BHLC_REG);

	if (PCI_CLASS(pa->pa_class) != PCI_CLASS_BRIDGE ||
	    PCI_SUBCLASS(pa->pa_class) != PCI_SUBCLASS_BRIDGE_PCI ||
	    PCI_HDRTYPE_TYPE(bhlc) != 1)
		return -1;
	return PCI_BRIDGE_SECONDARY(
	    pci_conf_read(pa->pa_tag, PCI_BRIDGE_BUS_REG));
}

int
pci_enumerate_bus(int bus, pci_fn fn, void *arg)
{
	struct pci_attach_args pa = {.pa_bus = bus};
	int dev, func, functions, result;

	for (dev = 0; dev < PCI_DEVICES; dev++) {
		functions = 1;
		for (func = 0; func < functions; func++) {
			pa.pa_device = dev;
			pa.pa_function = func;
			pa.pa_tag = pci_make_tag(bus, dev, func);
			pa.pa_id = pci_conf_read(pa.pa_tag, PCI_ID_REG);
			if (PCI_VENDOR(pa.pa_id) == 0xffff)
				continue;
			if (func == 0 &&
			    PCI_HDRTYPE_MULTIFN(
				pci_conf_read(pa.pa_tag, PCI_BHLC_REG)))
				functions = PCI_FUNCTIONS;
			pa.pa_class = pci_conf_read(pa.pa_tag, PCI_CLASS_REG);
			result = fn(&pa, arg);
			if (result != 0)
				return result;
		}
	}
	return 0;
}

/* What is told of each function, and of what lies behind it. */
struct deep {
	pci_fn fn;
	void *arg;
};

static int
visit(const struct pci_attach_args *pa, void *arg)
{
	const struct deep *d = arg;
	int result = d->fn(pa, d->arg), behind;

	if (result != 0)
		return result;
	/* Numbers grow downstream; a smaller one would lead in a circle. */
	behind = pci_bridge_to(pa);
	return behind > pa->pa_bus ? pci_enumerate_bus(behind, visit, arg) : 0;
}

int
pci_enumerate(pci_fn fn, void *arg)
{
	struct deep d = {fn, arg};

	return pci_present() ? pci_enumerate_bus(0, visit, &d) : 0;
}

struct find {
	pcireg_t id;
	int n;
	struct pci_attach_args *found;
};

static int
find_one(const struct pci_attach_args *pa, void *arg)
{
	struct find *f = arg;

	if (pa->pa_id != f->id || f->n-- > 0)
		return 0;
	*f->found = *pa;
	return 1;
}

int
pci_find(int vendor, int product, int n, struct pci_attach_args *pa)
{
	struct find f = {(pcireg_t)product << 16 | vendor, n, pa};

	return pci_enumerate(find_one, &f) ? 0 : ENXIO;
}
