/* SPDX-License-Identifier: BSD-2-Clause */
/* See kobjtest.h. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "kobjtest.h"

static int tests, failures;

bool
ok(bool good, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", good ? "" : "not ", ++tests);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	fflush(stdout);
	failures += !good;
	return good;
}

void
note(const char *fmt, ...)
{
	va_list ap;

	printf("# ");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
}

void
skip(const char *name, const char *reason)
{
	printf("ok %d - %s # SKIP %s\n", ++tests, name, reason);
}

void
skip_tool(const char *name, const char *tool)
{
	char reason[80];

	snprintf(reason, sizeof(reason), "%s is not installed", tool);
	skip(name, reason);
}

static int watched, watched_wrong; /* links, see load_watched */

int
done(void)
{
	if (watched > 0)
		ok(watched_wrong == 0, "all %d links, watched: the same",
		    watched);
	printf("1..%d\n", tests);
	return failures != 0 || tests == 0;
}

static int
world_read(void *cookie, void *buf, uint32_t off, uint32_t len)
{
	struct world *w = cookie;

	if (++w->reads == w->fail_read)
		return EFAULT;
	for (uint32_t i = 0; i < len; i++) {
		if (w->seen[off + i]++ != 0)
			w->read_twice = true;
	}
	memcpy(buf, w->bytes + off, len);
	return 0;
}

/* Filled with rubbish: nothing may rely on zeros. */
static void *
world_alloc(void *cookie, size_t size, bool keep)
{
	struct world *w = cookie;
	void *p;

	(void)keep;
	if (++w->allocs == w->fail_alloc)
		return NULL;
	p = malloc(size);
	if (p == NULL)
		return NULL;
	memset(p, 0xa5, size);
	w->live++;
	w->live_size += (long)size;
	return p;
}

static void
world_free(void *cookie, void *p, size_t size)
{
	struct world *w = cookie;

	/* The size must be the one that was asked for. */
	memset(p, 0x5a, size);
	free(p);
	w->live--;
	w->live_size -= (long)size;
}

static int
world_image(
    void *cookie, const struct kobj_layout *layout, struct kobj_image *img)
{
	struct world *w = cookie;

	if (w->fail_image)
		return ENOMEM;
	img->mem = world_alloc(w, layout->total, true);
	if (img->mem == NULL)
		return ENOMEM;
	img->base = TEST_BASE;
	w->images++;
	return 0;
}

static void
world_image_free(void *cookie, struct kobj_image *img)
{
	world_free(cookie, img->mem, img->layout.total);
}

kobj_addr_t
invented_value(const char *name)
{
	kobj_addr_t v = 0;

	while (*name != '\0')
		v = v * 31 + (uint8_t)*name++;
	return 0xc0100000 + (v & 0xffff0);
}

static int
world_resolve(void *cookie, const char *name, kobj_addr_t *value)
{
	struct world *w = cookie;

	if (w->resolve_error != 0)
		return w->resolve_error;
	for (const struct test_name *n = w->known; n->name != NULL; n++) {
		if (strcmp(n->name, name) == 0) {
			*value = n->value;
			return 0;
		}
	}
	if (!w->resolve_all)
		return ENOENT;
	*value = invented_value(name);
	return 0;
}

static void
world_missing(void *cookie, const struct kobj_missing *m)
{
	struct world *w = cookie;
	size_t n = strlen(w->missing);

	w->nmissing++;
	snprintf(w->missing + n, sizeof(w->missing) - n, "%s@%s+0x%x ", m->name,
	    m->section, m->offset);
}

void
world_start(struct world *w, const uint8_t *bytes, size_t size)
{
	static const struct test_name nothing[] = {{NULL, 0}};

	memset(w, 0, sizeof(*w));
	w->bytes = bytes;
	w->seen = calloc(size + 1, 1);
	w->known = nothing;
	w->env = (struct kobj_env){
	    .source = {.cookie = w, .size = (uint32_t)size, .read = world_read},
	    .memory = {.cookie = w,
		.limit = 64 << 20,
		.alloc = world_alloc,
		.free = world_free,
		.image = world_image,
		.image_free = world_image_free},
	    .names = {.cookie = w,
		.resolve = world_resolve,
		.missing = world_missing},
	};
}

/* ---- a watcher: is what it is told consistent? ---- */

