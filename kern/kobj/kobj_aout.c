/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * a.out objects of the i386: the header, what lies where, and the format
 * table.
 *
 * How an image is laid out: a.out records no alignment. All that is known
 * is that the segments were linked one directly behind the other, from 0,
 * and that whoever wrote the object counted on a start at a page. So text
 * starts at a page, and data at the next page boundary but as far behind it
 * as its link address is behind one; bss lies directly behind data. Each
 * address in memory is thus the same as in the linked program, modulo a
 * page, and every alignment up to a page has survived, while text and data
 * are on pages of their own.
 */
#include "kobj_aout.h"

/* Refuse, and say in which segment: one of enum aout_place. */
int
aout_refuse(struct kobj *k, enum kobj_code code, unsigned segment)
{
	struct kobj_refusal *r = kobj_refuse(k, code);

	if (segment == AOUT_ABS)
		return r->error;
	r->section = (int)aout_section_number(segment);
	kobj_refusal_copy(r->section_name, sizeof(r->section_name),
	    aout_segment_name(segment));
	return r->error;
}

const char *
aout_segment_name(unsigned segment)
{
	static const char *const names[AOUT_NSEGMENTS] = {
	    "", ".text", ".data", ".bss"};

	return names[segment];
}

/*
 * The first four bytes. NetBSD has them in big-endian order, so that every
 * machine can see which one an object is for: flags (6 bits), machine (10),
 * magic (16). The others have them in the machine's own: magic (16),
 * machine (8), flags (8), where Linux has a number for the machine and the
 * plain form has 0.
 */
struct spelling {
	unsigned magic;
	unsigned machine;
	unsigned flags;
	bool good; /* is it our machine? */
	bool netbsd;
};

enum { MID_I386 = 134, M_386 = 100, EX_DYNAMIC = 0x20, EX_PIC = 0x10 };

static bool
is_magic(unsigned n)
{
	return n == OMAGIC || n == NMAGIC || n == ZMAGIC || n == QMAGIC;
}

static bool
parse_magic(const uint8_t *h, struct spelling *s)
{
	unsigned big = (unsigned)h[2] << 8 | h[3];
	unsigned little = (unsigned)h[1] << 8 | h[0];

	if (is_magic(big)) {
		s->magic = big;
		s->machine = (h[0] & 3u) << 8 | h[1];
		s->flags = h[0] >> 2;
		s->good = s->machine == MID_I386;
		s->netbsd = true;
		return true;
	}
	s->magic = little;
	s->machine = h[2];
	s->flags = h[3];
	s->good = s->machine == 0 || s->machine == M_386;
	s->netbsd = false;
	return is_magic(little);
}

static bool
aout_identify(const struct kobj *k)
{
	struct spelling s;

	return parse_magic(k->head, &s);
}

/* What it is, if it is no object. */
static const char *
kind_of_program(const struct spelling *s)
{
	switch (s->magic) {
	case NMAGIC:
		return "a program with read-only text (NMAGIC)";
	case ZMAGIC:
		return "a program that is paged in (ZMAGIC)";
	case QMAGIC:
		return "a program that is paged in (QMAGIC)";
	}
	if (s->netbsd && (s->flags & EX_DYNAMIC) != 0)
		return "a program or library of the run-time linker's";
	/* Position-independent code is as good as its relocations are. */
	if (s->flags != 0 && !(s->netbsd && s->flags == EX_PIC))
		return "a file with unknown flags";
	return NULL;
}

static int
check_magic(struct kobj *k)
{
	struct kobj_refusal *r;
	struct spelling s;
	const char *program;

	parse_magic(k->head, &s);
	if (!s.good) {
		r = kobj_refuse(k, KOBJ_WRONG_MACHINE);
		snprintf(r->text, sizeof(r->text), "a.out, machine number %u",
		    s.machine);
		return r->error;
	}
	program = kind_of_program(&s);
	if (program != NULL) {
		r = kobj_refuse(k, KOBJ_NOT_RELOCATABLE);
		snprintf(
		    r->text, sizeof(r->text), "%s, not an object", program);
		return r->error;
	}
	return 0;
}

/*
 * Do the parts of the file lie in it, and consist the tables of whole
 * entries? The sums cannot wrap: no part passes the end of the file. *end
 * is where the strings start.
 */
