/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects that would be too large to have here: only their heads exist, and
 * what refuses them must have seen no more than that.
 */
#include <string.h>
#include "kobjtest.h"

/* A head of 32 bytes, in front of a file of that size. */
static void
test(const uint32_t head[8], uint32_t size, enum kobj_code code,
    const char *text, const char *name)
{
	struct world w;
	int error;

	world_start(&w, (const uint8_t *)head, size);
	error = world_load(&w, "entry");
	ok(error != 0 && w.refusal.code == code &&
		strcmp(w.refusal.text, text) == 0,
	    "%s: %s", name, world_reason(&w));
	ok(w.reads <= 1, "%s: no more read than the head", name);
	ok(world_end(&w), "%s: nothing left", name);
}

int
main(void)
{
	/* Linux's OMAGIC, and as many symbols as just cannot be numbered. */
	const uint32_t nsyms = (1u << 24) - 3;
	const uint32_t aout[8] = {0x00640107, [4] = nsyms * 12};

	test(aout, sizeof(aout) + nsyms * 12, KOBJ_TOO_MANY_SYMBOLS,
	    "16777213 symbols", "a.out, 2^24 symbols");
	test(aout, 300u << 20, KOBJ_TOO_BIG, "a file of 314572800 bytes",
	    "a.out, 300 MiB");
	return done();
}
