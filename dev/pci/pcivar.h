/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcivar.h: PCI configuration space, and finding devices in it (PCI Local
 * Bus Specification 2.2, chapter 6).  A driver is told of its device by
 * autoconfiguration (pcibus.c), or looks for it with pci_find().
 */
#ifndef _DEV_PCI_PCIVAR_H_
#define _DEV_PCI_PCIVAR_H_

#include <stdbool.h>
#include <sys/types.h>
#include <machine/bus.h>

typedef uint32_t pcitag_t; /* a function of a device on a bus */
typedef uint32_t pcireg_t;

/* arch/: reg is a byte offset, a multiple of 4 below 256. */
pcitag_t pci_make_tag(int bus, int device, int function);
pcireg_t pci_conf_read(pcitag_t, int reg);
void pci_conf_write(pcitag_t, int reg, pcireg_t);
bool pci_present(void);

struct pci_attach_args {
	int pa_bus, pa_device, pa_function;
	pcitag_t pa_tag;
	pcireg_t pa_id;    /* product above, vendor below */
	pcireg_t pa_class; /* class, subclass, interface, revision */
};

typedef int (*pci_fn)(const struct pci_attach_args *, void *);
/*
 * Call fn for every function of every device, bridges followed, until it
 * returns something other than 0; returns that, or 0.
 */
int pci_enumerate(pci_fn fn, void *);
int pci_enumerate_bus(int bus, pci_fn fn, void *); /* of that bus alone */
/* The bus behind a bridge; -1: it is none. */
int pci_bridge_to(const struct pci_attach_args *);

/* The nth (from 0) device of this kind.  ENXIO: there is none. */
int pci_find(int vendor, int product, int n, struct pci_attach_args *);

/* ---- registers, interrupts, DMA: pci_map.c ---- */

/*
 * Base address register reg, PCI_MAPREG(i): PCI_MAPREG_IO, or
 * PCI_MAPREG_MEM_TYPE_ 32BIT or 64BIT.
 */
pcireg_t pci_mapreg_type(pcitag_t, int reg);
/* EINVAL: it is of another type; ENXIO: it has no address, or is not there. */
int pci_mapreg_info(const struct pci_attach_args *, int reg, pcireg_t type,
    bus_addr_t *base, bus_size_t *size);
/*
 * Map all that it has and have the device answer there: what it is, for
 * bus_space_read_4() and the like.  base may be NULL.  The same errors;
 * ENOMEM: no address space.  To be called when the driver attaches; when it
 * detaches, pci_mapreg_unmap() takes the mapping back.
 */
int pci_mapreg_map(const struct pci_attach_args *, int reg, pcireg_t type,
    int flags, bus_space_tag_t *, bus_space_handle_t *, bus_addr_t *base,
    bus_size_t *size);
void pci_mapreg_unmap(const struct pci_attach_args *, bus_space_tag_t,
    bus_space_handle_t, bus_size_t size);
/* May the device itself read and write memory (DMA)? */
void pci_busmaster(pcitag_t, int on);

typedef int pci_intr_handle_t;
/* The interrupt that the device raises.  ENXIO: none. */
int pci_intr_map(const struct pci_attach_args *, pci_intr_handle_t *);
const char *pci_intr_string(pci_intr_handle_t, char *buf, size_t size);
/*
 * Have handler(arg) called at level ipl.  Others may share the line, so it is
 * called for theirs, too: it asks the device, and returns 0 if it was not the
 * one.  The device asks until it is answered (interrupts of PCI are levels,
 * not edges), so it must be told to be quiet before the handler is taken
 * back.  A cookie for that, or NULL: no memory.
 */
void *pci_intr_establish(
    pci_intr_handle_t, int ipl, int (*handler)(void *), void *arg);
void pci_intr_disestablish(void *cookie);

/* ---- autoconfiguration: pcibus.c ---- */

/* What the driver pci matches; a driver at pci gets struct pci_attach_args. */
struct pcibus_attach_args {
	int pba_bus;
};
int pcibusprint(void *aux, const char *pnp);
extern struct cfdriver pci_cd, ppb_cd;
extern struct cfattach pci_ca, ppb_ca;
#define PCICF_DEV                 0 /* of a line's cf_loc */
#define PCICF_FUNCTION            1

#define PCI_VENDOR(id)            ((id)&0xffff)
#define PCI_PRODUCT(id)           ((id) >> 16)
#define PCI_CLASS(cr)             ((cr) >> 24)
#define PCI_SUBCLASS(cr)          (((cr) >> 16) & 0xff)
#define PCI_CLASS_BRIDGE          0x06
#define PCI_SUBCLASS_BRIDGE_PCI   0x04

#define PCI_ID_REG                0x00
#define PCI_COMMAND_STATUS_REG    0x04
#define PCI_COMMAND_IO_ENABLE     0x0001
#define PCI_COMMAND_MEM_ENABLE    0x0002
#define PCI_COMMAND_MASTER_ENABLE 0x0004
#define PCI_CLASS_REG             0x08
#define PCI_BHLC_REG              0x0c
#define PCI_HDRTYPE_MULTIFN(r)    (((r)&0x00800000) != 0)
#define PCI_HDRTYPE_TYPE(r)       (((r) >> 16) & 0x7f)
#define PCI_MAPREG(i)             (0x10 + 4 * (i)) /* i: 0 to 5 */
#define PCI_MAPREG_IO             0x01             /* ports, not memory */
#define PCI_MAPREG_MEM_TYPE_MASK  0x07
#define PCI_MAPREG_MEM_TYPE_32BIT 0x00
#define PCI_MAPREG_MEM_TYPE_64BIT 0x04
#define PCI_MAPREG_MEM_ADDR(r)    ((r)&0xfffffff0)
#define PCI_MAPREG_IO_ADDR(r)     ((r)&0xfffffffc)
#define PCI_BRIDGE_BUS_REG        0x18
#define PCI_BRIDGE_SECONDARY(r)   (((r) >> 8) & 0xff)
#define PCI_INTERRUPT_REG         0x3c
#define PCI_INTERRUPT_LINE(r)     ((r)&0xff)
#define PCI_INTERRUPT_PIN(r)      (((r) >> 8) & 0xff)

#endif /* _DEV_PCI_PCIVAR_H_ */
