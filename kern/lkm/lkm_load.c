/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_load.c: a load, as a transaction: each step that succeeds has its
 * undoing, and a failure walks back through them.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/inject.h>
#include <sys/ksyms.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>
#include <sys/vm.h>

#define DEFAULT_ENTRY  "xxxinit"
#define ENTRY_SUFFIX   "_lkmentry"
#define MAX_ENTRY      288 /* of a file's name of 256, and the suffix */

/*
 * So many characters of names are compared in search of what may have been
 * meant by those that nobody has: enough for some hundred, and less than a
 * tenth of a second.
 */
#define NEAREST_BUDGET 4000000

/* What a load in progress needs to remember. */
struct load {
	struct lkm_load_args *args;
	struct lkm_table *table;
	u_int nearest_budget;
	struct kobj_env env;
	struct kobj_trace trace;
	struct kobj *kobj;
	struct kobj_refusal refusal;
};

/* ---- what the image layer asks of us ---- */

static void *
temp_alloc(void *cookie, size_t size, bool keep)
{
	return malloc(size, M_LKM, M_NOWAIT);
}

static void
temp_free(void *cookie, void *p, size_t size)
{
	free(p, M_LKM);
}

int
lkm_memory_spare(u_long size)
{
	u_long reserve = vm_page_total / 32 + 128;

	return vm_page_nfree >= size / PAGE_SIZE + reserve;
}

void *
lkm_image_pages(u_long size)
{
	return lkm_memory_spare(size) ? kmem_alloc(lkm_map, size, M_LKM) : NULL;
}

static int
image_alloc(
    void *cookie, const struct kobj_layout *layout, struct kobj_image *img)
{
	void *mem = lkm_image_pages(layout->total);

	if (mem == NULL)
		return ENOMEM;
	img->mem = mem;
	img->base = (kobj_addr_t)mem;
	return 0;
}

static void
image_free(void *cookie, struct kobj_image *img)
{
	kmem_free(lkm_map, img->mem, img->layout.total);
}

const struct kobj_memory lkm_memory = {.limit = KERN_LKM_END - KERN_LKM_BASE,
    .alloc = temp_alloc,
    .free = temp_free,
    .image = image_alloc,
    .image_free = image_free};

static int
resolve(void *cookie, const char *name, kobj_addr_t *value)
{
	struct load *ld = cookie;
	u_long addr;
	int error = lkm_resolve(ld->table, name, &addr);

	*value = addr;
	return error;
}

static void
missing(void *cookie, const struct kobj_missing *m)
{
	struct load *ld = cookie;
	struct lkm_reason *reason = ld->args->la_reason;
	const char *nearest = NULL;
	const char *advice = "check the spelling, or load the module that "
			     "provides it first";
	struct lkm_place place = {.lp_section = KOBJ_NOWHERE,
	    .lp_section_name = m->section,
	    .lp_index = KOBJ_NOWHERE,
	    .lp_has_offset = 1,
	    .lp_offset = m->offset,
	    .lp_symbol = m->name};

	/* Who is told to compile it in another way need not look for more. */
	if (m->code != KOBJ_UNDEFINED)
		advice = kobj_code_advice(m->code);
	else
		nearest = lkm_nearest(m->name, &ld->nearest_budget);
	place.lp_nearest = nearest;
	reason->lr_place = &place;
	lkm_refuse(reason, LKM_UNDEFINED,
	    "%s, first used in %s at 0x%x: neither the kernel nor a loaded "
	    "module has this name: %s%s",
	    m->name, m->section, m->offset,
	    nearest != NULL ? "the nearest is " : "",
	    nearest != NULL ? nearest : advice);
	reason->lr_place = NULL;
}

static void
explain_refusal(struct load *ld)
{
	if (ld->refusal.code == KOBJ_UNDEFINED ||
	    ld->refusal.code == KOBJ_RESOLVE_FAILED)
		return; /* each symbol has had its line */
	lkm_explain(ld->args->la_reason, &ld->refusal);
}

/* ---- steps ---- */