static void __attribute__((format(printf, 2, 3)))
wrong(struct watch *t, const char *fmt, ...)
{
	va_list ap;

	if (t->wrong[0] != '\0')
		return;
	va_start(ap, fmt);
	vsnprintf(t->wrong, sizeof(t->wrong), fmt, ap);
	va_end(ap);
}

/* Room for number i in an array by number, filled with zeros. */
static void *
room_for(void *array, uint32_t *n, uint32_t i, size_t size)
{
	uint32_t more;

	if (i < *n)
		return array;
	more = 2 * i + 16;
	array = realloc(array, more * size);
	memset((char *)array + *n * size, 0, (more - *n) * size);
	*n = more;
	return array;
}

static void
watch_section(void *cookie, const struct kobj_trace_section *s)
{
	struct watch *t = ((struct world *)cookie)->watch;

	if (t->symbols != 0 || t->relocs != 0)
		wrong(t, "section %u comes late", s->number);
	t->section =
	    room_for(t->section, &t->nsection, s->number, sizeof(*t->section));
	if (t->section[s->number].name != NULL)
		wrong(t, "section %u is told twice", s->number);
	if (s->name == NULL || s->part >= KOBJ_NPARTS)
		wrong(t, "section %u has no name or part", s->number);
	t->section[s->number] = *s;
	t->section[s->number].name = strdup(s->name);
	t->sections++;
}

static void
watch_symbol(void *cookie, const struct kobj_trace_symbol *s)
{
	struct watch *t = ((struct world *)cookie)->watch;

	if (t->relocs != 0)
		wrong(t, "symbol %u comes late", s->number);
	t->symbol =
	    room_for(t->symbol, &t->nsymbol, s->number, sizeof(*t->symbol));
	if (t->symbol[s->number].name != NULL)
		wrong(t, "symbol %u is told twice", s->number);
	if (s->name == NULL)
		wrong(t, "symbol %u has no name", s->number);
	if (s->origin == KOBJ_FROM_NOBODY && s->value != 0)
		wrong(t, "symbol %u is nobody's, and not 0", s->number);
	t->symbol[s->number] = *s;
	t->symbols++;
}

static void
watch_reloc(void *cookie, const struct kobj_trace_reloc *r)
{
	struct world *w = cookie;
	struct watch *t = w->watch;
	uint32_t mask = r->width == 4 ? ~0u : (1u << 8 * r->width) - 1;
	uint32_t sign = (mask >> 1) + 1, field = 0;
	const struct kobj_trace_section *s = t->section + r->section;

	t->relocs++;
	if (r->section >= t->nsection || s->name == NULL ||
	    r->addr != s->addr + r->offset || r->offset > s->size ||
	    r->width > s->size - r->offset) {
		wrong(
		    t, "relocation %u of %u lies nowhere", r->index, r->table);
		return;
	}
	/* kobj_link has put the image into its caller's struct by now. */
	for (uint32_t i = 0; i < r->width; i++)
		field |= (uint32_t)w->img.mem[r->addr - w->img.base + i]
		    << 8 * i;
	if (field != r->new)
		wrong(t, "relocation %u of %u: new is not there", r->index,
		    r->table);
	field = ((r->old ^ sign) - sign) + r->plus - r->minus;
	if (r->width != 0 && (field & mask) != r->new)
		wrong(
		    t, "relocation %u of %u: not the sum", r->index, r->table);
	if (r->symbol != KOBJ_NOWHERE &&
	    ((uint32_t)r->symbol >= t->nsymbol ||
		t->symbol[r->symbol].name == NULL ||
		t->symbol[r->symbol].value != r->plus))
		wrong(t, "relocation %u of %u: not the symbol's value",
		    r->index, r->table);
}

static void
world_watch(struct world *w)
{
	w->watch = calloc(1, sizeof(*w->watch));
	w->watch->trace = (struct kobj_trace){.cookie = w,
	    .section = watch_section,
	    .symbol = watch_symbol,
	    .reloc = watch_reloc};
	w->env.trace = &w->watch->trace;
}

