/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wdc_dma.c: the controller moves the data (SFF-8038i).  It reads from memory
 * a table of pieces of memory, none of which may cross a multiple of 64 KiB.
 */
#include <sys/param.h>
#include <sys/malloc.h>
#include <sys/systm.h>
#include <sys/vm.h>
#include "wdc.h"

/* Registers of a channel. */
#define BM_COMMAND  0
#define BM_STATUS   2
#define BM_TABLE    4 /* 32 bits: where the table is */
#define BMC_START   0x01
#define BMC_READ    0x08 /* from the drive to memory */
#define BMS_ERROR   0x02 /* this and the next are cleared by ones */
#define BMS_INTR    0x04
#define BMS_CAPABLE 0x60 /* to be kept: what the firmware found out */

struct prd {
	uint32_t prd_addr;
	uint16_t prd_bytes; /* 0: 65536 */
	uint16_t prd_flags;
};
#define PRD_LAST     0x8000
#define PRD_BOUNDARY 0x10000
#define NPRD         (MAXPHYS / PAGE_SIZE + 1)

int
wdc_dma_attach(struct wdc_channel *ch)
{
	ch->ch_prd = contigmalloc(NPRD * sizeof(struct prd), M_DEVBUF, 0, 0,
	    (paddr_t)1 << 32, PAGE_SIZE, PRD_BOUNDARY);
	return ch->ch_prd != NULL ? 0 : ENOMEM;
}

void
wdc_dma_detach(struct wdc_channel *ch)
{
	if (ch->ch_prd == NULL)
		return;
	bus_space_write_1(ch->ch_iot, ch->ch_dma, BM_COMMAND, 0);
	contigfree(ch->ch_prd, NPRD * sizeof(struct prd), M_DEVBUF);
	ch->ch_prd = NULL;
}

static uint8_t
direction(const struct wdc_channel *ch)
{
	return ch->ch_buf->b_flags & B_READ ? BMC_READ : 0;
}

/* A page of the buffer is a piece: so none crosses a boundary. */
void
wdc_dma_prepare(struct wdc_channel *ch)
{
	struct prd *prd = ch->ch_prd;
	char *va = ch->ch_data;
	size_t left = ch->ch_left, n;
	uint8_t status;

	for (; left > 0; va += n, left -= n) {
		n = MIN(left, PAGE_SIZE - ((vaddr_t)va & PAGE_MASK));
		*prd++ = (struct prd){vtophys(va), n, 0};
	}
	prd[-1].prd_flags = PRD_LAST;
	membar_producer();
	status = bus_space_read_1(ch->ch_iot, ch->ch_dma, BM_STATUS);
	bus_space_write_1(ch->ch_iot, ch->ch_dma, BM_COMMAND, direction(ch));
	bus_space_write_1(ch->ch_iot, ch->ch_dma, BM_STATUS,
	    (status & BMS_CAPABLE) | BMS_ERROR | BMS_INTR);
	bus_space_write_4(
	    ch->ch_iot, ch->ch_dma, BM_TABLE, vtophys(ch->ch_prd));
}

void
wdc_dma_begin(struct wdc_channel *ch)
{
	bus_space_write_1(
	    ch->ch_iot, ch->ch_dma, BM_COMMAND, direction(ch) | BMC_START);
}

int
wdc_dma_interrupted(struct wdc_channel *ch)
{
	return bus_space_read_1(ch->ch_iot, ch->ch_dma, BM_STATUS) & BMS_INTR;
}

int
wdc_dma_end(struct wdc_channel *ch)
{
	uint8_t status = bus_space_read_1(ch->ch_iot, ch->ch_dma, BM_STATUS);

	bus_space_write_1(ch->ch_iot, ch->ch_dma, BM_COMMAND, 0);
	bus_space_write_1(ch->ch_iot, ch->ch_dma, BM_STATUS,
	    (status & BMS_CAPABLE) | BMS_ERROR | BMS_INTR);
	membar_consumer();
	ch->ch_left = 0;
	return status & BMS_ERROR ? EIO : 0;
}
