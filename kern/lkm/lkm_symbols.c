/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_symbols.c: names that modules have from one another.
 *
 * What a live module offers are its global functions and variables, but for
 * its entry.  They are in one index for all modules: a tree in which the
 * bits of a name's hash, two at a time and the highest first, lead down to
 * the first free place.  So its depth is about the logarithm of the number of names; it
 * needs no memory but that of the names themselves, cannot be full, and is
 * never rebuilt.  Names of the same hash hang on the first of them: that is
 * one name of several modules, or a few that were made for it.
 *
 * Most modules' names are never asked for.  So one that has many waits to be
 * entered, until somebody wants a name that the kernel does not have.
 *
 * Who is linked with another module's name holds a reference to that module
 * until it is gone itself: lkm_busy() asks for them.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/ksyms.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>
#include <sys/selfcheck.h>

#define CHILDREN    4
#define CHILD(bits) ((bits) >> 30)
#define NEXT(bits)  ((bits) << 2)

struct lkm_export {
	struct lkm_export *le_child[CHILDREN];
	struct lkm_export *le_same;  /* the next of the same hash */
	struct lkm_export **le_link; /* what points to this one */
	uint32_t le_hash;
	const char *le_name; /* in the module's strings */
	u_long le_addr;
	struct lkm_table *le_owner;
};

struct lkm_ref {
	LIST_ENTRY(lkm_ref) lf_provided; /* the user's */
	LIST_ENTRY(lkm_ref) lf_used;     /* the provider's */
	struct lkm_table *lf_user;
	struct lkm_table *lf_provider;
	const char *lf_symbol; /* the first of them */
	u_int lf_count;
};

static struct lkm_export *root;

/*
 * So many names of one hash do not come by chance: 32 bits tell them apart.
 * Those beyond are left out, so that nobody has to look through them.
 */
#define MAX_COLLIDING 16

#define MANY          64
static LIST_HEAD(waiting_list, lkm_table) waiting; /* not entered yet */

/* ---- the index ---- */

/* What ksyms_hash() has mixed best are its lowest bits: they come first. */
static uint32_t
hash_of(const char *name)
{
	uint32_t h = ksyms_hash(name, strlen(name));

	return h << 17 | h >> 15;
}

/* Are there too many other names of the same hash? */
static int
collides(const struct lkm_export *at, const char *name)
{
	int n;

	for (n = 0; n < MAX_COLLIDING; n++, at = at->le_same)
		if (at == NULL || strcmp(at->le_name, name) == 0)
			return 0;
	return 1;
}

static void
enter(struct lkm_export *e)
{
	struct lkm_export **link = &root, *at;
	uint32_t bits = e->le_hash;

	for (; (at = *link) != NULL && at->le_hash != e->le_hash;
	     bits = NEXT(bits))
		link = &at->le_child[CHILD(bits)];
	if (at != NULL) {
		if (collides(at, e->le_name))
			return; /* le_link stays NULL: it is not in */
		link = &(*link)->le_same;
		if ((e->le_same = *link) != NULL)
			e->le_same->le_link = &e->le_same;
	}
	*link = e;
	e->le_link = link;
}

static struct lkm_export *
any_child(const struct lkm_export *e)
{
	int i;

	for (i = 0; i < CHILDREN; i++)
		if (e->le_child[i] != NULL)
			return e->le_child[i];
	return NULL;
}

/*
 * What takes the place of e when it goes: another of the same hash, which
 * has no children of its own, or any leaf below it, cut off.
 */
static struct lkm_export *
successor(struct lkm_export *e)
{
	struct lkm_export *leaf = e, *below;

	if (e->le_same != NULL)
		return e->le_same;
	while ((below = any_child(leaf)) != NULL)
		leaf = below;
	if (leaf == e)
		return NULL;
	*leaf->le_link = NULL;
	return leaf;
}

static void
take_out(struct lkm_export *e)
{
	struct lkm_export *next = successor(e);
	int i;

	*e->le_link = next;
	if (next == NULL)
		return;
	next->le_link = e->le_link;
	for (i = 0; i < CHILDREN; i++) {
		next->le_child[i] = e->le_child[i];
		if (next->le_child[i] != NULL)
			next->le_child[i]->le_link = &next->le_child[i];
	}
}

