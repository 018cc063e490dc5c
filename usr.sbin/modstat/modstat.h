/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modstat.h: what the files of modstat share.
 */
#ifndef _MODSTAT_H_
#define _MODSTAT_H_

#include <lkmtool.h>

/*
 * The next record behind rec that is of this kind and about the same module,
 * or NULL; rec may be the module's own.
 */
const void *next_about(const struct records *, const void *rec, int kind);

/* ---- text.c ---- */

/* All that there is to say of a module, in words. */
void print_words(const struct records *, const struct lmm_listed *);

/* ---- json.c ---- */

/* The whole list as one JSON object. */
void print_json(const struct records *);

#endif /* !_MODSTAT_H_ */
