/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * edu: a driver for the device that QEMU has to learn with.  README.md goes
 * through it line by line.
 *
 * The device has three talents: it inverts a number, it computes factorials,
 * and it has a buffer that it fills and empties by itself (DMA).  The last two
 * take time, and it interrupts when it is done.
 */
#include <sys/param.h>
#include <sys/conf.h>
#include <sys/device.h>
#include <sys/errno.h>
#include <sys/fcntl.h>
#include <sys/kernel.h>
#include <sys/lkm.h>
#include <sys/malloc.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/select.h>
#include <sys/systm.h>
#include <sys/uio.h>
#include <sys/vm.h>
#include <sys/vnode.h>
#include <dev/pci/pcivar.h>

#include "eduio.h"
#include "edureg.h"

/*
 * What the device is doing.  One thing at a time: it has one buffer, and one
 * register for each number.
 */
enum edu_state {
	EDU_IDLE,     /* -> CLAIMED: a process wants it */
	EDU_CLAIMED,  /* -> RUNNING: the device was told to begin; -> IDLE: the
		       * process has what it wanted */
	EDU_RUNNING,  /* -> CLAIMED: it interrupts; -> ABANDONED: the process
		       * waits no longer */
	EDU_ABANDONED /* it works on, for nobody.  -> IDLE: it interrupts */
};

/* What the driver knows of one device. */
struct edu_softc {
	struct device sc_dev; /* the kernel's part, which comes first */
	struct pci_attach_args sc_pa;

	bus_space_tag_t sc_tag; /* its registers */
	bus_space_handle_t sc_handle;
	bus_size_t sc_size;
	pci_intr_handle_t sc_irq;
	void *sc_intr; /* our interrupt handler; NULL: not attached */
	void *sc_page; /* memory that it reads and writes */

	enum edu_state sc_state; /* at splbio, as all that follows */
	int sc_started;          /* value of ticks when it went RUNNING */
	u_int sc_interrupts, sc_raised;
	struct selinfo sc_sel; /* who waits in poll(2) for IDLE */
};

#define EDU_TIMEOUT   hz /* it should answer within a second */

#define READ(sc, reg) bus_space_read_4((sc)->sc_tag, (sc)->sc_handle, (reg))
#define WRITE(sc, reg, value) \
	bus_space_write_4((sc)->sc_tag, (sc)->sc_handle, (reg), (value))

/* ---- one thing at a time ---- */

static int
edu_is_late(const struct edu_softc *sc)
{
	return ticks - sc->sc_started >= EDU_TIMEOUT;
}

static void
edu_set_idle(struct edu_softc *sc)
{
	sc->sc_state = EDU_IDLE;
	wakeup(sc);
	selwakeup(&sc->sc_sel);
}

/*
 * Wait until the device is idle, and take it.  EAGAIN: we are not to wait;
 * EINTR, ERESTART: a signal; EIO: it has stopped answering.
 */
static int
edu_claim(struct edu_softc *sc, int nonblock)
{
	int error = 0, s = splbio();

	while (error == 0 && sc->sc_state != EDU_IDLE) {
		if (nonblock)
			error = EAGAIN;
		else if (sc->sc_state == EDU_ABANDONED && edu_is_late(sc))
			error = EIO;
		else {
			error = tsleep(sc, PRIBIO | PCATCH, "edu", EDU_TIMEOUT);
			if (error == EWOULDBLOCK)
				error = 0; /* look again */
		}
	}
	if (error == 0)
		sc->sc_state = EDU_CLAIMED;
	splx(s);
	return error;
}

/* It is not needed any more, unless it is still at work. */
static void
edu_release(struct edu_softc *sc)
{
	int s = splbio();

	if (sc->sc_state == EDU_CLAIMED)
		edu_set_idle(sc);
	splx(s);
}

/* Write the value that sets it to work, and wait for the interrupt. */
static int
edu_run(struct edu_softc *sc, int reg, uint32_t value)
{
	int error = 0, s = splbio();

	sc->sc_state = EDU_RUNNING;
	sc->sc_started = ticks;
	WRITE(sc, reg, value);
	while (error == 0 && sc->sc_state == EDU_RUNNING)
		error = edu_is_late(sc)
		    ? EWOULDBLOCK
		    : tsleep(sc, PRIBIO | PCATCH, "edurun",
			  sc->sc_started + EDU_TIMEOUT - ticks);
	if (sc->sc_state == EDU_RUNNING)
		sc->sc_state = EDU_ABANDONED;
	else
		error = 0; /* it came just in time */
	splx(s);
	return error == EWOULDBLOCK ? EIO : error;
}

/* The device, or one that shares its line, has something to say. */
static int
edu_intr(void *arg)
{
	struct edu_softc *sc = arg;
	uint32_t why = READ(sc, EDU_INTR_STATUS);

	if (why == 0)
		return 0;
	WRITE(sc, EDU_INTR_ACK, why);
	sc->sc_interrupts++;
	sc->sc_raised |= why & ~(EDU_INTR_FACT | EDU_INTR_DMA);
	if (why & (EDU_INTR_FACT | EDU_INTR_DMA)) {
		if (sc->sc_state == EDU_RUNNING) {
			sc->sc_state = EDU_CLAIMED;
			wakeup(sc);
		} else if (sc->sc_state == EDU_ABANDONED)
			edu_set_idle(sc);
	}
	return 1;
}

