/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * a.out objects with one defect each: aout.def, in three spellings, and
 * aout_large.def.
 */
#include <string.h>
#include "goodaout.h"
#include "large.h"

/* Those of all spellings come first. */
static const struct defect_line lines[] = {
#define AOUT(c, what, ...) {what, KOBJ_##c},
#include "aout.def"
#include "aout_large.def"
#undef AOUT
};

enum {
	NLINES = sizeof(lines) / sizeof(lines[0]),
#define AOUT(c, what, ...) -1
	NSMALL = NLINES
#include "aout_large.def"
#undef AOUT
};

/* ---- the first word ---- */

enum spelling { NETBSD, LINUX, PLAIN, NSPELLINGS };

static const uint8_t magics[NSPELLINGS][4] = {
    [NETBSD] = {0x00, 0x86, 0x01, 0x07},
    [LINUX] = {0x07, 0x01, 0x64, 0x00},
    [PLAIN] = {0x07, 0x01, 0x00, 0x00},
};

static bool
is_netbsd(const uint8_t *h)
{
	return h[0] != 0x07;
}

static void
set_magic(struct goodaout *o, unsigned magic)
{
	uint8_t *h = (uint8_t *)&o->h;
	const bool netbsd = is_netbsd(h);

	h[netbsd ? 3 : 0] = (uint8_t)magic;
	h[netbsd ? 2 : 1] = (uint8_t)(magic >> 8);
}

static void
swap_magic(struct goodaout *o)
{
	uint8_t *h = (uint8_t *)&o->h, *p = is_netbsd(h) ? h + 2 : h, t = p[0];

	p[0] = p[1];
	p[1] = t;
}

static void
set_machine(struct goodaout *o, uint8_t machine)
{
	uint8_t *h = (uint8_t *)&o->h;

	h[is_netbsd(h) ? 1 : 2] = machine;
}

static void
set_flags(struct goodaout *o, unsigned flags)
{
	uint8_t *h = (uint8_t *)&o->h;

	if (is_netbsd(h))
		h[0] = (uint8_t)(flags << 2);
	else
		h[3] = (uint8_t)flags;
}

/* Where a part of the good object ends. */
#define END(member)                                    \
	(uint32_t)(offsetof(struct goodaout, member) + \
	    sizeof(((struct goodaout *)0)->member))

/* ---- symbols ---- */

/* A name at the end of the strings: an underscore and more. */
static void
long_name(struct object *f, enum goodaout_symbol symbol, uint32_t length)
{
	char *p = (char *)object_grow(f, length + 1);
	struct goodaout *o = (struct goodaout *)f->bytes;

	memset(p, 'n', length);
	p[0] = '_';
	p[length] = '\0';
	o->sym[symbol].strx = o->str_size;
	o->str_size += length + 1;
}

/* n symbols more; the strings move behind them. */
void
aout_symbols(struct object *f, uint32_t n, enum names names)
{
	struct goodaout old, *o;
	uint32_t room = names_room(names, n), size, *where;
	struct aout_sym *sym;
	char *p;

	memcpy(&old, f->bytes, sizeof(old));
	object_grow(f, n * sizeof(*sym) + room);
	o = (struct goodaout *)f->bytes;
	sym = o->sym + A_COUNT;
	p = (char *)(sym + n);
	size = names_make(names, n, '_', p + old.str_size, &where);
	for (uint32_t i = 0; i < n; i++) {
		sym[i] = (struct aout_sym){.strx = old.str_size + where[i],
		    {{.type = N_TEXT | N_EXT}}};
	}
	names_free(where);
	o->h.syms += n * sizeof(*sym);
	old.str_size += size;
	memcpy(p, &old.str_size, sizeof(uint32_t) + sizeof(old.str));
	f->size -= room - size;
}

/* The last symbol a second time. */
static void
repeat_last(struct object *f)
{
	struct goodaout *o = (struct goodaout *)f->bytes;
	struct aout_sym *end = o->sym + o->h.syms / sizeof(*end);

	end[-2] = end[-1];
}

static void
make(struct object *f, uint32_t n, enum spelling spelling)
{
	enum { FIRST = __COUNTER__ + 1 };
	struct goodaout *o;

	f->size = 0;
	o = (struct goodaout *)object_grow(f, sizeof(*o));
	goodaout_build(o);
	memcpy(&o->h.midmag, magics[spelling], 4);
	/* As in elf_defects.c. */
	switch (n) {
#define AOUT(c, what, ...)          \
	case __COUNTER__ - FIRST: { \
		__VA_ARGS__;        \
		break;              \
	}
#include "aout.def"
#include "aout_large.def"
#undef AOUT
	}
}

static void
make_netbsd(struct object *f, uint32_t n)
{
	make(f, n, NETBSD);
}

static void
make_linux(struct object *f, uint32_t n)
{
	make(f, n, LINUX);
}

static void
make_plain(struct object *f, uint32_t n)
{
	make(f, n, PLAIN);
}

const struct defect_table aout_defects[NSPELLINGS] = {
    {"aout-netbsd", lines, NLINES, make_netbsd},
    {"aout-linux", lines, NSMALL, make_linux},
    {"aout-plain", lines, NSMALL, make_plain},
};