/* The first of the names that have this hash. */
static struct lkm_export *
find_hash(uint32_t hash)
{
	struct lkm_export *e = root;
	uint32_t bits = hash;

	for (; e != NULL && e->le_hash != hash; bits = NEXT(bits))
		e = e->le_child[CHILD(bits)];
	return e;
}

/* The next of that name in a live module, from e on. */
static struct lkm_export *
next_live(struct lkm_export *e, const char *name)
{
	for (; e != NULL; e = e->le_same)
		if (e->le_owner->state == LKM_LIVE &&
		    strcmp(e->le_name, name) == 0)
			break;
	return e;
}

/* ---- a module's own names ---- */

/* Fill in and enter its names. */
static void
enter_all(struct lkm_table *t)
{
	struct lkm_export *e = t->exports;
	const char *name;
	kobj_addr_t addr;
	uint32_t cursor = 0;

	for (; kobj_export(&t->image, &cursor, &name, &addr); e++) {
		*e = (struct lkm_export){.le_name = name,
		    .le_hash = hash_of(name),
		    .le_addr = addr,
		    .le_owner = t};
		enter(e);
	}
	t->nexports = e - t->exports;
}

int
lkm_export(struct lkm_table *t)
{
	uint32_t n = kobj_exports(&t->image);

	if (n == 0)
		return 0;
	t->exports = malloc(n * sizeof(*t->exports), M_LKM, M_NOWAIT);
	if (t->exports == NULL)
		return lkm_no_memory(t->reason);
	if (n <= MANY)
		enter_all(t);
	else
		LIST_INSERT_HEAD(&waiting, t, waits);
	return 0;
}

void
lkm_unexport(struct lkm_table *t)
{
	u_int i;

	if (t->exports == NULL)
		return;
	if (t->nexports == 0)
		LIST_REMOVE(t, waits);
	for (i = 0; i < t->nexports; i++)
		if (t->exports[i].le_link != NULL)
			take_out(&t->exports[i]);
	free(t->exports, M_LKM);
	t->exports = NULL;
	t->nexports = 0;
}

/* ---- references ---- */

/*
 * Note that user has one more name from provider.  A link is not
 * interrupted, so if there is such a reference, it is the provider's newest.
 */
static int
refer(struct lkm_table *user, const struct lkm_export *e)
{
	struct lkm_table *provider = e->le_owner;
	struct lkm_ref *f = LIST_FIRST(&provider->users);

	if (f == NULL || f->lf_user != user) {
		f = malloc(sizeof(*f), M_LKM, M_NOWAIT);
		if (f == NULL)
			return lkm_no_memory(user->reason);
		*f = (struct lkm_ref){.lf_user = user,
		    .lf_provider = provider,
		    .lf_symbol = e->le_name};
		LIST_INSERT_HEAD(&provider->users, f, lf_used);
		LIST_INSERT_HEAD(&user->providers, f, lf_provided);
	}
	f->lf_count++;
	return 0;
}

void
lkm_unrefer(struct lkm_table *user)
{
	struct lkm_ref *f;

	while ((f = LIST_FIRST(&user->providers)) != NULL) {
		LIST_REMOVE(f, lf_provided);
		LIST_REMOVE(f, lf_used);
		free(f, M_LKM);
	}
}

int
lkm_users_busy(const struct lkm_table *t, struct lkm_reason *r)
{
	const struct lkm_ref *f;
	int busy = 0;

	LIST_FOREACH(f, &t->users, lf_used)
		if (f->lf_count == 1)
			busy = lkm_refuse(r, LKM_BUSY, "module %s uses its %s",
			    lkm_name(f->lf_user), f->lf_symbol);
		else
			busy = lkm_refuse(r, LKM_BUSY,
			    "module %s uses its %s and %u more names",
			    lkm_name(f->lf_user), f->lf_symbol,
			    f->lf_count - 1);
	return busy;
}

