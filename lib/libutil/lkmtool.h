/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkmtool.h: what modload, modunload and modstat share.
 */
#ifndef _LKMTOOL_H_
#define _LKMTOOL_H_

#include <sys/param.h>
#include <sys/lkm.h>

#define _PATH_LKM "/dev/lkm"

/* ---- which module: lkmtool.c ---- */

/* By number, or, where id is -1, by name; as said by who calls the tool. */
struct lkm_which {
	int id;
	const char *name;
	const char *what; /* either as it was said; NULL: neither was */
};
#define LKM_NOBODY       \
	{                \
		.id = -1 \
	}

/*
 * The options -i and -n; status is what the tool exits with, a reason being
 * given, if s is no number.
 */
void lkm_which_id(struct lkm_which *, const char *s, int status);
void lkm_which_name(struct lkm_which *, const char *s);
/* Did they say both? */
int lkm_which_both(const struct lkm_which *);

/* ---- what the kernel says: lkmtool.c ---- */

/* A name out of an object, so that it cannot play with the terminal. */
void lkm_print_name(const char *s);
/*
 * The kernel's reasons on standard error, each line with our name and that
 * of what they are about.  A line that begins with own, "code:", is what a
 * module's function returned: it is told with the error's name, unless that
 * is 0.  Returns how many lines there were.
 */
int lkm_explain(const char *what, const char *text, const char *own, int error);

/* ---- records: lkmrecords.c ---- */

/* The records of one kind. */
struct record_list {
	const struct lmm **rec;
	size_t n;
};

/*
 * A link map (<sys/lkmmap.h>) or a list of modules (<sys/lkmlist.h>), and
 * where in it the records of each kind are: records_index() finds them.
 */
struct records {
	char *buf;
	size_t size;
	struct record_list kind[LMM_NKINDS];
};

/* Sort the records of the buffer out. */
void records_index(struct records *);
/* The record behind this one, or the first; NULL at the end. */
const struct lmm *records_next(const struct records *, const struct lmm *);
/* String n of a record whose fixed part has size bytes. */
const char *records_string(const struct lmm *, size_t size, unsigned n);
/* The same, of a record by its own type. */
#define STRING(r, n) records_string(&(r)->lmm, sizeof(*(r)), n)
/* The section or symbol of that number, or NULL. */
const struct lmm_section *records_section(const struct records *, int number);
const struct lmm_symbol *records_symbol(const struct records *, int number);
/* The only record of a kind, or NULL. */
const void *records_one(const struct records *, int kind);
/* The record i of a kind. */
#define records_of(r, which, i) ((const void *)(r)->kind[which].rec[i])
#define records_count(r, which) ((r)->kind[which].n)

/*
 * List the modules that are meant, all of them if none is: 0 or an errno.
 * flags: LML_.  The records are in r->buf, which is malloc(3)ed anew as it
 * is needed, in their order; they are not indexed.
 */
int lkm_list(int dev, const struct lkm_which *, int flags, struct records *r);

const char *type_name(int type);
const char *part_name(uint32_t part);
const char *prot_name(uint32_t prot);
const char *binding_name(uint32_t binding);
const char *from_name(uint32_t from);
const char *state_name(uint32_t state);

#endif /* !_LKMTOOL_H_ */