/* "foo_lkmentry" from "dir/foo.o". */
static void
entry_from_file(const char *file, char *buf, size_t size)
{
	const char *base = strrchr(file, '/');
	size_t n;

	base = base != NULL ? base + 1 : file;
	n = strlen(base);
	if (n > 2 && strcmp(base + n - 2, ".o") == 0)
		n -= 2;
	n = MIN(n, size - sizeof(ENTRY_SUFFIX));
	memcpy(buf, base, n);
	memcpy(buf + n, ENTRY_SUFFIX, sizeof(ENTRY_SUFFIX));
}

static int
choose_entry(struct load *ld)
{
	char from_file[MAX_ENTRY];
	const char *names[3] = {ld->args->la_entry, NULL, NULL};

	if (names[0] == NULL) {
		entry_from_file(
		    ld->args->la_file, from_file, sizeof(from_file));
		names[0] = DEFAULT_ENTRY;
		names[1] = from_file;
	}
	return kobj_entry(ld->kobj, names);
}

/*
 * Text and read-only data can no longer be written, and text executed.
 * Data stays what all of the image was: writable, not executable.
 */
static void
protect(const struct kobj_image *img)
{
	const struct kobj_layout *l = &img->layout;

	pmap_kprotect(
	    img->base, img->base + l->ro_start, VM_PROT_READ | VM_PROT_EXECUTE);
	pmap_kprotect(
	    img->base + l->ro_start, img->base + l->rw_start, VM_PROT_READ);
}

/* From the object to an image in its place; nothing of it has run. */
static int
link_object(struct load *ld, struct kobj_image *img)
{
	int error;

	inject_point("load open");
	error = kobj_open(&ld->env, &ld->kobj, &ld->refusal);
	if (error != 0)
		goto refused;
	inject_point("load link");
	if ((error = choose_entry(ld)) != 0 ||
	    (error = kobj_link(ld->kobj, img)) != 0)
		goto close;
	inject_point("load linked");
	if (ld->args->la_map != NULL)
		lkm_map_object(ld->args->la_map, ld->kobj);
	protect(img);
	kobj_close(ld->kobj);
	return 0;
close:
	kobj_close(ld->kobj);
refused:
	explain_refusal(ld);
	return error;
}

/*
 * Claim the name before anything of the module runs, where the object
 * still has the symbol of its description.  A stripped one claims it in
 * lkmdispatch().
 */
static int
claim_early(struct lkm_table *t)
{
	const struct lkm_any *m = lkm_description(t);

	return m == NULL ? 0 : lkm_claim(t, m->lkm_name);
}

/*
 * Complete the map of a load that goes on.  Nothing is explained: what it
 * would be refused for it is refused for, or not, by its entry.
 */
static int
map_module(struct lkm_table *t, struct lkm_map *map)
{
	struct lkm_reason *reason = t->reason;
	struct lkm_plan plan;

	t->reason = NULL;
	lkm_plan(t, &plan);
	t->reason = reason;
	t->private.lkm_any = NULL;
	lkm_map_module(map, &plan);
	return lkm_map_finish(map);
}

int __noinline
lkm_call_entry(struct lkm_table *t, int cmd)
{
	return t->entry(t, cmd, LKM_VERSION);
}

int
lkm_enter(struct lkm_table *t, struct lkm_map *map, int *ran)
{
	int error;

	inject_point("load claim");
	if ((error = claim_early(t)) != 0 ||
	    (map != NULL && (error = map_module(t, map)) != 0) ||
	    (error = lkm_export(t)) != 0)
		return error;
	inject_point("load enter");
	*ran = 1;
	error = lkm_call_entry(t, LKM_E_LOAD);
	inject_point("load entered");
	if (error == 0 && !t->attached) {
		error = lkm_refuse(t->reason, LKM_BAD_ENTRY,
		    "the entry function succeeded without registering its "
		    "module: use DISPATCH");
	} else if (error != 0) {
		/* The type explains what it refuses; here is the rest. */
		if (t->reason != NULL && t->reason->lr_len == 0)
			lkm_refuse(t->reason, LKM_ENTRY_FAILED,
			    "the module's own load function "
			    "failed with error %d%s",
			    error,
			    error < 0 || error > ELAST
				? ", which <sys/errno.h> has not: 0 is success"
				: "");
		if (t->attached)
			(void)lkmdispatch(t, LKM_E_UNLOAD);
	}
	/* What an entry returns need not be an errno. */
	return error < 0 || error > ELAST ? EINVAL : error;
}

