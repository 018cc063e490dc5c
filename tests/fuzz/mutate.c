/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How libFuzzer changes inputs. Bytes changed at random nearly always
 * damage what is checked first, and what lies behind is never reached. So
 * most changes here know that an object consists of tables (the format says
 * where they are, struct fuzz_format): a field gets a value on which
 * programs stumble, or a record that of another.
 */
#include <string.h>
#include "harness.h"

struct field {
	uint32_t off;
	uint32_t width;
};

static bool
pick_field(
    const uint8_t *bytes, uint32_t size, struct rng *rng, struct field *f)
{
	const struct column *c;
	struct table t;

	if (!fuzz_format.table(bytes, size, rng, &t))
		return false;
	c = &t.columns[rng_under(rng, t.ncolumns)];
	f->off = t.off + rng_under(rng, t.count) * t.entry + c->off;
	f->width = c->width;
	return true;
}

static uint32_t
get(const uint8_t *bytes, const struct field *f)
{
	uint32_t v = 0;

	memcpy(&v, bytes + f->off, f->width);
	return v;
}

/* A number near which something changes. */
static uint32_t
landmark(const uint8_t *bytes, uint32_t size, struct rng *rng)
{
	static const uint32_t usual[] = {0, 1, 2, 3, 4, 8, 12, 16, 40, 0x7f,
	    0x80, 0xff, 0xffff, 0x10000, 0x00ffffff, 0x01000000, KOBJ_PAGE,
	    16 * KOBJ_PAGE, 0x7fff0000, 0x7fffffff, 0x80000000, 0xfffffffc,
	    0xffffffff};
	struct field f;

	switch (rng_under(rng, 6)) {
	case 0:
		return usual[rng_under(rng, sizeof(usual) / sizeof(usual[0]))];
	case 1:
		return fuzz_format.values[rng_under(rng, fuzz_format.nvalues)];
	case 2:
		return size;
	case 3:
		return 1u << rng_under(rng, 32);
	case 4:
		return rng_under(rng, size + 1);
	default:
		return pick_field(bytes, size, rng, &f) ? get(bytes, &f) : 0;
	}
}

static void
set_field(uint8_t *bytes, uint32_t size, struct rng *rng)
{
	struct field f;
	uint32_t v;

	if (!pick_field(bytes, size, rng, &f))
		return;
	switch (rng_under(rng, 6)) {
	case 0: /* where it is, but not quite */
		v = get(bytes, &f);
		break;
	case 1: /* from here to there */
		v = landmark(bytes, size, rng) - landmark(bytes, size, rng);
		break;
	default:
		v = landmark(bytes, size, rng);
		break;
	}
	if (rng_under(rng, 2) == 0)
		v += rng_under(rng, 9) - 4;
	memcpy(bytes + f.off, &v, f.width);
}

/* Two records of a table: one becomes as the other, or they change places. */
static void
copy_record(uint8_t *bytes, uint32_t size, struct rng *rng)
{
	uint8_t *from, *to, saved[64];
	struct table t;

	if (!fuzz_format.table(bytes, size, rng, &t) || t.entry > sizeof(saved))
		return;
	from = bytes + t.off + rng_under(rng, t.count) * t.entry;
	to = bytes + t.off + rng_under(rng, t.count) * t.entry;
	memcpy(saved, to, t.entry);
	memmove(to, from, t.entry);
	if (rng_under(rng, 2) == 0)
		memcpy(from, saved, t.entry);
}

/* What goes wrong around the linker: mostly one thing, or none. */
static uint32_t
turn_knob(uint8_t *end, uint32_t max, struct rng *rng)
{
	struct knobs k = {.mark = KNOBS_MARK};

	if (max < sizeof(k) || rng_under(rng, 4) == 0)
		return 0;
	switch (rng_under(rng, 7)) {
	case 0:
		k.alloc = (uint8_t)(1 + rng_under(rng, 10));
		break;
	case 1:
		k.read = (uint8_t)(1 + rng_under(rng, 16));
		break;
	case 2:
		k.resolve = (uint8_t)(1 + rng_under(rng, 8));
		break;
	case 3:
		k.resolve = (uint8_t)(254 + rng_under(rng, 2));
		k.flags = (uint8_t)(rng_under(rng, 2) * KNOB_DEAF);
		break;
	case 4:
		k.limit =
		    (uint8_t)(rng_under(rng, 3) == 0 ? 255
						     : 1 + rng_under(rng, 8));
		break;
	case 5:
		k.flags = KNOB_IMAGE;
		break;
	default:
		break;
	}
	k.entry = (uint8_t)rng_under(rng, 4);
	memcpy(end, &k, sizeof(k));
	return sizeof(k);
}

size_t
LLVMFuzzerCustomMutator(
    uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	static const uint8_t mark[] = KNOBS_MARK;
	const uint32_t nknobs = sizeof(struct knobs);
	struct rng rng = {seed};
	uint8_t saved[sizeof(struct knobs)];
	uint32_t n = (uint32_t)size, max = (uint32_t)max_size;
	bool knobs = n >= nknobs &&
	    memcmp(data + n - sizeof(mark), mark, sizeof(mark)) == 0;

	if (max <= nknobs)
		return LLVMFuzzerMutate(data, size, max_size);
	max -= nknobs;
	if (knobs) {
		n -= nknobs;
		memcpy(saved, data + n, nknobs);
	} else if (n > max) {
		n = max;
	}
	switch (rng_under(&rng, 16)) {
	case 0:
		return n + turn_knob(data + n, nknobs, &rng);
	case 1:
	case 2:
		n = (uint32_t)LLVMFuzzerMutate(data, n, max);
		break;
	case 3:
	case 4:
		copy_record(data, n, &rng);
		break;
	case 5:
		n = fuzz_format.grow(data, n, max, &rng);
		break;
	default:
		set_field(data, n, &rng);
		break;
	}
	if (knobs) {
		memcpy(data + n, saved, nknobs);
		n += nknobs;
	}
	return n;
}
