/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The US keyboard: from scan codes of set 1 to characters and to the
 * escape sequences that terminals send for the other keys.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/systm.h>
#include "pckbdvar.h"

#define SC_KP_FIRST 0x47
#define SC_KP_LAST  0x53
#define SC_KP_MINUS 0x4a
#define SC_KP_PLUS  0x4e
#define SC_TAB      0x0f
#define SC_SLASH    0x35
#define SC_ENTER    0x1c

/* By scan code; 0: no character. */
static const char plain[] = "\0\033"
			    "1234567890-=\177\tqwertyuiop[]\r\0asdfghjkl;'`\0"
			    "\\zxcvbnm,./\0*\0 ";
static const char shifted[] =
    "\0\033"
    "!@#$%^&*()_+\177\tQWERTYUIOP{}\r\0ASDFGHJKL:\"~\0"
    "|ZXCVBNM<>?\0*\0 ";

/* The keypad's digits, from SC_KP_FIRST on. */
static const char keypad[] = "789-456+1230.";

/* Keys without a character: what follows the ESC. */
struct key_seq {
	uint8_t code;
	const char *seq;
};

static const struct key_seq function_keys[] = {
    {0x3b, "OP"},
    {0x3c, "OQ"},
    {0x3d, "OR"},
    {0x3e, "OS"},
    {0x3f, "[15~"},
    {0x40, "[17~"},
    {0x41, "[18~"},
    {0x42, "[19~"},
    {0x43, "[20~"},
    {0x44, "[21~"},
    {0x57, "[23~"},
    {0x58, "[24~"},
};

static const struct key_seq cursor_keys[] = {
    {0x47, "[H"},
    {0x48, "[A"},
    {0x49, "[5~"},
    {0x4b, "[D"},
    {0x4d, "[C"},
    {0x4f, "[F"},
    {0x50, "[B"},
    {0x51, "[6~"},
    {0x52, "[2~"},
    {0x53, "[3~"},
};

static const char *
find_seq(const struct key_seq *keys, u_int n, uint8_t code)
{
	for (; n > 0; n--, keys++)
		if (keys->code == code)
			return keys->seq;
	return NULL;
}

/* What the control key makes of a character; -1: nothing. */
static int
control_char(int c)
{
	if (c >= '@' && c <= '~')
		return c & 0x1f;
	switch (c) {
	case ' ':
	case '2':
		return 0;
	case '6':
		return 0x1e;
	case '-':
	case '/':
	case '?':
		return 0x1f;
	case 0x7f:
		return '\b';
	case '\r':
	case '\t':
	case 033:
		return c;
	default:
		return -1;
	}
}

/* The character of a key; -1: it has none. */
static int
key_char(const struct kbd_state *ks, uint8_t code, bool ext)
{
	bool letter, shift = ks->shift;
	int c;

	if (ext) {
		if (code == SC_SLASH)
			return '/';
		return code == SC_ENTER ? '\r' : -1;
	}
	if (code >= SC_KP_FIRST && code <= SC_KP_LAST) {
		if (ks->num != ks->shift || code == SC_KP_MINUS ||
		    code == SC_KP_PLUS)
			return keypad[code - SC_KP_FIRST];
		return -1;
	}
	if (code >= sizeof(plain) - 1)
		return -1;
	c = plain[code];
	letter = c >= 'a' && c <= 'z';
	if (letter && ks->caps)
		shift = !shift;
	if (shift)
		c = shifted[code];
	if (c == 0)
		return -1;
	if (ks->ctrl)
		c = control_char(c & 0x7f);
	return c;
}

u_int
kbd_translate(
    const struct kbd_state *ks, uint8_t code, bool ext, char seq[KBD_SEQ_MAX])
{
	const char *s = NULL;
	u_int n = 0;
	int c;

	c = key_char(ks, code, ext);
	if (c != -1 && !(code == SC_TAB && ks->shift)) {
		if (ks->alt)
			seq[n++] = 033;
		seq[n++] = c;
		return n;
	}
	if (code == SC_TAB && !ext)
		s = "[Z";
	if (s == NULL && !ext)
		s = find_seq(function_keys, nitems(function_keys), code);
	if (s == NULL)
		s = find_seq(cursor_keys, nitems(cursor_keys), code);
	if (s == NULL)
		return 0;
	seq[n++] = 033;
	while (*s != '\0')
		seq[n++] = *s++;
	return n;
}
