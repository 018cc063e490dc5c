/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wdc.c: a channel of an ATA controller: see wdc.h.
 *
 * Finding out what is there is done by polling, while a driver attaches; and
 * when it may take long, a process sleeps between one look and the next.  So
 * an emulator gets to its own work: a drive that it emulates is not ready any
 * sooner because it is asked all the time, rather later.  Transfers are driven
 * by interrupts, and each has a time by which it must be over: a drive that
 * does not answer is reset, and its transfer has failed.
 */
#include <sys/param.h>
#include <sys/buf.h>
#include <sys/systm.h>
#include "wdc.h"

#define RESET_WAIT     31 /* seconds that drives may take (ATA/ATAPI-6, 9.2) */
#define PROBE_WAIT     2000000 /* microseconds */
#define IDENTIFY_WAIT  31000000
#define COMMAND_WAIT   1000000
#define SELECT_WAIT    20000
#define LBA28_MAX      0x0fffffffU

/* What a status is where nobody drives the bus. */
#define FLOATS(status) (((status)&0x7f) == 0x7f)

int wd_timeout = 10, wd_usedma = 1;

static void
control(const struct wdc_channel *ch, uint8_t v)
{
	bus_space_write_1(ch->ch_iot, ch->ch_ctl, 0, v);
}

int
wdc_wait(const struct wdc_channel *ch, int mask, int value, int us)
{
	uint8_t status;

	for (; us > 0; us -= 10) {
		status = wdc_altstatus(ch);
		if ((status & mask) == value)
			return status;
		if ((status & (WDS_BUSY | WDS_ERROR)) == WDS_ERROR)
			return -1;
		delay(10);
	}
	return -1;
}

/* Its registers are there 400 ns later. */
static void
select(const struct wdc_channel *ch, int drive, int bits)
{
	wdc_write(ch, WD_DEVICE, bits | WDD_DRIVE(drive));
	delay(1);
}

/* The drives begin anew; they are busy until they have. */
static void
reset(const struct wdc_channel *ch)
{
	control(ch, WDCTL_RESET | WDCTL_NOINTR);
	delay(10);
	control(ch, WDCTL_NOINTR);
	delay(2000);
}

static int
reset_is_over(const struct wdc_channel *ch)
{
	uint8_t status = wdc_altstatus(ch);

	if (status & WDS_BUSY && !FLOATS(status))
		return 0;
	(void)wdc_read(ch, WD_STATUS);
	control(ch, 0);
	return 1;
}

/* Nobody else uses the channel yet.  EWOULDBLOCK: for ever. */
static int
await_reset(struct wdc_channel *ch)
{
	int i;

	for (i = 0; !reset_is_over(ch); i++) {
		if (i == hz)
			printf("%s: channel %d: a drive is busy; it may need "
			       "up to %d seconds\n",
			    device_xname(ch->ch_dev), ch->ch_number,
			    RESET_WAIT);
		if (i == RESET_WAIT * hz)
			return EWOULDBLOCK;
		(void)tsleep(ch, PRIBIO, "wdreset", 1);
	}
	return 0;
}

/* ---- polling ---- */

int
wdc_probe(struct wdc_channel *ch, int drive)
{
	uint8_t status;

	select(ch, drive, WDD_CHS);
	/* Where there is no drive the bus floats, or the other answers. */
	status = wdc_altstatus(ch);
	if (FLOATS(status) || status == 0)
		return 0;
	if (status & WDS_BUSY && wdc_wait(ch, WDS_BUSY, 0, PROBE_WAIT) == -1 &&
	    wdc_altstatus(ch) & WDS_BUSY) {
		printf("%s: channel %d drive %d: busy: not used\n",
		    device_xname(ch->ch_dev), ch->ch_number, drive);
		return 0;
	}
	/* What a reset leaves there; 0x14, 0xeb: a drive with packets, a CD. */
	return wdc_read(ch, WD_LBA_MID) == 0 && wdc_read(ch, WD_LBA_HIGH) == 0;
}

int
wdc_command(
    struct wdc_channel *ch, int drive, int command, int count, uint16_t *data)
{
	int status;

