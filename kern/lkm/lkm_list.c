/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_list.c: all modules at one moment, as the records of sys/lkmlist.h.
 *
 * The kernel switches only where it sleeps, and from the first record to the
 * last nothing here does: so the list needs no lock to be one picture.  It
 * is written to memory of the kernel's, since copying it to a program's may
 * sleep.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/ksyms.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>

#define FIRST_ROOM 4096

struct list {
	char *buf; /* starts with the head */
	size_t room;
	const struct lkm_table *of; /* whose records are written */
};

static struct lmm_head *
head_of(const struct list *l)
{
	return (struct lmm_head *)l->buf;
}

/* Room for size bytes more.  ENOMEM. */
static int
make_room(struct list *l, size_t size)
{
	size_t len = l->buf != NULL ? head_of(l)->lmm_len : 0;
	size_t want = l->room != 0 ? l->room : FIRST_ROOM;
	char *p;

	if (size <= l->room - len)
		return 0;
	while (want - len < size)
		want *= 2;
	if ((p = realloc(l->buf, want, M_LKM, M_NOWAIT)) == NULL)
		return ENOMEM;
	l->buf = p;
	l->room = want;
	return 0;
}

/* There was no memory: there is no list, and nothing is added any more. */
static void
give_up(struct list *l)
{
	free(l->buf, M_LKM);
	l->buf = NULL;
}

/* Add a record, if there is memory. */
static void
put(struct list *l, struct lmm *rec, size_t size, const char *const strings[],
    u_int n)
{
	struct lmm_head *head;
	size_t all;

	if (l->buf == NULL)
		return;
	all = lkm_map_record(NULL, rec, size, strings, n);
	if (make_room(l, all) != 0) {
		give_up(l);
		return;
	}
	head = head_of(l);
	(void)lkm_map_record(l->buf + head->lmm_len, rec, size, strings, n);
	head->lmm_len += all;
	head->lmm_count++;
}

/* Programs know the states by numbers that never change. */
static const uint32_t states[] = {
    [LKM_RESERVED] = LMM_RESERVED,
    [LKM_LOADING] = LMM_LOADING,
    [LKM_LIVE] = LMM_LIVE,
    [LKM_UNLOADING] = LMM_UNLOADING,
    [LKM_DETACHED] = LMM_DETACHED,
};

/* It is not there yet: only who wants details hears of it. */
static int
is_coming(const struct lkm_table *t)
{
	return t->state == LKM_RESERVED || t->state == LKM_LOADING;
}

static void
put_module(struct list *l, const struct lkm_table *t)
{
	struct lmm_listed rec = {
	    .lmm.lmm_kind = LMM_LISTED,
	    .id = t->id,
	    .type = t->private.lkm_any != NULL ? t->type : LMM_NONE,
	    .state = states[t->state],
	    .serial = t->serial,
	    .ver = t->ver,
	    .offset = t->offset,
	    .area = t->area,
	    .size = t->size,
	    .private_data = (uint32_t)t->private.lkm_any,
	    .entry = (uint32_t)t->entry,
	    .forced = t->forced != 0,
	    .stat_error = t->stat_error,
	};
	uint32_t off;
	const char *entry = kobj_symbol_at(&t->image, rec.entry, &off);
	const char *strings[] = {t->name, entry != NULL ? entry : ""};

	lkm_map_parts(&t->image, rec.part);
	put(l, &rec.lmm, sizeof(rec), strings, nitems(strings));
}

/*
 * The names that a module has from another: of those that it took from
 * outside, those that the other has at that address.
 */
static void
put_refs(
    void *arg, const struct lkm_table *user, const struct lkm_table *provider)
{
	struct list *l = arg;
	int uses = user == l->of;
	const struct lkm_table *other = uses ? provider : user;
	struct lmm_uses rec = {
	    .lmm.lmm_kind = uses ? LMM_USES : LMM_USED_BY, .other = other->id};
	const char *strings[] = {NULL, other->name};
	kobj_addr_t at, theirs;
	uint32_t cursor = 0;

	while (kobj_import(&user->image, &cursor, provider->area,
	    provider->size, &strings[0], &at)) {
		if (kobj_symbol_value(&provider->image, strings[0], &theirs) !=
			0 ||
		    theirs != at)
			continue;
		rec.value = at;
		put(l, &rec.lmm, sizeof(rec), strings, nitems(strings));
	}
}

static void
put_names(struct list *l, const struct lkm_table *t)
{
	struct lmm_provides rec = {.lmm.lmm_kind = LMM_PROVIDES};
	kobj_addr_t addr;
	const char *name;
	uint32_t cursor = 0;

	if (t->state != LKM_LIVE)
		return; /* nobody is linked with them */
	while (kobj_export(&t->image, &cursor, &name, &addr)) {
		rec.value = addr;
		put(l, &rec.lmm, sizeof(rec), &name, 1);
	}
}

