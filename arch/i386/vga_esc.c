/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The screen as a terminal: control characters and the part of ANSI
 * X3.64 (as in a VT100) that editors and shells use: moving the cursor,
 * erasing, inserting and deleting, a scrolling region, colours.  TERM is
 * "vt100" or "ansi".  What is not known is swallowed.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/systm.h>
#include "vgavar.h"

#define NPARAM       8
#define ATTR_DEFAULT 0x07
#define ATTR_BRIGHT  0x08

enum state {
	ST_TEXT,
	ST_ESC,     /* behind ESC */
	ST_CHARSET, /* ESC ( : one more byte, of no meaning here */
	ST_CSI,     /* behind ESC [ */
	ST_STRING,  /* ESC ] : up to BEL or ESC */
};

static struct {
	enum state state;
	int param[NPARAM];
	int nparam;
	bool private; /* a ? behind the [ */
	int row, col; /* ESC 7 */
	uint8_t attr;
	bool bold, reverse;
	uint8_t colour; /* without bold and reverse */
} esc = {.colour = ATTR_DEFAULT, .attr = ATTR_DEFAULT};

static void
move_to(struct vga_screen *vs, int row, int col)
{
	vs->vs_row = MAX(0, MIN(row, VGA_ROWS - 1));
	vs->vs_col = MAX(0, MIN(col, VGA_COLS - 1));
	vs->vs_wrap = false;
}

static void
line_feed(struct vga_screen *vs)
{
	if (vs->vs_row == vs->vs_region_bot)
		vga_scroll_up(vs, vs->vs_region_top, vs->vs_region_bot, 1);
	else if (vs->vs_row < VGA_ROWS - 1)
		vs->vs_row++;
	vs->vs_wrap = false;
}

static void
reverse_feed(struct vga_screen *vs)
{
	if (vs->vs_row == vs->vs_region_top)
		vga_scroll_down(vs, vs->vs_region_top, vs->vs_region_bot, 1);
	else if (vs->vs_row > 0)
		vs->vs_row--;
	vs->vs_wrap = false;
}

/* A line is wrapped when the character behind its last one comes. */
static void
put_char(struct vga_screen *vs, uint8_t c)
{
	if (vs->vs_wrap) {
		vs->vs_col = 0;
		line_feed(vs);
	}
	vga_set_cell(vs, vs->vs_row, vs->vs_col, c);
	if (vs->vs_col < VGA_COLS - 1)
		vs->vs_col++;
	else
		vs->vs_wrap = true;
}

static void
control(struct vga_screen *vs, uint8_t c)
{
	switch (c) {
	case '\b':
		move_to(vs, vs->vs_row, vs->vs_col - 1);
		break;
	case '\t':
		move_to(vs, vs->vs_row, (vs->vs_col | 7) + 1);
		break;
	case '\n':
	case '\v':
	case '\f':
		line_feed(vs);
		break;
	case '\r':
		move_to(vs, vs->vs_row, 0);
		break;
	case 033:
		esc.state = ST_ESC;
		break;
	}
}

/* ESC [ ... m: colours and weight.  ANSI counts blue as 4, VGA as 1. */
static void
set_rendition(struct vga_screen *vs)
{
	static const uint8_t colour[8] = {0, 4, 2, 6, 1, 5, 3, 7};
	uint8_t fg, bg;
	int i, p;

	for (i = 0; i < esc.nparam; i++) {
		p = esc.param[i];
		if (p == 0) {
			esc.bold = esc.reverse = false;
			esc.colour = ATTR_DEFAULT;
		} else if (p == 1)
			esc.bold = true;
		else if (p == 22)
			esc.bold = false;
		else if (p == 7)
			esc.reverse = true;
		else if (p == 27)
			esc.reverse = false;
		else if (p >= 30 && p <= 37)
			esc.colour = (esc.colour & 0xf0) | colour[p - 30];
		else if (p == 39)
			esc.colour = (esc.colour & 0xf0) | 7;
		else if (p >= 40 && p <= 47)
			esc.colour = (esc.colour & 0x0f) | colour[p - 40] << 4;
		else if (p == 49)
			esc.colour &= 0x0f;
		else if (p >= 90 && p <= 97)
			esc.colour =
			    (esc.colour & 0xf0) | ATTR_BRIGHT | colour[p - 90];
	}
	fg = esc.colour & 0x0f;
	bg = esc.colour >> 4;
	if (esc.reverse) {
		uint8_t t = fg & 7;

		fg = bg;
		bg = t;
	}
	vs->vs_attr = bg << 4 | fg | (esc.bold ? ATTR_BRIGHT : 0);
}

/* 0: from the cursor on; 1: up to the cursor; 2: all of it. */
static void
erase_display(struct vga_screen *vs, int how)
{
	int pos = vs->vs_row * VGA_COLS + vs->vs_col;
	int all = VGA_ROWS * VGA_COLS;

	if (how == 0)
		vga_erase(vs, vs->vs_row, vs->vs_col, all - pos);
	else if (how == 1)
		vga_erase(vs, 0, 0, pos + 1);
	else if (how == 2)
		vga_erase(vs, 0, 0, all);
}

static void
erase_line(struct vga_screen *vs, int how)
{
	if (how == 0)
		vga_erase(vs, vs->vs_row, vs->vs_col, VGA_COLS - vs->vs_col);
	else if (how == 1)
		vga_erase(vs, vs->vs_row, 0, vs->vs_col + 1);
	else if (how == 2)
		vga_erase(vs, vs->vs_row, 0, VGA_COLS);
}

static void
set_region(struct vga_screen *vs, int top, int bot)
{
	if (bot == 0 || bot > VGA_ROWS)
		bot = VGA_ROWS;
	if (top < bot) {
		vs->vs_region_top = top - 1;
		vs->vs_region_bot = bot - 1;
		move_to(vs, 0, 0);
	}
}

