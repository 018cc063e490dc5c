/* SPDX-License-Identifier: BSD-2-Clause */
/* See names.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../../kern/kobj/kobj_impl.h"
#include "names.h"

#define LENGTH 32 /* of a name that is not as long as it can be */
#define BITS   (LENGTH / 2)
/* Ends of these strings are names: each of them of another letter first. */
#define RUN    400

static const char letters[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

/*
 * Two pairs of characters that both lead the hash from its state after a
 * name to one and the same. Pairs chained make names of one hash: as many
 * as two to the power of the number of pairs.
 */
struct twins {
	char pair[2][3];
};

static bool
find_twin(const char *name, const char pair[3], char twin[3])
{
	char with[LENGTH + 1];
	size_t n = strlen(name);
	uint32_t wanted;

	memcpy(with, name, n);
	memcpy(with + n, pair, 3);
	wanted = kobj_name_hash(with);
	for (const char *a = letters; *a != '\0'; a++) {
		for (const char *b = letters; *b != '\0'; b++) {
			if (*a == pair[0])
				continue;
			memcpy(with + n, (char[3]){*a, *b, '\0'}, 3);
			if (kobj_name_hash(with) == wanted) {
				memcpy(twin, with + n, 3);
				return true;
			}
		}
	}
	return false;
}

static void
find_twins(const char *name, struct twins *t)
{
	for (const char *a = letters; *a != '\0'; a++) {
		for (const char *b = letters; *b != '\0'; b++) {
			memcpy(t->pair[0], (char[3]){*a, *b, '\0'}, 3);
			if (find_twin(name, t->pair[0], t->pair[1]))
				return;
		}
	}
	fprintf(stderr, "no two names of one hash: is it another function?\n");
	exit(1);
}

/* Names of LENGTH lie in slots. */
static uint32_t
slot(char first)
{
	return LENGTH + 1 + (first != '\0');
}

/* Where name i goes, behind its first character. */
static char *
start_name(char *to, char first, uint32_t i, uint32_t *where)
{
	where[i] = i * slot(first);
	if (first != '\0')
		to[where[i]] = first;
	return to + where[i] + (first != '\0');
}

static uint32_t
same_hash(uint32_t n, char first, char *to, uint32_t *where)
{
	struct twins twins[BITS];
	char name[LENGTH + 1] = "";

	for (int i = 0; i < BITS; i++) {
		find_twins(name, &twins[i]);
		memcpy(name + 2 * i, twins[i].pair[0], 3);
	}
	for (uint32_t i = 0; i < n; i++) {
		char *p = start_name(to, first, i, where);

		for (int bit = 0; bit < BITS; bit++)
			memcpy(p + 2 * bit, twins[bit].pair[i >> bit & 1], 3);
	}
	return n * slot(first);
}

static uint32_t
plain(uint32_t n, char first, char *to, uint32_t *where)
{
	for (uint32_t i = 0; i < n; i++)
		snprintf(start_name(to, first, i, where), LENGTH + 1,
		    "name%05u_with_%08x_for_name", (unsigned)i % 100000,
		    (unsigned)(i * 2654435761u));
	return n * slot(first);
}

/* RUN names in order of length, then again behind another letter. */
static uint32_t
nested(uint32_t n, char *to, uint32_t *where)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < n; i++) {
		char first = letters[i / RUN];
		uint32_t length = i % RUN + 1;

		where[i] = at;
		memset(to + at, 'a', length);
		to[at] = first;
		at += length;
		to[at++] = '\0';
	}
	return at;
}

static uint32_t
one_string(uint32_t n, char *to, uint32_t *where)
{
	memset(to, '_', n);
	to[n] = '\0';
	for (uint32_t i = 0; i < n; i++)
		where[i] = i;
	return n + 1;
}

uint32_t
names_room(enum names names, uint32_t n)
{
	return names == NESTED ? n * (RUN + 2) : n * slot(1);
}

uint32_t
names_make(enum names names, uint32_t n, char first, char *to, uint32_t **where)
{
	*where = calloc(n, sizeof(**where));
	switch (names) {
	case SAME_HASH:
		return same_hash(n, first, to, *where);
	case NESTED:
		return nested(n, to, *where);
	case ONE_STRING:
		return one_string(n, to, *where);
	default:
		return plain(n, first, to, *where);
	}
}

void
names_free(uint32_t *where)
{
	free(where);
}
