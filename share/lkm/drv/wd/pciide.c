/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pciide.c: ATA controllers at the PCI bus, two channels each.
 *
 * A channel's registers lie where its base address registers say, or, in
 * compatibility mode, where they were in the PC/AT, with interrupts 14 and 15.
 * The class code's lowest byte tells which, and whether there is DMA (PCI IDE
 * Controller Specification 1.0).  What a PIIX3 is, and v86 has, is the latter.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <dev/pci/pcivar.h>
#include "pciide.h"
#include "wdc.h"

#define CLASS_STORAGE       0x01
#define SUBCLASS_IDE        0x01
#define INTERFACE(class)    ((class) >> 8 & 0xff)
#define INTERFACE_NATIVE(i) (1 << 2 * (i))
#define INTERFACE_DMA       0x80

#define NATIVE_CTL_OFFSET   2 /* of the control register, in its region */
#define DMA_REGION          4 /* base address register */
#define DMA_CHANNEL_SIZE    8

static const struct {
	int cmd, ctl, irq;
} compat[PCIIDE_CHANNELS] = {{0x1f0, 0x3f6, 14}, {0x170, 0x376, 15}};

const struct cfiattrdata ata_iattr = {
    "ata", 2, {{"channel", "-1", LOC_ANY}, {"drive", "-1", LOC_ANY}}};

static int
pciide_match(struct device *parent, struct cfdata *cf, void *aux)
{
	const struct pci_attach_args *pa = aux;

	return PCI_CLASS(pa->pa_class) == CLASS_STORAGE &&
	    PCI_SUBCLASS(pa->pa_class) == SUBCLASS_IDE;
}

/* Where the channel is; its interrupt. */
static int
map_native(struct pciide_softc *sc, struct wdc_channel *ch)
{
	const struct pci_attach_args *pa = &sc->sc_pa;
	bus_size_t size;
	int error, i = ch->ch_number;

	error = pci_mapreg_map(pa, PCI_MAPREG(2 * i), PCI_MAPREG_IO, 0,
	    &ch->ch_iot, &ch->ch_cmd, NULL, &size);
	if (error == 0 && size < WD_CMD_REGS)
		error = ENXIO;
	if (error == 0)
		error = pci_mapreg_map(pa, PCI_MAPREG(2 * i + 1), PCI_MAPREG_IO,
		    0, &ch->ch_iot, &ch->ch_ctl, NULL, &size);
	ch->ch_ctl += NATIVE_CTL_OFFSET;
	return error != 0 ? error : pci_intr_map(pa, &ch->ch_irq);
}

static int
map_channel(struct pciide_softc *sc, struct wdc_channel *ch)
{
	int i = ch->ch_number;

	if (sc->sc_dmasize >= (i + 1U) * DMA_CHANNEL_SIZE)
		ch->ch_dma = sc->sc_dma + i * DMA_CHANNEL_SIZE;
	if (INTERFACE(sc->sc_pa.pa_class) & INTERFACE_NATIVE(i))
		return map_native(sc, ch);
	ch->ch_iot = X86_BUS_SPACE_IO;
	ch->ch_cmd = compat[i].cmd;
	ch->ch_ctl = compat[i].ctl;
	ch->ch_irq = compat[i].irq;
	return 0;
}

static int
pciide_print(void *aux, const char *pnp)
{
	const struct wd_attach_args *wa = aux;

	if (pnp != NULL)
		return QUIET;
	printf(" channel %d drive %d", wa->wa_channel->ch_number, wa->wa_drive);
	return UNCONF;
}

/* Tell of the disks that nobody attends to. */
static int
pciide_rescan(struct device *self, const char *ifattr, const int *locators)
{
	struct pciide_softc *sc = (struct pciide_softc *)self;
	struct wd_attach_args wa;
	struct wdc_channel *ch;
	int loc[2];

	for (ch = sc->sc_channel; ch < sc->sc_channel + PCIIDE_CHANNELS; ch++)
		for (wa.wa_drive = 0; wa.wa_drive < 2; wa.wa_drive++) {
			wa.wa_channel = ch;
			loc[0] = ch->ch_number;
			loc[1] = wa.wa_drive;
			if (ch->ch_ih != NULL && ch->ch_active == NULL &&
			    device_at(self, loc, nitems(loc)) == NULL &&
			    wdc_probe(ch, wa.wa_drive))
				config_found_sm_loc(self, "ata", loc, &wa,
				    pciide_print, config_stdsubmatch);
		}
	return 0;
}

static void
pciide_attach(struct device *parent, struct device *self, void *aux)
{
	struct pciide_softc *sc = (struct pciide_softc *)self;
	struct wdc_channel *ch;
	bus_space_tag_t iot;
	int i, error;

	sc->sc_pa = *(const struct pci_attach_args *)aux;
	if (INTERFACE(sc->sc_pa.pa_class) & INTERFACE_DMA &&
	    pci_mapreg_map(&sc->sc_pa, PCI_MAPREG(DMA_REGION), PCI_MAPREG_IO, 0,
		&iot, &sc->sc_dma, NULL, &sc->sc_dmasize) == 0)
		pci_busmaster(sc->sc_pa.pa_tag, 1);
	printf(": ATA controller%s\n", sc->sc_dmasize > 0 ? ", DMA" : "");
	for (i = 0; i < PCIIDE_CHANNELS; i++) {
		ch = &sc->sc_channel[i];
		ch->ch_dev = self;
		ch->ch_number = i;
		if ((error = map_channel(sc, ch)) != 0 ||
		    ((error = wdc_attach(ch)) != 0 && error != ENXIO))
			printf("%s: channel %d cannot be used: error %d\n",
			    device_xname(self), i, error);
		if (error == ENOMEM)
			config_nomem(self);
	}
	pciide_rescan(self, NULL, NULL);
}

/* The disks have gone before. */
static int
pciide_detach(struct device *self, int flags)
{
	struct pciide_softc *sc = (struct pciide_softc *)self;
	int i;

	for (i = 0; i < PCIIDE_CHANNELS; i++)
		wdc_detach(&sc->sc_channel[i]);
	if (sc->sc_dmasize > 0)
		pci_busmaster(sc->sc_pa.pa_tag, 0);
	return 0;
}

struct cfattach pciide_ca = {.ca_name = "pciide",
    .ca_devsize = sizeof(struct pciide_softc),
    .ca_match = pciide_match,
    .ca_attach = pciide_attach,
    .ca_detach = pciide_detach,
    .ca_rescan = pciide_rescan};
