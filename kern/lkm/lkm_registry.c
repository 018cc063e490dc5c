/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_registry.c: which modules there are: by number, by name, by address.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/selfcheck.h>
#include <sys/sysctlvar.h>
#include <sys/vm.h>

MALLOC_DEFINE(M_LKM, "lkm", "loadable modules");

#define NAMEHASH 256

/*
 * registry_owner is the lock.  It guards the array of modules and its
 * hints, the hash of names, and the states of modules.  It is held for a
 * few instructions only and never while a module's code runs; the kernel
 * does not switch meanwhile, so to find it taken is a mistake, not a wait.
 */
static struct proc *registry_owner;

/*
 * Modules by number, in segments of 16, 32, 64 and so on: there are just as
 * many as the highest number asks for, so that nothing is left of modules
 * that are gone.
 */
#define FIRST_SEGMENT    16
#define MAX_SEGMENTS     20
#define SEGMENT_START(k) ((FIRST_SEGMENT << (k)) - FIRST_SEGMENT)
static struct lkm_table **segments[MAX_SEGMENTS];
static int nsegments;
static int highest = -1; /* number in use */
static int lowest_free;  /* no number below it is free */
static LIST_HEAD(, lkm_table) names[NAMEHASH];
static char last_unloaded[MAXLKMNAME];
static u_int loads; /* so far */

/* For each page of module memory, the number of its module + 1, or 0. */
#define PAGES ((KERN_LKM_END - KERN_LKM_BASE) / PAGE_SIZE)
static uint16_t page_owner[PAGES];
_Static_assert(PAGES <= UINT16_MAX, "a module has a page at least");
int lkm_nmodules;

void
lkm_lock(void)
{
	KASSERT(registry_owner == NULL);
	registry_owner = curproc;
}

void
lkm_unlock(void)
{
	KASSERT(registry_owner == curproc);
	registry_owner = NULL;
}

static void
assert_locked(void)
{
	KASSERT(registry_owner == curproc);
}

static struct sysctl_leaf count_leaf = {.sl_name = "lkm.count",
    .sl_descr = "modules that are loaded",
    .sl_type = SYSCTL_INT,
    .sl_data = &lkm_nmodules,
    .sl_size = sizeof(lkm_nmodules)};

void
lkm_init(void)
{
	sysctl_attach(&count_leaf, -1);
	lkm_disable_init();
	lkm_boot_init();
	selfcheck_init();
}

static u_int
name_bucket(const char *name)
{
	u_int h = 0;

	for (; *name != '\0'; name++)
		h = h * 33 + (u_char)*name;
	return h & (NAMEHASH - 1);
}

/* Where the module with this number is noted; NULL there: it is free. */
static struct lkm_table **
module_slot(int id)
{
	u_int i = id + FIRST_SEGMENT; /* its highest bit tells the segment */
	int k = __builtin_clz(FIRST_SEGMENT) - __builtin_clz(i);

	return &segments[k][id - SEGMENT_START(k)];
}

/* One more segment.  The lock is not held: this may fail, not wait. */
static int
grow(void)
{
	size_t size = (FIRST_SEGMENT << nsegments) * sizeof(*segments[0]);

	if (nsegments == MAX_SEGMENTS)
		return ENOMEM;
	segments[nsegments] = malloc(size, M_LKM, M_NOWAIT | M_ZERO);
	if (segments[nsegments] == NULL)
		return ENOMEM;
	nsegments++;
	return 0;
}

/* Segments that no number in use asks for go. */
static void
shrink(void)
{
	while (nsegments > 0 && highest < SEGMENT_START(nsegments - 1))
		free(segments[--nsegments], M_LKM);
}

struct lkm_table *
lkm_new(void)
{
	struct lkm_table *t = malloc(sizeof(*t), M_LKM, M_NOWAIT | M_ZERO);

	if (t == NULL)
		return NULL;
	while (lowest_free <= highest && *module_slot(lowest_free) != NULL)
		lowest_free++;
	if (lowest_free == SEGMENT_START(nsegments) && grow() != 0) {
		free(t, M_LKM);
		return NULL;
	}
	lkm_lock();
	t->id = lowest_free++;
	t->serial = ++loads;
	t->state = LKM_LOADING;
	t->offset = -1;
	LIST_INIT(&t->hooks);
	*module_slot(t->id) = t;
	highest = imax(highest, t->id);
	lkm_nmodules++;
	lkm_unlock();
	return t;
}

