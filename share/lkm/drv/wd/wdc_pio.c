/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wdc_pio.c: the processor moves the data, two bytes at a time, a block for
 * each interrupt: one sector, or several if the drive can (SET MULTIPLE MODE).
 *
 * Reading, the drive interrupts when it has a block.  Writing, it interrupts
 * when it has taken one; the first it takes without (ATA/ATAPI-6, 9.5, 9.6).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include "wdc.h"

#define PIO_WAIT 20000 /* microseconds, until a drive wants the first block */

static void
move(struct wdc_channel *ch)
{
	size_t n = MIN(ch->ch_left,
	    ch->ch_active->sc_multi * ch->ch_active->sc_disk.dk_secsize);

	if (ch->ch_buf->b_flags & B_READ)
		bus_space_read_multi_2(ch->ch_iot, ch->ch_cmd, WD_DATA,
		    (uint16_t *)(void *)ch->ch_data, n / 2);
	else
		bus_space_write_multi_2(ch->ch_iot, ch->ch_cmd, WD_DATA,
		    (uint16_t *)(void *)ch->ch_data, n / 2);
	ch->ch_data += n;
	ch->ch_left -= n;
}

void
wdc_pio_begin(struct wdc_channel *ch)
{
	if (ch->ch_left == 0 || ch->ch_buf->b_flags & B_READ)
		return;
	if (wdc_wait(ch, WDS_BUSY | WDS_DATA, WDS_DATA, PIO_WAIT) == -1)
		wdc_done(ch, EIO);
	else
		move(ch);
}

void
wdc_pio_next(struct wdc_channel *ch)
{
	int rd = ch->ch_buf->b_flags & B_READ;

	if (ch->ch_left == 0) {
		wdc_done(ch, 0);
		return;
	}
	if ((wdc_altstatus(ch) & WDS_DATA) == 0) {
		wdc_done(ch, EIO); /* it should want more */
		return;
	}
	move(ch);
	if (rd && ch->ch_left == 0)
		wdc_done(ch, 0);
}
