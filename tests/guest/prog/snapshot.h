/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * snapshot.h: is a list of modules (LMLIST, with details) true in itself?
 */
#ifndef _SNAPSHOT_H_
#define _SNAPSHOT_H_

#include "selfutil.h"

/* What has been in the lists so far, so that a test knows it has tested. */
struct snapshot_seen {
	int loading, unloading, uses, chains, different;
	uint32_t sum; /* of the last one */
};
static const char *snapshot_wrong;

static inline const struct lmm *
next_record(const char *buf, const struct lmm *rec)
{
	const struct lmm_head *head = (const void *)buf;
	const char *p = rec == NULL ? buf + sizeof(*head)
				    : (const char *)rec + rec->lmm_size;

	return p < buf + head->lmm_len ? (const void *)p : NULL;
}

static inline const char *
string_of(const void *rec, size_t size, int n)
{
	const char *s = (const char *)rec + size;

	while (n-- > 0)
		s += strlen(s) + 1;
	return s;
}
#define SNAP_STRING(r, n) string_of(r, sizeof(*(r)), n)

static inline const struct lmm_listed *
snapshot_module(const char *buf, int id)
{
	const struct lmm *r = NULL;

	while ((r = next_record(buf, r)) != NULL)
		if (r->lmm_kind == LMM_LISTED &&
		    ((const struct lmm_listed *)r)->id == id)
			return (const void *)r;
	return NULL;
}

/* Among what is told of m: a reference of this kind, of this name. */
static inline bool
has_ref(const char *buf, const struct lmm_listed *m, int kind, int other,
    const char *symbol, uint32_t value)
{
	const struct lmm *r = &m->lmm;
	const struct lmm_uses *u;

	while ((r = next_record(buf, r)) != NULL && r->lmm_kind != LMM_LISTED) {
		u = (const void *)r;
		if (r->lmm_kind == kind && u->other == other &&
		    u->value == value && strcmp(SNAP_STRING(u, 0), symbol) == 0)
			return true;
	}
	return false;
}

static inline bool
wrong_list(const char *why)
{
	snapshot_wrong = why;
	return false;
}

/* A reference: the other is there, of that name, and knows of it. */
static inline bool
ref_is_sound(
    const char *buf, const struct lmm_listed *m, const struct lmm_uses *u)
{
	const struct lmm_listed *other = snapshot_module(buf, u->other);
	int back = u->lmm.lmm_kind == LMM_USES ? LMM_USED_BY : LMM_USES;
	const struct lmm_listed *p = back == LMM_USED_BY ? other : m;

	if (other == NULL)
		return wrong_list("a reference to a module that is not there");
	if (strcmp(SNAP_STRING(other, 0), SNAP_STRING(u, 1)) != 0)
		return wrong_list("a reference to a module of another name");
	if (u->value - p->area >= p->size)
		return wrong_list("a name that is not in its module");
	if (!has_ref(buf, other, back, m->id, SNAP_STRING(u, 0), u->value))
		return wrong_list("the other does not know of the reference");
	return true;
}

/* What a claim says that it found, and who came after. */
static inline bool
claim_is_sound(
    const char *buf, const struct lmm_listed *m, const struct lmm_claim *c)
{
	const struct lmm_listed *below = NULL, *above = NULL, *o;
	const struct lmm *r = NULL;

	while ((r = next_record(buf, r)) != NULL) {
		o = (const void *)r;
		if (r->lmm_kind != LMM_LISTED)
			continue;
		if (strcmp(SNAP_STRING(o, 0), SNAP_STRING(c, 3)) == 0)
			below = o;
		if (strcmp(SNAP_STRING(o, 0), SNAP_STRING(c, 4)) == 0)
			above = o;
	}
	if (c->holds - m->area >= m->size)
		return wrong_list("a claim with a function of another's");
	if (SNAP_STRING(c, 3)[0] != '\0' &&
	    (below == NULL || c->before - below->area >= below->size))
		return wrong_list("a claim over one that is not there");
	if (SNAP_STRING(c, 4)[0] != '\0' && above == NULL)
		return wrong_list("a claim under one that is not there");
	if (!!c->in_force != (SNAP_STRING(c, 4)[0] == '\0'))
		return wrong_list("two claims, or none, are in force");
	return true;
}

/* A module: behind the one before it, nowhere on the same memory. */
static inline bool
module_is_sound(const char *buf, const struct lmm_listed *m, int last_id)
{
	const struct lmm *r = NULL;
	const struct lmm_listed *o;

	if (m->id <= last_id)
		return wrong_list("numbers are not in order");
	if (m->state > LMM_RESERVED)
		return wrong_list("an unknown state");
	if (m->state == LMM_LIVE && SNAP_STRING(m, 0)[0] == '\0')
		return wrong_list("it lives without a name");
	while ((r = next_record(buf, r)) != NULL) {
		o = (const void *)r;
		if (r->lmm_kind != LMM_LISTED || o == m)
			continue;
		if (m->size != 0 && o->area - m->area < m->size)
			return wrong_list("two modules at one place");
		if (SNAP_STRING(m, 0)[0] != '\0' &&
		    strcmp(SNAP_STRING(m, 0), SNAP_STRING(o, 0)) == 0)
			return wrong_list("two modules of one name");
	}
	return true;
}

static inline void
note_module(struct snapshot_seen *seen, const struct lmm_listed *m)
{
	seen->loading += m->state == LMM_LOADING;
	seen->unloading += m->state == LMM_UNLOADING;
}

static inline bool
snapshot_is_sound(const char *buf, struct snapshot_seen *seen)
{
	const struct lmm_head *head = (const void *)buf;
	const struct lmm_listed *m = NULL;
	const struct lmm *r = NULL;
	uint32_t n = 0, sum = 0;
	int last = -1;
	bool good = true;

	for (; (r = next_record(buf, r)) != NULL && good; n++)
		switch (r->lmm_kind) {
		case LMM_LISTED:
			m = (const void *)r;
			good = module_is_sound(buf, m, last);
			last = m->id;
			sum = sum * 31 + m->serial;
			note_module(seen, m);
			break;
		case LMM_USES:
			seen->uses++;
			/* FALLTHROUGH */
		case LMM_USED_BY:
			good = ref_is_sound(buf, m, (const void *)r);
			break;
		case LMM_CLAIM:
			good = claim_is_sound(buf, m, (const void *)r);
			seen->chains += SNAP_STRING((const struct lmm_claim *)r,
					    4)[0] != '\0';
			break;
		}
	if (good && (n != head->lmm_count || head->lmm_len != head->lmm_needed))
		good = wrong_list("the head does not tell what is there");
	seen->different += sum != seen->sum;
	seen->sum = sum;
	return good;
}

#endif /* _SNAPSHOT_H_ */