static int
check_file(struct kobj *k, uint32_t *end)
{
	const struct aout *a = k->priv;
	const struct {
		const char *name;
		uint32_t size;
		uint32_t entry;
	} parts[] = {
	    {"text", a->hdr.text, 1},
	    {"data", a->hdr.data, 1},
	    {"relocations of text", a->hdr.trsize, sizeof(struct kobj_rel)},
	    {"relocations of data", a->hdr.drsize, sizeof(struct kobj_rel)},
	    {"symbols", a->hdr.syms, sizeof(struct aout_sym)},
	};
	uint32_t off = sizeof(a->hdr), size = k->env->source.size;
	struct kobj_refusal *r;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		enum kobj_code code = KOBJ_OK;

		if (parts[i].size > size - off)
			code = KOBJ_TRUNCATED;
		else if (parts[i].size % parts[i].entry != 0)
			code = KOBJ_WRONG_TABLE_SIZE;
		if (code != KOBJ_OK) {
			r = kobj_refuse(k, code);
			r->offset = off;
			r->has_offset = true;
			snprintf(r->text, sizeof(r->text),
			    "%s: %u bytes, where the file has %u",
			    parts[i].name, (unsigned)parts[i].size,
			    (unsigned)(size - off));
			return r->error;
		}
		off += parts[i].size;
	}
	*end = off;
	return 0;
}

/*
 * The segments: sizes and link addresses. Afterwards no sum of addresses
 * wraps, because text, data and bss are within the limit.
 */
static int
check_segments(struct kobj *k, struct kobj_partsize *text)
{
	struct aout *a = k->priv;
	uint32_t off;

	if (kobj_part_add(k, text, a->hdr.text, 1, &off) != 0)
		return aout_refuse(k, KOBJ_TOO_BIG, AOUT_TEXT);
	if (a->hdr.data != 0 || a->hdr.bss != 0)
		a->skew = a->hdr.text % KOBJ_PAGE;
	a->rw.size = a->skew;
	if (kobj_part_add(k, &a->rw, a->hdr.data, 1, &off) != 0)
		return aout_refuse(k, KOBJ_TOO_BIG, AOUT_DATA);
	if (kobj_part_add(k, &a->rw, a->hdr.bss, 1, &off) != 0)
		return aout_refuse(k, KOBJ_TOO_BIG, AOUT_BSS);
	a->size[AOUT_TEXT] = a->hdr.text;
	a->size[AOUT_DATA] = a->hdr.data;
	a->size[AOUT_BSS] = a->hdr.bss;
	a->link[AOUT_DATA] = a->hdr.text;
	a->link[AOUT_BSS] = a->hdr.text + a->hdr.data;
	return 0;
}

static int
layout(struct kobj *k, const struct kobj_partsize *text)
{
	struct aout *a = k->priv;
	struct kobj_partsize parts[KOBJ_NPARTS] = {
	    [KOBJ_TEXT] = *text,
	    [KOBJ_DATA] = {.size = a->hdr.data, .skew = a->skew},
	    [KOBJ_BSS] = {.size = a->rw.size - a->skew - a->hdr.data},
	};

	return kobj_layout(k, parts);
}

static int
aout_validate(struct kobj *k)
{
	struct kobj_partsize text = {0};
	uint32_t relocs, strings = 0;
	struct aout *a;
	int error;

	error = kobj_alloc(k, sizeof(*a), false, &a);
	if (error != 0)
		return error;
	memset(a, 0, sizeof(*a));
	k->priv = a;

	_Static_assert(sizeof(a->hdr) == KOBJ_HEAD, "the head is the header");
	memcpy(&a->hdr, k->head, sizeof(a->hdr));
	if ((error = check_magic(k)) != 0)
		return error;
	if (k->env->source.size < sizeof(a->hdr))
		return kobj_refuse(k, KOBJ_TRUNCATED)->error;
	if ((error = check_file(k, &strings)) != 0 ||
	    (error = check_segments(k, &text)) != 0 ||
	    (error = aout_read_symbols(k, strings)) != 0 ||
	    (error = aout_check_symbols(k)) != 0)
		return error;
	relocs = sizeof(a->hdr) + a->hdr.text + a->hdr.data;
	if ((error = aout_read_relocs(k, relocs)) != 0 ||
	    (error = aout_check_relocs(k)) != 0)
		return error;
	return layout(k, &text);
}

static void
aout_release(struct kobj *k)
{
	struct aout *a = k->priv;

	if (a == NULL)
		return;
	if (a->set.node != NULL)
		kobj_nameset_free(k, &a->set);
	kobj_free(k, a->rel, a->nrel * sizeof(*a->rel));
	kobj_free(k, a->keep, a->nkeep * sizeof(*a->keep) + a->strings_size);
	kobj_free(k, a->sym,
	    a->nsyms * sizeof(*a->sym) + a->nbuckets * sizeof(*a->bucket));
	kobj_free(k, a, sizeof(*a));
}

const struct kobj_format kobj_aout_format = {
    .name = "a.out",
    .identify = aout_identify,
    .validate = aout_validate,
    .entry = aout_entry,
    .resolve = aout_resolve,
    .load = aout_load,
    .trace = aout_trace,
    .relocate = aout_relocate,
    .release = aout_release,
};
