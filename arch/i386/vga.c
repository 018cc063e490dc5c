/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * VGA text mode, 80x25, as the BIOS leaves it (mode 3).  The card has
 * memory for 204 rows: the whole screen is scrolled by moving its start
 * address, and copied back to the beginning only when the memory ends.
 * So a line of output costs 80 cells instead of 2000.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/cons.h>
#include <sys/systm.h>
#include <machine/pio.h>
#include "vgavar.h"

#define VGA_TEXT_MEM      0xb8000
#define VGA_TEXT_CELLS    (32768 / 2)
#define VGA_SCREEN        (VGA_COLS * VGA_ROWS)

/* The CRT controller: an index port and a data port. */
#define CRTC_INDEX        0x3d4
#define CRTC_DATA         0x3d5
#define CRTC_CURSOR_START 0x0a
#define CURSOR_OFF        0x20
#define CRTC_START_HI     0x0c
#define CRTC_START_LO     0x0d
#define CRTC_CURSOR_HI    0x0e
#define CRTC_CURSOR_LO    0x0f

#define ATTR_DEFAULT      0x07

static struct vga_screen vga;

static void
crtc_write(uint8_t reg, uint8_t v)
{
	outb(CRTC_INDEX, reg);
	outb(CRTC_DATA, v);
}

static uint8_t
crtc_read(uint8_t reg)
{
	outb(CRTC_INDEX, reg);
	return inb(CRTC_DATA);
}

static volatile uint16_t *
cell(struct vga_screen *vs, int row, int col)
{
	return vs->vs_mem + vs->vs_top + row * VGA_COLS + col;
}

void
vga_set_cell(struct vga_screen *vs, int row, int col, uint8_t c)
{
	*cell(vs, row, col) = vs->vs_attr << 8 | c;
}

/* Blank so many cells from a place on; they may run over rows. */
void
vga_erase(struct vga_screen *vs, int row, int col, int cells)
{
	volatile uint16_t *p = cell(vs, row, col);

	while (cells-- > 0)
		*p++ = vs->vs_attr << 8 | ' ';
}

static void
move_rows(struct vga_screen *vs, int to, int from, int rows)
{
	memmove((void *)cell(vs, to, 0), (const void *)cell(vs, from, 0),
	    rows * VGA_COLS * sizeof(uint16_t));
}

/* Rows top to bot go up by n; blank rows come in from below. */
void
vga_scroll_up(struct vga_screen *vs, int top, int bot, int n)
{
	n = MIN(n, bot - top + 1);
	if (top == 0 && bot == VGA_ROWS - 1) {
		unsigned next = vs->vs_top + n * VGA_COLS;

		if (next + VGA_SCREEN > VGA_TEXT_CELLS) {
			next = 0;
			memmove((void *)vs->vs_mem,
			    (const void *)cell(vs, n, 0),
			    (VGA_ROWS - n) * VGA_COLS * sizeof(uint16_t));
		}
		vs->vs_top = next;
	} else
		move_rows(vs, top, top + n, bot - top + 1 - n);
	vga_erase(vs, bot + 1 - n, 0, n * VGA_COLS);
}

void
vga_scroll_down(struct vga_screen *vs, int top, int bot, int n)
{
	n = MIN(n, bot - top + 1);
	move_rows(vs, top + n, top, bot - top + 1 - n);
	vga_erase(vs, top, 0, n * VGA_COLS);
}

/*
 * Move what is right of the cursor in its row: cells > 0 to the right
 * (insert blanks), cells < 0 to the left (delete).
 */
void
vga_shift(struct vga_screen *vs, int cells)
{
	int room = VGA_COLS - vs->vs_col;
	int n = MIN(cells < 0 ? -cells : cells, room);
	void *here = (void *)cell(vs, vs->vs_row, vs->vs_col);
	void *there = (void *)cell(vs, vs->vs_row, vs->vs_col + n);
	size_t len = (room - n) * sizeof(uint16_t);

	if (cells > 0) {
		memmove(there, here, len);
		vga_erase(vs, vs->vs_row, vs->vs_col, n);
	} else {
		memmove(here, there, len);
		vga_erase(vs, vs->vs_row, VGA_COLS - n, n);
	}
}

void
vga_cursor_visible(bool on)
{
	uint8_t shape = crtc_read(CRTC_CURSOR_START) & ~CURSOR_OFF;

	crtc_write(CRTC_CURSOR_START, on ? shape : shape | CURSOR_OFF);
}

/* The registers follow the variables once a write, not once a character. */
static void
update_crtc(struct vga_screen *vs)
{
	static unsigned shown_top;
	unsigned pos = vs->vs_top + vs->vs_row * VGA_COLS + vs->vs_col;

	if (vs->vs_top != shown_top) {
		shown_top = vs->vs_top;
		crtc_write(CRTC_START_HI, shown_top >> 8);
		crtc_write(CRTC_START_LO, shown_top & 0xff);
	}
	crtc_write(CRTC_CURSOR_HI, pos >> 8);
	crtc_write(CRTC_CURSOR_LO, pos & 0xff);
}

static void
vgacn_write(struct consdev *cn __unused, const char *s, size_t n)
{
	int x = splhigh();

	vga_parse(&vga, s, n);
	update_crtc(&vga);
	splx(x);
}

static struct consdev vgacn = {
    .cn_name = "vga0",
    .cn_write = vgacn_write,
};

/* Is there memory where a colour card has it? */
static bool
vga_present(volatile uint16_t *mem)
{
	uint16_t old = mem[0];
	bool ok;

	mem[0] = 0xa55a;
	ok = mem[0] == 0xa55a;
	mem[0] = 0x5aa5;
	ok = ok && mem[0] == 0x5aa5;
	mem[0] = old;
	return ok;
}

void
vgacninit(void)
{
	struct vga_screen *vs = &vga;
	unsigned pos;

	vs->vs_mem = (volatile uint16_t *)(KERNBASE + VGA_TEXT_MEM);
	vs->vs_attr = ATTR_DEFAULT;
	vs->vs_region_bot = VGA_ROWS - 1;
	if (!vga_present(vs->vs_mem))
		return;
	/* Go on below what the boot loader wrote. */
	crtc_write(CRTC_START_HI, 0);
	crtc_write(CRTC_START_LO, 0);
	pos = crtc_read(CRTC_CURSOR_HI) << 8 | crtc_read(CRTC_CURSOR_LO);
	if (pos < VGA_SCREEN) {
		vs->vs_row = pos / VGA_COLS;
		vs->vs_col = pos % VGA_COLS;
	}
	cn_register(&vgacn);
}
