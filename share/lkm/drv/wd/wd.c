/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wd: disks at an ATA (IDE) controller, wd0 and so on, and the module that
 * brings them.  wdc.h says which file has what.
 */
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/lkm.h>
#include <sys/proc.h>
#include <sys/sysctlvar.h>
#include <sys/systm.h>
#include "pciide.h"
#include "wdc.h"

/* ---- what a drive says of itself: words of its answer to IDENTIFY ---- */

#define ID_MODEL        27 /* 20 words, two characters each */
#define ID_MODEL_LEN    40
#define ID_MULTI        47
#define ID_CAPABILITIES 49
#define IDC_DMA         0x0100
#define IDC_LBA         0x0200
#define ID_LBA28        60 /* sectors; 2 words */
#define ID_COMMANDS     83
#define IDS_VALID(w)    (((w)&0xc000) == 0x4000)
#define IDS_LBA48       0x0400
#define IDS_FLUSH       0x1000
#define IDS_FLUSH_EXT   0x2000
#define ID_LBA48        100 /* sectors; 4 words */
#define ID_SECTOR       106
#define IDT_LARGE       0x1000
#define ID_SECTOR_WORDS 117 /* 2 words */

static uint32_t
two_words(const uint16_t *id, int i)
{
	return id[i] | (uint32_t)id[i + 1] << 16;
}

/* Two characters a word, the first above; padded with blanks. */
static void
model(const uint16_t *id, char *text)
{
	int i, c, end = 0;

	for (i = 0; i < ID_MODEL_LEN; i++) {
		c = id[ID_MODEL + i / 2] >> (i % 2 == 0 ? 8 : 0) & 0xff;
		text[i] = c >= ' ' && c < 0x7f ? c : '?';
		if (c != ' ' && c != '\0')
			end = i + 1;
	}
	text[end] = '\0';
}

static void
learn_size(struct wd_softc *sc, const uint16_t *id)
{
	struct disk *dk = &sc->sc_disk;
	uint64_t sectors = two_words(id, ID_LBA28);

	sc->sc_lba48 =
	    IDS_VALID(id[ID_COMMANDS]) && (id[ID_COMMANDS] & IDS_LBA48) != 0;
	if (sc->sc_lba48)
		sectors = two_words(id, ID_LBA48) |
		    (uint64_t)two_words(id, ID_LBA48 + 2) << 32;
	if ((id[ID_CAPABILITIES] & IDC_LBA) == 0 || sectors >= 1ULL << 48)
		sectors = 0; /* cylinders and heads: older than 1994 */
	dk->dk_secsize = DEV_BSIZE;
	if (IDS_VALID(id[ID_SECTOR]) && id[ID_SECTOR] & IDT_LARGE)
		dk->dk_secsize = two_words(id, ID_SECTOR_WORDS) * 2;
	dk->dk_nblks = sectors * (dk->dk_secsize / DEV_BSIZE);
}

static void
learn_abilities(struct wd_softc *sc, const uint16_t *id)
{
	int n = id[ID_MULTI] & 0xff, commands = id[ID_COMMANDS];

	sc->sc_dma =
	    (id[ID_CAPABILITIES] & IDC_DMA) != 0 && sc->sc_channel->ch_dma != 0;
	sc->sc_multi = 1;
	if (n > 1 &&
	    wdc_command(sc->sc_channel, sc->sc_drive, WDC_SET_MULTI, n, NULL) ==
		0)
		sc->sc_multi = n;
	if (!IDS_VALID(commands))
		return;
	if (sc->sc_lba48 && commands & IDS_FLUSH_EXT)
		sc->sc_flush = WDC_FLUSH_EXT;
	else if (commands & IDS_FLUSH)
		sc->sc_flush = WDC_FLUSH;
	if (sc->sc_flush != 0)
		sc->sc_disk.dk_flags |= DKF_CACHE;
}

/* ---- the device comes and goes ---- */

static void
wd_start(struct disk *dk)
{
	struct wd_softc *sc = dk->dk_softc;

	wdc_start(sc->sc_channel);
}

static const struct dkdriver wd_driver = {.d_name = "wd", .d_start = wd_start};

static int
wd_match(struct device *parent, struct cfdata *cf, void *aux)
{
	return 1;
}

