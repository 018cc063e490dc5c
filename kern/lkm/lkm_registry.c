/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_registry.c: which modules there are: by number, by name, by address.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/sysctlvar.h>

MALLOC_DEFINE(M_LKM, "lkm", "loadable modules");

#define NAMEHASH 256

/*
 * registry_owner is the lock.  It guards the array of modules and its
 * hints, the hash of names, and the states of modules.  It is held for a
 * few instructions only and never while a module's code runs; the kernel
 * does not switch meanwhile, so to find it taken is a mistake, not a wait.
 */
static struct proc *registry_owner;

static struct lkm_table **modules; /* by number; NULL: free */
static int nslots;                 /* of the array */
static int highest = -1;           /* number in use */
static int lowest_free;            /* no number below it is free */
static LIST_HEAD(, lkm_table) names[NAMEHASH];
static char last_unloaded[MAXLKMNAME];
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
}

static u_int
name_bucket(const char *name)
{
	u_int h = 0;

	for (; *name != '\0'; name++)
		h = h * 33 + (u_char)*name;
	return h & (NAMEHASH - 1);
}

/* Make the array larger.  The lock is not held: this may fail, not wait. */
static int
grow(void)
{
	int n = nslots == 0 ? 16 : nslots * 2;
	struct lkm_table **m;

	m = realloc(modules, n * sizeof(*m), M_LKM, M_NOWAIT);
	if (m == NULL)
		return ENOMEM;
	memset(m + nslots, 0, (n - nslots) * sizeof(*m));
	modules = m;
	nslots = n;
	return 0;
}

struct lkm_table *
lkm_new(void)
{
	struct lkm_table *t = malloc(sizeof(*t), M_LKM, M_NOWAIT | M_ZERO);

	if (t == NULL)
		return NULL;
	while (lowest_free < nslots && modules[lowest_free] != NULL)
		lowest_free++;
	if (lowest_free == nslots && grow() != 0) {
		free(t, M_LKM);
		return NULL;
	}
	lkm_lock();
	t->id = lowest_free++;
	t->state = LKM_LOADING;
	t->offset = -1;
	LIST_INIT(&t->hooks);
	modules[t->id] = t;
	highest = imax(highest, t->id);
	lkm_nmodules++;
	lkm_unlock();
	return t;
}

void
lkm_drop(struct lkm_table *t)
{
	lkm_lock();
	KASSERT(modules[t->id] == t && LIST_EMPTY(&t->hooks) &&
	    LIST_EMPTY(&t->users));
	if (t->name[0] != '\0')
		LIST_REMOVE(t, hash);
	modules[t->id] = NULL;
	lowest_free = imin(lowest_free, t->id);
	while (highest >= 0 && modules[highest] == NULL)
		highest--;
	lkm_nmodules--;
	/* The last one takes the array along, so that nothing is left. */
	if (highest == -1) {
		free(modules, M_LKM);
		modules = NULL;
		nslots = lowest_free = 0;
	}
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

int
lkm_claim_name(struct lkm_table *t, const char *name)
{
	int error = 0;

	if (name[0] == '\0' || strnlen(name, MAXLKMNAME) == MAXLKMNAME)
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
		return *tp == NULL ? ENOENT : 0;
	}
	if (id < 0 || id > highest)
		return EINVAL;
	*tp = modules[id];
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
lkm_next_live(int *id)
{
	struct lkm_table *t;

	while (*id <= highest) {
		t = modules[(*id)++];
		if (t != NULL && t->state == LKM_LIVE)
			return t;
	}
	return NULL;
}

/* Used by traces and by a panic, whatever state the lock is in. */
struct lkm_table *
lkm_at(vaddr_t va)
{
	struct lkm_table *t;
	int id;

	if (va < KERN_LKM_BASE || va >= KERN_LKM_END)
		return NULL;
	for (id = 0; id <= highest; id++) {
		t = modules[id];
		if (t != NULL && va >= t->area && va - t->area < t->size)
			return t;
	}
	return NULL;
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
		if ((t = modules[id]) != NULL)
			printf(" %s [0x%lx-0x%lx]%s",
			    t->name[0] != '\0' ? t->name : "(no name yet)",
			    t->area, t->area + t->size,
			    t->state == LKM_LIVE ? "" : " (not live)");
	printf("%s\nlast module unloaded: %s\n", highest < 0 ? " none" : "",
	    last_unloaded[0] != '\0' ? last_unloaded : "none");
}
