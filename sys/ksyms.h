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
#include <stdint.h>

/*
 * What tools/mksyms writes into the section .ksyms.  Symbols are sorted by
 * address.  A name hashes to a bucket, which holds the number of the first
 * symbol of its chain plus 1; 0 ends a chain.
 */
struct ksyms_header {
	uint32_t kh_n;	      /* symbols */
	uint32_t kh_nbuckets; /* a power of two */
	const uint32_t *kh_hash; /* of each name, in full */
	const uint32_t *kh_value;
	const uint32_t *kh_name; /* offset in kh_strings; KSYM_LOCAL */
	const uint32_t *kh_bucket;
	const uint32_t *kh_chain;
	const char *kh_strings;
};
#define KSYM_LOCAL 0x80000000u /* static: for traces only */

/*
 * The hash function of the table: a name of n characters, four at a time.
 * tools/mksyms, on the host, has it from here too.
 */
static inline uint32_t
ksyms_hash(const char *name, uint32_t n)
{
	uint32_t h = n, w;

	for (; n >= 4; name += 4, n -= 4) {
		__builtin_memcpy(&w, name, 4);
		h = (h ^ w) * 0x9e3779b1; /* 2^32 / golden ratio: Knuth 6.4 */
		h ^= h >> 15;
	}
	for (; n > 0; n--)
		h = (h ^ (unsigned char)*name++) * 0x9e3779b1;
	return h ^ h >> 15;
}

#ifdef _KERNEL
extern const struct ksyms_header ksyms_header;

/* The address of a global symbol: 0, or ENOENT. */
int ksyms_lookup(const char *name, vaddr_t *value);
/* The kernel's symbol at or below an address in its image, or NULL. */
const char *ksyms_nearest(vaddr_t va, u_long *off);
/* One line of a trace: address, symbol, offset, module. */
void ksyms_print_address(vaddr_t va);
/* Write "name+0x12" or "module:name+0x12", or the number; like snprintf. */
int ksyms_format(char *buf, size_t size, vaddr_t va);
#endif

#endif /* _SYS_KSYMS_H_ */
