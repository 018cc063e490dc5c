/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * random: /dev/random and /dev/urandom, fed by the virtual machine's source of
 * randomness, virtio-rng (Virtio PCI Card Specification 0.9.5, appendix H: one
 * queue, of memory that the device fills).
 *
 * All devices feed one generator.  Of what came from them an account is kept:
 * /dev/random gives out no more bytes than came in, and waits for more;
 * /dev/urandom waits only until there has been enough for a key.
 */
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/device.h>
#include <sys/errno.h>
#include <sys/lkm.h>
#include <sys/malloc.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/select.h>
#include <sys/systm.h>
#include <sys/uio.h>
#include <sys/vm.h>
#include <sys/vnode.h>

#include "../virtio/virtio.h"
#include "chacha.h"
#include "generator.h"

enum { DEV_RANDOM, DEV_URANDOM }; /* minor numbers */

#define REQUEST  64        /* bytes that a device is asked for at a time */
#define CREDIT   512       /* and, all together, ahead of demand */
#define RESEED   (1 << 20) /* after so many bytes given out, one more time */
#define PER_TURN 4096      /* bytes, until others and signals are looked for */

struct random_softc {
	struct device sc_dev;
	struct virtio sc_virtio;
	uint8_t *sc_bytes; /* that the device fills */
	int sc_attached;
	int sc_asked; /* it has sc_bytes */
};

/* At splbio, and so is the generator. */
static struct {
	u_int credit; /* bytes that came and were not accounted for yet */
	int seeded;   /* there were enough for a key */
	u_int given;  /* bytes given out since the devices were asked last */
	struct selinfo sel;
} state;
static int ndevices;

static struct cfdriver random_cd = {.cd_name = "random"};

/* ---- the devices ---- */

static void
ask(struct random_softc *sc)
{
	struct virtq *vq = &sc->sc_virtio.vi_queue[0];
	struct virtq_seg seg = {vtophys(sc->sc_bytes), REQUEST};

	if (!sc->sc_asked && virtq_add(vq, &seg, 0, 1, sc) == 0) {
		sc->sc_asked = 1;
		virtq_kick(vq);
	}
}

/* Somebody has taken something: have the devices bring more, if need be. */
static void
ask_all(void)
{
	struct random_softc *sc;
	int i;

	if (state.credit + REQUEST > CREDIT && state.given < RESEED)
		return;
	state.given = 0;
	for (i = 0; i < random_cd.cd_ndevs; i++)
		if ((sc = device_lookup(&random_cd, i)) != NULL &&
		    sc->sc_attached)
			ask(sc);
}

static int
random_intr(void *arg)
{
	struct random_softc *sc = arg;
	uint32_t len;

	if (!virtio_interrupted(&sc->sc_virtio))
		return 0;
	while (virtq_reap(&sc->sc_virtio.vi_queue[0], &len) != NULL) {
		sc->sc_asked = 0;
		len = MIN(len, REQUEST); /* whatever it says */
		generator_mix(sc->sc_bytes, len);
		memset(sc->sc_bytes, 0, REQUEST);
		state.credit = MIN(state.credit + len, CREDIT);
		if (state.credit >= CHACHA_KEY)
			state.seeded = 1;
		wakeup(&state);
		selwakeup(&state.sel);
		if (state.credit + REQUEST <= CREDIT)
			ask(sc);
	}
	return 1;
}

/* ---- what programs call ---- */

static int
random_open(dev_t dev, int flag, int mode, struct proc *p)
{
	return ndevices == 0 || minor(dev) > DEV_URANDOM ? ENXIO : 0;
}

/* How many of n bytes can be given out now? */
static size_t
available(dev_t dev, size_t n)
{
	if (!state.seeded)
		return 0;
	return minor(dev) == DEV_RANDOM ? MIN(n, state.credit) : n;
}

/* Make up to n bytes, as soon as there are some. */
static int
take(dev_t dev, void *bytes, size_t *n, int nonblock)
{
	int error = 0, s = splbio();
	size_t wanted = *n;

	while ((*n = available(dev, wanted)) == 0 && error == 0)
		error = nonblock ? EAGAIN
				 : tsleep(&state, PRIBIO | PCATCH, "random", 0);
	if (*n > 0) {
		error = 0;
		generator_make(bytes, *n);
		if (minor(dev) == DEV_RANDOM)
			state.credit -= *n;
		state.given += *n;
		ask_all();
	}
	splx(s);
	return error;
}

/* Much takes long: others have their turns; 1: a signal is to end it early. */
static int
give_way(const struct proc *p)
{
	if (want_resched)
		preempt();
	return (p->p_siglist & ~p->p_sigmask) != 0;
}

