/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the refusal of an a.out object says that the defect is. Objects with
 * one defect each are in tests/objects, spoilt ones in kobj_survive.c.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "../objects/goodaout.h"
#include "kobjtest.h"

/* Where a refusal says that the defect is. */
static void
test_places(void)
{
	struct goodaout o;
	struct world w;

	goodaout_build(&o);
	o.rel_data[2].offset = A_DATA - 3;
	world_start(&w, (const uint8_t *)&o, sizeof(o));
	world_load(&w, "xxxinit");
	ok(w.refusal.section == N_DATA &&
		strcmp(w.refusal.section_name, ".data") == 0 &&
		w.refusal.index == 2 && w.refusal.has_offset &&
		w.refusal.offset == A_DATA - 3,
	    "%s", world_reason(&w));
	world_end(&w);

	goodaout_build(&o);
	o.sym[A_COUNTER].value = 0;
	world_start(&w, (const uint8_t *)&o, sizeof(o));
	world_load(&w, "xxxinit");
	ok(w.refusal.section == N_BSS && w.refusal.index == A_COUNTER &&
		strcmp(w.refusal.symbol, "_counter") == 0,
	    "%s", world_reason(&w));
	world_end(&w);

	goodaout_build(&o);
	o.h.midmag = netbsd_magic(0, 134, ZMAGIC);
	world_start(&w, (const uint8_t *)&o, sizeof(o));
	world_load(&w, "xxxinit");
	ok(strcmp(world_reason(&w),
	       "not-relocatable: a program that is paged in (ZMAGIC), not an "
	       "object: compile with -c") == 0,
	    "%s", world_reason(&w));
	world_end(&w);
}

/*
 * More symbols than a relocation can name: refused before any is read, so
 * the file need not be there.
 */
static void
test_too_many_symbols(void)
{
	struct aout_exec h = {
	    .midmag = OMAGIC, .text = 4, .syms = (1u << 24) * 12};
	struct world w;

	world_start(&w, (const uint8_t *)&h, sizeof(h));
	w.env.source.size = 36 + h.syms + 4;
	ok(world_load(&w, NULL) == ENOEXEC &&
		w.refusal.code == KOBJ_TOO_MANY_SYMBOLS && w.reads == 1,
	    "%s", world_reason(&w));
	world_end(&w);
}

int
main(void)
{
	test_places();
	test_too_many_symbols();
	return done();
}
