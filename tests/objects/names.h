/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many names at once, of which some are made to be slow to tell apart.
 */
#ifndef NAMES_H
#define NAMES_H

#include <stdint.h>

enum names {
	PLAIN_NAMES, /* as programs have them; 32 characters, as SAME_HASH */
	SAME_HASH,   /* 32 characters each, the same kobj_name_hash */
	NESTED,      /* each the beginning of others: a, aa, aaa, ... */
	ONE_STRING   /* the ends of one long string */
};

/*
 * names_make writes n names, each behind the character first if it is not 0, which need at most names_room bytes, and
 * returns how many it took; *where says where each starts, until
 * names_free.
 */
uint32_t names_room(enum names names, uint32_t n);
uint32_t names_make(
    enum names names, uint32_t n, char first, char *to, uint32_t **where);
void names_free(uint32_t *where);

#endif /* !NAMES_H */