void
lkm_each_ref(const struct lkm_table *t,
    void (*fn)(void *arg, const struct lkm_table *user,
	const struct lkm_table *provider),
    void *arg)
{
	const struct lkm_ref *f;

	LIST_FOREACH(f, &t->providers, lf_provided)
		fn(arg, t, f->lf_provider);
	LIST_FOREACH(f, &t->users, lf_used)
		fn(arg, f->lf_user, t);
}

static int
refuse_ambiguous(struct lkm_table *user, const struct lkm_export *a,
    const struct lkm_export *b)
{
	return lkm_refuse(user->reason, LKM_AMBIGUOUS,
	    "modules %s and %s both have %s: unload the one that is not "
	    "meant, or make it static there",
	    lkm_name(a->le_owner), lkm_name(b->le_owner), a->le_name);
}

int
lkm_resolve(struct lkm_table *user, const char *name, u_long *addr)
{
	struct lkm_export *e, *other;
	struct lkm_table *waits;
	int error;

	if (ksyms_lookup(name, addr) == 0)
		return 0;
	while ((waits = LIST_FIRST(&waiting)) != NULL) {
		LIST_REMOVE(waits, waits);
		enter_all(waits);
	}
	e = next_live(find_hash(hash_of(name)), name);
	if (e == NULL)
		return ENOENT;
	if ((other = next_live(e->le_same, name)) != NULL)
		return refuse_ambiguous(user, e, other);
	if ((error = refer(user, e)) != 0)
		return error;
	*addr = e->le_addr;
	return 0;
}

/* ---- self-check ---- */

/* Those of one hash; how many they are. */
static u_int
check_same(struct digest *d, const struct lkm_export *e)
{
	const struct lkm_table *t;
	u_int n = 0;

	for (; e != NULL; e = e->le_same, n++) {
		t = e->le_owner;
		if (*e->le_link != e || e < t->exports ||
		    e >= t->exports + t->nexports)
			selfcheck_broken(d, "symbol %s of %s is lost",
			    e->le_name, lkm_name(t));
	}
	return n;
}

/* All from e down.  The index is no deeper than a hash has bits. */
static u_int
check_index(struct digest *d, const struct lkm_export *e)
{
	u_int n = 0;
	int i;

	if (e == NULL)
		return 0;
	for (i = 0; i < CHILDREN; i++)
		n += check_index(d, e->le_child[i]);
	return n + check_same(d, e);
}

/* What t offers, whether it is entered or not; how many are in the index. */
static u_int
exports_digest(struct digest *d, const struct lkm_table *t)
{
	const char *name;
	kobj_addr_t addr;
	uint32_t cursor = 0;
	u_int i, n = 0;

	if (t->exports == NULL)
		return 0;
	while (kobj_export(&t->image, &cursor, &name, &addr)) {
		digest_item(d);
		digest_string(d, name);
		digest_word(d, addr);
		digest_word(d, t->id);
		digest_item_end(d);
	}
	for (i = 0; i < t->nexports; i++)
		n += t->exports[i].le_link != NULL;
	return n;
}

/* What t uses of others; how many references these are. */
static u_int
refs_digest(struct digest *d, const struct lkm_table *t)
{
	const struct lkm_ref *f;
	u_int n = 0;

	LIST_FOREACH(f, &t->providers, lf_provided) {
		if (f->lf_user != t)
			selfcheck_broken(
			    d, "a reference of %s is another's", lkm_name(t));
		digest_item(d);
		digest_word(d, t->id);
		digest_word(d, f->lf_provider->id);
		digest_word(d, f->lf_count);
		digest_item_end(d);
		n++;
	}
	return n;
}

void
lkm_symbols_digest(struct digest *d)
{
	u_int known = 0, given = 0, taken = 0;
	const struct lkm_table *t;
	const struct lkm_ref *f;
	int id = 0;

	while ((t = lkm_next(&id)) != NULL) {
		known += exports_digest(d, t);
		taken += refs_digest(d, t);
		LIST_FOREACH(f, &t->users, lf_used)
			given++;
	}
	if (check_index(d, root) != known)
		selfcheck_broken(
		    d, "modules have %u names in the index, it has not", known);
	if (given != taken)
		selfcheck_broken(d,
		    "modules hold %u references to others, who know of %u",
		    taken, given);
}
