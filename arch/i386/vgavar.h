/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vgavar.h: between vga.c, which owns the screen's memory, and vga_esc.c,
 * which understands escape sequences.
 */
#ifndef _VGAVAR_H_
#define _VGAVAR_H_

#include <stdbool.h>
#include <sys/types.h>

#define VGA_COLS 80
#define VGA_ROWS 25

struct vga_screen {
	volatile uint16_t *vs_mem; /* 32 KiB of cells: attribute, character */
	unsigned vs_top;           /* cell at the upper left corner */
	int vs_row, vs_col;        /* of the cursor; from 0 */
	bool vs_wrap;              /* at the right margin, with a char in it */
	int vs_region_top;         /* first row of the scrolling region */
	int vs_region_bot;         /* last row of it */
	uint8_t vs_attr;
};

void vga_erase(struct vga_screen *, int row, int col, int cells);
void vga_scroll_up(struct vga_screen *, int top, int bot, int rows);
void vga_scroll_down(struct vga_screen *, int top, int bot, int rows);
void vga_shift(struct vga_screen *, int cells);
void vga_cursor_visible(bool);
void vga_set_cell(struct vga_screen *, int row, int col, uint8_t c);

void vga_parse(struct vga_screen *, const char *, size_t);

#endif /* _VGAVAR_H_ */
