/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wdc.h: ATA disks, and the channels that they are at, two at each.  A channel
 * has one set of registers, and carries out one command at a time.
 *
 * wd.c		a disk: what it says of itself, and the module
 * pciide.c	the controller: where the channels' registers are
 * wdc.c	a channel: commands, their end, time-outs
 * wdc_pio.c	transfers by the processor
 * wdc_dma.c	transfers by the controller
 *
 * Numbers and names are those of the ATA/ATAPI-6 standard (T13 1410D) and of
 * the bus master programming interface (SFF-8038i).
 */
#ifndef _WDC_H_
#define _WDC_H_

#include <sys/device.h>
#include <sys/disk.h>
#include <sys/kernel.h>
#include <machine/bus.h>

/* The command block. */
#define WD_DATA      0
#define WD_ERROR     1 /* when read */
#define WD_FEATURES  1 /* when written */
#define WD_COUNT     2
#define WD_LBA_LOW   3
#define WD_LBA_MID   4
#define WD_LBA_HIGH  5
#define WD_DEVICE    6
#define WD_STATUS    7 /* reading it acknowledges the interrupt */
#define WD_COMMAND   7
#define WD_CMD_REGS  8

#define WDS_BUSY     0x80
#define WDS_READY    0x40
#define WDS_FAULT    0x20
#define WDS_DATA     0x08 /* it wants to be given or asked for data */
#define WDS_ERROR    0x01
#define WDD_LBA      0xe0 /* with bits that were always ones once */
#define WDD_CHS      0xa0
#define WDD_DRIVE(d) ((d) << 4)

/* The control block: one register. */
#define WDCTL_NOINTR 0x02
#define WDCTL_RESET  0x04

enum wd_command {
	WDC_READ = 0x20,
	WDC_READ_EXT = 0x24,
	WDC_READ_DMA_EXT = 0x25,
	WDC_READ_MULTI_EXT = 0x29,
	WDC_WRITE = 0x30,
	WDC_WRITE_EXT = 0x34,
	WDC_WRITE_DMA_EXT = 0x35,
	WDC_WRITE_MULTI_EXT = 0x39,
	WDC_READ_MULTI = 0xc4,
	WDC_WRITE_MULTI = 0xc5,
	WDC_SET_MULTI = 0xc6,
	WDC_READ_DMA = 0xc8,
	WDC_WRITE_DMA = 0xca,
	WDC_FLUSH = 0xe7,
	WDC_FLUSH_EXT = 0xea,
	WDC_IDENTIFY = 0xec
};

struct prd;
struct wdc_channel;

struct wd_softc {
	struct device sc_dev;
	struct disk sc_disk;
	struct wdc_channel *sc_channel;
	int sc_drive; /* 0 or 1 */
	int sc_multi; /* sectors an interrupt, of PIO; 1: no such mode */
	int sc_dma;   /* it can */
	int sc_lba48; /* it knows the commands for that */
	int sc_flush; /* the command for that, or 0 */
	int sc_attached;
};

struct wdc_channel {
	struct device *ch_dev; /* the controller */
	int ch_number;
	bus_space_tag_t ch_iot;
	bus_space_handle_t ch_cmd, ch_ctl;
	bus_space_handle_t ch_dma; /* 0: none */
	int ch_irq;
	void *ch_ih; /* NULL: the channel is not used */
	struct wd_softc *ch_wd[2];
	int ch_turn; /* whose next command is to be looked for first */
	/* The command on its way; at splbio. */
	struct wd_softc *ch_active; /* NULL: none */
	struct buf *ch_buf;
	char *ch_data;  /* PIO: where the next sectors go */
	size_t ch_left; /* bytes that have not been moved yet */
	int ch_isdma;
	struct prd *ch_prd; /* what the controller is told to transfer */
	struct callout ch_timeout;
	int ch_resetting; /* ticks that the drives still have for it; 0: none */
};

/* What the driver of the bus tells that of a disk. */
struct wd_attach_args {
	struct wdc_channel *wa_channel;
	int wa_drive;
};

extern int wd_timeout; /* seconds that a command may take; 0: for ever */
extern int wd_usedma;

static inline uint8_t
wdc_read(const struct wdc_channel *ch, int reg)
{
	return bus_space_read_1(ch->ch_iot, ch->ch_cmd, reg);
}
static inline void
wdc_write(const struct wdc_channel *ch, int reg, uint8_t v)
{
	bus_space_write_1(ch->ch_iot, ch->ch_cmd, reg, v);
}
/* The status, and the interrupt stays. */
static inline uint8_t
wdc_altstatus(const struct wdc_channel *ch)
{
	return bus_space_read_1(ch->ch_iot, ch->ch_ctl, 0);
}

/* ---- wdc.c ---- */

/*
 * The channel's registers and ch_irq are known: reset what is there, and take
 * its interrupt.  May sleep.  ENXIO: nothing is there; EWOULDBLOCK: a drive that
 * stays busy; ENOMEM.
 */
int wdc_attach(struct wdc_channel *);
void wdc_detach(struct wdc_channel *);
/* Is there a disk?  Not a CD, nor nothing. */
int wdc_probe(struct wdc_channel *, int drive);
/*
 * A command without data, or, with data, one that reads a sector; waits
 * busily: for finding out about a drive, while no command is on its way.
 * EIO; EWOULDBLOCK: no answer.
 */
int wdc_command(
    struct wdc_channel *, int drive, int command, int count, uint16_t *data);
/* Begin what one of the drives has waiting, if nothing is on its way. */
void wdc_start(struct wdc_channel *);
/* The command on its way is over; at splbio. */
void wdc_done(struct wdc_channel *, int error);
/* Poll for a status; -1 after so many microseconds. */
int wdc_wait(const struct wdc_channel *, int mask, int value, int us);

/* ---- wdc_pio.c, wdc_dma.c: at splbio ---- */

/* Move a block; the last one of a read is the end of it. */
void wdc_pio_next(struct wdc_channel *);
void wdc_pio_begin(struct wdc_channel *); /* the command has been given */
int wdc_dma_attach(struct wdc_channel *); /* ENOMEM */
void wdc_dma_detach(struct wdc_channel *);
void wdc_dma_prepare(struct wdc_channel *); /* before the command */
void wdc_dma_begin(struct wdc_channel *);
int wdc_dma_interrupted(struct wdc_channel *);
int wdc_dma_end(struct wdc_channel *); /* 0 or EIO */

#endif /* _WDC_H_ */
