/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The set of names (kobj_nameset.c) where it is deepest: names of which each
 * is the end of a longer one, entered in any order, every one of them looked
 * for after each step.
 */
#include <stdlib.h>
#include <string.h>
#include "../../kern/kobj/kobj_impl.h"
#include "kobjtest.h"

enum { N = 300 }; /* far more than a way that is remembered */

static void *
get(void *cookie, size_t size, bool keep)
{
	(void)cookie, (void)keep;
	return malloc(size);
}

static void
put(void *cookie, void *p, size_t size)
{
	(void)cookie, (void)size;
	free(p);
}

int
main(void)
{
	const struct kobj_env env = {.memory = {.alloc = get, .free = put}};
	struct kobj_refusal refusal;
	struct kobj k = {.env = &env, .refusal = &refusal};
	struct kobj_nameset set = {0};
	uint32_t id[N] = {0}, seed = 7, entered = 0;
	char strings[N + 1];
	bool good;

	/* The name at i has N - i characters. */
	memset(strings, 'a', N);
	strings[N] = '\0';
	ok(kobj_nameset_start(&k, &set, strings, N) == 0, "starts");
	ok(kobj_nameset_find(&set, "a") == 0, "finds nothing in an empty set");
	good = true;
	for (uint32_t i = 1; entered < N && i < 100000; i++) {
		uint32_t at;

		seed = seed * 1664525 + 1013904223;
		at = (seed >> 8) % N;
		good &= kobj_nameset_add(&set, at, i) == id[at];
		if (id[at] != 0)
			continue;
		id[at] = i;
		entered++;
		for (uint32_t j = 0; j < N; j++)
			good &= kobj_nameset_find(&set, strings + j) == id[j];
	}
	ok(good && entered == N, "%u names, each the end of others", N);
	ok(kobj_nameset_find(&set, "b") == 0 &&
		kobj_nameset_find(&set, "aab") == 0,
	    "and no other");
	kobj_nameset_free(&k, &set);
	return done();
}