/* /dev/random gives what there is, at least one byte. */
static int
random_read(dev_t dev, struct uio *uio, int ioflag)
{
	uint8_t bytes[GENERATOR_PIECE];
	size_t n, total = 0;
	int error = 0;

	while (error == 0 && uio->uio_resid > 0) {
		n = MIN(uio->uio_resid, sizeof(bytes));
		error = take(dev, bytes, &n,
		    (ioflag & IO_NDELAY) ||
			(total > 0 && minor(dev) == DEV_RANDOM));
		if (error == 0)
			error = uiomove(bytes, n, uio);
		total += n;
		if (total % PER_TURN == 0 && give_way(uio->uio_procp))
			break;
	}
	explicit_memset(bytes, 0, sizeof(bytes));
	return error == EAGAIN && total > 0 ? 0 : error;
}

/* Mixed in, and believed to be known to everybody. */
static int
random_write(dev_t dev, struct uio *uio, int ioflag)
{
	uint8_t bytes[GENERATOR_PIECE];
	size_t n, total = 0;
	int error = 0, s;

	while (error == 0 && uio->uio_resid > 0) {
		n = MIN(uio->uio_resid, sizeof(bytes));
		if ((error = uiomove(bytes, n, uio)) == 0) {
			s = splbio();
			generator_mix(bytes, n);
			splx(s);
		}
		total += n;
		if (total % PER_TURN == 0 && give_way(uio->uio_procp))
			break;
	}
	return error;
}

static int
random_poll(dev_t dev, int events, struct proc *p)
{
	int revents = events & (POLLOUT | POLLWRNORM), s = splbio();

	if (available(dev, 1) > 0)
		revents |= events & (POLLIN | POLLRDNORM);
	if (revents == 0)
		selrecord(p, &state.sel);
	splx(s);
	return revents;
}

static const struct cdevsw random_cdevsw = {.d_open = random_open,
    .d_read = random_read,
    .d_write = random_write,
    .d_poll = random_poll};

/* ---- what autoconfiguration calls ---- */

static int
random_match(struct device *parent, struct cfdata *cf, void *aux)
{
	const struct pci_attach_args *pa = aux;

	return PCI_VENDOR(pa->pa_id) == VIRTIO_VENDOR &&
	    PCI_PRODUCT(pa->pa_id) == VIRTIO_PRODUCT_ENTROPY;
}

static int
random_detach(struct device *self, int flags)
{
	struct random_softc *sc = (struct random_softc *)self;

	ndevices -= sc->sc_attached;
	sc->sc_attached = 0;
	virtio_detach(&sc->sc_virtio); /* from here on it fills nothing */
	if (sc->sc_bytes != NULL)
		contigfree(sc->sc_bytes, REQUEST, M_DEVBUF);
	sc->sc_bytes = NULL;
	return 0;
}

static void
random_attach(struct device *parent, struct device *self, void *aux)
{
	struct random_softc *sc = (struct random_softc *)self;
	int error, s;

	error = virtio_attach(&sc->sc_virtio, device_xname(self), aux, 0);
	if (error == 0) {
		sc->sc_bytes = contigmalloc(REQUEST, M_DEVBUF, M_ZERO, 0,
		    (paddr_t)1 << 32, PAGE_SIZE, 0);
		if (sc->sc_bytes == NULL)
			error = ENOMEM;
	}
	if (error == 0)
		error = virtio_queue(&sc->sc_virtio, 0);
	if (error == 0)
		error = virtio_start(&sc->sc_virtio, IPL_BIO, random_intr, sc);
	if (error != 0) {
		aprint_error(": it cannot be used (error %d)\n", error);
		(void)random_detach(self, DETACH_FORCE);
		if (error == ENOMEM)
			config_nomem(self);
		return;
	}
	aprint_normal(": random bytes\n");
	sc->sc_attached = 1;
	ndevices++;
	s = splbio();
	ask(sc);
	splx(s);
}

/* ---- the module ---- */

static struct cfattach random_ca = {.ca_name = "random",
    .ca_devsize = sizeof(struct random_softc),
    .ca_match = random_match,
    .ca_attach = random_attach,
    .ca_detach = random_detach};

static struct cfdriver *drivers[] = {&random_cd, NULL};
static struct cfattach *attachments[] = {&random_ca, NULL};
static const struct cfattachlkminit random_attachments[] = {
    {"random", attachments}, {NULL, NULL}};
static const struct cfparent pci = {"pci", "pci", DVUNIT_ANY};
static int anywhere[CFLOCATORS] = {LOC_ANY, LOC_ANY};
static struct cfdata lines[] = {
    {"random", "random", 0, FSTATE_STAR, anywhere, 0, &pci},
    {NULL, NULL, 0, 0, NULL, 0, NULL}};

MOD_DRV("random", drivers, random_attachments, lines)

static int
random_load(struct lkm_table *lkmtp, int cmd)
{
	int bmajor = -1, cmajor = -1;

	return devsw_attach("random", NULL, &bmajor, &random_cdevsw, &cmajor);
}

static int
random_unload(struct lkm_table *lkmtp, int cmd)
{
	devsw_detach(NULL, &random_cdevsw);
	generator_forget();
	return 0;
}

int random_lkmentry(struct lkm_table *, int, int);

int
random_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, random_load, random_unload, lkm_nofunc);
}