/* ---- what programs call ---- */

static struct cfdriver edu_cd = {.cd_name = "edu"};

static int
edu_open(dev_t dev, int flag, int mode, struct proc *p)
{
	struct edu_softc *sc = device_lookup(&edu_cd, minor(dev));

	return sc == NULL || sc->sc_intr == NULL ? ENXIO : 0;
}

/* n bytes between our page and the device's buffer, from off on. */
static int
edu_transfer(struct edu_softc *sc, size_t off, size_t n, int to_ram)
{
	uint32_t ram = vtophys(sc->sc_page), buffer = EDU_DMA_BUFFER + off;

	WRITE(sc, EDU_DMA_SRC, to_ram ? buffer : ram);
	WRITE(sc, EDU_DMA_DST, to_ram ? ram : buffer);
	WRITE(sc, EDU_DMA_COUNT, n);
	return edu_run(sc, EDU_DMA_CMD,
	    EDU_DMA_START | EDU_DMA_INTR | (to_ram ? EDU_DMA_TO_RAM : 0));
}

/* The buffer is like a file of EDU_BUFFER_SIZE bytes. */
static int
edu_read(dev_t dev, struct uio *uio, int ioflag)
{
	struct edu_softc *sc = device_lookup(&edu_cd, minor(dev));
	size_t off, n;
	int error;

	if (uio->uio_offset < 0)
		return EINVAL;
	if (uio->uio_offset >= EDU_BUFFER_SIZE || uio->uio_resid == 0)
		return 0;
	off = uio->uio_offset;
	n = MIN(uio->uio_resid, EDU_BUFFER_SIZE - off);
	if ((error = edu_claim(sc, ioflag & IO_NDELAY)) != 0)
		return error;
	if ((error = edu_transfer(sc, off, n, 1)) == 0)
		error = uiomove(sc->sc_page, n, uio);
	edu_release(sc);
	return error;
}

static int
edu_write(dev_t dev, struct uio *uio, int ioflag)
{
	struct edu_softc *sc = device_lookup(&edu_cd, minor(dev));
	size_t off, n;
	int error;

	if (uio->uio_offset < 0)
		return EINVAL;
	if (uio->uio_resid == 0)
		return 0;
	if (uio->uio_offset >= EDU_BUFFER_SIZE)
		return ENOSPC;
	off = uio->uio_offset;
	n = MIN(uio->uio_resid, EDU_BUFFER_SIZE - off);
	if ((error = edu_claim(sc, ioflag & IO_NDELAY)) != 0)
		return error;
	if ((error = uiomove(sc->sc_page, n, uio)) == 0)
		error = edu_transfer(sc, off, n, 0);
	edu_release(sc);
	return error;
}

static int
edu_factorial(struct edu_softc *sc, uint32_t *n, int nonblock)
{
	int error;

	if ((error = edu_claim(sc, nonblock)) != 0)
		return error;
	WRITE(sc, EDU_STATUS, EDU_FACT_INTR);
	if ((error = edu_run(sc, EDU_FACTORIAL, *n)) == 0)
		*n = READ(sc, EDU_FACTORIAL);
	edu_release(sc);
	return error;
}

static int
edu_ioctl(dev_t dev, u_long cmd, caddr_t data, int flag, struct proc *p)
{
	struct edu_softc *sc = device_lookup(&edu_cd, minor(dev));
	uint32_t *value = (uint32_t *)data;

	switch (cmd) {
	case EDUIOC_INFO:
		*(struct edu_info *)data = (struct edu_info){READ(sc, EDU_ID),
		    sc->sc_irq, sc->sc_interrupts, sc->sc_raised};
		return 0;
	case EDUIOC_LIVENESS:
		WRITE(sc, EDU_LIVENESS, *value);
		*value = READ(sc, EDU_LIVENESS);
		return 0;
	case EDUIOC_FACTORIAL:
		return edu_factorial(sc, value, flag & FNONBLOCK);
	case EDUIOC_RAISE:
		if (*value & (EDU_INTR_FACT | EDU_INTR_DMA))
			return EINVAL;
		WRITE(sc, EDU_INTR_RAISE, *value);
		return 0;
	default:
		return ENOTTY;
	}
}

/* Would an operation begin at once? */
static int
edu_poll(dev_t dev, int events, struct proc *p)
{
	struct edu_softc *sc = device_lookup(&edu_cd, minor(dev));
	int revents = 0, s = splbio();

	if (sc->sc_state == EDU_IDLE)
		revents = events & (POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM);
	else
		selrecord(p, &sc->sc_sel);
	splx(s);
	return revents;
}

static const struct cdevsw edu_cdevsw = {.d_open = edu_open,
    .d_read = edu_read,
    .d_write = edu_write,
    .d_ioctl = edu_ioctl,
    .d_poll = edu_poll};

