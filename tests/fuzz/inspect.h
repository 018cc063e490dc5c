/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Promises of sys/kobj.h that hold for every format. Each stops the program
 * (broken) where one is not kept.
 */
#ifndef FUZZ_INSPECT_H
#define FUZZ_INSPECT_H

#include "harness.h"

void inspect_layout(const struct kobj_layout *l, uint32_t limit);
void inspect_refusal(const struct run *r);

/* Of a linked run, between kobj_link and kobj_close. */
void inspect_image(const struct run *r);

/* Of one whose object is closed. */
void inspect_symbols(const struct run *r);

/* Make a run a watched one, before it starts: see watch.c. */
void watch(struct run *r);

/* Two runs at one address must not differ. */
void inspect_same(const struct run *a, const struct run *b);

/* Watch the link that will follow: watch.c. */
void watch(struct run *r);

#endif /* !FUZZ_INSPECT_H */
