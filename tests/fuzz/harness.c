/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One input of a fuzz target: link it, several times, in a world that
 * watches (no byte read twice, every block given back with its size) and
 * in which things fail as the input's knobs say. What was linked or refused
 * is looked at in inspect.c.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "inspect.h"

#define USUAL_PAGES 16u          /* an image may have, if no knob says more */
#define MAX_IMAGE   (256u << 10) /* more we do not give, whatever is allowed */

bool fuzz_linked;

void
broken(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}

uint32_t
rng_under(struct rng *rng, uint32_t n)
{
	rng->state = rng->state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(rng->state >> 33) % n;
}

static int
run_read(void *cookie, void *buf, uint32_t off, uint32_t len)
{
	struct run *r = cookie;

	MUST(r->injected == 0);
	MUST(off <= r->size && len <= r->size - off && len != 0);
	if (++r->reads == r->knobs.read)
		return r->injected = EFAULT;
	for (uint32_t i = 0; i < len; i++)
		MUST(r->seen[off + i]++ == 0);
	memcpy(buf, r->bytes + off, len);
	return 0;
}

/* Filled with rubbish, a different one each run. */
static void *
run_alloc(void *cookie, size_t size, bool keep)
{
	struct run *r = cookie;
	struct block *b = r->blocks, *end = b + 16;

	MUST(r->injected == 0);
	MUST(size != 0);
	if (++r->allocs == r->knobs.alloc) {
		r->injected = ENOMEM;
		return NULL;
	}
	while (b != end && b->p != NULL)
		b++;
	MUST(b != end);
	*b = (struct block){malloc(size), size, keep};
	MUST(b->p != NULL);
	memset(b->p, r->fill, size);
	return b->p;
}

static void
run_free(void *cookie, void *p, size_t size)
{
	struct run *r = cookie;
	struct block *b = r->blocks, *end = b + 16;

	while (b != end && b->p != p)
		b++;
	MUST(p != NULL && b != end);
	MUST(b->size == size);
	b->p = NULL;
	free(p);
}

static int
run_image(
    void *cookie, const struct kobj_layout *layout, struct kobj_image *img)
{
	struct run *r = cookie;

	MUST(r->injected == 0);
	MUST(r->images == 0);
	inspect_layout(layout, r->env.memory.limit);
	if ((r->knobs.flags & KNOB_IMAGE) || layout->total > MAX_IMAGE)
		return r->injected = ENOMEM;
	r->images++;
	img->mem = malloc(layout->total + (layout->total == 0));
	MUST(img->mem != NULL);
	memset(img->mem, r->fill, layout->total);
	img->base = r->base;
	r->mem = img->mem;
	r->total = layout->total;
	return 0;
}

static void
run_image_free(void *cookie, struct kobj_image *img)
{
	struct run *r = cookie;

	MUST(r->images == 1 && img->mem != NULL);
	free(img->mem);
	r->images++; /* two: had, and given back */
}

bool
run_resolve(const struct run *r, const char *name, kobj_addr_t *value)
{
	uint32_t h = 0;

	while (*name != '\0')
		h = h * 31 + (uint8_t)*name++;
	if (r->knobs.resolve == KNOB_NO_NAMES ||
	    (r->knobs.resolve == KNOB_FEW_NAMES && h % 2 != 0))
		return false;
	/* Outside the image, wherever that is. */
	*value = 0xc0100000 + (h & 0xffff0);
	return true;
}

static int
resolve(void *cookie, const char *name, kobj_addr_t *value)
{
	struct run *r = cookie;

	MUST(r->injected == 0);
	MUST(name[0] != '\0');
	if (++r->names == r->knobs.resolve && r->names < KNOB_NO_NAMES)
		return r->injected = EIO;
	return run_resolve(r, name, value) ? 0 : ENOENT;
}

static void
missing(void *cookie, const struct kobj_missing *m)
{
	struct run *r = cookie;

	MUST(m->name[0] != '\0' && strlen(m->name) <= r->size);
	MUST(strlen(m->section) <= r->size);
	r->missing++;
}

static uint32_t
limit_of(const struct knobs *knobs)
{
	if (knobs->limit == 255)
		return UINT32_MAX;
	return (knobs->limit != 0 ? knobs->limit : USUAL_PAGES) * KOBJ_PAGE;
}