	select(ch, drive, WDD_CHS);
	if (wdc_wait(ch, WDS_BUSY, 0, SELECT_WAIT) == -1)
		return EWOULDBLOCK;
	control(ch, WDCTL_NOINTR);
	wdc_write(ch, WD_COUNT, count);
	wdc_write(ch, WD_COMMAND, command);
	delay(1);
	if (data != NULL)
		status =
		    wdc_wait(ch, WDS_BUSY | WDS_DATA, WDS_DATA, IDENTIFY_WAIT);
	else
		status = wdc_wait(ch, WDS_BUSY, 0, COMMAND_WAIT);
	if (status != -1 && data != NULL)
		bus_space_read_multi_2(
		    ch->ch_iot, ch->ch_cmd, WD_DATA, data, DEV_BSIZE / 2);
	if (status == -1)
		status = wdc_altstatus(ch) & WDS_BUSY ? -1 : WDS_ERROR;
	(void)wdc_read(ch, WD_STATUS);
	control(ch, 0);
	return status == -1                    ? EWOULDBLOCK
	    : status & (WDS_ERROR | WDS_FAULT) ? EIO
					       : 0;
}

/* ---- commands ---- */

/* The registers that say what and where; blkno in units of sectors. */
static void
give(const struct wdc_channel *ch, uint64_t blkno, u_int count, int command,
    int lba48)
{
	if (lba48) {
		/* Each register keeps two bytes: the upper one goes first. */
		wdc_write(ch, WD_COUNT, count >> 8);
		wdc_write(ch, WD_LBA_LOW, blkno >> 24);
		wdc_write(ch, WD_LBA_MID, blkno >> 32);
		wdc_write(ch, WD_LBA_HIGH, blkno >> 40);
	}
	wdc_write(ch, WD_COUNT, count); /* 0: 256, or 65536 */
	wdc_write(ch, WD_LBA_LOW, blkno);
	wdc_write(ch, WD_LBA_MID, blkno >> 8);
	wdc_write(ch, WD_LBA_HIGH, blkno >> 16);
	wdc_write(ch, WD_COMMAND, command);
}

/* [DMA, several sectors, one][writes][48 bits] */
static const uint8_t commands[3][2][2] = {
    {{WDC_READ_DMA, WDC_READ_DMA_EXT}, {WDC_WRITE_DMA, WDC_WRITE_DMA_EXT}},
    {{WDC_READ_MULTI, WDC_READ_MULTI_EXT},
	{WDC_WRITE_MULTI, WDC_WRITE_MULTI_EXT}},
    {{WDC_READ, WDC_READ_EXT}, {WDC_WRITE, WDC_WRITE_EXT}},
};

static void expired(void *);

static void
begin(struct wdc_channel *ch, struct wd_softc *sc, struct buf *bp)
{
	u_int unit = sc->sc_disk.dk_secsize / DEV_BSIZE;
	uint64_t blkno = bp->b_rawblkno / unit;
	u_int count = bp->b_bcount / sc->sc_disk.dk_secsize;
	int rd = bp->b_flags & B_READ, lba48, how;

	ch->ch_active = sc;
	ch->ch_buf = bp;
	ch->ch_data = bp->b_data;
	ch->ch_left = bp->b_bcount;
	ch->ch_isdma = bp->b_bcount > 0 && sc->sc_dma && wd_usedma;
	if (wd_timeout > 0)
		callout_reset(&ch->ch_timeout,
		    MIN(wd_timeout, 0x7fffffff / hz) * hz, expired, ch);

	/* The commands for 28 bits are the shorter way for what they reach. */
	lba48 = sc->sc_lba48 && blkno + count > LBA28_MAX;
	select(ch, sc->sc_drive, WDD_LBA | (lba48 ? 0 : blkno >> 24 & 0xf));
	if (wdc_wait(ch, WDS_BUSY | WDS_DATA, 0, SELECT_WAIT) == -1) {
		wdc_done(ch, EIO);
		return;
	}
	if (bp->b_flags & B_FLUSH) {
		wdc_write(ch, WD_COMMAND, sc->sc_flush);
		return;
	}
	how = ch->ch_isdma ? 0 : sc->sc_multi > 1 ? 1 : 2;
	if (ch->ch_isdma)
		wdc_dma_prepare(ch);
	give(ch, blkno, count, commands[how][!rd][lba48], lba48);
	if (ch->ch_isdma)
		wdc_dma_begin(ch);
	else
		wdc_pio_begin(ch);
}

/* Both drives have their turn. */
void
wdc_start(struct wdc_channel *ch)
{
	struct wd_softc *sc;
	struct buf *bp;
	int i, n = 0;

	for (i = ch->ch_turn; ch->ch_active == NULL && n < 2; i ^= 1) {
		sc = ch->ch_wd[i];
		if (sc == NULL || TAILQ_EMPTY(&sc->sc_disk.dk_queue)) {
			n++;
			continue;
		}
		n = 0;
		bp = TAILQ_FIRST(&sc->sc_disk.dk_queue);
		TAILQ_REMOVE(&sc->sc_disk.dk_queue, bp, b_actq);
		ch->ch_turn = i ^ 1;
		begin(ch, sc, bp);
	}
}

