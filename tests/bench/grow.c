/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * grow.c: what a load and an unload cost when so many modules are loaded
 * already.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

#define MOST 5000

/*
 * argv: the object that is loaded again and again, always with other names;
 * one that another uses; the one that uses it; at how many modules of the
 * first kind to measure.  The numbers must grow.
 *
 * Each figure is of one more module, which is unloaded again.  The clock
 * is looked at before each, so no tick falls into one.
 */
void
measure_grow(char **argv)
{
	static int ids[MOST];
	struct object filler, provider, user;
	unsigned long n = 0, want;
	int id, provider_id;
	char *at = argv[3], name[16];

	read_object(argv[0], &filler);
	read_object(argv[1], &provider);
	read_object(argv[2], &user);
	(void)load(&provider, &provider_id);
	while (*at != '\0') {
		want = strtoul(at, &at, 10);
		if ((*at != ',' && *at != '\0') || want < n || want >= MOST)
			errx(2, "%s: not growing numbers under %d", argv[3],
			    MOST);
		at += *at == ',';
		for (; n < want; n++) {
			rename_object(&filler, n);
			(void)load(&filler, &ids[n]);
		}
		rename_object(&filler, n);
		snprintf(name, sizeof(name), "%lu", want);
		settle();
		report_part("load", name, load(&filler, &id));
		settle();
		report_part("unload", name, unload(id));
		settle();
		report_part("load.user", name, load(&user, &id));
		settle();
		report_part("unload.user", name, unload(id));
	}
	while (n > 0)
		(void)unload(ids[--n]);
	(void)unload(provider_id);
}
