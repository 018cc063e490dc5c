/* SPDX-License-Identifier: BSD-2-Clause */
/* pciide.h: an ATA controller at the PCI bus. */
#ifndef _PCIIDE_H_
#define _PCIIDE_H_

#include <dev/pci/pcivar.h>
#include "wdc.h"

#define PCIIDE_CHANNELS 2

struct pciide_softc {
	struct device sc_dev;
	struct pci_attach_args sc_pa;
	bus_space_handle_t sc_dma; /* the bus master's registers */
	bus_size_t sc_dmasize;     /* 0: there are none */
	struct wdc_channel sc_channel[PCIIDE_CHANNELS];
};

extern struct cfattach pciide_ca;
extern const struct cfiattrdata ata_iattr;

#endif /* _PCIIDE_H_ */
