/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_check.c: what a module's description leads to: tables of functions,
 * strings, lists.  Any of its pointers may be any number.  They are looked
 * at before anything follows them, so that a mistake is told of, and not a
 * fault later, when nobody thinks of the module any more.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>

extern char __kernel_start[], __kernel_text_end[];

int
lkm_code_valid(const struct lkm_table *t, const void *function)
{
	vaddr_t va = (vaddr_t)function;
	const struct lkm_table *owner;

	if (va - t->area < t->image.layout.text_size ||
	    (va >= (vaddr_t)__kernel_start && va < (vaddr_t)__kernel_text_end))
		return 1;
	owner = lkm_at(va);
	return owner != NULL &&
	    va - owner->area < owner->image.layout.text_size;
}

int
lkm_readable(const void *p, size_t size)
{
	return (vaddr_t)p % sizeof(long) == 0 && kernel_addr_valid(p, size, 0);
}

int
lkm_string_length(const char *s, size_t max)
{
	size_t n;

	for (n = 0; n < max; n++) {
		if ((n == 0 || ((vaddr_t)(s + n) & PAGE_MASK) == 0) &&
		    !kernel_addr_valid(s + n, 1, 0))
			return -1;
		if (s[n] == '\0')
			break;
	}
	return n;
}

int
lkm_string_valid(const char *s, size_t max)
{
	int n = lkm_string_length(s, max);

	return n > 0 && n < (int)max;
}

int
lkm_check_functions(struct lkm_table *t, const void *ops, size_t size,
    u_long needed, const char *what)
{
	void *const *function = ops;
	u_int i;

	for (i = 0; i < size / sizeof(*function); i++) {
		if (function[i] == NULL && (needed & 1UL << i) == 0)
			continue;
		if (function[i] == NULL)
			return lkm_refuse(t->reason, LKM_BAD_TABLE,
			    "%s lacks a function that every one must have: "
			    "entry %u is NULL",
			    what, i + 1);
		if (!lkm_code_valid(t, function[i]))
			return lkm_refuse(t->reason, LKM_BAD_TABLE,
			    "%s: entry %u, %p, is no function of the module's "
			    "or the kernel's",
			    what, i + 1, function[i]);
	}
	return 0;
}