/* Note whose pages t's are: its own, or nobody's. */
static void
mark_pages(const struct lkm_table *t, uint16_t owner)
{
	u_long i = (t->area - KERN_LKM_BASE) / PAGE_SIZE,
	       end = i + t->size / PAGE_SIZE;

	for (; i < end; i++)
		page_owner[i] = owner;
}

void
lkm_adopt(struct lkm_table *t, const struct kobj_image *img)
{
	t->image = *img;
	t->area = img->base;
	t->size = img->layout.total;
	t->entry = (int (*)(struct lkm_table *, int, int))(vaddr_t)img->entry;
	mark_pages(t, t->id + 1);
}

void
lkm_drop(struct lkm_table *t)
{
	if (t->size != 0)
		mark_pages(t, 0);
	lkm_lock();
	KASSERT(*module_slot(t->id) == t && LIST_EMPTY(&t->hooks) &&
	    LIST_EMPTY(&t->users));
	if (t->name[0] != '\0')
		LIST_REMOVE(t, hash);
	*module_slot(t->id) = NULL;
	lowest_free = imin(lowest_free, t->id);
	while (highest >= 0 && *module_slot(highest) == NULL)
		highest--;
	lkm_nmodules--;
	shrink();
	lkm_unlock();
	lkm_unexport(t);
	lkm_unrefer(t);
	free(t, M_LKM);
}

/* By name.  The lock is held. */
static struct lkm_table *
by_name(const char *name)
{
	struct lkm_table *t;

	assert_locked();
	LIST_FOREACH(t, &names[name_bucket(name)], hash)
		if (strcmp(t->name, name) == 0)
			return t;
	return NULL;
}

void
lkm_unclaim(struct lkm_table *t)
{
	lkm_lock();
	if (t->name[0] != '\0')
		LIST_REMOVE(t, hash);
	lkm_unlock();
}

int
lkm_is_builtin(const char *name)
{
	struct lkm_table *t;

	lkm_lock();
	t = by_name(name);
	lkm_unlock();
	return t != NULL && t->id == -1;
}

int
lkm_claim_name(struct lkm_table *t, const char *name)
{
	int error = 0, len;

	/* It is for terminals, too, and for lines of text. */
	for (len = 0; len < MAXLKMNAME && name[len] != '\0'; len++)
		if (name[len] < ' ' || name[len] > '~')
			return EINVAL;
	if (len == 0 || len == MAXLKMNAME)
		return EINVAL;
	lkm_lock();
	if (by_name(name) == t)
		; /* claimed before, early in the load */
	else if (t->name[0] != '\0')
		error = EINVAL;
	else if (by_name(name) != NULL)
		error = EEXIST;
	else {
		strlcpy(t->name, name, sizeof(t->name));
		LIST_INSERT_HEAD(&names[name_bucket(name)], t, hash);
	}
	lkm_unlock();
	return error;
}

int
lkm_find(int id, const char *name, struct lkm_table **tp)
{
	assert_locked();
	if (id == -1) {
		*tp = by_name(name);
		return *tp == NULL || (*tp)->id == -1 ? ENOENT : 0;
	}
	if (id < 0 || id > highest)
		return EINVAL;
	*tp = *module_slot(id);
	return *tp == NULL ? ENOENT : 0;
}

int
lkmexists(struct lkm_table *t)
{
	struct lkm_table *other;

	lkm_lock();
	other = t->private.lkm_any == NULL
	    ? NULL
	    : by_name(t->private.lkm_any->lkm_name);
	lkm_unlock();
	return other != NULL && other != t ? EEXIST : 0;
}

void
lkm_set_state(struct lkm_table *t, enum lkm_state state)
{
	lkm_lock();
	t->state = state;
	lkm_unlock();
}

const char *
lkm_name(const struct lkm_table *t)
{
	return t->name[0] != '\0' ? t->name : "(being loaded)";
}

struct lkm_table *
lkm_next(int *id)
{
	struct lkm_table *t;

	while (*id <= highest)
		if ((t = *module_slot((*id)++)) != NULL)
			return t;
	return NULL;
}

struct lkm_table *
lkm_next_live(int *id)
{
	struct lkm_table *t;

	do
		t = lkm_next(id);
	while (t != NULL && t->state != LKM_LIVE);
	return t;
}

/* Used by traces and by a panic, whatever state the lock is in. */
struct lkm_table *
lkm_at(vaddr_t va)
{
	u_int owner;

	if (va < KERN_LKM_BASE || va >= KERN_LKM_END)
		return NULL;
	owner = page_owner[(va - KERN_LKM_BASE) / PAGE_SIZE];
	return owner == 0 ? NULL : *module_slot(owner - 1);
}

