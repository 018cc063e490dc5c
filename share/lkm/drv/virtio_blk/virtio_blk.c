/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * virtio_blk: the disk of a virtual machine, vd0, by the legacy interface
 * (Virtio PCI Card Specification 0.9.5, appendix D).  README.md goes through
 * it line by line.
 */
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/device.h>
#include <sys/disk.h>
#include <sys/errno.h>
#include <sys/kernel.h>
#include <sys/lkm.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/sysctlvar.h>
#include <sys/systm.h>
#include <sys/vm.h>

#include "../virtio/virtio.h"

/* Features, and where the configuration has what. */
#define VIRTIO_BLK_F_SEG_MAX  (1 << 2)
#define VIRTIO_BLK_F_RO       (1 << 5)
#define VIRTIO_BLK_F_BLK_SIZE (1 << 6)
#define VIRTIO_BLK_F_FLUSH    (1 << 9)
#define CONFIG_CAPACITY       0 /* in 512 bytes; 64 bits */
#define CONFIG_SEG_MAX        12
#define CONFIG_BLK_SIZE       20

/* A request is a header, data, and a byte for the device's answer. */
struct vd_header {
	uint32_t type;
	uint32_t ioprio;
	uint64_t sector; /* in 512 bytes */
};
#define VIRTIO_BLK_T_IN    0
#define VIRTIO_BLK_T_OUT   1
#define VIRTIO_BLK_T_FLUSH 4
#define VIRTIO_BLK_S_OK    0

#define VD_REQUESTS        32 /* at the same time */
#define VD_DATASEGS        (MAXPHYS / PAGE_SIZE + 1)

struct vd_request {
	struct vd_header rq_header;
	uint8_t rq_status;
	struct buf *rq_buf; /* NULL: it is free */
	int rq_begun;       /* value of ticks */
};

struct vd_softc {
	struct device sc_dev;
	struct disk sc_disk;
	struct virtio sc_virtio;
	struct vd_request *sc_requests; /* the device reads and writes them */
	struct callout sc_watch;        /* pending while requests are */
	int sc_attached;                /* there is sc_disk */
};

static int vd_timeout; /* seconds that a request may take; 0: for ever */

/* ---- transfers ---- */

/* The pieces of physical memory that [va, va + n) is; how many. */
static u_int
segments(char *va, size_t n, struct virtq_seg *seg)
{
	struct virtq_seg *first = seg;
	paddr_t pa;
	size_t len;

	for (; n > 0; va += len, n -= len) {
		pa = vtophys(va);
		len = MIN(n, PAGE_SIZE - ((vaddr_t)va & PAGE_MASK));
		if (seg > first && seg[-1].vs_addr + seg[-1].vs_len == pa)
			seg[-1].vs_len += len;
		else
			*seg++ = (struct virtq_seg){pa, len};
	}
	return seg - first;
}

static struct vd_request *
free_request(struct vd_softc *sc)
{
	struct vd_request *rq;

	for (rq = sc->sc_requests; rq < sc->sc_requests + VD_REQUESTS; rq++)
		if (rq->rq_buf == NULL)
			return rq;
	return NULL;
}

/* EAGAIN: later, when others are done; EIO: never. */
static int
vd_begin(struct vd_softc *sc, struct buf *bp)
{
	struct vd_request *rq = free_request(sc);
	struct virtq_seg seg[VD_DATASEGS + 2];
	u_int n = 0, nout;
	int error;

	if (rq == NULL)
		return EAGAIN;
	rq->rq_header = (struct vd_header){.sector = bp->b_rawblkno,
	    .type = bp->b_flags & B_FLUSH ? VIRTIO_BLK_T_FLUSH
		: bp->b_flags & B_READ    ? VIRTIO_BLK_T_IN
					  : VIRTIO_BLK_T_OUT};
	rq->rq_status = 0xff; /* until the device says something */
	seg[0] =
	    (struct virtq_seg){vtophys(&rq->rq_header), sizeof(rq->rq_header)};
	n = 1 + segments(bp->b_data, bp->b_bcount, seg + 1);
	nout = bp->b_flags & B_READ ? 1 : n;
	seg[n++] = (struct virtq_seg){vtophys(&rq->rq_status), 1};
	error = virtq_add(&sc->sc_virtio.vi_queue[0], seg, nout, n - nout, rq);
	if (error == 0) {
		rq->rq_buf = bp;
		rq->rq_begun = ticks;
	}
	return error;
}

static void vd_watch(void *);

static void
vd_start(struct disk *dk)
{
	struct vd_softc *sc = dk->dk_softc;
	struct buf *bp;
	int begun = 0, error;

	while ((bp = TAILQ_FIRST(&dk->dk_queue)) != NULL &&
	    (error = vd_begin(sc, bp)) != EAGAIN) {
		TAILQ_REMOVE(&dk->dk_queue, bp, b_actq);
		if (error != 0)
			disk_done(dk, bp, error);
		else
			begun = 1;
	}
	if (!begun)
		return;
	virtq_kick(&sc->sc_virtio.vi_queue[0]);
	if (!callout_pending(&sc->sc_watch))
		callout_reset(&sc->sc_watch, hz, vd_watch, sc);
}