/* The function in a table's entry: the first word that points to one. */
static vaddr_t
function_in(const void *entry, size_t size)
{
	const vaddr_t *w = entry;
	const char *module;
	u_int i;

	for (i = 0; i < size / sizeof(*w); i++)
		if (lkm_whose(w[i], &module)[0] != '\0')
			return w[i];
	return 0;
}

static void
put_claim(struct list *l, const struct lkm_hook *h)
{
	const struct lkm_hook *above = lkm_hook_above(h);
	struct lmm_claim rec = {
	    .lmm.lmm_kind = LMM_CLAIM,
	    .slot = (uint32_t)h->lh_slot,
	    .index = LMM_NONE,
	    .holds = function_in(h->lh_new, h->lh_size),
	    .before = function_in(h->lh_saved, h->lh_size),
	    .in_force = memcmp(h->lh_slot, h->lh_new, h->lh_size) == 0,
	};
	const char *strings[5], *module;
	u_long off;

	if ((strings[0] = ksyms_nearest(rec.slot, &off)) != NULL)
		rec.index = off / h->lh_size;
	else
		strings[0] = lkm_whose(rec.slot, &module);
	strings[1] = lkm_whose(rec.holds, &module);
	strings[2] = lkm_whose(rec.before, &strings[3]);
	strings[4] = above != NULL ? above->lh_owner->name : "";
	put(l, &rec.lmm, sizeof(rec), strings, nitems(strings));
}

/* A reason's lines are "code: sentence". */
static void
put_keeper(struct list *l, char *line)
{
	struct lmm_keeper rec = {.lmm.lmm_kind = LMM_KEEPER};
	const char *strings[] = {line, ""};
	char *colon = strchr(line, ':');

	if (colon != NULL && colon[1] == ' ') {
		*colon = '\0';
		strings[1] = colon + 2;
	}
	put(l, &rec.lmm, sizeof(rec), strings, nitems(strings));
}

static void
put_keepers(struct list *l, struct lkm_table *t)
{
	struct lkm_reason r;
	char *line, *end;

	lkm_reason_init(&r);
	lkm_keepers(t, &r);
	for (line = r.lr_text; line != NULL && *line != '\0'; line = end + 1) {
		if ((end = strchr(line, '\n')) == NULL)
			break;
		*end = '\0';
		put_keeper(l, line);
	}
	if (r.lr_full)
		give_up(l);
	lkm_reason_free(&r);
}

static void
put_all(struct list *l, struct lkm_table *t, int flags)
{
	const struct lkm_hook *h;

	if ((flags & LML_DETAIL) == 0) {
		if (is_coming(t))
			return;
		put_module(l, t);
		if (flags & LML_NAMES)
			put_names(l, t);
		return;
	}
	l->of = t;
	put_module(l, t);
	lkm_each_ref(t, put_refs, l);
	put_names(l, t);
	LIST_FOREACH(h, &t->hooks, lh_module)
		put_claim(l, h);
	put_keepers(l, t);
}

/* The module that is meant; NULL: all of them. */
static int
find(int id, const char *name, int flags, struct lkm_table **tp)
{
	int error = 0;

	*tp = NULL;
	if (id == -1 && name == NULL)
		return 0;
	error = lkm_find(id, name, tp);
	if (error == 0 && is_coming(*tp) && (flags & LML_DETAIL) == 0)
		error = ENOENT;
	return error;
}

static void
ask(struct lkm_table *only)
{
	struct lkm_table *t;
	int id = 0;

	if (only != NULL) {
		if (only->state == LKM_LIVE)
			(void)lkm_ask(only);
		return;
	}
	while ((t = lkm_next_live(&id)) != NULL)
		(void)lkm_ask(t);
}

int
lkm_list(int id, const char *name, int flags, struct lmm_head **listp)
{
	struct list l = {.buf = NULL};
	struct lkm_table *t;
	int error, next = 0;

	lkm_lock();
	error = find(id, name, flags, &t);
	if (error == 0 && flags & LML_ASK) {
		ask(t);
		/* That may have taken its time. */
		error = find(id, name, flags, &t);
	}
	lkm_unlock();
	if (error == 0)
		error = make_room(&l, sizeof(struct lmm_head));
	if (error != 0)
		return error;
	*head_of(&l) = (struct lmm_head){.lmm_len = sizeof(struct lmm_head)};
	if (t != NULL)
		put_all(&l, t, flags);
	else
		while ((t = lkm_next(&next)) != NULL)
			put_all(&l, t, flags);
	if (l.buf == NULL)
		return ENOMEM;
	*listp = head_of(&l);
	(*listp)->lmm_needed = (*listp)->lmm_len;
	return 0;
}
