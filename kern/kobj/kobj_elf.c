/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ELF objects of the i386 (ET_REL, EM_386): the header, and the format
 * table. The order in elf_validate matters: each check relies on those
 * before it, and the file is never read in a place that was read before.
 */
#include "kobj_elf.h"

/* Refuse, and say in which section: KOBJ_NOWHERE or its number. */
int
elf_refuse(struct kobj *k, enum kobj_code code, uint32_t section)
{
	const struct elf *e = k->priv;
	struct kobj_refusal *r = kobj_refuse(k, code);

	if (section == (uint32_t)KOBJ_NOWHERE)
		return r->error;
	r->section = (int)section;
	if (e->names != NULL && e->shdr[section].name < e->names_size)
		kobj_refusal_copy(r->section_name, sizeof(r->section_name),
		    elf_section_name(e, section));
	return r->error;
}

bool
elf_prefix(const char *s, const char *prefix)
{
	for (; *prefix != '\0'; s++, prefix++) {
		if (*s != *prefix)
			return false;
	}
	return true;
}

static bool
elf_identify(const struct kobj *k)
{
	return k->head[0] == 0x7f && k->head[1] == 'E' && k->head[2] == 'L' &&
	    k->head[3] == 'F';
}

static int
refuse_type(struct kobj *k, unsigned type)
{
	struct kobj_refusal *r = kobj_refuse(k, KOBJ_NOT_RELOCATABLE);
	const char *what = "an ELF file of unknown type";

	switch (type) {
	case ET_EXEC:
		what = "an executable program";
		break;
	case ET_DYN:
		what = "a shared library or position-independent program";
		break;
	case ET_CORE:
		what = "a core dump";
		break;
	}
	snprintf(r->text, sizeof(r->text), "%s, not an object", what);
	return r->error;
}

/*
 * The fields of the header, cheapest explanation first: a 64-bit object is
 * called that and not one with a wrong header size. The program headers,
 * flags and entry of an object mean nothing.
 */
static int
check_header(struct kobj *k)
{
	const struct elf *e = k->priv;
	const struct elf_ehdr *h = &e->ehdr;
	uint32_t size = k->env->source.size;

	if (h->ident[EI_CLASS] != ELFCLASS32)
		return elf_refuse(k, KOBJ_WRONG_CLASS, KOBJ_NOWHERE);
	if (h->ident[EI_DATA] != ELFDATA2LSB)
		return elf_refuse(k, KOBJ_WRONG_BYTE_ORDER, KOBJ_NOWHERE);
	if (h->ident[EI_VERSION] != EV_CURRENT || h->version != EV_CURRENT)
		return elf_refuse(k, KOBJ_WRONG_VERSION, KOBJ_NOWHERE);
	if (h->machine != EM_386)
		return elf_refuse(k, KOBJ_WRONG_MACHINE, KOBJ_NOWHERE);
	if (h->type != ET_REL)
		return refuse_type(k, h->type);
	if (h->ehsize != sizeof(struct elf_ehdr))
		return elf_refuse(k, KOBJ_WRONG_ENTRY_SIZE, KOBJ_NOWHERE);
	if (h->shoff == 0)
		return elf_refuse(k, KOBJ_NO_SECTIONS, KOBJ_NOWHERE);
	if (h->shentsize != sizeof(struct elf_shdr))
		return elf_refuse(k, KOBJ_WRONG_ENTRY_SIZE, KOBJ_NOWHERE);
	/* 0 with a table: the number did not fit, it is 65,280 or more. */
	if (h->shnum == 0 || h->shnum > ELF_MAXSECTIONS)
		return elf_refuse(k, KOBJ_TOO_MANY_SECTIONS, KOBJ_NOWHERE);
	if (h->shoff < sizeof(struct elf_ehdr))
		return elf_refuse(k, KOBJ_SECTION_OVERLAP, KOBJ_NOWHERE);
	if (h->shoff > size ||
	    h->shnum * sizeof(struct elf_shdr) > size - h->shoff)
		return elf_refuse(k, KOBJ_SECTION_TABLE_OUTSIDE, KOBJ_NOWHERE);
	return 0;
}

static int
read_header(struct kobj *k)
{
	struct elf *e = k->priv;
	uint8_t *h = (uint8_t *)&e->ehdr;
	int error;

	_Static_assert(sizeof(e->ehdr) > KOBJ_HEAD, "the head is a part of it");
	memcpy(h, k->head, KOBJ_HEAD);
	/* Of another class, the header has another size. */
	if (h[EI_CLASS] == ELFCLASS32 || h[EI_CLASS] == 0) {
		if (k->env->source.size < sizeof(e->ehdr))
			return elf_refuse(k, KOBJ_TRUNCATED, KOBJ_NOWHERE);
		error = kobj_read(
		    k, h + KOBJ_HEAD, KOBJ_HEAD, sizeof(e->ehdr) - KOBJ_HEAD);
		if (error != 0)
			return error;
	}
	return check_header(k);
}

static int
elf_validate(struct kobj *k)
{
	struct elf *e;
	int error;

	error = kobj_alloc(k, sizeof(*e), false, &e);
	if (error != 0)
		return error;
	memset(e, 0, sizeof(*e));
	k->priv = e;

	if ((error = read_header(k)) != 0 ||
	    (error = elf_read_sections(k)) != 0 ||
	    (error = elf_check_overlap(k)) != 0 ||
	    (error = elf_classify(k)) != 0 ||
	    (error = elf_read_symbols(k)) != 0 ||
	    (error = elf_check_symbols(k)) != 0 ||
	    (error = elf_check_constructors(k)) != 0 ||
	    (error = elf_read_relocs(k)) != 0 ||
	    (error = elf_check_relocs(k)) != 0)
		return error;
	return kobj_layout(k, e->parts);
}

static void
elf_release(struct kobj *k)
{
	struct elf *e = k->priv;

	if (e == NULL)
		return;
	if (e->set.node != NULL)
		kobj_nameset_free(k, &e->set);
	kobj_free(k, e->rel, e->nrel * sizeof(*e->rel));
	kobj_free(k, e->keep, e->nsyms * sizeof(*e->keep) + e->strings_size);
	kobj_free(k, e->sym,
	    e->nsyms * sizeof(*e->sym) + e->nbuckets * sizeof(*e->bucket));
	kobj_free(k, e->names, e->names_size);
	kobj_free(k, e->shdr,
	    e->shnum * (sizeof(*e->shdr) + sizeof(*e->place) + 1) +
		ELF_NEXTRA * sizeof(*e->place));
	kobj_free(k, e, sizeof(*e));
}

const struct kobj_format kobj_elf_format = {
    .name = "elf",
    .identify = elf_identify,
    .validate = elf_validate,
    .entry = elf_entry,
    .resolve = elf_resolve,
    .load = elf_load,
    .trace = elf_trace,
    .relocate = elf_relocate,
    .release = elf_release,
};
