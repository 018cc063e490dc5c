/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bars: tells, when it is loaded, how large the base address registers of
 * QEMU's pci-testdev are, and maps each once.
 */
#include <sys/param.h>
#include <sys/lkm.h>
#include <sys/systm.h>
#include <dev/pci/pcivar.h>

#define VENDOR  0x1b36
#define PRODUCT 0x0005
#define NBARS   6

MOD_MISC("bars")

static void
tell(const struct pci_attach_args *pa, int i)
{
	pcireg_t type = pci_mapreg_type(pa->pa_tag, PCI_MAPREG(i));
	bus_space_handle_t handle;
	bus_space_tag_t tag;
	bus_addr_t base;
	bus_size_t size;
	int error;

	error = pci_mapreg_map(
	    pa, PCI_MAPREG(i), type, 0, &tag, &handle, &base, &size);
	if (error == 0) {
		printf("bar %d of %d: %s, %lu bytes, %s\n", i, pa->pa_device,
		    type == PCI_MAPREG_IO ? "ports" : "memory", (u_long)size,
		    (base & (size - 1)) == 0 ? "aligned" : "not aligned");
		pci_mapreg_unmap(pa, tag, handle, size);
	} else if (error != ENXIO)
		printf("bar %d of %d: error %d\n", i, pa->pa_device, error);
}

static int
bars_load(struct lkm_table *lkmtp, int cmd)
{
	struct pci_attach_args pa;
	int n, i;

	for (n = 0; pci_find(VENDOR, PRODUCT, n, &pa) == 0; n++)
		for (i = 0; i < NBARS; i++)
			tell(&pa, i);
	return 0;
}

int bars_lkmentry(struct lkm_table *, int, int);

int
bars_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, bars_load, lkm_nofunc, lkm_nofunc);
}
