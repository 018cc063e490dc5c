/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * virtio_9p: the device, and the module.
 *
 * One queue takes messages: a piece to be read, with the question, and one
 * to be filled, with the answer.  Each slot has memory for both, from the
 * attachment on, so that asking takes none.  Who asks sleeps until the
 * interrupt tells that the answer is there.
 *
 * The module brings a driver, and so is of the type DRV; that it brings a
 * file system as well is up to its load and unload functions.
 */
#include <sys/kernel.h>
#include <sys/lkm.h>
#include <sys/vm.h>
#include "p9.h"

MALLOC_DEFINE(M_P9FS, "p9fs", "folders of the host");

#define VIRTIO_PRODUCT_9P 0x1009
#define VIRTIO_9P_F_TAG   0x1 /* the configuration has a name for it */
#define CONFIG_TAGLEN     0   /* 16 bits, and the name behind them */
#define CONFIG_TAG        2

static LIST_HEAD(, p9_softc) devices = LIST_HEAD_INITIALIZER(devices);

struct p9_softc *
p9_find(const char *tag)
{
	struct p9_softc *sc;

	LIST_FOREACH(sc, &devices, sc_list)
		if (strcmp(sc->sc_tag, tag) == 0)
			return sc;
	return NULL;
}

const char *
p9_tag(int n)
{
	struct p9_softc *sc;

	LIST_FOREACH(sc, &devices, sc_list)
		if (n-- == 0)
			return sc->sc_tag;
	return NULL;
}

/* ---- transfers ---- */

/* There will be no more answers: who waits for one is told. */
static void
die(struct p9_softc *sc)
{
	int i;

	sc->sc_dead = 1;
	virtio_reset(&sc->sc_virtio);
	for (i = 0; i < P9_SLOTS; i++)
		wakeup(&sc->sc_msg[i]);
}

/* Pages lie anywhere. */
static u_int
add_segments(uint8_t *va, size_t n, struct virtq_seg *seg)
{
	u_int count = 0;
	size_t len;

	for (; n > 0; va += len, n -= len) {
		len = MIN(n, PAGE_SIZE - ((vaddr_t)va & PAGE_MASK));
		seg[count++] = (struct virtq_seg){vtophys(va), len};
	}
	return count;
}

int
p9_transfer(struct p9_msg *m)
{
	struct p9_softc *sc = m->pm_sc;
	struct virtq_seg seg[2 * (P9_MSIZE / PAGE_SIZE + 1)];
	u_int nout, nin;
	int s, error = 0;

	nout = add_segments(m->pm_tx, m->pm_txlen, seg);
	nin = add_segments(m->pm_rx, P9_MSIZE, seg + nout);
	s = splbio();
	if (sc->sc_dead ||
	    virtq_add(&sc->sc_virtio.vi_queue[0], seg, nout, nin, m) != 0)
		error = EIO;
	else {
		m->pm_state = PM_SENT;
		virtq_kick(&sc->sc_virtio.vi_queue[0]);
		while (m->pm_state == PM_SENT && !sc->sc_dead)
			if (tsleep(m, PRIBIO, "p9", hz) == EWOULDBLOCK &&
			    !virtio_alive(&sc->sc_virtio)) {
				printf("%s: it is gone, or somebody has reset "
				       "it: it is not used any more\n",
				    device_xname(&sc->sc_dev));
				die(sc);
			}
		if (m->pm_state == PM_SENT)
			error = EIO;
	}
	splx(s);
	return error;
}

static int
p9_intr(void *arg)
{
	struct p9_softc *sc = arg;
	struct p9_msg *m;
	uint32_t len;

	if (!virtio_interrupted(&sc->sc_virtio))
		return 0;
	while ((m = virtq_reap(&sc->sc_virtio.vi_queue[0], &len)) != NULL) {
		m->pm_rxlen = MIN(len, P9_MSIZE);
		m->pm_state = PM_DONE;
		wakeup(m);
	}
	if (sc->sc_virtio.vi_queue[0].vq_broken && !sc->sc_dead)
		die(sc);
	return 1;
}

/* ---- the device comes and goes ---- */

static int
p9_match(struct device *parent, struct cfdata *cf, void *aux)
{
	const struct pci_attach_args *pa = aux;

	return PCI_VENDOR(pa->pa_id) == VIRTIO_VENDOR &&
	    PCI_PRODUCT(pa->pa_id) == VIRTIO_PRODUCT_9P;
}