const char *
lkm_symbol_at(vaddr_t va, u_long *off, const char **module)
{
	struct lkm_table *t = lkm_at(va);
	uint32_t o = 0;
	const char *name;

	if (t == NULL)
		return NULL;
	name = kobj_symbol_at(&t->image, va, &o);
	if (name == NULL) {
		name = "module";
		o = va - t->area;
	}
	*off = o;
	*module = lkm_name(t);
	return name;
}

void
lkm_note_unloaded(const struct lkm_table *t)
{
	strlcpy(last_unloaded, t->name, sizeof(last_unloaded));
}

void
lkm_panic_list(void)
{
	struct lkm_table *t;
	int id;

	printf("modules:");
	for (id = 0; id <= highest; id++)
		if ((t = *module_slot(id)) != NULL)
			printf(" %s [0x%lx-0x%lx]%s",
			    t->name[0] != '\0' ? t->name : "(no name yet)",
			    t->area, t->area + t->size,
			    t->state == LKM_LIVE ? "" : " (not live)");
	printf("%s\nlast module unloaded: %s\n", highest < 0 ? " none" : "",
	    last_unloaded[0] != '\0' ? last_unloaded : "none");
}

/* ---- self-check ---- */

/* A module by itself: its memory, its description, its name's place. */
static void
module_check(struct digest *d, struct lkm_table *t)
{
	const char *name = lkm_name(t);

	if (t->state > LKM_DETACHED)
		selfcheck_broken(d, "module %s has no state", name);
	if (t->name[0] != '\0' && by_name(t->name) != t)
		selfcheck_broken(d, "module %s cannot be found", name);
	if (t->state != LKM_LIVE)
		return;
	if (t->name[0] == '\0' || !t->attached)
		selfcheck_broken(
		    d, "module %d lives without a name or a type", t->id);
	if (!lkm_in_data(t, t->private.lkm_any, sizeof(struct lkm_any)))
		selfcheck_broken(d, "module %s has lost its description", name);
	selfcheck_code(d, (const void *)t->entry, "the entry of %s", name);
	if (!kmem_is(lkm_map, t->area, t->size))
		selfcheck_broken(d, "module %s has lost its memory", name);
}

static void
module_digest(struct digest *d, const struct lkm_table *t)
{
	const struct lkm_hook *h;
	u_int hooks = 0;

	LIST_FOREACH(h, &t->hooks, lh_module)
		hooks++;
	digest_word(d, t->id);
	digest_word(d, t->type);
	digest_word(d, t->area);
	digest_word(d, t->size);
	digest_word(d, t->offset);
	digest_word(d, t->forced);
	digest_word(d, t->ver);
	digest_word(d, t->refcnt);
	digest_word(d, t->state);
	digest_word(d, t->attached);
	digest_word(d, (u_long)t->entry);
	digest_word(d, (u_long)t->private.lkm_any);
	digest_word(d, hooks);
	digest_string(d, t->name);
}

void
lkm_registry_digest(struct digest *d)
{
	struct lkm_table *t;
	int id, n = 0, named = 0, hashed = 0, loading = 0;
	u_long pages = 0;
	u_int i;

	lkm_lock();
	for (id = 0; id <= highest; id++) {
		if ((t = *module_slot(id)) == NULL) {
			if (id < lowest_free)
				selfcheck_broken(
				    d, "module %d is free, unknown", id);
			continue;
		}
		if (t->id != id)
			selfcheck_broken(
			    d, "module %d believes to be %d", id, t->id);
		n++;
		named += t->name[0] != '\0';
		loading += t->state == LKM_LOADING;
		pages += atop(t->size);
		module_check(d, t);
		module_digest(d, t);
	}
	for (i = 0; i < NAMEHASH; i++)
		LIST_FOREACH(t, &names[i], hash)
			hashed += t->id != -1;
	lkm_unlock();
	if (n != lkm_nmodules || named != hashed)
		selfcheck_broken(d,
		    "%d modules, %d with names; counted %d, %d names", n, named,
		    lkm_nmodules, hashed);
	/* One that is being loaded has memory it does not know of yet. */
	if (loading == 0 && pages != kmem_used(lkm_map))
		selfcheck_broken(d,
		    "modules have %lu pages, but %u pages are in use", pages,
		    kmem_used(lkm_map));
}
