/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An ELF object's link, told to somebody who watches: see struct kobj_trace.
 * Nothing here runs when nobody does.
 */
#include "kobj_elf.h"

static void
trace_sections(const struct elf *e, const struct kobj_trace *t)
{
	for (uint32_t i = 1; i < e->shnum; i++) {
		struct kobj_trace_section s = {
		    .number = i,
		    .name = elf_section_name(e, i),
		    .addr = e->place[i].addr,
		    .size = e->shdr[i].size,
		};

		if (e->place[i].end == 0)
			continue;
		s.part = (enum kobj_part)e->class[i];
		t->section(t->cookie, &s);
	}
}

static enum kobj_origin
origin_of(const struct elf *e, uint32_t shndx)
{
	if (shndx < e->shnum)
		return KOBJ_FROM_SECTION;
	switch ((enum elf_extra)(shndx - e->shnum)) {
	case ELF_COMMON:
		return KOBJ_FROM_COMMON;
	case ELF_DISCARDED:
		return KOBJ_FROM_SKIPPED;
	case ELF_OUTSIDE:
		return KOBJ_FROM_OUTSIDE;
	case ELF_NOBODY:
	case ELF_MISSING: /* never used, or the link had failed */
		return KOBJ_FROM_NOBODY;
	default:
		return KOBJ_FROM_NUMBER;
	}
}

static enum kobj_binding
binding_of(const struct elf_sym *s)
{
	switch (s->info >> 4) {
	case STB_LOCAL:
		return KOBJ_LOCAL;
	case STB_WEAK:
		return KOBJ_WEAK;
	default:
		return KOBJ_GLOBAL;
	}
}

/* Symbol 0 stands for none, and is not told. */
static void
trace_symbols(const struct elf *e, const struct kobj_trace *t,
    const struct kobj_symbol *symbols)
{
	for (uint32_t i = 1; i < e->nsyms; i++) {
		const struct elf_sym *sym = &e->sym[i];
		struct kobj_trace_symbol s = {
		    .number = i,
		    .name = elf_symbol_name(e, i),
		    .value = symbols[i].addr,
		    .binding = binding_of(sym),
		    .origin = origin_of(e, sym->shndx),
		};

		if (s.origin == KOBJ_FROM_SECTION) {
			s.section = sym->shndx;
			if ((sym->info & 15) == STT_SECTION)
				s.name = elf_section_name(e, sym->shndx);
		}
		t->symbol(t->cookie, &s);
	}
}

void
elf_trace(struct kobj *k, const struct kobj_image *img)
{
	const struct elf *e = k->priv;

	trace_sections(e, k->env->trace);
	trace_symbols(e, k->env->trace, img->symbols);
}

/*
 * Apply the relocations of a section as elf_relocate does, one by one, and
 * tell of each.
 */
int
elf_relocate_traced(struct kobj *k, uint32_t section, uint8_t *mem,
    kobj_addr_t addr, const struct kobj_symbol *symbols)
{
	const struct elf *e = k->priv;
	const struct kobj_trace *trace = k->env->trace;
	uint32_t n;
	const struct kobj_rel *rel = elf_relocs(e, section, &n);

	for (uint32_t i = 0; i < n; i++) {
		const struct kobj_reltype *type = kobj_md_reltype(rel[i].type);
		uint32_t symbol = KOBJ_REL_SYMBOL(rel[i].info);
		uint8_t *at = mem + rel[i].offset;
		struct kobj_trace_reloc t = {
		    .table = section,
		    .index = i,
		    .section = e->shdr[section].info,
		    .offset = rel[i].offset,
		    .addr = addr + rel[i].offset,
		    .type = rel[i].type,
		    .type_name = type->name,
		    .width = type->width,
		    .pcrel = type->pcrel,
		    .symbol = symbol == 0 ? KOBJ_NOWHERE : (int)symbol,
		    .segment = KOBJ_NOWHERE,
		    .plus = symbols[symbol].addr,
		    .minus = type->pcrel ? addr + rel[i].offset : 0,
		    .old = kobj_field(at, type->width),
		};

		if (!kobj_md_apply(type, at, t.addr, t.plus))
			return elf_refuse_reloc(
			    k, KOBJ_RELOC_OVERFLOW, section, i);
		t.new = kobj_field(at, type->width);
		trace->reloc(trace->cookie, &t);
	}
	return 0;
}
