/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pci_map.c: what a driver needs of its PCI device before it can talk to it:
 * where the registers are, which interrupt it raises, and its leave to read
 * and write memory.
 *
 * A base address register holds where the device answers.  How much it
 * answers to is found by writing ones: the address bits below the size stay
 * zero (PCI Local Bus Specification 2.2, section 6.2.5.1).  Meanwhile it would
 * answer anywhere, so decoding is off.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <machine/bus.h>
#include "pcivar.h"

static void
command_set(pcitag_t tag, pcireg_t set, pcireg_t clear)
{
	/* The status bits above are cleared by ones: zeros leave them. */
	pcireg_t v = pci_conf_read(tag, PCI_COMMAND_STATUS_REG) & 0xffff;

	pci_conf_write(tag, PCI_COMMAND_STATUS_REG, (v & ~clear) | set);
}

/* The register with ones written to it; then it is as it was. */
static pcireg_t
size_bits(pcitag_t tag, int reg)
{
	const pcireg_t decode = PCI_COMMAND_IO_ENABLE | PCI_COMMAND_MEM_ENABLE;
	pcireg_t command, old, bits;
	int s = splhigh();

	command = pci_conf_read(tag, PCI_COMMAND_STATUS_REG) & 0xffff;
	pci_conf_write(tag, PCI_COMMAND_STATUS_REG, command & ~decode);
	old = pci_conf_read(tag, reg);
	pci_conf_write(tag, reg, ~0U);
	bits = pci_conf_read(tag, reg);
	pci_conf_write(tag, reg, old);
	pci_conf_write(tag, PCI_COMMAND_STATUS_REG, command);
	splx(s);
	return bits;
}

pcireg_t
pci_mapreg_type(pcitag_t tag, int reg)
{
	pcireg_t v = pci_conf_read(tag, reg);

	return v & PCI_MAPREG_IO ? PCI_MAPREG_IO : v & PCI_MAPREG_MEM_TYPE_MASK;
}

int
pci_mapreg_info(const struct pci_attach_args *pa, int reg, pcireg_t type,
    bus_addr_t *basep, bus_size_t *sizep)
{
	pcireg_t v = pci_conf_read(pa->pa_tag, reg), bits;
	bus_addr_t base;

	if (pci_mapreg_type(pa->pa_tag, reg) != type)
		return EINVAL;
	bits = size_bits(pa->pa_tag, reg);
	if (type == PCI_MAPREG_IO) {
		base = PCI_MAPREG_IO_ADDR(v);
		/* The upper half need not be there: ports have 16 bits. */
		bits = PCI_MAPREG_IO_ADDR(bits) & 0xffff;
		bits |= bits != 0 ? 0xffff0000 : 0;
	} else {
		base = PCI_MAPREG_MEM_ADDR(v);
		bits = PCI_MAPREG_MEM_ADDR(bits);
		if (type == PCI_MAPREG_MEM_TYPE_64BIT)
			base |= (bus_addr_t)pci_conf_read(pa->pa_tag, reg + 4)
			    << 32;
	}
	if (base == 0 || bits == 0)
		return ENXIO;
	*basep = base;
	*sizep = bits & -bits;
	return 0;
}

int
pci_mapreg_map(const struct pci_attach_args *pa, int reg, pcireg_t type,
    int flags, bus_space_tag_t *tagp, bus_space_handle_t *handlep,
    bus_addr_t *basep, bus_size_t *sizep)
{
	bus_space_tag_t t =
	    type == PCI_MAPREG_IO ? X86_BUS_SPACE_IO : X86_BUS_SPACE_MEM;
	bus_addr_t base;
	bus_size_t size;
	int error;

	if ((error = pci_mapreg_info(pa, reg, type, &base, &size)) != 0 ||
	    (error = bus_space_map(t, base, size, flags, handlep)) != 0)
		return error;
	command_set(pa->pa_tag,
	    t == X86_BUS_SPACE_IO ? PCI_COMMAND_IO_ENABLE
				  : PCI_COMMAND_MEM_ENABLE,
	    0);
	*tagp = t;
	if (basep != NULL)
		*basep = base;
	*sizep = size;
	return 0;
}

void
pci_mapreg_unmap(const struct pci_attach_args *pa, bus_space_tag_t tag,
    bus_space_handle_t handle, bus_size_t size)
{
	bus_space_unmap(tag, handle, size);
}

void
pci_busmaster(pcitag_t tag, int on)
{
	command_set(tag, on ? PCI_COMMAND_MASTER_ENABLE : 0,
	    on ? 0 : PCI_COMMAND_MASTER_ENABLE);
}

/* ---- interrupts ---- */

int
pci_intr_map(const struct pci_attach_args *pa, pci_intr_handle_t *ihp)
{
	pcireg_t v = pci_conf_read(pa->pa_tag, PCI_INTERRUPT_REG);

	/* The firmware wrote there which line it is wired to; 255: none. */
	if (PCI_INTERRUPT_PIN(v) == 0 || PCI_INTERRUPT_LINE(v) == 0 ||
	    PCI_INTERRUPT_LINE(v) > 15)
		return ENXIO;
	*ihp = PCI_INTERRUPT_LINE(v);
	return 0;
}

const char *
pci_intr_string(pci_intr_handle_t ih, char *buf, size_t size)
{
	snprintf(buf, size, "irq %d", ih);
	return buf;
}

void *
pci_intr_establish(
    pci_intr_handle_t ih, int ipl, int (*handler)(void *), void *arg)
{
	return intr_establish(ih, ipl, handler, arg);
}

void
pci_intr_disestablish(void *cookie)
{
	intr_disestablish(cookie);
}
