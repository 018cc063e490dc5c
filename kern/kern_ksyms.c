/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_ksyms.c: the kernel's symbol table.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/ksyms.h>
#include <sys/lkmvar.h>

extern char __kernel_start[], __kernel_bss_end[];

int
ksyms_lookup(const char *name, vaddr_t *value)
{
	const struct ksyms_header *kh = &ksyms_header;
	size_t n = strlen(name);
	uint32_t hash = ksyms_hash(name, n), i;
	const struct ksym *ks;

	for (i = kh->kh_bucket[hash & (kh->kh_nbuckets - 1)]; i != 0;
	     i = ks->ks_next) {
		ks = &kh->kh_syms[i - 1];
		if (ks->ks_hash == hash &&
		    memcmp(kh->kh_strings + ks->ks_name, name, n + 1) == 0) {
			*value = ks->ks_value;
			return 0;
		}
	}
	return ENOENT;
}

u_int
ksyms_count(const char *name, vaddr_t start, vaddr_t end, vaddr_t *value)
{
	const struct ksyms_header *kh = &ksyms_header;
	const struct ksym *ks = kh->kh_syms;
	u_int n = 0;

	for (; ks < kh->kh_syms + kh->kh_n; ks++)
		if (ks->ks_value >= start && ks->ks_value < end &&
		    strcmp(kh->kh_strings + (ks->ks_name & ~KSYM_LOCAL),
			name) == 0) {
			*value = ks->ks_value;
			n++;
		}
	return n;
}

const char *
ksyms_next(uint32_t *cursor)
{
	const struct ksyms_header *kh = &ksyms_header;
	const struct ksym *ks;

	while (*cursor < kh->kh_n) {
		ks = &kh->kh_syms[(*cursor)++];
		if ((ks->ks_name & KSYM_LOCAL) == 0)
			return kh->kh_strings + ks->ks_name;
	}
	return NULL;
}

const char *
ksyms_nearest(vaddr_t va, u_long *off)
{
	const struct ksyms_header *kh = &ksyms_header;
	uint32_t lo = 0, hi = kh->kh_n, mid;

	if (va < (vaddr_t)__kernel_start || va >= (vaddr_t)__kernel_bss_end ||
	    kh->kh_n == 0 || va < kh->kh_syms[0].ks_value)
		return NULL;
	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (kh->kh_syms[mid].ks_value <= va)
			lo = mid;
		else
			hi = mid;
	}
	*off = va - kh->kh_syms[lo].ks_value;
	return kh->kh_strings + (kh->kh_syms[lo].ks_name & ~KSYM_LOCAL);
}

int
ksyms_format(char *buf, size_t size, vaddr_t va)
{
	const char *name, *module;
	u_long off;

	if ((name = ksyms_nearest(va, &off)) != NULL)
		return snprintf(buf, size, "%s+0x%lx", name, off);
	if ((name = lkm_symbol_at(va, &off, &module)) != NULL)
		return snprintf(buf, size, "%s:%s+0x%lx", module, name, off);
	return snprintf(buf, size, "0x%lx", va);
}

void
ksyms_print_address(vaddr_t va)
{
	char buf[128];

	ksyms_format(buf, sizeof(buf), va);
	printf("  0x%08lx %s\n", va, buf);
}