/* Blocks that are still there. */
static uint32_t
count_blocks(const struct run *r, bool keep)
{
	uint32_t n = 0;

	for (int i = 0; i < 16; i++)
		n += r->blocks[i].p != NULL && r->blocks[i].keep == keep;
	return n;
}

/* The entry is the first of the names that the object has. */
static void
check_entry(const struct run *r, const char *const names[])
{
	kobj_addr_t value = 0;

	while (
	    *names != NULL && kobj_symbol_value(&r->img, *names, &value) != 0)
		names++;
	MUST(*names != NULL && r->img.entry == value);
}

/* Link, and look at what came of it; leave it open if it went well. */
static void
run_start(struct run *r, kobj_addr_t base, uint8_t fill)
{
	static const char *const names[][3] = {
	    {"entry", NULL}, {"m_lkmentry", "xxxinit", NULL}, {NULL}};
	unsigned which = r->knobs.entry % 4;

	r->base = base;
	r->fill = fill;
	r->seen = calloc(r->size + 1, 1);
	r->env = (struct kobj_env){
	    .source = {.cookie = r, .size = r->size, .read = run_read},
	    .memory = {.cookie = r,
		.limit = limit_of(&r->knobs),
		.alloc = run_alloc,
		.free = run_free,
		.image = run_image,
		.image_free = run_image_free},
	    .names = {.cookie = r,
		.resolve = resolve,
		.missing = r->knobs.flags & KNOB_DEAF ? NULL : missing},
	};
	if (r->watched)
		watch(r);
	memset(&r->refusal, 0xee, sizeof(r->refusal));
	r->error = kobj_open(&r->env, &r->k, &r->refusal);
	MUST((r->error != 0) == (r->k == NULL));
	if (r->error == 0 && which < 3)
		r->error = kobj_entry(r->k, names[which]);
	MUST(r->images == 0);
	if (r->error == 0) {
		r->error = kobj_link(r->k, &r->img);
		MUST(r->error == 0 || r->img.mem == NULL);
	}
	if (r->error != 0) {
		kobj_close(r->k);
		r->k = NULL;
		inspect_refusal(r);
	} else {
		MUST(r->images == 1);
		inspect_image(r);
		if (which < 3)
			check_entry(r, names[which]);
	}
	/* What was handed in comes out, whatever else is wrong. */
	MUST(r->injected == 0 || r->error == r->injected);
}

static void
run_end(struct run *r)
{
	kobj_close(r->k);
	MUST(count_blocks(r, false) == 0);
	if (r->error == 0) {
		/* The image stands alone. */
		inspect_symbols(r);
		kobj_image_free(&r->env, &r->img);
	}
	MUST(count_blocks(r, true) == 0);
	MUST(r->images == 0 || r->images == 2);
	free(r->seen);
	free(r->sections);
}

/*
 * Another run of the same input, which differs in nothing but what memory
 * contains, and that somebody watches.
 */
static void
run_again(const struct run *a, const struct run *input)
{
	struct run b = *input;

	b.watched = true;
	run_start(&b, a->base, (uint8_t)~a->fill);
	inspect_same(a, &b);
	if (b.error == 0 && fuzz_format.claims(b.bytes, b.size))
		fuzz_format.check(&b);
	run_end(&b);
}

/* And one at another place. */
static void
run_elsewhere(const struct run *a, const struct run *input, kobj_addr_t base)
{
	struct run b = *input;

	b.watched = true;
	run_start(&b, base, a->fill);
	/* Only what does not fit there may go wrong. */
	MUST(b.error == 0 || b.refusal.code == KOBJ_RELOC_OVERFLOW);
	if (b.error == 0 && fuzz_format.claims(b.bytes, b.size))
		fuzz_format.check(&b);
	run_end(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t mark[] = KNOBS_MARK;
	struct run input = {.bytes = data, .size = (uint32_t)size}, a;

	if (size >= sizeof(struct knobs) &&
	    memcmp(data + size - sizeof(mark), mark, sizeof(mark)) == 0) {
		input.size -= sizeof(struct knobs);
		memcpy(&input.knobs, data + input.size, sizeof(struct knobs));
	}
	a = input;
	run_start(&a, 0xf0401000, 0xa5);
	fuzz_linked = a.error == 0;
	run_again(&a, &input);
	if (a.error == 0)
		run_elsewhere(&a, &input, 0x00123000);
	run_end(&a);
	return 0;
}