void
wdc_done(struct wdc_channel *ch, int error)
{
	struct wd_softc *sc = ch->ch_active;

	callout_stop(&ch->ch_timeout);
	ch->ch_active = NULL;
	disk_done(&sc->sc_disk, ch->ch_buf, error);
}

/* The line may be another's, and the drive may not be ready yet. */
static int
interrupt(void *arg)
{
	struct wdc_channel *ch = arg;
	int status, error;

	if (ch->ch_resetting > 0)
		return 0;
	if (ch->ch_active != NULL && ch->ch_isdma && !wdc_dma_interrupted(ch))
		return 0;
	status = wdc_read(ch, WD_STATUS);
	if (ch->ch_active == NULL || status & WDS_BUSY)
		return 0;
	error = status & (WDS_ERROR | WDS_FAULT) ? EIO : 0;
	if (ch->ch_isdma && wdc_dma_end(ch) != 0)
		error = EIO;
	if (error != 0 || ch->ch_isdma)
		wdc_done(ch, error);
	else
		wdc_pio_next(ch);
	wdc_start(ch);
	return 1;
}

/* What a reset has made the drives forget. */
static void
set_up_again(struct wdc_channel *ch)
{
	const struct wd_softc *sc;
	int i;

	for (i = 0; i < 2; i++)
		if ((sc = ch->ch_wd[i]) != NULL && sc->sc_multi > 1)
			(void)wdc_command(
			    ch, i, WDC_SET_MULTI, sc->sc_multi, NULL);
}

/*
 * Until the reset is over the command stays the one on its way, so that no
 * other begins.  A drive may take long: that is waited for from tick to tick.
 */
static void
recover(void *arg)
{
	struct wdc_channel *ch = arg;
	int s = splbio();

	if (!reset_is_over(ch) && --ch->ch_resetting > 0) {
		callout_reset(&ch->ch_timeout, 1, recover, ch);
		splx(s);
		return;
	}
	if (ch->ch_resetting == 0)
		printf("%s: still busy %d seconds after the reset\n",
		    device_xname(&ch->ch_active->sc_dev), RESET_WAIT);
	ch->ch_resetting = 0;
	set_up_again(ch);
	wdc_done(ch, EIO);
	wdc_start(ch);
	splx(s);
}

/*
 * The time is over.  If the command ended just before this was called, the
 * next one has set the time anew.
 */
static void
expired(void *arg)
{
	struct wdc_channel *ch = arg;
	int s = splbio();

	if (ch->ch_active != NULL && !ch->ch_timeout.c_pending) {
		printf("%s: no answer to a command in %d seconds: reset\n",
		    device_xname(&ch->ch_active->sc_dev), wd_timeout);
		if (ch->ch_isdma)
			(void)wdc_dma_end(ch);
		reset(ch);
		ch->ch_resetting = RESET_WAIT * hz;
		callout_reset(&ch->ch_timeout, 1, recover, ch);
	}
	splx(s);
}

/* ---- the channel comes and goes ---- */

int
wdc_attach(struct wdc_channel *ch)
{
	int error;

	callout_init(&ch->ch_timeout);
	/*
	 * The firmware has perhaps left selected a drive that is not there.
	 * In its name nobody says that the other is busy with the reset, and
	 * who is busy lets nobody select another.
	 */
	select(ch, 0, WDD_CHS);
	if (FLOATS(wdc_altstatus(ch)))
		return ENXIO;
	reset(ch);
	if ((error = await_reset(ch)) != 0)
		return error;
	if (ch->ch_dma != 0 && (error = wdc_dma_attach(ch)) != 0)
		return error;
	ch->ch_ih = intr_establish(ch->ch_irq, IPL_BIO, interrupt, ch);
	if (ch->ch_ih == NULL) {
		wdc_dma_detach(ch);
		return ENOMEM;
	}
	return 0;
}

void
wdc_detach(struct wdc_channel *ch)
{
	if (ch->ch_ih == NULL)
		return;
	callout_stop(&ch->ch_timeout);
	control(ch, WDCTL_NOINTR);
	intr_disestablish(ch->ch_ih);
	ch->ch_ih = NULL;
	wdc_dma_detach(ch);
}