static void
wd_attach(struct device *parent, struct device *self, void *aux)
{
	const struct wd_attach_args *wa = aux;
	struct wd_softc *sc = (struct wd_softc *)self;
	uint16_t id[DEV_BSIZE / 2];
	char name[ID_MODEL_LEN + 1];
	int error;

	sc->sc_channel = wa->wa_channel;
	sc->sc_drive = wa->wa_drive;
	error = wdc_command(sc->sc_channel, sc->sc_drive, WDC_IDENTIFY, 0, id);
	if (error != 0) {
		printf(": does not say what it is (error %d)\n", error);
		return;
	}
	learn_size(sc, id);
	learn_abilities(sc, id);
	model(id, name);
	printf(": <%s> %llu MiB, sectors of %u bytes, %s\n", name,
	    (unsigned long long)sc->sc_disk.dk_nblks / 2048,
	    sc->sc_disk.dk_secsize, sc->sc_dma ? "DMA" : "PIO");
	sc->sc_disk.dk_softc = sc;
	error = disk_attach(&sc->sc_disk, &wd_driver, device_unit(self));
	if (error != 0) {
		printf("%s: cannot be used: error %d\n", device_xname(self),
		    error);
		return;
	}
	sc->sc_channel->ch_wd[sc->sc_drive] = sc;
	sc->sc_attached = 1;
}

static int
wd_detach(struct device *self, int flags)
{
	struct wd_softc *sc = (struct wd_softc *)self;
	int error;

	if (!sc->sc_attached)
		return 0;
	if ((error = disk_detach(&sc->sc_disk, flags)) != 0)
		return error;
	sc->sc_channel->ch_wd[sc->sc_drive] = NULL;
	return 0;
}

/* ---- the module ---- */

static const struct cfiattrdata *const pciide_attrs[] = {&ata_iattr, NULL};
static struct cfdriver pciide_cd = {
    .cd_name = "pciide", .cd_attrs = pciide_attrs};
static struct cfdriver wd_cd = {.cd_name = "wd", .cd_class = DV_DISK};
static struct cfattach wd_ca = {.ca_name = "wd",
    .ca_devsize = sizeof(struct wd_softc),
    .ca_match = wd_match,
    .ca_attach = wd_attach,
    .ca_detach = wd_detach};

static struct cfdriver *drivers[] = {&pciide_cd, &wd_cd, NULL};
static struct cfattach *pciide_list[] = {&pciide_ca, NULL};
static struct cfattach *wd_list[] = {&wd_ca, NULL};
static const struct cfattachlkminit wd_attachments[] = {
    {"pciide", pciide_list}, {"wd", wd_list}, {NULL, NULL}};
static struct cfparent pci = {"pci", "pci", DVUNIT_ANY};
static struct cfparent ata = {"ata", "pciide", DVUNIT_ANY};
static int anywhere[CFLOCATORS] = {LOC_ANY, LOC_ANY};
static struct cfdata lines[] = {
    {"pciide", "pciide", 0, FSTATE_STAR, anywhere, 0, &pci},
    {"wd", "wd", 0, FSTATE_STAR, anywhere, 0, &ata},
    {NULL, NULL, 0, 0, NULL, 0, NULL}};

MOD_DRV("wd", drivers, wd_attachments, lines)

static const struct bdevsw wd_bdevsw = DISK_BDEVSW;
static const struct cdevsw wd_cdevsw = DISK_CDEVSW;

static struct sysctl_leaf leaves[] = {
    {.sl_name = "hw.wd_timeout",
	.sl_descr = "seconds that an ATA disk may take to answer; 0: for ever",
	.sl_type = SYSCTL_INT,
	.sl_flags = SYSCTL_WRITABLE,
	.sl_data = &wd_timeout,
	.sl_size = sizeof(wd_timeout)},
    {.sl_name = "hw.wd_dma",
	.sl_descr = "1: ATA controllers move the data; 0: the processor does",
	.sl_type = SYSCTL_INT,
	.sl_flags = SYSCTL_WRITABLE,
	.sl_data = &wd_usedma,
	.sl_size = sizeof(wd_usedma)},
};

static int
wd_unload(struct lkm_table *lkmtp, int cmd)
{
	u_int i;

	for (i = 0; i < nitems(leaves); i++)
		sysctl_detach(&leaves[i]);
	devsw_detach(&wd_bdevsw, &wd_cdevsw);
	return 0;
}

static int
wd_load(struct lkm_table *lkmtp, int cmd)
{
	int bmajor = -1, cmajor = -1, error;
	u_int i;

	error = devsw_attach("wd", &wd_bdevsw, &bmajor, &wd_cdevsw, &cmajor);
	for (i = 0; i < nitems(leaves) && error == 0; i++)
		if ((error = sysctl_attach(&leaves[i], -1)) != 0)
			(void)wd_unload(lkmtp, cmd);
	return error;
}

int wd_lkmentry(struct lkm_table *, int, int);

int
wd_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, wd_load, wd_unload, lkm_nofunc);
}