bool
world_end(struct world *w)
{
	if (w->watch != NULL) {
		for (uint32_t i = 0; i < w->watch->nsection; i++)
			free((char *)w->watch->section[i].name);
		free(w->watch->section);
		free(w->watch->symbol);
	}
	free(w->watch);
	kobj_close(w->k);
	if (w->img.mem != NULL)
		kobj_image_free(&w->env, &w->img);
	free(w->seen);
	if (w->live != 0)
		note("%ld blocks not freed", w->live);
	if (w->live_size != 0)
		note("sizes differ by %ld bytes", w->live_size);
	if (w->read_twice)
		note("a byte was read twice");
	return w->live == 0 && w->live_size == 0 && !w->read_twice;
}

/* Does it come to the same when somebody watches, one word at a time? */
static void
load_watched(struct world *plain, const char *entry, int error)
{
	const struct kobj_image *a = &plain->img, *b;
	struct world w;
	bool same;

	world_start(&w, plain->bytes, plain->env.source.size);
	w.known = plain->known;
	w.resolve_all = plain->resolve_all;
	w.env.memory.limit = plain->env.memory.limit;
	world_watch(&w);
	b = &w.img;
	same = world_load(&w, entry) == error &&
	    memcmp(&w.refusal, &plain->refusal, sizeof(w.refusal)) == 0;
	if (same && error == 0)
		same = memcmp(&a->layout, &b->layout, sizeof(a->layout)) == 0 &&
		    memcmp(a->mem, b->mem, a->layout.total) == 0 &&
		    a->entry == b->entry && a->nsymbols == b->nsymbols &&
		    memcmp(a->symbols, b->symbols,
			a->nsymbols * sizeof(*a->symbols)) == 0;
	watched++;
	if (!same || w.watch->wrong[0] != '\0') {
		note("link %d, watched, differs: %s", watched, w.watch->wrong);
		watched_wrong++;
	}
	plain->watch = w.watch;
	w.watch = NULL;
	if (!world_end(&w))
		watched_wrong++;
}

uint32_t
world_word(const struct world *w, uint32_t off)
{
	uint32_t v;

	memcpy(&v, w->img.mem + off, sizeof(v));
	return v;
}

bool
world_section(const struct world *w, uint32_t *cursor, const char **name,
    kobj_addr_t *addr)
{
	const struct watch *t = w->watch;

	while (t != NULL && ++*cursor < t->nsection) {
		*name = t->section[*cursor].name;
		*addr = t->section[*cursor].addr;
		if (*name != NULL)
			return true;
	}
	return false;
}

int
world_load(struct world *w, const char *entry)
{
	const char *names[] = {entry, NULL};
	int error;

	error = kobj_open(&w->env, &w->k, &w->refusal);
	if (error != 0)
		return error;
	if (entry != NULL)
		error = kobj_entry(w->k, names);
	if (error == 0)
		error = kobj_link(w->k, &w->img);
	if (error != 0) {
		kobj_close(w->k);
		w->k = NULL;
	}
	/* A watcher hears of what gets as far as to be relocated. */
	if (w->watch == NULL && w->env.trace == NULL && w->fail_alloc == 0 &&
	    w->fail_read == 0 &&
	    (error == 0 || w->refusal.code == KOBJ_RELOC_OVERFLOW))
		load_watched(w, entry, error);
	return error;
}

const char *
world_reason(const struct world *w)
{
	static char line[512];

	kobj_refusal_format(&w->refusal, line, sizeof(line));
	return line;
}

uint8_t *
read_file(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	uint8_t *p = NULL;
	long n;

	if (f == NULL)
		return NULL;
	if (fseek(f, 0, SEEK_END) == 0 && (n = ftell(f)) >= 0) {
		rewind(f);
		p = malloc((size_t)n + 1);
		*size = fread(p, 1, (size_t)n, f);
	}
	fclose(f);
	return p;
}

static char dir[] = "/tmp/kobjtest.XXXXXX";

static void
remove_dir(void)
{
	run("rm -rf %s", dir);
}

const char *
work_dir(void)
{
	static bool made;

	if (!made) {
		if (mkdtemp(dir) == NULL) {
			perror("mkdtemp");
			exit(1);
		}
		made = true;
		atexit(remove_dir);
	}
	return dir;
}

int
run(const char *fmt, ...)
{
	char command[4096], quiet[4200];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(command, sizeof(command), fmt, ap);
	va_end(ap);
	snprintf(quiet, sizeof(quiet), "(%s) >/dev/null 2>&1", command);
	return system(quiet);
}

bool
have_tool(const char *tool)
{
	return run("command -v %s", tool) == 0;
}
