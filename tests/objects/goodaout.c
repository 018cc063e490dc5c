/* SPDX-License-Identifier: BSD-2-Clause */
/* See goodaout.h. */
#include <stddef.h>
#include <string.h>
#include "goodaout.h"

#define SYMBOL(n, t, v) [n] = {.strx = A_STRX(n), {{.type = (t)}}, .value = (v)}

static const struct aout_sym symbols[A_COUNT] = {
    SYMBOL(A_FILE, N_FN, 0),
    SYMBOL(A_STAB, 0x64, 0xffffffff),
    SYMBOL(A_ENTRY, N_TEXT | N_EXT, 0),
    SYMBOL(A_HELPER, N_TEXT, 32),
    SYMBOL(A_TABLE, N_DATA | N_EXT, A_TEXT),
    [A_SIZE] = {.strx = A_STRX(A_TABLE), {{.type = N_WEAKU}}, .value = A_DATA},
    SYMBOL(A_COUNTER, N_BSS, A_TEXT + A_DATA + 4),
    SYMBOL(A_LABEL, N_TEXT, A_TEXT),
    SYMBOL(A_SHARED, N_UNDF | N_EXT, 8),
    SYMBOL(A_PRINTF, N_UNDF | N_EXT, 0),
    SYMBOL(A_MAYBE, N_WEAKU, 0),
    SYMBOL(A_UNUSED, N_UNDF | N_EXT, 0),
    SYMBOL(A_MAGIC, N_ABS | N_EXT, 0x1234),
    SYMBOL(A_SOFT, N_WEAKT, 48),
};

static const char names[A_COUNT][A_STRLEN] = {
    "good.s",
    "stab",
    "_" GOOD_ENTRY,
    "_helper",
    "_table",
    "",
    "_counter",
    "label",
    "_shared",
    "_" GOOD_EXTERNAL,
    "_maybe",
    "_unused",
    "_magic",
    "_soft",
};

static void
put(uint8_t *p, uint32_t word)
{
	memcpy(p, &word, sizeof(word));
}

uint32_t
netbsd_magic(unsigned flags, unsigned machine, unsigned magic)
{
	uint8_t b[4] = {(uint8_t)(flags << 2 | machine >> 8), (uint8_t)machine,
	    (uint8_t)(magic >> 8), (uint8_t)magic};
	uint32_t word;

	memcpy(&word, b, sizeof(word));
	return word;
}

void
goodaout_build(struct goodaout *o)
{
	static const struct kobj_rel rel_text[] = {
	    {4, {A_EXT(A_PRINTF) | A_PC}}, {12, {A_SEG(N_BSS)}},
	    {20, {A_EXT(A_MAYBE)}}, {33, {A_EXT(A_SHARED)}}, /* not aligned */
	    {40, {A_SEG(N_DATA) | A_PC}},
	    {64, {A_SEG(N_DATA)}}, /* the last word */
	};
	static const struct kobj_rel rel_data[] = {
	    {0, {A_SEG(N_TEXT)}},
	    {8, {A_SEG(N_TEXT) | A_PC}},
	    {24, {A_EXT(A_MAGIC)}},
	};

	memset(o, 0, sizeof(*o));
	o->h = (struct aout_exec){.midmag = netbsd_magic(0, 134, OMAGIC),
	    .text = A_TEXT,
	    .data = A_DATA,
	    .bss = A_BSS,
	    .syms = sizeof(o->sym),
	    .trsize = sizeof(o->rel_text),
	    .drsize = sizeof(o->rel_data)};
	memset(o->text, 0x90, sizeof(o->text));
	put(&o->text[4], -8u); /* a call, linked at 4 */
	put(&o->text[12], A_TEXT + A_DATA + 4);
	put(&o->text[20], 0);
	put(&o->text[33], 0);
	put(&o->text[40], A_TEXT + 12 - 40);
	put(&o->text[64], A_TEXT + 8);
	put(&o->data[0], 32);
	put(&o->data[8], 32 - (A_TEXT + 8));
	put(&o->data[12], 0xdddddddd);
	memcpy(o->rel_text, rel_text, sizeof(rel_text));
	memcpy(o->rel_data, rel_data, sizeof(rel_data));
	memcpy(o->sym, symbols, sizeof(symbols));
	o->str_size = sizeof(o->str_size) + sizeof(o->str);
	memcpy(o->str, names, sizeof(names));
}
