/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_plan.c: what would happen if a module that is linked were entered.
 * Its entry is not asked: what its description says is all that is known,
 * and what its own load function would do or say is not.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/ksyms.h>
#include <sys/lkmvar.h>

const struct lkm_any *
lkm_description(const struct lkm_table *t)
{
	const struct lkm_any *m;
	kobj_addr_t at;

	/* MOD_MISC() and the like make it static. */
	if (kobj_local_value(&t->image, "_module", &at) != 0)
		return NULL;
	m = (const void *)at;
	if (!lkm_in_data(t, m, sizeof(*m)) || !lkm_name_readable(m->lkm_name))
		return NULL;
	return m;
}

/* Who has the module's name, but for the module itself. */
static int
loaded_as(const struct lkm_table *t, const char *name)
{
	struct lkm_table *other;
	int id = LMM_NONE;

	lkm_lock();
	if (lkm_find(-1, name, &other) == 0 && other != t)
		id = other->id;
	lkm_unlock();
	return id;
}

const char *
lkm_whose(vaddr_t va, const char **module)
{
	const char *name;
	u_long off;

	if ((name = lkm_symbol_at(va, &off, module)) != NULL)
		return name;
	*module = "";
	name = ksyms_nearest(va, &off);
	return name != NULL ? name : "";
}

/* The function that a slot holds, by name: its module's, or the kernel's. */
static void
name_holder(struct lkm_plan *p)
{
	const char *name, *module;

	if (p->lp_holder == 0)
		return;
	name = lkm_whose(p->lp_holder, &module);
	strlcpy(p->lp_holder_module, module, sizeof(p->lp_holder_module));
	strlcpy(p->lp_holder_name, name[0] != '\0' ? name : "?",
	    sizeof(p->lp_holder_name));
}

/* What it says of itself; the name need not end where a name should. */
static void
copy_description(
    struct lkm_plan *p, const struct lkm_table *t, const struct lkm_any *m)
{
	memcpy(p->lp_name, m->lkm_name, strnlen(m->lkm_name, MAXLKMNAME));
	p->lp_record = (struct lmm_module){.described = 1,
	    .type = m->lkm_type,
	    .interface = m->lkm_ver,
	    .kernel = m->lkm_sysver,
	    .loaded = loaded_as(t, p->lp_name)};
}

void
lkm_plan(struct lkm_table *t, struct lkm_plan *p)
{
	const struct lkm_any *m = lkm_description(t);
	const struct lkm_type *type;

	*p = (struct lkm_plan){.lp_wanted = LMM_NONE,
	    .lp_slot = LMM_NONE,
	    .lp_block_wanted = LMM_NONE,
	    .lp_block = LMM_NONE,
	    .lp_record = {.type = LMM_NONE,
		.interface = LMM_NONE,
		.kernel = LMM_NONE,
		.loaded = LMM_NONE}};
	if (m != NULL) {
		copy_description(p, t, m);
		t->private.lkm_any = (struct lkm_any *)(vaddr_t)m;
		if (lkm_check(t, &type) == 0 && type->plan != NULL &&
		    type->plan(t, p) == 0)
			name_holder(p);
	}
	p->lp_record.wanted = p->lp_wanted;
	p->lp_record.slot = p->lp_slot;
	p->lp_record.holder = p->lp_holder;
	p->lp_record.block_wanted = p->lp_block_wanted;
	p->lp_record.block = p->lp_block;
}
