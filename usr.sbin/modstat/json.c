/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json.c: the list as one JSON object (modstat -j), whose fields are told by
 * modstat -h.  They never change their meaning; new ones may be added.
 */
#include <json.h>
#include <stdio.h>

#include "modstat.h"

static void
major_or_null(const char *key, int is, int n)
{
	if (is && n >= 0)
		json_signed(key, n);
	else
		json_null(key);
}

static void
print_module(const struct lmm_listed *m)
{
	int known = m->type != LMM_NONE, linked = m->entry != 0;
	int dev = m->type == LM_DEV;

	json_signed("id", m->id);
	json_string_or_null("name", STRING(m, 0));
	if (known)
		json_signed("type", m->type);
	else
		json_null("type");
	json_string_or_null("type_name", known ? type_name(m->type) : NULL);
	json_string("state", state_name(m->state));
	json_number("serial", m->serial);
	major_or_null("version", known, m->ver);
	if (dev)
		json_number("offset", m->offset);
	else
		major_or_null("offset", known, (int32_t)m->offset);
	major_or_null("block_major", dev, LKM_BLOCK_MAJOR(m->offset));
	major_or_null("character_major", dev, LKM_CHAR_MAJOR(m->offset));
	if (m->size != 0) {
		json_number("address", m->area);
		json_number("size", m->size);
	} else {
		json_null("address");
		json_null("size");
	}
	if (known)
		json_number("private", m->private_data);
	else
		json_null("private");
	json_string_or_null("entry", STRING(m, 1));
	if (linked)
		json_number("entry_address", m->entry);
	else
		json_null("entry_address");
	json_flag("forced", m->forced);
	json_signed("stat_error", m->stat_error);
}

static void
print_parts(const struct lmm_listed *m)
{
	uint32_t i;

	json_array("parts");
	for (i = 0; i < LMM_NPARTS && m->entry != 0; i++) {
		json_item();
		json_string("name", part_name(i));
		json_number("address", m->part[i].addr);
		json_number("size", m->part[i].size);
		json_string("protection", prot_name(m->part[i].prot));
		json_end();
	}
	json_array_end();
}

static void
print_refs(const void *rec)
{
	const struct lmm_uses *u = rec;

	json_string("symbol", STRING(u, 0));
	json_number("address", u->value);
	json_string_or_null("module", STRING(u, 1));
	json_signed("id", u->other);
}

static void
print_provides(const void *rec)
{
	const struct lmm_provides *p = rec;

	json_string("name", STRING(p, 0));
	json_number("address", p->value);
}

static void
print_claim(const void *rec)
{
	const struct lmm_claim *c = rec;

	json_string_or_null("table", STRING(c, 0));
	if (c->index == LMM_NONE)
		json_null("index");
	else
		json_signed("index", c->index);
	json_number("slot_address", c->slot);
	json_string_or_null("function", STRING(c, 1));
	json_number("function_address", c->holds);
	json_string_or_null("before", STRING(c, 2));
	json_number("before_address", c->before);
	json_string_or_null("before_module", STRING(c, 3));
	json_flag("in_force", c->in_force);
	json_string_or_null("overridden_by", STRING(c, 4));
}

static void
print_keeper(const void *rec)
{
	const struct lmm_keeper *k = rec;

	json_string("code", STRING(k, 0));
	json_string("text", STRING(k, 1));
}

/* An array of what is known about the module of this kind. */
static void
array(const struct records *r, const void *module, int kind, const char *key,
    void (*print)(const void *))
{
	const void *rec = module;

	json_array(key);
	while ((rec = next_about(r, rec, kind)) != NULL) {
		json_item();
		print(rec);
		json_end();
	}
	json_array_end();
}

void
print_json(const struct records *r)
{
	const struct lmm_listed *m;
	size_t i;

	json_begin();
	json_array("modules");
	for (i = 0; i < records_count(r, LMM_LISTED); i++) {
		m = records_of(r, LMM_LISTED, i);
		json_item();
		print_module(m);
		print_parts(m);
		array(r, m, LMM_USES, "uses", print_refs);
		array(r, m, LMM_USED_BY, "used_by", print_refs);
		array(r, m, LMM_PROVIDES, "provides", print_provides);
		array(r, m, LMM_CLAIM, "overrides", print_claim);
		array(r, m, LMM_KEEPER, "busy", print_keeper);
		json_end();
	}
	json_array_end();
	json_end();
	printf("\n");
}
