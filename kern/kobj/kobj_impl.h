/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What kobj.c and the formats share: the object being linked, the contract
 * of a format, and the helpers that every format needs.
 */
#ifndef _KOBJ_IMPL_H_
#define _KOBJ_IMPL_H_

#include "kobj_port.h"

/*
 * Bytes read to recognise a format. No more than the smallest header (the
 * 32 bytes of a.out), because what follows must not be read again.
 */
#define KOBJ_HEAD      32u

/*
 * Larger sources are refused at once: then no sum of sizes of tables, each
 * a small multiple of a part of the file, can pass 32 bits.
 */
#define KOBJ_MAXSOURCE (256u << 20)

/*
 * What belongs to a part of the image is collected first; kobj_layout then
 * says where each starts.
 */
struct kobj_partsize {
	uint32_t size;
	uint32_t align; /* largest in it; 0 counts as 1 */
	uint32_t skew;  /* of data: bytes of its first page before it */
};

struct kobj_format;

struct kobj {
	const struct kobj_env *env;
	const struct kobj_format *format;
	struct kobj_refusal *refusal;
	uint8_t head[KOBJ_HEAD]; /* of the file; zero behind its end */
	struct kobj_layout layout;
	void *priv; /* the format's; NULL before its validate */
};

/*
 * A format. All but identify return 0, or an errno with the refusal filled
 * in. They are called in the order in which they stand here, each at most
 * once, and only after all before it have succeeded; release is called in
 * any case in which validate was, and priv may be half built then.
 *
 * identify	looks at k->head only.
 * validate	reads every table into temporary memory, checks all of it,
 *		and fills in k->layout. Nothing is written to but that
 *		temporary memory. What it lets pass, later steps may rely on:
 *		no step after it checks the object's bytes again.
 * entry	finds the entry among the global symbols, see kobj_entry.
 * resolve	finds a value for every undefined symbol.
 * load		fills all of the image (img->base and img->mem are set):
 *		contents, zeros, the symbols that are kept.
 * trace		tells the watcher, k->env->trace, of sections and symbols.
 *		Called only if there is one; cannot fail.
 * relocate	adds the values in, and tells the watcher, if there is one, of
 *		each. Fails only where a value does not fit.
 * release	frees priv and all that hangs on it.
 */
struct kobj_format {
	const char *name;
	bool (*identify)(const struct kobj *k);
	int (*validate)(struct kobj *k);
	int (*entry)(struct kobj *k, const char *const names[]);
	int (*resolve)(struct kobj *k);
	int (*load)(struct kobj *k, struct kobj_image *img);
	void (*trace)(struct kobj *k, const struct kobj_image *img);
	int (*relocate)(struct kobj *k, struct kobj_image *img);
	void (*release)(struct kobj *k);
};

extern const struct kobj_format kobj_elf_format;
extern const struct kobj_format kobj_aout_format;

/* kobj.c */
int kobj_read(struct kobj *k, void *buf, uint32_t off, uint32_t len);
int kobj_alloc(struct kobj *k, size_t size, bool keep, void *pp);
void kobj_free(struct kobj *k, void *p, size_t size);
uint32_t kobj_field(const uint8_t *mem, uint32_t width);
int kobj_resolve(struct kobj *k, const char *name, kobj_addr_t *value);

/* kobj_layout.c */
int kobj_part_add(struct kobj *k, struct kobj_partsize *part, uint32_t size,
    uint32_t align, uint32_t *off);
bool kobj_alignment_ok(uint32_t align);
int kobj_layout(struct kobj *k, const struct kobj_partsize parts[]);
uint32_t kobj_part_start(const struct kobj_layout *, enum kobj_part);
uint32_t kobj_part_end(const struct kobj_layout *, enum kobj_part);

/* kobj_refusal.c */
struct kobj_refusal *kobj_refuse(struct kobj *k, enum kobj_code code);
void kobj_refusal_copy(char *to, size_t size, const char *from);

/* What to tell about missing symbols, while they are being found. */
struct kobj_uses {
	uint32_t count;
	struct kobj_missing first; /* the most telling one */
	int section;
	enum kobj_code code;
};

/* kobj_names.c */
bool kobj_like_entry(const char *name);
enum kobj_code kobj_name_code(const char *name);
int kobj_refuse_entry(
    struct kobj *k, const char *const names[], const char *likely);
void kobj_missing_use(struct kobj *k, struct kobj_uses *uses,
    const struct kobj_missing *missing, int section, enum kobj_code code);
int kobj_refuse_missing(struct kobj *k, const struct kobj_uses *uses);

/*
 * Names longer than this are refused: a symbol's, and a section's, which
 * may have a symbol's in it (gcc -ffunction-sections).
 */
#define KOBJ_MAXNAME     511u
#define KOBJ_MAXSECTNAME (KOBJ_MAXNAME + 64)

/* Names in one chain of a hash table; with more, a kobj_nameset is better. */
#define KOBJ_MAXCHAIN    16

/* Names of a string table, each with a number that is not 0. */
struct kobj_nameset {
	const char *strings;
	struct kobj_nameset_node *node; /* max of them; NULL if unused */
	uint32_t max;
	uint32_t n;
	uint32_t root;
};

/* kobj_nameset.c */
bool kobj_names_short(const char *strings, uint32_t size);
bool kobj_name_long(const char *name, uint32_t max);
int kobj_nameset_start(struct kobj *k, struct kobj_nameset *set,
    const char *strings, uint32_t max);
void kobj_nameset_free(struct kobj *k, struct kobj_nameset *set);
uint32_t kobj_nameset_find(const struct kobj_nameset *set, const char *name);
uint32_t kobj_nameset_add(
    struct kobj_nameset *set, uint32_t offset, uint32_t id);

/* What the hashes of names are made with. */
static inline uint32_t
kobj_name_hash(const char *name)
{
	uint32_t h = 5381;

	for (; *name != '\0'; name++)
		h = h * 33 ^ (uint8_t)*name;
	return h;
}

#endif /* !_KOBJ_IMPL_H_ */
