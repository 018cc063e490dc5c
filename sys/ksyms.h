/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ksyms.h: the kernel's symbols, by name and by address.  The table is
 * made by tools/mksyms between the two links of the kernel.
 */
#ifndef _SYS_KSYMS_H_
#define _SYS_KSYMS_H_

#ifdef _KERNEL
#include <sys/types.h>
#endif
#ifdef _KERNEL
#include <sys/stdint.h>
#else
#include <stdint.h>
#endif

/*
 * What tools/mksyms writes into the section .ksyms.  Symbols are sorted by
 * address.  A name hashes to a bucket, which holds the number of the first
 * symbol of its chain plus 1; 0 ends a chain.
 */
struct ksym {
	uint32_t ks_value;
	uint32_t ks_name; /* offset in kh_strings; KSYM_LOCAL */
	uint32_t ks_hash; /* of the name, in full */
	uint32_t ks_next; /* in the chain */
};
#define KSYM_LOCAL 0x80000000u /* static: for traces only */

struct ksyms_header {
	uint32_t kh_n;        /* symbols */
	uint32_t kh_nbuckets; /* a power of two */
	const struct ksym *kh_syms;
	const uint32_t *kh_bucket;
	const char *kh_strings;
};

static inline uint32_t
ksyms_hash_add(uint32_t h, const char *four)
{
	uint32_t w;

	__builtin_memcpy(&w, four, 4);
	h = (h ^ w) * 0x9e3779b1; /* 2^32 / golden ratio: Knuth 6.4 */
	return h << 15 | h >> 17;
}

/*
 * The hash function of the table: a name of n characters, four at a time;
 * the last four may have been in already.  tools/mksyms, on the host, has
 * it from here too.
 */
static inline uint32_t
ksyms_hash(const char *name, uint32_t n)
{
	const char *last;
	uint32_t h = n;

	if (n < 4) {
		for (; n > 0; n--)
			h = h * 256 + (unsigned char)*name++;
		return h;
	}
	for (last = name + n - 4; name < last; name += 4)
		h = ksyms_hash_add(h, name);
	return ksyms_hash_add(h, last);
}

#ifdef _KERNEL
extern const struct ksyms_header ksyms_header;

/* The address of a global symbol: 0, or ENOENT. */
int ksyms_lookup(const char *name, vaddr_t *value);
/* How many symbols in [start, end) have this name, static ones too; the last. */
u_int ksyms_count(const char *name, vaddr_t start, vaddr_t end, vaddr_t *value);
/* Every global name, one each call, *cursor being 0 at first; or NULL. */
const char *ksyms_next(uint32_t *cursor);
/* The kernel's symbol at or below an address in its image, or NULL. */
const char *ksyms_nearest(vaddr_t va, u_long *off);
/* One line of a trace: address, symbol, offset, module. */
void ksyms_print_address(vaddr_t va);
/* Write "name+0x12" or "module:name+0x12", or the number; like snprintf. */
int ksyms_format(char *buf, size_t size, vaddr_t va);
#endif

#endif /* _SYS_KSYMS_H_ */
