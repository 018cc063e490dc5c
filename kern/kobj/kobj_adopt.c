/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An image that somebody else has linked, and that lies in its place: what
 * may be done with which of its pages, and its symbols, if they came along.
 *
 * Bytes alone do not tell where text ends.  Symbols do: they are what an
 * a.out program has behind its relocations, struct nlist and strings.  In
 * every such program text comes first.  If the symbols say otherwise, or
 * there are none, all that came may be both code and data.
 */
#include "kobj_aout.h"

/* What came, cut in two, and where the symbols say that parts begin. */
struct table {
	const struct aout_sym *sym;
	uint32_t nsyms;
	const char *strings;
	uint32_t strings_size;

	uint32_t nlocals, nglobals; /* of the image, with a name */
	size_t names;               /* their bytes */
	uint32_t last_text;         /* 0: nobody says */
	uint32_t first_data, etext; /* the image's size: nobody says */
	bool local_data;            /* static variables are in the table */
};

static int
open_table(struct table *t, const void *symbols, uint32_t table, uint32_t size)
{
	uint32_t length;

	memset(t, 0, sizeof(*t));
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

/* The segment that a symbol lies in; AOUT_SKIP: none, or it is for debuggers. */
static unsigned
segment_of(const struct aout_sym *s, bool *global)
{
	*global = (s->type & N_EXT) != 0 || s->type >= N_WEAKU;
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

static const char *
c_name(const struct table *t, const struct aout_sym *s, bool *is_c)
{
	const char *raw = t->strings + s->strx;

	*is_c = s->strx != 0 && aout_is_c_name(raw);
	return s->strx == 0 ? "" : *is_c ? raw + 1 : raw;
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

/*
 * Is this one the image's, to be kept?  Its name then, else NULL; ENOEXEC in
 * *error: it is not well-formed.  Those of the kernel, which some linkers
 * leave in the table, lie elsewhere.
 */
static const char *
image_symbol(const struct table *t, const struct aout_sym *s,
    const struct kobj_image *img, unsigned *segment, bool *global, int *error)
{
	const char *name;
	bool is_c;

	*segment = segment_of(s, global);
	if (*segment == AOUT_SKIP || s->value - img->base >= img->layout.total)
		return NULL;
	if (s->strx >= t->strings_size || (s->strx != 0 && s->strx < 4) ||
	    (s->strx != 0 &&
		kobj_name_long(t->strings + s->strx, KOBJ_MAXNAME + 1))) {
		*error = ENOEXEC;
		return NULL;
	}
	name = c_name(t, s, &is_c);
	*global = *global && is_c; /* others are for nobody outside */
	return name[0] != '\0' ? name : NULL;
}

/* Check all, and count what is to be kept. */
static int
survey(struct table *t, const struct kobj_image *img)
{
	const char *name;
	unsigned segment;
	bool global;
	int error = 0;

	t->first_data = t->etext = img->layout.total;
	for (uint32_t i = 0; i < t->nsyms; i++) {
		const struct aout_sym *s = &t->sym[i];

		name = image_symbol(t, s, img, &segment, &global, &error);
		if (error != 0)
			return error;
		if (name == NULL)
			continue;
		note_place(t, segment, name, s->value - img->base, global);
		if (segment == AOUT_ABS)
			continue;
		t->names += strlen(name) + 1;
		/* Symbols may share a name, which is kept for each. */
		if (t->names > KOBJ_MAXSOURCE)
			return ENOEXEC;
		if (global)
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
		unsigned segment;
		bool is_global;
		const char *name = image_symbol(
		    t, &t->sym[i], img, &segment, &is_global, &error);
		struct kobj_symbol *to;

		if (name == NULL || segment == AOUT_ABS)
			continue;
		to = &img->symbols[is_global ? global++ : local++];
		to->addr = t->sym[i].value;
		to->name = at;
		memcpy(strings + at, name, strlen(name) + 1);
		at += strlen(name) + 1;
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
