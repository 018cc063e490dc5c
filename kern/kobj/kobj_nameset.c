/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What hostile names cannot do: make a link slow. Two ways there are. Many
 * symbols can share one string that is as long as the file, so names have a
 * largest length. And names can be made to have one hash, so the chains of
 * the formats' hash tables have one, too; when it is passed, a format goes
 * on with the set below, in which a name takes as many steps as it has
 * bits, whatever the others are.
 *
 * The set is a binary tree (Bernstein's crit-bit tree): each inner node
 * names the first bit in which the names on its two sides differ, and the
 * names are the leaves.
 */
#include "kobj_impl.h"

/* Is one of so many bytes zero? n is a multiple of 4. */
static inline bool
has_zero(const char *p, uint32_t n)
{
	uint32_t word;

	for (; n != 0; n -= sizeof(word), p += sizeof(word)) {
		__builtin_memcpy(&word, p, sizeof(word));
		/* A byte borrows from its highest bit only if it is zero. */
		if (((word - 0x01010101) & ~word & 0x80808080) != 0)
			return true;
	}
	return false;
}

/*
 * Has certainly no string of the table more than KOBJ_MAXNAME characters?
 * Then it would fill one of these blocks; so there is no need to look at
 * more than the first zero of each. size may be 0; the last byte is zero.
 */
bool
kobj_names_short(const char *strings, uint32_t size)
{
	const uint32_t block = (KOBJ_MAXNAME + 1) / 2;

	for (; size >= block; strings += block, size -= block) {
		if (!has_zero(strings, block))
			return false;
	}
	return true;
}

/* Has a name more than max characters? */
bool
kobj_name_long(const char *name, uint32_t max)
{
	return strnlen(name, max + 1) > max;
}

/*
 * A leaf, and but for the first of all an inner node: there is always one
 * leaf more than inner nodes. Links are an index << 1, plus 1 if the inner
 * node is meant.
 */
struct kobj_nameset_node {
	uint32_t name; /* offset in the strings */
	uint32_t id;
	uint32_t bit; /* from the first character's highest */
	uint32_t child[2];
};

int
kobj_nameset_start(
    struct kobj *k, struct kobj_nameset *set, const char *strings, uint32_t max)
{
	set->strings = strings;
	set->max = max;
	set->n = 0;
	return kobj_alloc(k, max * sizeof(*set->node), false, &set->node);
}

void
kobj_nameset_free(struct kobj *k, struct kobj_nameset *set)
{
	kobj_free(k, set->node, set->max * sizeof(*set->node));
	set->node = NULL;
}

/* A bit of a name of that length; behind its end they are 0. */
static unsigned
bit_of(const char *name, uint32_t length, uint32_t bit)
{
	uint32_t at = bit / 8;

	return at < length ? (uint8_t)name[at] >> (7 - bit % 8) & 1 : 0;
}

/* The only leaf that can have the name. There is one. */
static const struct kobj_nameset_node *
nearest(const struct kobj_nameset *set, const char *name, uint32_t length)
{
	uint32_t link = set->root;

	while ((link & 1) != 0) {
		const struct kobj_nameset_node *p = &set->node[link >> 1];

		link = p->child[bit_of(name, length, p->bit)];
	}
	return &set->node[link >> 1];
}

uint32_t
kobj_nameset_find(const struct kobj_nameset *set, const char *name)
{
	const struct kobj_nameset_node *leaf;

	if (set->n == 0)
		return 0;
	leaf = nearest(set, name, (uint32_t)strlen(name));
	return strcmp(set->strings + leaf->name, name) == 0 ? leaf->id : 0;
}

#define SAME (~0u)

/* The first bit in which two names differ. */
static uint32_t
first_difference(const char *a, const char *b)
{
	uint32_t i = 0, bit = 0;

	for (; a[i] == b[i]; i++) {
		if (a[i] == '\0')
			return SAME;
	}
	while (((uint8_t)(a[i] ^ b[i]) << bit & 0x80) == 0)
		bit++;
	return i * 8 + bit;
}

/* So many links are remembered on the way down to a leaf. */
#define PATH 64

/*
 * Where a new inner node for that bit belongs: links behind which the bits
 * are higher. The way to the leaf had n links, and most new nodes belong
 * near its end.
 */
static uint32_t *
place_for(struct kobj_nameset *set, uint32_t *const path[], uint32_t n,
    const char *name, uint32_t length, uint32_t bit)
{
	uint32_t *link = &set->root;

	if (n <= PATH) {
		while (n > 1 && set->node[*path[n - 2] >> 1].bit > bit)
			n--;
		return path[n - 1];
	}
	while ((*link & 1) != 0 && set->node[*link >> 1].bit < bit) {
		struct kobj_nameset_node *p = &set->node[*link >> 1];

		link = &p->child[bit_of(name, length, p->bit)];
	}
	return link;
}

/*
 * Enter the name at that offset. 0; or, if it is there, the id that it was
 * entered with, which is not 0. No more than max are entered.
 */
uint32_t
kobj_nameset_add(struct kobj_nameset *set, uint32_t offset, uint32_t id)
{
	const char *name = set->strings + offset;
	uint32_t length = (uint32_t)strlen(name), *link = &set->root, bit;
	uint32_t *path[PATH], n = 0;
	struct kobj_nameset_node *new = &set->node[set->n], *p;
	unsigned side;

	new->name = offset;
	new->id = id;
	if (set->n == 0) {
		set->root = set->n++ << 1;
		return 0;
	}
	for (;; link = &p->child[bit_of(name, length, p->bit)]) {
		if (n < PATH)
			path[n] = link;
		n++;
		p = &set->node[*link >> 1];
		if ((*link & 1) == 0)
			break;
	}
	bit = first_difference(set->strings + p->name, name);
	if (bit == SAME)
		return p->id;
	link = place_for(set, path, n, name, length, bit);
	side = bit_of(name, length, bit);
	new->bit = bit;
	new->child[side] = set->n << 1;
	new->child[!side] = *link;
	*link = set->n++ << 1 | 1;
	return 0;
}