/* It is asked no more, and nobody waits for it. */
static void
vd_give_up(struct vd_softc *sc)
{
	struct vd_request *rq;
	struct buf *bp;

	sc->sc_virtio.vi_queue[0].vq_broken = 1;
	virtio_reset(&sc->sc_virtio);
	for (rq = sc->sc_requests; rq < sc->sc_requests + VD_REQUESTS; rq++)
		if ((bp = rq->rq_buf) != NULL) {
			rq->rq_buf = NULL;
			disk_done(&sc->sc_disk, bp, EIO);
		}
}

/* How many requests are with the device, and since when the oldest is. */
static int
pending(const struct vd_softc *sc, int *ticks_ago)
{
	const struct vd_request *rq;
	int n = 0;

	*ticks_ago = 0;
	for (rq = sc->sc_requests; rq < sc->sc_requests + VD_REQUESTS; rq++)
		if (rq->rq_buf != NULL) {
			n++;
			*ticks_ago = MAX(*ticks_ago, ticks - rq->rq_begun);
		}
	return n;
}

/* Once a second, while it has something to do: will it ever be done? */
static void
vd_watch(void *arg)
{
	struct vd_softc *sc = arg;
	int ago, s = splbio(), n = pending(sc, &ago);
	const char *why = NULL;

	if (n > 0 && !virtio_alive(&sc->sc_virtio))
		why = "it is gone, or somebody has reset it";
	else if (n > 0 && vd_timeout > 0 && ago / hz >= vd_timeout)
		why = "no answer in hw.vd_timeout seconds";
	if (why != NULL) {
		printf("%s: %s: it is not used any more\n",
		    device_xname(&sc->sc_dev), why);
		vd_give_up(sc);
		vd_start(&sc->sc_disk); /* whoever is in the queue is told */
	} else if (n > 0)
		callout_reset(&sc->sc_watch, hz, vd_watch, sc);
	splx(s);
}

static int
vd_intr(void *arg)
{
	struct vd_softc *sc = arg;
	struct vd_request *rq;
	struct buf *bp;
	uint32_t len;

	if (!virtio_interrupted(&sc->sc_virtio))
		return 0;
	while ((rq = virtq_reap(&sc->sc_virtio.vi_queue[0], &len)) != NULL) {
		bp = rq->rq_buf;
		rq->rq_buf = NULL;
		disk_done(&sc->sc_disk, bp,
		    rq->rq_status == VIRTIO_BLK_S_OK ? 0 : EIO);
	}
	if (sc->sc_virtio.vi_queue[0].vq_broken)
		vd_give_up(sc);
	vd_start(&sc->sc_disk); /* there is room now */
	if (virtq_idle(&sc->sc_virtio.vi_queue[0]))
		callout_stop(&sc->sc_watch);
	return 1;
}

static const struct dkdriver vd_driver = {.d_name = "vd", .d_start = vd_start};

/* ---- the device comes and goes ---- */

static int
vd_match(struct device *parent, struct cfdata *cf, void *aux)
{
	const struct pci_attach_args *pa = aux;

	return PCI_VENDOR(pa->pa_id) == VIRTIO_VENDOR &&
	    PCI_PRODUCT(pa->pa_id) == VIRTIO_PRODUCT_BLOCK;
}

/* What the device says of itself. */
static void
vd_configure(struct vd_softc *sc)
{
	const struct virtio *vi = &sc->sc_virtio;
	struct disk *dk = &sc->sc_disk;

	dk->dk_softc = sc;
	dk->dk_nblks = (uint64_t)virtio_config_4(vi, CONFIG_CAPACITY + 4)
		<< 32 |
	    virtio_config_4(vi, CONFIG_CAPACITY);
	dk->dk_secsize = DEV_BSIZE;
	if (vi->vi_features & VIRTIO_BLK_F_BLK_SIZE)
		dk->dk_secsize = virtio_config_4(vi, CONFIG_BLK_SIZE);
	if (vi->vi_features & VIRTIO_BLK_F_RO)
		dk->dk_flags |= DKF_READONLY;
	if (vi->vi_features & VIRTIO_BLK_F_FLUSH)
		dk->dk_flags |= DKF_CACHE;
}

/* A transfer of MAXPHYS must fit into one request. */
static int
vd_check(const struct vd_softc *sc)
{
	const struct virtio *vi = &sc->sc_virtio;

	if (vi->vi_queue[0].vq_size < VD_DATASEGS + 2)
		return ENXIO;
	return vi->vi_features & VIRTIO_BLK_F_SEG_MAX &&
		virtio_config_4(vi, CONFIG_SEG_MAX) < VD_DATASEGS
	    ? ENXIO
	    : 0;
}

