/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An image that somebody else has linked, and that lies in its place: what
 * may be done with which of its pages, and its symbols, if they came along.
 *
 * Bytes alone do not tell where text ends.  Symbols do: they are what an
 * a.out program has behind its relocations, struct nlist and strings; or an
 * ELF program's table and its strings, which start with an empty symbol and an
 * empty name, as nothing well-formed of a.out does.  In every such program
 * text comes first.  If the symbols say otherwise, or there are none, all that
 * came may be both code and data.
 */
#include "elf32.h"
#include "kobj_aout.h"

/* A segment that nobody knows: a label of an assembler's, in ELF. */
#define UNTYPED (AOUT_SKIP + 1)

/* What came, cut in two, and where the symbols say that parts begin. */
struct table {
	const struct aout_sym *sym; /* one of these two, */
	const struct elf_sym *elf;  /* the other is NULL */
	uint32_t nsyms;
	const char *strings;
	uint32_t strings_size;

	uint32_t nlocals, nglobals; /* of the image, with a name */
	size_t names;               /* their bytes */
	uint32_t last_text;         /* 0: nobody says */
	uint32_t first_data, etext; /* the image's size: nobody says */
	bool local_data;            /* static variables are in the table */
};

/* One symbol, of either format. */
struct symbol {
	uint32_t value;
	unsigned segment; /* AOUT_SKIP: none, or it is for debuggers */
	bool global;
	const char *name; /* as C has it; "": it has none */
};

/* Is it ELF's?  Then all names end. */
static bool
open_elf(struct table *t, const void *symbols, uint32_t table, uint32_t size)
{
	static const struct elf_sym empty;
	const char *strings = (const char *)symbols + table;

	if (table < sizeof(*t->elf) || table % sizeof(*t->elf) != 0 ||
	    table >= size || memcmp(symbols, &empty, sizeof(empty)) != 0 ||
	    strings[0] != '\0' || strings[size - table - 1] != '\0')
		return false;
	t->elf = symbols;
	t->nsyms = table / sizeof(*t->elf);
	t->strings = strings;
	t->strings_size = size - table;
	return true;
}

static int
open_table(struct table *t, const void *symbols, uint32_t table, uint32_t size)
{
	uint32_t length;

	memset(t, 0, sizeof(*t));
	if (open_elf(t, symbols, table, size))
		return 0;
	if (table % sizeof(*t->sym) != 0 || table > size ||
	    size - table < sizeof(length))
		return ENOEXEC;
	t->sym = symbols;
	t->nsyms = table / sizeof(*t->sym);
	t->strings = (const char *)symbols + table;
	memcpy(&length, t->strings, sizeof(length));
	if (length < sizeof(length) || length > size - table ||
	    (length > sizeof(length) && t->strings[length - 1] != '\0'))
		return ENOEXEC;
	t->strings_size = length;
	return 0;
}

static unsigned
segment_of(const struct aout_sym *s)
{
	switch (s->type) {
	case N_ABS:
	case N_ABS | N_EXT:
		return AOUT_ABS;
	case N_TEXT:
	case N_TEXT | N_EXT:
	case N_WEAKT:
		return AOUT_TEXT;
	case N_DATA:
	case N_DATA | N_EXT:
	case N_WEAKD:
		return AOUT_DATA;
	case N_BSS:
	case N_BSS | N_EXT:
	case N_WEAKB:
		return AOUT_BSS;
	default:
		return AOUT_SKIP;
	}
}

static unsigned
elf_segment_of(const struct elf_sym *s)
{
	if (s->shndx == SHN_ABS)
		return AOUT_ABS;
	if (s->shndx == SHN_UNDEF || s->shndx >= SHN_LORESERVE)
		return AOUT_SKIP;
	switch (s->info & 0xf) {
	case STT_FUNC:
		return AOUT_TEXT;
	case STT_OBJECT:
		return AOUT_DATA;
	case STT_NOTYPE:
		return UNTYPED;
	default:
		return AOUT_SKIP;
	}
}

/* Where a symbol's name starts; without one, an empty one.  ENOEXEC: nowhere. */
static int
name_at(const struct table *t, uint32_t strx, const char **name)
{
	*name = "";
	if (strx == 0)
		return 0;
	if (strx >= t->strings_size || (t->sym != NULL && strx < 4) ||
	    kobj_name_long(t->strings + strx, KOBJ_MAXNAME + 1))
		return ENOEXEC;
	*name = t->strings + strx;
	return 0;
}

static void
note_place(struct table *t, unsigned segment, const char *name, uint32_t off,
    bool global)
{
	if (strcmp(name, "etext") == 0 || strcmp(name, "_etext") == 0)
		t->etext = off;
	else if (segment == AOUT_TEXT && off > t->last_text)
		t->last_text = off;
	else if (segment == AOUT_DATA || segment == AOUT_BSS) {
		if (off < t->first_data)
			t->first_data = off;
		t->local_data |= !global;
	}
}

