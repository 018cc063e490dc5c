/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PCI configuration space by mechanism 1 (PCI Local Bus Specification 2.2,
 * section 3.2.2.3.2): an address port and a data port.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/systm.h>
#include <machine/pio.h>
#include <dev/pci/pcivar.h>

#define PCI_ADDRESS 0xcf8
#define PCI_DATA    0xcfc
#define ADDR_ENABLE 0x80000000U

pcitag_t
pci_make_tag(int bus, int device, int function)
{
	return ADDR_ENABLE | bus << 16 | device << 11 | function << 8;
}

pcireg_t
pci_conf_read(pcitag_t tag, int reg)
{
	pcireg_t v;
	int s = splhigh();

	KASSERT((reg & ~0xfc) == 0);
	outl(PCI_ADDRESS, tag | reg);
	v = inl(PCI_DATA);
	outl(PCI_ADDRESS, 0);
	splx(s);
	return v;
}

void
pci_conf_write(pcitag_t tag, int reg, pcireg_t v)
{
	int s = splhigh();

	KASSERT((reg & ~0xfc) == 0);
	outl(PCI_ADDRESS, tag | reg);
	outl(PCI_DATA, v);
	outl(PCI_ADDRESS, 0);
	splx(s);
}

/* The address port reads back what was written, where there is one. */
bool
pci_present(void)
{
	uint32_t old, got;
	int s = splhigh();

	old = inl(PCI_ADDRESS);
	outl(PCI_ADDRESS, ADDR_ENABLE);
	got = inl(PCI_ADDRESS);
	outl(PCI_ADDRESS, old);
	splx(s);
	return got == ADDR_ENABLE;
}