/* Insert or delete whole lines at the cursor, inside the region. */
static void
shift_lines(struct vga_screen *vs, bool insert, int n)
{
	if (vs->vs_row < vs->vs_region_top || vs->vs_row > vs->vs_region_bot)
		return;
	if (insert)
		vga_scroll_down(vs, vs->vs_row, vs->vs_region_bot, n);
	else
		vga_scroll_up(vs, vs->vs_row, vs->vs_region_bot, n);
	move_to(vs, vs->vs_row, 0);
}

static void
save_cursor(struct vga_screen *vs)
{
	esc.row = vs->vs_row;
	esc.col = vs->vs_col;
	esc.attr = vs->vs_attr;
}

static void
restore_cursor(struct vga_screen *vs)
{
	move_to(vs, esc.row, esc.col);
	vs->vs_attr = esc.attr;
}

/* ESC [ ... letter, those that move the cursor; false: not one of them. */
static bool
csi_move(struct vga_screen *vs, uint8_t c)
{
	int n = MAX(esc.param[0], 1), m = MAX(esc.param[1], 1);
	int row = vs->vs_row, col = vs->vs_col;

	switch (c) {
	case 'A':
		row -= n;
		break;
	case 'B':
	case 'e':
		row += n;
		break;
	case 'C':
	case 'a':
		col += n;
		break;
	case 'D':
		col -= n;
		break;
	case 'E':
		row += n;
		col = 0;
		break;
	case 'F':
		row -= n;
		col = 0;
		break;
	case 'G':
	case '`':
		col = n - 1;
		break;
	case 'd':
		row = n - 1;
		break;
	case 'H':
	case 'f':
		row = n - 1;
		col = m - 1;
		break;
	default:
		return false;
	}
	move_to(vs, row, col);
	return true;
}

/* The end of ESC [ parameters letter. */
static void
csi(struct vga_screen *vs, uint8_t c)
{
	int p = esc.param[0], n = MAX(p, 1);

	if (esc.private) {
		if ((c == 'h' || c == 'l') && p == 25)
			vga_cursor_visible(c == 'h');
		return;
	}
	if (csi_move(vs, c))
		return;
	switch (c) {
	case 'J':
		erase_display(vs, p);
		break;
	case 'K':
		erase_line(vs, p);
		break;
	case 'L':
	case 'M':
		shift_lines(vs, c == 'L', n);
		break;
	case 'S':
		vga_scroll_up(vs, vs->vs_region_top, vs->vs_region_bot, n);
		break;
	case 'T':
		vga_scroll_down(vs, vs->vs_region_top, vs->vs_region_bot, n);
		break;
	case '@':
		vga_shift(vs, n);
		break;
	case 'P':
		vga_shift(vs, -n);
		break;
	case 'X':
		vga_erase(
		    vs, vs->vs_row, vs->vs_col, MIN(n, VGA_COLS - vs->vs_col));
		break;
	case 'm':
		set_rendition(vs);
		break;
	case 'r':
		set_region(vs, n, esc.param[1]);
		break;
	case 's':
		save_cursor(vs);
		break;
	case 'u':
		restore_cursor(vs);
		break;
	}
}

static void
after_esc(struct vga_screen *vs, uint8_t c)
{
	esc.state = ST_TEXT;
	switch (c) {
	case '[':
		esc.state = ST_CSI;
		esc.nparam = 1;
		esc.private = false;
		memset(esc.param, 0, sizeof(esc.param));
		break;
	case '(':
	case ')':
	case '#':
		esc.state = ST_CHARSET;
		break;
	case ']':
		esc.state = ST_STRING;
		break;
	case '7':
		save_cursor(vs);
		break;
	case '8':
		restore_cursor(vs);
		break;
	case 'D':
		line_feed(vs);
		break;
	case 'E':
		vs->vs_col = 0;
		line_feed(vs);
		break;
	case 'M':
		reverse_feed(vs);
		break;
	case 'c':
		esc.bold = esc.reverse = false;
		vs->vs_attr = esc.colour = ATTR_DEFAULT;
		vs->vs_region_top = 0;
		vs->vs_region_bot = VGA_ROWS - 1;
		erase_display(vs, 2);
		move_to(vs, 0, 0);
		break;
	}
}

static void
in_csi(struct vga_screen *vs, uint8_t c)
{
	int *p = &esc.param[esc.nparam - 1];

	if (c >= '0' && c <= '9')
		*p = MIN(*p * 10 + (c - '0'), 9999);
	else if (c == ';')
		esc.nparam = MIN(esc.nparam + 1, NPARAM);
	else if (c == '?')
		esc.private = true;
	else if (c >= '@' && c <= '~') {
		esc.state = ST_TEXT;
		csi(vs, c);
	}
}

static void
parse_byte(struct vga_screen *vs, uint8_t c)
{
	if (esc.state == ST_STRING) {
		if (c == '\a' || c == 033)
			esc.state = c == 033 ? ST_ESC : ST_TEXT;
	} else if (c < ' ')
		control(vs, c);
	else if (esc.state == ST_ESC)
		after_esc(vs, c);
	else if (esc.state == ST_CSI)
		in_csi(vs, c);
	else
		esc.state = ST_TEXT; /* ST_CHARSET: that was the set */
}

void
vga_parse(struct vga_screen *vs, const char *s, size_t n)
{
	for (; n > 0; n--, s++) {
		uint8_t c = *s;

		if (esc.state == ST_TEXT && c >= ' ') {
			if (c != 0x7f)
				put_char(vs, c);
		} else
			parse_byte(vs, c);
	}
}
