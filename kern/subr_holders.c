/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_holders.c: what those who look for pointers into a piece of memory
 * share: see sys/holders.h.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/holders.h>

/*
 * The words together, by OR, are a number that is not less than any of
 * them.  The kernel's own addresses lie below those of modules, and their
 * bits do not add up to one: nearly always this ends here.
 */
vaddr_t
holds_words(const struct holders *h, const void *p, size_t size)
{
	const vaddr_t *w = p, *end = w + size / sizeof(*w);
	vaddr_t all = 0;

	/* What another module has left in a table may be gone. */
	if ((vaddr_t)p >= KERN_DIRECT_END && !kernel_addr_valid(p, size, 0))
		return 0;
	while (end - w >= 8) {
		all |= w[0] | w[1] | w[2] | w[3] | w[4] | w[5] | w[6] | w[7];
		w += 8;
	}
	while (w < end)
		all |= *w++;
	if (all < h->h_start)
		return 0;
	for (w = p; w < end; w++)
		if (holds(h, *w))
			return *w;
	return 0;
}

void
holder_found(
    struct holders *h, const void *entry, vaddr_t va, const char *fmt, ...)
{
	char text[192];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	h->h_found(h, entry, va, text);
}
