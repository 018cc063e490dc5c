/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * alias.c: the short name, of 8 and 3 characters, that every file has.
 *
 * A name that is one already has no other, and one that would be in capital
 * letters has those.  Any other name is made into one: capitals, what is not
 * allowed left out or replaced, cut to length, and at the end of the first
 * part "~" and the lowest number that is not taken (fatgen103, "The
 * Basis-Name Generation Algorithm").
 */
#include "msdosfs.h"

#define MAX_TAIL 999999
#define WINDOW   2048 /* numbers that one pass over the directory finds out */

/* Allowed in a short name, and not a small letter. */
static int
short_ok(uint16_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    (c > ' ' && c < 0x80 && strchr("$%'-_@~`!(){}^#&", c) != NULL);
}

int
name_is_short(const uint16_t *name, size_t len, uint8_t raw[11], int *small)
{
	size_t i, at = 0, end = 8;
	uint16_t c;

	memset(raw, ' ', 11);
	*small = 0;
	for (i = 0; i < len; i++) {
		c = name[i];
		if (c >= 'a' && c <= 'z') {
			c -= 0x20;
			*small = 1;
		}
		if (c == '.' && end == 8 && i > 0 && i + 1 < len) {
			at = 8;
			end = 11;
		} else if (short_ok(c) && at < end)
			raw[at++] = c;
		else
			return 0;
	}
	return len > 0;
}

/* A character of the basis; 0: it is left out. */
static uint8_t
basis_char(uint16_t c)
{
	if (c == ' ' || c == '.')
		return 0;
	if (c >= 'a' && c <= 'z')
		c -= 0x20;
	return short_ok(c) ? c : '_';
}

/* The name without a number: up to 8 characters, and what is an extension. */
static size_t
make_basis(const uint16_t *name, size_t len, uint8_t raw[11])
{
	size_t first = 0, dot = len, i, n = 0;
	uint8_t c;

	while (first < len && (name[first] == '.' || name[first] == ' '))
		first++;
	for (i = first; i < len; i++)
		if (name[i] == '.')
			dot = i;
	memset(raw, ' ', 11);
	for (i = dot + 1; i < len && n < 3; i++)
		if ((c = basis_char(name[i])) != 0)
			raw[8 + n++] = c;
	for (i = first, n = 0; i < dot && n < 8; i++)
		if ((c = basis_char(name[i])) != 0)
			raw[n++] = c;
	if (n == 0)
		raw[n++] = '_';
	return n;
}

/* Put the number at the end of the first part, over what has no room. */
static void
put_tail(const uint8_t basis[11], size_t blen, uint32_t number, uint8_t raw[11])
{
	char tail[12];
	size_t n;

	snprintf(tail, sizeof(tail), "~%u", number);
	n = strlen(tail);
	memcpy(raw, basis, 11);
	memcpy(raw + MIN(blen, 8 - n), tail, n);
}

/* The number with which the basis makes this name; 0: it is none such. */
static uint32_t
tail_of(const uint8_t basis[11], size_t blen, const uint8_t name[11])
{
	uint8_t raw[11];
	uint32_t number = 0;
	size_t i = 8;

	while (i > 0 && name[i - 1] != '~')
		i--;
	for (; i > 0 && i < 8 && name[i] >= '0' && name[i] <= '9'; i++)
		number = number * 10 + name[i] - '0';
	if (number == 0 || number > MAX_TAIL)
		return 0;
	put_tail(basis, blen, number, raw);
	return memcmp(raw, name, 11) == 0 ? number : 0;
}

/* Which numbers from first on are taken, in one pass. */
static int
mark_taken(struct denode *dir, const uint8_t basis[11], size_t blen,
    uint32_t first, uint8_t *taken)
{
	struct dirscan *ds;
	struct dosdirent ent;
	uint32_t number;
	off_t pos;
	int error;

	memset(taken, 0, WINDOW / 8);
	ds = malloc(sizeof(*ds), M_MSDOSFS, M_WAITOK);
	scan_start(ds, dir, 0);
	while ((error = scan_raw(ds, &ent, &pos)) == 0 &&
	    ent.dd_name[0] != SLOT_END) {
		if (ent.dd_name[0] == SLOT_FREE ||
		    (ent.dd_attr & ATTR_LONGMASK) == ATTR_LONGNAME)
			continue;
		number = tail_of(basis, blen, ent.dd_name);
		if (number >= first && number - first < WINDOW)
			taken[(number - first) / 8] |= 1
			    << (number - first) % 8;
	}
	scan_release(ds);
	free(ds, M_MSDOSFS);
	return error == ENOENT ? 0 : error;
}

int
alias_make(
    struct denode *dir, const uint16_t *name, size_t len, uint8_t raw[11])
{
	uint8_t basis[11], *taken;
	size_t blen = make_basis(name, len, basis);
	uint32_t first, i;
	int error = 0, small;

	if (name_is_short(name, len, raw, &small))
		return 0; /* the caller knows that nobody is called that */
	taken = malloc(WINDOW / 8, M_MSDOSFS, M_WAITOK);
	for (first = 1; first <= MAX_TAIL && error == 0; first += WINDOW) {
		error = mark_taken(dir, basis, blen, first, taken);
		for (i = 0; error == 0 && i < WINDOW; i++)
			if ((taken[i / 8] & 1 << i % 8) == 0) {
				put_tail(basis, blen, first + i, raw);
				free(taken, M_MSDOSFS);
				return 0;
			}
	}
	free(taken, M_MSDOSFS);
	return error != 0 ? error : ENOSPC;
}
