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
#define PCI_MAPREG_MEM_ADDR(r)    ((r)&0xfffffff0)
#define PCI_MAPREG_IO_ADDR(r)     ((r)&0xfffffffc)
#define PCI_BRIDGE_BUS_REG        0x18
#define PCI_BRIDGE_SECONDARY(r)   (((r) >> 8) & 0xff)
#define PCI_INTERRUPT_REG         0x3c
#define PCI_INTERRUPT_LINE(r)     ((r)&0xff)

#endif /* _DEV_PCI_PCIVAR_H_ */
