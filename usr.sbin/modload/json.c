/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json.c: an answer as one JSON object (modload -x), whose fields are told
 * by modload -h.  They never change their meaning; new ones may be added.
 * What does not apply is null.
 */
#include <json.h>
#include <stdio.h>
#include <string.h>

#include "modload.h"

static void
number_or_null(const char *key, int32_t n)
{
	if (n == LMM_NONE)
		json_null(key);
	else
		json_signed(key, n);
}

/* An array with an object for each record of a kind. */
static void
array(const struct records *m, const char *key, int kind,
    void (*print)(const void *))
{
	size_t i;

	json_array(key);
	for (i = 0; i < records_count(m, kind); i++) {
		json_item();
		print(records_of(m, kind, i));
		json_end();
	}
	json_array_end();
}

static void
print_object(const struct lmm_object *o)
{
	uint32_t i;

	json_line();
	json_name("object");
	if (o == NULL) {
		printf("null");
		return;
	}
	json_begin();
	json_string("format", STRING(o, 0));
	json_number("address", o->addr);
	json_number("size", o->size);
	json_string("entry", STRING(o, 1));
	json_number("entry_address", o->entry);
	json_array("parts");
	for (i = 0; i < LMM_NPARTS; i++) {
		json_item();
		json_string("name", part_name(i));
		json_number("address", o->part[i].addr);
		json_number("size", o->part[i].size);
		json_string("protection", prot_name(o->part[i].prot));
		json_end();
	}
	json_array_end();
	json_end();
}

static void
print_section(const void *rec)
{
	const struct lmm_section *s = rec;

	json_number("number", s->number);
	json_string("name", STRING(s, 0));
	json_number("address", s->addr);
	json_number("size", s->size);
	json_string("part", part_name(s->part));
	json_string("protection", prot_name(s->prot));
}

static void
print_symbol(const void *rec)
{
	const struct lmm_symbol *s = rec;

	json_number("number", s->number);
	json_string("name", STRING(s, 0));
	json_number("value", s->value);
	json_string("binding", binding_name(s->binding));
	json_string("from", from_name(s->from));
	number_or_null("section", s->section);
	if (s->from != LMM_FROM_OUTSIDE)
		json_null("provider");
	else
		json_string("provider",
		    s->provider == LMM_NONE ? "kernel" : STRING(s, 1));
	number_or_null("provider_id", s->provider);
}

static void
print_reloc(const void *rec)
{
	const struct lmm_reloc *r = rec;

	json_number("table", r->table);
	json_number("index", r->index);
	json_number("section", r->section);
	json_number("offset", r->offset);
	json_number("address", r->addr);
	json_number("type", r->type);
	json_string("type_name", STRING(r, 0));
	json_number("width", r->width);
	json_flag("pc_relative", r->pcrel);
	number_or_null("symbol", r->symbol);
	number_or_null("segment", r->segment);
	json_number("plus", r->plus);
	json_number("minus", r->minus);
	json_number("old", r->old_word);
	json_number("new", r->new_word);
}

static void
print_module(const struct lmm_module *m)
{
	json_line();
	json_name("module");
	if (m == NULL || !m->described)
		printf("null");
	else {
		json_begin();
		json_string("name", STRING(m, 0));
		number_or_null("type", m->type);
		json_string("type_name", type_name(m->type));
		number_or_null("interface", m->interface);
		number_or_null("kernel", m->kernel);
		number_or_null("loaded_id", m->loaded);
		json_end();
	}
	json_line();
	json_name("slot");
	if (m == NULL || m->slot == LMM_NONE)
		printf("null");
	else {
		json_begin();
		json_number("number", m->slot);
		number_or_null("wanted", m->wanted);
		json_flag("free", m->holder == 0);
		json_number("holder_address", m->holder);
		json_string_or_null("holder", STRING(m, 1));
		json_string_or_null("holder_module", STRING(m, 2));
		json_end();
	}
	json_line();
	json_name("block");
	if (m == NULL || m->block == LMM_NONE)
		printf("null");
	else {
		json_begin();
		json_number("number", m->block);
		number_or_null("wanted", m->block_wanted);
		json_end();
	}
}

static int call_error; /* for what a module's own function returned */

static void
print_refusal(const void *rec)
{
	const struct lmm_refusal *r = rec;

	json_string("code", STRING(r, 0));
	json_number("errno", r->error != 0 ? r->error : call_error);
	json_string("text", STRING(r, 1));
	number_or_null("section", r->section);
	json_string_or_null("section_name", STRING(r, 2));
	number_or_null("index", r->index);
	if (r->has_offset)
		json_number("offset", r->offset);
	else
		json_null("offset");
	json_string_or_null("symbol", STRING(r, 3));
	json_string_or_null("nearest", STRING(r, 4));
}

void
print_json(const struct answer *a, int status, const char *complaint)
{
	const struct records *m = &a->map;
	int plan = (a->lo.flags & LMF_NORUN) != 0;

	call_error = a->error;
	json_begin();
	json_string("file", a->path);
	json_flag("loaded", !plan && complaint == NULL && a->error == 0);
	number_or_null("id",
	    plan || complaint != NULL || a->error != 0 ? LMM_NONE : a->lo.id);
	json_number("status", status);
	json_number("errno", a->error);
	json_string_or_null("complaint", complaint);
	print_object(records_one(m, LMM_OBJECT));
	array(m, "sections", LMM_SECTION, print_section);
	array(m, "symbols", LMM_SYMBOL, print_symbol);
	array(m, "relocations", LMM_RELOC, print_reloc);
	print_module(records_one(m, LMM_MODULE));
	array(m, "refusals", LMM_REFUSAL, print_refusal);
	json_end();
	printf("\n");
}