/* The rest of a symbol, whose value and segment are there. */
static int
read_name(const struct table *t, uint32_t i, struct symbol *s)
{
	int error;

	if (t->elf != NULL) {
		s->global = t->elf[i].info >> 4 != STB_LOCAL;
		return name_at(t, t->elf[i].name, &s->name);
	}
	if ((error = name_at(t, t->sym[i].strx, &s->name)) != 0)
		return error;
	/* Names that are not C's are for nobody outside. */
	s->global = false;
	if (aout_is_c_name(s->name)) {
		s->name++;
		s->global =
		    (t->sym[i].type & N_EXT) != 0 || t->sym[i].type >= N_WEAKU;
	}
	return 0;
}

/*
 * Read a symbol.  Is it the image's, to be kept?  ENOEXEC in *error: it is
 * not well-formed.  Those of the kernel, which some linkers leave in the
 * table, lie elsewhere.
 */
static bool
image_symbol(const struct table *t, uint32_t i, const struct kobj_image *img,
    struct symbol *s, int *error)
{
	s->value = t->elf != NULL ? t->elf[i].value : t->sym[i].value;
	s->segment = t->elf != NULL ? elf_segment_of(&t->elf[i])
				    : segment_of(&t->sym[i]);
	if (s->segment == AOUT_SKIP ||
	    s->value - img->base >= img->layout.total)
		return false;
	*error = read_name(t, i, s);
	return *error == 0 && s->name[0] != '\0';
}

/* Check all, and count what is to be kept. */
static int
survey(struct table *t, const struct kobj_image *img)
{
	struct symbol s;
	int error = 0;

	t->first_data = t->etext = img->layout.total;
	for (uint32_t i = 0; i < t->nsyms; i++) {
		if (!image_symbol(t, i, img, &s, &error)) {
			if (error != 0)
				return error;
			continue;
		}
		note_place(t, s.segment, s.name, s.value - img->base, s.global);
		if (s.segment == AOUT_ABS)
			continue;
		t->names += strlen(s.name) + 1;
		/* Symbols may share a name, which is kept for each. */
		if (t->names > KOBJ_MAXSOURCE)
			return ENOEXEC;
		if (s.global)
			t->nglobals++;
		else
			t->nlocals++;
	}
	return 0;
}

/* Into one block: locals, globals, names. */
static int
keep(const struct kobj_memory *m, const struct table *t, struct kobj_image *img)
{
	uint32_t n = t->nlocals + t->nglobals, local = 0, global = t->nlocals;
	size_t size = n * sizeof(*img->symbols) + 1 + t->names;
	uint32_t at = 1;
	char *strings;
	int error = 0;

	if (n == 0)
		return 0;
	img->symbols = m->alloc(m->cookie, size, true);
	if (img->symbols == NULL)
		return ENOMEM;
	strings = (char *)(img->symbols + n);
	strings[0] = '\0';
	for (uint32_t i = 0; i < t->nsyms; i++) {
		struct kobj_symbol *to;
		struct symbol s;

		if (!image_symbol(t, i, img, &s, &error) ||
		    s.segment == AOUT_ABS)
			continue;
		to = &img->symbols[s.global ? global++ : local++];
		to->addr = s.value;
		to->name = at;
		memcpy(strings + at, s.name, strlen(s.name) + 1);
		at += strlen(s.name) + 1;
	}
	img->strings = strings;
	img->nsymbols = n;
	img->nlocals = t->nlocals;
	img->ndefined = t->nglobals;
	img->keep_size = size;
	return 0;
}

/*
 * Pages before ro_start are text and nothing else; from there on everything
 * can be written; what lies before text_size may be code.
 */
static void
lay_out(struct kobj_layout *l, uint32_t filled, uint32_t text, uint32_t code)
{
	uint32_t rw = text & ~(KOBJ_PAGE - 1);

	*l = (struct kobj_layout){.ro_start = rw,
	    .rw_start = rw,
	    .total = l->total,
	    .text_size = code,
	    .rodata_off = rw,
	    .data_off = rw,
	    .data_size = filled - rw,
	    .bss_off = filled,
	    .bss_size = l->total - filled};
}

/* What the symbols say of where text ends. */
static void
use_places(const struct table *t, struct kobj_layout *l, uint32_t filled)
{
	uint32_t text, code;

	if (t->etext < l->total)
		text = code = t->etext;
	else if (t->first_data < l->total) {
		code = t->first_data;
		/*
		 * Without static variables in the table, some that are left
		 * out may come first.
		 */
		text = t->local_data ? t->first_data : t->last_text;
	} else
		return;
	if (code > filled || t->last_text > code || t->first_data < code)
		return; /* not text first, then data */
	lay_out(l, filled, text, code);
}

int
kobj_adopt(const struct kobj_memory *m, struct kobj_image *img, uint32_t filled,
    const void *symbols, uint32_t table, uint32_t size)
{
	struct table t;
	int error;

	lay_out(&img->layout, filled, 0, filled);
	if (size == 0)
		return 0;
	if ((error = open_table(&t, symbols, table, size)) != 0 ||
	    (error = survey(&t, img)) != 0 || (error = keep(m, &t, img)) != 0)
		return error;
	use_places(&t, &img->layout, filled);
	return 0;
}