int
lkm_go_live(struct lkm_table *t, struct lkm_map *map)
{
	struct lkm_reason *reason = t->reason;
	struct kobj_image img;
	int error, ran = 0;

	error = lkm_enter(t, map, &ran);
	t->reason = NULL;
	if (error == 0) {
		/* Its load function may have noted its slot by now. */
		(void)lkmdispatch(t, LKM_E_STAT);
		lkm_set_state(t, LKM_LIVE);
		return 0;
	}
	inject_point("load undo");
	/*
	 * If the load function slept, somebody may have come in through the
	 * table meanwhile, and still be there; and it may have entered
	 * something somewhere before it failed.
	 */
	if (ran && lkm_left_behind(t, "its load function has", reason) != 0)
		return error;
	img = t->image;
	lkm_drop(t);
	lkm_image_free(&img, reason);
	return error;
}

/* The same for one that is not entered; then it goes, and is told of. */
static int
finish_plan(struct load *ld, struct lkm_table *t, struct kobj_image *img)
{
	struct lkm_load_args *a = ld->args;
	struct lkm_plan plan;

	lkm_plan(t, &plan);
	a->la_table = *t;
	a->la_table.id = -1;
	lkm_drop(t);
	if (a->la_map != NULL)
		lkm_map_module(a->la_map, &plan);
	lkm_image_free(img, NULL);
	return 0;
}

static int
load_module(struct load *ld)
{
	struct lkm_load_args *a = ld->args;
	struct kobj_image img;
	struct lkm_table *t;
	int error;

	if ((t = lkm_new()) == NULL)
		return lkm_no_memory(a->la_reason);
	ld->table = t;
	t->reason = a->la_reason;
	t->forced = (a->la_flags & LMF_FORCE) != 0;
	if (a->la_map != NULL) {
		lkm_map_watch(a->la_map, &ld->trace, &img);
		ld->env.trace = &ld->trace;
	}
	if ((error = link_object(ld, &img)) != 0) {
		lkm_drop(t);
		return error;
	}
	lkm_adopt(t, &img);
	if (a->la_flags & LMF_NORUN)
		return finish_plan(ld, t, &img);
	if ((error = lkm_go_live(t, a->la_map)) != 0)
		return error;
	a->la_table = *t;
	inject_point("load live");
	return 0;
}

int
lkm_load(struct lkm_load_args *a)
{
	struct load ld = {.args = a, .nearest_budget = NEAREST_BUDGET};
	int error, err2;

	ld.env.source = a->la_source;
	ld.env.memory = lkm_memory;
	ld.env.names = (struct kobj_names){
	    .cookie = &ld, .resolve = resolve, .missing = missing};
	if (a->la_map == NULL)
		return load_module(&ld);

	if ((error = lkm_map_start(a->la_map)) != 0)
		return error;
	a->la_reason->lr_want_records = 1;
	error = load_module(&ld);
	/* A live module's is complete: it stays live, whatever happens now. */
	if (error == 0 && a->la_table.id != -1)
		return 0;
	lkm_map_refusals(a->la_map, a->la_reason);
	err2 = lkm_map_finish(a->la_map);
	return error != 0 ? error : err2;
}

static void
leaked(void *arg, const struct malloc_type *type)
{
	lkm_refuse(arg, LKM_LEAK,
	    "%lu bytes of its memory type %s, in %lu pieces, were not freed",
	    type->ks_memuse, type->ks_shortdesc, type->ks_inuse);
}

void
lkm_image_free(struct kobj_image *img, struct lkm_reason *r)
{
	const struct kobj_env env = {.memory = lkm_memory};

	malloc_forget(img->mem, img->layout.total, leaked, r);
	kobj_image_free(&env, img);
}