/* Each step may fail; vd_undo() knows how far it came. */
static int
vd_set_up(struct vd_softc *sc, const struct pci_attach_args *pa)
{
	struct virtio *vi = &sc->sc_virtio;
	int error;

	callout_init(&sc->sc_watch);
	error = virtio_attach(vi, device_xname(&sc->sc_dev), pa,
	    VIRTIO_BLK_F_SEG_MAX | VIRTIO_BLK_F_RO | VIRTIO_BLK_F_BLK_SIZE |
		VIRTIO_BLK_F_FLUSH);
	if (error != 0)
		return error;
	vd_configure(sc);
	sc->sc_requests = malloc(VD_REQUESTS * sizeof(struct vd_request),
	    M_DEVBUF, M_NOWAIT | M_ZERO);
	if (sc->sc_requests == NULL)
		return ENOMEM;
	if ((error = virtio_queue(vi, 0)) != 0 || (error = vd_check(sc)) != 0 ||
	    (error = virtio_start(vi, IPL_BIO, vd_intr, sc)) != 0)
		return error;
	return disk_attach(&sc->sc_disk, &vd_driver, device_unit(&sc->sc_dev));
}

static void
vd_undo(struct vd_softc *sc)
{
	virtio_detach(&sc->sc_virtio);
	free(sc->sc_requests, M_DEVBUF);
}

static void
vd_attach(struct device *parent, struct device *self, void *aux)
{
	struct vd_softc *sc = (struct vd_softc *)self;
	const struct disk *dk = &sc->sc_disk;
	int error = vd_set_up(sc, aux);
	char line[16];

	if (error != 0) {
		printf(": cannot be used: error %d\n", error);
		vd_undo(sc);
		if (error == ENOMEM)
			config_nomem(self);
		return;
	}
	sc->sc_attached = 1;
	printf(": %llu MiB, sectors of %u bytes%s, %s\n",
	    (unsigned long long)dk->dk_nblks / 2048, dk->dk_secsize,
	    dk->dk_flags & DKF_READONLY ? ", read only" : "",
	    pci_intr_string(sc->sc_virtio.vi_line, line, sizeof(line)));
}

/* Nobody has it open, so nothing is on its way. */
static int
vd_detach(struct device *self, int flags)
{
	struct vd_softc *sc = (struct vd_softc *)self;
	int error;

	if (!sc->sc_attached)
		return 0;
	if ((error = disk_detach(&sc->sc_disk, flags)) != 0)
		return error;
	(void)callout_stop(&sc->sc_watch);
	vd_undo(sc);
	return 0;
}

/* ---- the module ---- */

static struct cfattach virtio_blk_ca = {.ca_name = "virtio_blk",
    .ca_devsize = sizeof(struct vd_softc),
    .ca_match = vd_match,
    .ca_attach = vd_attach,
    .ca_detach = vd_detach};
static struct cfdriver vd_cd = {.cd_name = "vd", .cd_class = DV_DISK};

static struct cfdriver *drivers[] = {&vd_cd, NULL};
static struct cfattach *attachments[] = {&virtio_blk_ca, NULL};
static const struct cfattachlkminit virtio_blk_attachments[] = {
    {"vd", attachments}, {NULL, NULL}};
static struct cfparent pci = {"pci", "pci", DVUNIT_ANY};
static int anywhere[CFLOCATORS] = {LOC_ANY, LOC_ANY};
static struct cfdata lines[] = {
    {"vd", "virtio_blk", 0, FSTATE_STAR, anywhere, 0, &pci},
    {NULL, NULL, 0, 0, NULL, 0, NULL}};

MOD_DRV("virtio_blk", drivers, virtio_blk_attachments, lines)

static const struct bdevsw vd_bdevsw = DISK_BDEVSW;
static const struct cdevsw vd_cdevsw = DISK_CDEVSW;

static struct sysctl_leaf timeout_leaf = {.sl_name = "hw.vd_timeout",
    .sl_descr = "seconds that a virtio disk may take to answer; 0: for ever",
    .sl_type = SYSCTL_INT,
    .sl_flags = SYSCTL_WRITABLE,
    .sl_data = &vd_timeout,
    .sl_size = sizeof(vd_timeout)};

static int
virtio_blk_load(struct lkm_table *lkmtp, int cmd)
{
	int bmajor = -1, cmajor = -1, error;

	error = devsw_attach("vd", &vd_bdevsw, &bmajor, &vd_cdevsw, &cmajor);
	if (error == 0 && (error = sysctl_attach(&timeout_leaf, -1)) != 0)
		devsw_detach(&vd_bdevsw, &vd_cdevsw);
	return error;
}

static int
virtio_blk_unload(struct lkm_table *lkmtp, int cmd)
{
	sysctl_detach(&timeout_leaf);
	devsw_detach(&vd_bdevsw, &vd_cdevsw);
	return 0;
}

int virtio_blk_lkmentry(struct lkm_table *, int, int);

int
virtio_blk_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(
	    lkmtp, cmd, ver, virtio_blk_load, virtio_blk_unload, lkm_nofunc);
}
