/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text.c: what there is to say of a module, in words (modstat -v).
 */
#include <stdio.h>
#include <string.h>

#include "modstat.h"

/* "printf of the kernel", "f of module m". */
static void
print_whose(const char *name, const char *module)
{
	lkm_print_name(name[0] != '\0' ? name : "?");
	if (module[0] == '\0')
		printf(" of the kernel");
	else {
		printf(" of module ");
		lkm_print_name(module);
	}
}

static void
print_offset(const struct lmm_listed *m)
{
	int block = LKM_BLOCK_MAJOR(m->offset);
	int character = LKM_CHAR_MAJOR(m->offset);

	if (m->type == LM_DEV) {
		if (block >= 0)
			printf(", block major %d", block);
		if (character >= 0)
			printf(", character major %d", character);
	} else if ((int32_t)m->offset >= 0)
		printf(", slot %d", (int)m->offset);
}

static void
print_module(const struct lmm_listed *m)
{
	const char *name = STRING(m, 0), *entry = STRING(m, 1);
	uint32_t i;

	if (name[0] != '\0')
		lkm_print_name(name);
	else
		printf("(no name yet)");
	printf(": ID %d, %s", (int)m->id, state_name(m->state));
	if (m->type != LMM_NONE) {
		printf(", type %s", type_name(m->type));
		print_offset(m);
	}
	printf("\n");
	if (m->entry != 0) {
		printf("  interface %d%s, entry ", (int)m->ver,
		    m->forced ? " (forced)" : "");
		lkm_print_name(entry[0] != '\0' ? entry : "?");
		printf(" at 0x%08x, description at 0x%08x\n", m->entry,
		    m->private_data);
	}
	if (m->size != 0)
		printf("  %u bytes at 0x%08x\n", m->size, m->area);
	for (i = 0; i < LMM_NPARTS; i++)
		if (m->part[i].size != 0)
			printf("    0x%08x %8u %s %s\n", m->part[i].addr,
			    m->part[i].size, prot_name(m->part[i].prot),
			    part_name(i));
	if (m->stat_error != 0)
		printf("  its stat function: %s\n", strerror(m->stat_error));
}

static void
print_refs(const struct records *r, const struct lmm_listed *m, int kind,
    const char *how)
{
	const struct lmm_uses *u = (const void *)m;

	while ((u = next_about(r, u, kind)) != NULL) {
		printf("  %s ", how);
		if (kind == LMM_USES)
			print_whose(STRING(u, 0), STRING(u, 1));
		else {
			lkm_print_name(STRING(u, 1));
			printf(", which has its ");
			lkm_print_name(STRING(u, 0));
		}
		printf(" (0x%08x)\n", u->value);
	}
}

static void
print_claim(const struct lmm_claim *c)
{
	printf("  overrides ");
	lkm_print_name(STRING(c, 0));
	if (c->index != LMM_NONE)
		printf("[%d]", (int)c->index);
	printf(" with ");
	lkm_print_name(STRING(c, 1));
	printf("; before: ");
	print_whose(STRING(c, 2), STRING(c, 3));
	if (STRING(c, 4)[0] != '\0') {
		printf("; overridden by module ");
		lkm_print_name(STRING(c, 4));
	} else if (!c->in_force)
		printf("; somebody has written over it");
	printf("\n");
}

void
print_words(const struct records *r, const struct lmm_listed *m)
{
	const struct lmm_provides *p = (const void *)m;
	const struct lmm_claim *c = (const void *)m;
	const struct lmm_keeper *k = (const void *)m;

	print_module(m);
	print_refs(r, m, LMM_USES, "uses");
	print_refs(r, m, LMM_USED_BY, "used by module");
	while ((p = next_about(r, p, LMM_PROVIDES)) != NULL) {
		printf("  provides ");
		lkm_print_name(STRING(p, 0));
		printf(" (0x%08x)\n", p->value);
	}
	while ((c = next_about(r, c, LMM_CLAIM)) != NULL)
		print_claim(c);
	while ((k = next_about(r, k, LMM_KEEPER)) != NULL) {
		printf("  %s: ", STRING(k, 0));
		lkm_print_name(STRING(k, 1));
		printf("\n");
	}
}
