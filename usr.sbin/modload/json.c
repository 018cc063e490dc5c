/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json.c: an answer as one JSON object (modload -x), whose fields are told
 * by modload -h.  They never change their meaning; new ones may be added.
 *
 * Every number is a JSON number, addresses too.  A name is a string in which
 * each byte of the name is one character, 0 to 255: so any bytes can stand
 * in it, and can be had back.  What does not apply is null.
 */
#include <stdio.h>
#include <string.h>

#include "modload.h"

#define STRING(r, n) map_string(&(r)->lmm, sizeof(*(r)), n)

static void
print_string(const char *s)
{
	unsigned char c;

	putchar('"');
	for (; (c = *s) != '\0'; s++)
		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < ' ' || c > '~')
			printf("\\u%04x", c);
		else
			putchar(c);
	putchar('"');
}

/* One member of an object, with a comma before it unless it is the first. */
static const char *comma = "";

static void
name(const char *key)
{
	printf("%s\"%s\": ", comma, key);
	comma = ", ";
}

static void
string(const char *key, const char *s)
{
	name(key);
	print_string(s);
}

static void
number(const char *key, uint32_t n)
{
	name(key);
	printf("%lu", (unsigned long)n);
}

static void
number_or_null(const char *key, int32_t n)
{
	name(key);
	if (n == LMM_NONE)
		printf("null");
	else
		printf("%ld", (long)n);
}

static void
string_or_null(const char *key, const char *s)
{
	if (s != NULL && s[0] != '\0')
		string(key, s);
	else {
		name(key);
		printf("null");
	}
}

static void
flag(const char *key, int is)
{
	name(key);
	printf(is ? "true" : "false");
}

static void
begin(void)
{
	putchar('{');
	comma = "";
}

static void
end(void)
{
	putchar('}');
	comma = ", ";
}

/* An array with an object for each record of a kind, a line each. */
static void
array(const struct map *m, const char *key, int kind,
    void (*print)(const struct map *, const void *))
{
	size_t i;

	comma = ",\n";
	name(key);
	printf("[");
	for (i = 0; i < map_count(m, kind); i++) {
		printf(i == 0 ? "\n" : ",\n");
		begin();
		print(m, map_record(m, kind, i));
		end();
	}
	printf("]");
}

static void
print_object(const struct lmm_object *o)
{
	uint32_t i;

	comma = ",\n";
	name("object");
	if (o == NULL) {
		printf("null");
		return;
	}
	begin();
	string("format", STRING(o, 0));
	number("address", o->addr);
	number("size", o->size);
	string("entry", STRING(o, 1));
	number("entry_address", o->entry);
	name("parts");
	printf("[");
	for (i = 0; i < LMM_NPARTS; i++) {
		printf(i == 0 ? "\n" : ",\n");
		begin();
		string("name", part_name(i));
		number("address", o->part[i].addr);
		number("size", o->part[i].size);
		string("protection", prot_name(o->part[i].prot));
		end();
	}
	printf("]");
	end();
}

static void
print_section(const struct map *m, const void *rec)
{
	const struct lmm_section *s = rec;

	number("number", s->number);
	string("name", STRING(s, 0));
	number("address", s->addr);
	number("size", s->size);
	string("part", part_name(s->part));
	string("protection", prot_name(s->prot));
}

static void
print_symbol(const struct map *m, const void *rec)
{
	const struct lmm_symbol *s = rec;

	number("number", s->number);
	string("name", STRING(s, 0));
	number("value", s->value);
	string("binding", binding_name(s->binding));
	string("from", from_name(s->from));
	number_or_null("section", s->section);
	if (s->from != LMM_FROM_OUTSIDE)
		string_or_null("provider", NULL);
	else
		string("provider",
		    s->provider == LMM_NONE ? "kernel" : STRING(s, 1));
	number_or_null("provider_id", s->provider);
}

static void
print_reloc(const struct map *m, const void *rec)
{
	const struct lmm_reloc *r = rec;

	number("table", r->table);
	number("index", r->index);
	number("section", r->section);
	number("offset", r->offset);
	number("address", r->addr);
	number("type", r->type);
	string("type_name", STRING(r, 0));
	number("width", r->width);
	flag("pc_relative", r->pcrel);
	number_or_null("symbol", r->symbol);
	number_or_null("segment", r->segment);
	number("plus", r->plus);
	number("minus", r->minus);
	number("old", r->old_word);
	number("new", r->new_word);
}

static void
print_module(const struct lmm_module *m)
{
	comma = ",\n";
	name("module");
	if (m == NULL || !m->described)
		printf("null");
	else {
		begin();
		string("name", STRING(m, 0));
		number_or_null("type", m->type);
		string("type_name", type_name(m->type));
		number_or_null("interface", m->interface);
		number_or_null("kernel", m->kernel);
		number_or_null("loaded_id", m->loaded);
		end();
	}
	comma = ",\n";
	name("slot");
	if (m == NULL || m->slot == LMM_NONE)
		printf("null");
	else {
		begin();
		number("number", m->slot);
		number_or_null("wanted", m->wanted);
		flag("free", m->holder == 0);
		number("holder_address", m->holder);
		string_or_null("holder", STRING(m, 1));
		string_or_null("holder_module", STRING(m, 2));
		end();
	}
	comma = ",\n";
	name("block");
	if (m == NULL || m->block == LMM_NONE)
		printf("null");
	else {
		begin();
		number("number", m->block);
		number_or_null("wanted", m->block_wanted);
		end();
	}
}

static int call_error; /* for what a module's own function returned */

static void
print_refusal(const struct map *m, const void *rec)
{
	const struct lmm_refusal *r = rec;

	string("code", STRING(r, 0));
	number("errno", r->error != 0 ? r->error : call_error);
	string("text", STRING(r, 1));
	number_or_null("section", r->section);
	string_or_null("section_name", STRING(r, 2));
	number_or_null("index", r->index);
	if (r->has_offset)
		number("offset", r->offset);
	else
		number_or_null("offset", LMM_NONE);
	string_or_null("symbol", STRING(r, 3));
	string_or_null("nearest", STRING(r, 4));
}

void
print_json(const struct answer *a, int status, const char *complaint)
{
	const struct map *m = &a->map;
	int plan = (a->lo.flags & LMF_NORUN) != 0;

	call_error = a->error;
	begin();
	string("file", a->path);
	flag("loaded", !plan && complaint == NULL && a->error == 0);
	number_or_null("id",
	    plan || complaint != NULL || a->error != 0 ? LMM_NONE : a->lo.id);
	number("status", status);
	number("errno", a->error);
	string_or_null("complaint", complaint);
	print_object(map_one(m, LMM_OBJECT));
	array(m, "sections", LMM_SECTION, print_section);
	array(m, "symbols", LMM_SYMBOL, print_symbol);
	array(m, "relocations", LMM_RELOC, print_reloc);
	print_module(map_one(m, LMM_MODULE));
	array(m, "refusals", LMM_REFUSAL, print_refusal);
	end();
	printf("\n");
}
