/* SPDX-License-Identifier: BSD-2-Clause */
/* See goodaout.h. */
#include <stddef.h>
#include <string.h>
#include "goodaout.h"

#define SYMBOL(n, t, v) \
	[n] = {.strx = AOUT_STRX(n), {{.type = (t)}}, .value = (v)}

static const struct aout_sym symbols[Z_COUNT] = {
    SYMBOL(Z_FILE, N_FN, 0),
    SYMBOL(Z_STAB, 0x64, 0x12345678),
    SYMBOL(Z_HELPER, N_TEXT, A_TEXT + 32),
    SYMBOL(Z_COUNTER, N_BSS, A_BSS + 4),
    SYMBOL(Z_LABEL, N_TEXT, A_DATA),
    SYMBOL(Z_ENTRY, N_TEXT | N_EXT, A_TEXT),
    SYMBOL(Z_TABLE, N_DATA | N_EXT, A_DATA),
    SYMBOL(Z_SHARED, N_UNDF | N_EXT, 8),
    SYMBOL(Z_PRINTF, N_UNDF | N_EXT, 0),
    SYMBOL(Z_MAYBE, N_WEAKU, 0),
    SYMBOL(Z_UNUSED, N_UNDF | N_EXT, 0),
    SYMBOL(Z_MAGIC, N_ABS | N_EXT, 0x1234),
};

static const char names[Z_COUNT][16] = {
    "good.o",
    "/src/good.c",
    "helper",
    "counter",
    "label",
    "_" GOOD_ENTRY,
    "_table",
    "_shared",
    "_" GOOD_EXTERNAL,
    "_maybe",
    "_unused",
    "_magic",
};

static const uint8_t magics[NSPELLINGS][4] = {
    [NETBSD] = {0x00, 0x86, 0x01, 0x07},
    [LINUX] = {0x07, 0x01, 0x64, 0x00},
    [PLAIN] = {0x07, 0x01, 0x00, 0x00},
};

static void
put_word(uint8_t *p, uint32_t word)
{
	memcpy(p, &word, sizeof(word));
}

void
goodaout_build(struct goodaout *o, enum aout_spelling spelling)
{
	static const struct kobj_rel rel_text[] = {
	    {4, AOUT_RELATIVE(Z_PRINTF, 2)}, {12, AOUT_SEGMENT(N_BSS, 2)},
	    {20, AOUT_SYMBOL(Z_MAYBE, 2)},
	    {33, AOUT_SYMBOL(Z_SHARED, 2)}, /* not aligned */
	    {60, AOUT_SEGMENT(N_DATA, 2)},  /* the last word */
	};
	static const struct kobj_rel rel_data[] = {
	    {0, AOUT_SEGMENT(N_TEXT, 2)},
	    {28, AOUT_SYMBOL(Z_MAGIC, 2)},
	};

	memset(o, 0, sizeof(*o));
	memcpy(&o->h.midmag, magics[spelling], 4);
	o->h.text = sizeof(o->text);
	o->h.data = sizeof(o->data);
	o->h.bss = A_END - A_BSS;
	o->h.syms = sizeof(o->sym);
	o->h.trsize = sizeof(o->rel_text);
	o->h.drsize = sizeof(o->rel_data);

	/* Fields hold what they would in a program linked at 0. */
	memset(o->text, 0x90, sizeof(o->text));
	put_word(&o->text[4], 0u - 8);
	put_word(&o->text[12], A_BSS + 4);
	put_word(&o->text[20], 0);
	put_word(&o->text[33], 0);
	put_word(&o->text[60], A_DATA + 8);
	put_word(&o->data[0], A_TEXT + 32);
	memcpy(o->rel_text, rel_text, sizeof(rel_text));
	memcpy(o->rel_data, rel_data, sizeof(rel_data));
	memcpy(o->sym, symbols, sizeof(symbols));
	o->strings_size = sizeof(o->strings_size) + sizeof(o->str);
	memcpy(o->str, names, sizeof(names));
}