/* What the host calls the folder. */
static void
read_tag(struct p9_softc *sc)
{
	const struct virtio *vi = &sc->sc_virtio;
	u_int len = virtio_config_1(vi, CONFIG_TAGLEN) |
	    virtio_config_1(vi, CONFIG_TAGLEN + 1) << 8;
	u_int i;

	for (i = 0; i < len && i < sizeof(sc->sc_tag) - 1; i++)
		sc->sc_tag[i] = virtio_config_1(vi, CONFIG_TAG + i);
}

static int
make_slots(struct p9_softc *sc)
{
	int i;

	sc->sc_buffers = malloc(2 * P9_SLOTS * P9_MSIZE, M_DEVBUF, M_NOWAIT);
	if (sc->sc_buffers == NULL)
		return ENOMEM;
	for (i = 0; i < P9_SLOTS; i++)
		sc->sc_msg[i] = (struct p9_msg){.pm_sc = sc,
		    .pm_tag = i,
		    .pm_tx = (uint8_t *)sc->sc_buffers + 2 * i * P9_MSIZE,
		    .pm_rx =
			(uint8_t *)sc->sc_buffers + (2 * i + 1) * P9_MSIZE};
	return 0;
}

static void
give_up(struct p9_softc *sc)
{
	virtio_detach(&sc->sc_virtio);
	free(sc->sc_buffers, M_DEVBUF);
	sc->sc_buffers = NULL;
}

/* Each step may fail; give_up() undoes what was done. */
static int
set_up(struct p9_softc *sc, const struct pci_attach_args *pa)
{
	struct virtio *vi = &sc->sc_virtio;
	int error;

	error =
	    virtio_attach(vi, device_xname(&sc->sc_dev), pa, VIRTIO_9P_F_TAG);
	if (error != 0)
		return error;
	read_tag(sc);
	if ((error = make_slots(sc)) != 0 || (error = virtio_queue(vi, 0)) != 0)
		return error;
	return virtio_start(vi, IPL_BIO, p9_intr, sc);
}

static void
p9_attach_device(struct device *parent, struct device *self, void *aux)
{
	struct p9_softc *sc = (struct p9_softc *)self;
	int error = set_up(sc, aux);

	if (error != 0) {
		printf(": cannot be used: error %d\n", error);
		give_up(sc);
		if (error == ENOMEM)
			config_nomem(self);
		return;
	}
	printf(": a folder of the host, \"%s\"\n", sc->sc_tag);
	LIST_INSERT_HEAD(&devices, sc, sc_list);
}

static int
p9_detach_device(struct device *self, int flags)
{
	struct p9_softc *sc = (struct p9_softc *)self;

	if (sc->sc_buffers == NULL)
		return 0;
	if (sc->sc_mount != NULL)
		return EBUSY;
	LIST_REMOVE(sc, sc_list);
	give_up(sc);
	return 0;
}

/* ---- the module ---- */

static struct cfattach virtio_9p_ca = {.ca_name = "virtio_9p",
    .ca_devsize = sizeof(struct p9_softc),
    .ca_match = p9_match,
    .ca_attach = p9_attach_device,
    .ca_detach = p9_detach_device};
static struct cfdriver ninep_cd = {.cd_name = "ninep", .cd_class = DV_DULL};

static struct cfdriver *drivers[] = {&ninep_cd, NULL};
static struct cfattach *attachments[] = {&virtio_9p_ca, NULL};
static const struct cfattachlkminit virtio_9p_attachments[] = {
    {"ninep", attachments}, {NULL, NULL}};
static struct cfparent pci = {"pci", "pci", DVUNIT_ANY};
static int anywhere[CFLOCATORS] = {LOC_ANY, LOC_ANY};
static struct cfdata lines[] = {
    {"ninep", "virtio_9p", 0, FSTATE_STAR, anywhere, 0, &pci},
    {NULL, NULL, 0, 0, NULL, 0, NULL}};

MOD_DRV("virtio_9p", drivers, virtio_9p_attachments, lines)

static int
virtio_9p_load(struct lkm_table *lkmtp, int cmd)
{
	return vfs_attach(&p9fs_vfsops);
}

static int
virtio_9p_unload(struct lkm_table *lkmtp, int cmd)
{
	return vfs_detach(&p9fs_vfsops);
}

int virtio_9p_lkmentry(struct lkm_table *, int, int);

int
virtio_9p_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, virtio_9p_load, virtio_9p_unload, lkm_nofunc);
}