/* ---- what autoconfiguration calls ---- */

static int
edu_match(struct device *parent, struct cfdata *cf, void *aux)
{
	const struct pci_attach_args *pa = aux;

	return PCI_VENDOR(pa->pa_id) == EDU_VENDOR &&
	    PCI_PRODUCT(pa->pa_id) == EDU_PRODUCT;
}

/* Give back what there is, in reverse. */
static void
edu_give_back(struct edu_softc *sc)
{
	if (sc->sc_intr != NULL)
		pci_intr_disestablish(sc->sc_intr);
	if (sc->sc_page != NULL)
		contigfree(sc->sc_page, PAGE_SIZE, M_DEVBUF);
	if (sc->sc_size != 0)
		pci_mapreg_unmap(
		    &sc->sc_pa, sc->sc_tag, sc->sc_handle, sc->sc_size);
	sc->sc_intr = sc->sc_page = NULL;
	sc->sc_size = 0;
}

static void
edu_attach(struct device *parent, struct device *self, void *aux)
{
	struct edu_softc *sc = (struct edu_softc *)self;
	uint32_t id;
	int error, s;

	sc->sc_pa = *(struct pci_attach_args *)aux;
	error =
	    pci_mapreg_map(&sc->sc_pa, PCI_MAPREG(0), PCI_MAPREG_MEM_TYPE_32BIT,
		0, &sc->sc_tag, &sc->sc_handle, NULL, &sc->sc_size);
	if (error == 0)
		error = pci_intr_map(&sc->sc_pa, &sc->sc_irq);
	if (error == 0) {
		sc->sc_page = contigmalloc(
		    PAGE_SIZE, M_DEVBUF, 0, 0, EDU_DMA_MAX, PAGE_SIZE, 0);
		if (sc->sc_page == NULL)
			error = ENOMEM;
	}
	if (error == 0) {
		sc->sc_intr =
		    pci_intr_establish(sc->sc_irq, IPL_BIO, edu_intr, sc);
		if (sc->sc_intr == NULL)
			error = ENOMEM;
	}
	if (error != 0) {
		aprint_error(": it cannot be used (error %d)\n", error);
		edu_give_back(sc);
		if (error == ENOMEM)
			config_nomem(self);
		return;
	}
	pci_busmaster(sc->sc_pa.pa_tag, 1);
	s = splbio();
	WRITE(sc, EDU_STATUS, EDU_FACT_INTR);
	if (READ(sc, EDU_STATUS) & EDU_COMPUTING) {
		sc->sc_state = EDU_ABANDONED; /* for who had it before us */
		sc->sc_started = ticks;
	}
	splx(s);
	id = READ(sc, EDU_ID);
	aprint_normal(": to learn with, version %u.%u, irq %d\n", id >> 24,
	    id >> 16 & 0xff, sc->sc_irq);
}

/*
 * Let go of it.  Nobody has it open; but it may be at work for somebody who
 * has left.  Then it may still write into our page: so not now, unless it has
 * had its time.  It is silenced in any case before that page is another's.
 */
static int
edu_detach(struct device *self, int flags)
{
	struct edu_softc *sc = (struct edu_softc *)self;

	if (sc->sc_intr == NULL)
		return 0;
	if (sc->sc_state != EDU_IDLE && !edu_is_late(sc) &&
	    (flags & DETACH_FORCE) == 0)
		return EBUSY;
	pci_busmaster(sc->sc_pa.pa_tag, 0);
	WRITE(sc, EDU_STATUS, 0);
	WRITE(sc, EDU_INTR_ACK, ~0);
	edu_give_back(sc);
	return 0;
}

/* ---- the module ---- */

static struct cfattach edu_ca = {.ca_name = "edu",
    .ca_devsize = sizeof(struct edu_softc),
    .ca_match = edu_match,
    .ca_attach = edu_attach,
    .ca_detach = edu_detach};

static struct cfdriver *drivers[] = {&edu_cd, NULL};
static struct cfattach *attachments[] = {&edu_ca, NULL};
static const struct cfattachlkminit edu_attachments[] = {
    {"edu", attachments}, {NULL, NULL}};
static const struct cfparent pci = {"pci", "pci", DVUNIT_ANY};
static int anywhere[CFLOCATORS] = {LOC_ANY, LOC_ANY};
static struct cfdata lines[] = {
    {"edu", "edu", 0, FSTATE_STAR, anywhere, 0, &pci},
    {NULL, NULL, 0, 0, NULL, 0, NULL}};

MOD_DRV("edu", drivers, edu_attachments, lines)

static int
edu_load(struct lkm_table *lkmtp, int cmd)
{
	int bmajor = -1, cmajor = -1;

	return devsw_attach("edu", NULL, &bmajor, &edu_cdevsw, &cmajor);
}

static int
edu_unload(struct lkm_table *lkmtp, int cmd)
{
	devsw_detach(NULL, &edu_cdevsw);
	return 0;
}

int edu_lkmentry(struct lkm_table *, int, int);

int
edu_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, edu_load, edu_unload, lkm_nofunc);
}
