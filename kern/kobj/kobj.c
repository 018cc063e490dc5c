/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The steps of a link, without a word about any format: recognise, check,
 * resolve, allocate, load, relocate, and the way back when one fails.
 * The formats stand behind struct kobj_format (kobj_impl.h).
 */
#include "kobj_impl.h"

static const struct kobj_format *const formats[] = {
    &kobj_elf_format,
    &kobj_aout_format,
};

/*
 * Read from the source. The caller has checked that the range lies in it
 * and that no byte of it was read before.
 */
int
kobj_read(struct kobj *k, void *buf, uint32_t off, uint32_t len)
{
	const struct kobj_source *src = &k->env->source;
	struct kobj_refusal *r;
	int error;

	if (len == 0)
		return 0;
	error = src->read(src->cookie, buf, off, len);
	if (error == 0)
		return 0;
	r = kobj_refuse(k, KOBJ_READ_FAILED);
	r->error = error;
	r->offset = off;
	r->has_offset = true;
	return error;
}

/*
 * Allocate, of any content. pp is the address of a pointer of any type.
 * A size of 0 gives NULL, which kobj_free takes.
 */
int
kobj_alloc(struct kobj *k, size_t size, bool keep, void *pp)
{
	const struct kobj_memory *m = &k->env->memory;
	void *p = NULL;

	if (size != 0) {
		p = m->alloc(m->cookie, size, keep);
		if (p == NULL) {
			kobj_refuse(k, KOBJ_NO_MEMORY);
			return ENOMEM;
		}
	}
	memcpy(pp, &p, sizeof(p));
	return 0;
}

void
kobj_free(struct kobj *k, void *p, size_t size)
{
	if (p != NULL)
		k->env->memory.free(k->env->memory.cookie, p, size);
}

/*
 * Ask for a symbol outside the object: the one place where that is done.
 * ENOENT is no refusal yet, because a weak symbol may be missing.
 */
int
kobj_resolve(struct kobj *k, const char *name, kobj_addr_t *value)
{
	const struct kobj_names *names = &k->env->names;
	struct kobj_refusal *r;
	int error;

	error = names->resolve(names->cookie, name, value);
	if (error == 0 || error == ENOENT)
		return error;
	r = kobj_refuse(k, KOBJ_RESOLVE_FAILED);
	r->error = error;
	kobj_refusal_copy(r->symbol, sizeof(r->symbol), name);
	return error;
}

static bool
is_text(const uint8_t *p, uint32_t len)
{
	for (uint32_t i = 0; i < len; i++) {
		if (p[i] == '\t' || p[i] == '\n' || p[i] == '\r')
			continue;
		/* UTF-8 has nothing from 0xf8 on. */
		if (p[i] < ' ' || p[i] == 0x7f || p[i] >= 0xf8)
			return false;
	}
	return true;
}

/* Why a file that no format recognises is none: the likely mistakes. */
static enum kobj_code
what_is_it(const uint8_t *head, uint32_t len)
{
	static const uint8_t bitcode[4] = {'B', 'C', 0xc0, 0xde};
	static const uint8_t wrapper[4] = {0xde, 0xc0, 0x17, 0x0b};

	if (len == 0)
		return KOBJ_EMPTY_FILE;
	if (len >= 8 && memcmp(head, "!<arch>\n", 8) == 0)
		return KOBJ_ARCHIVE;
	if (len >= 4 &&
	    (memcmp(head, bitcode, 4) == 0 || memcmp(head, wrapper, 4) == 0))
		return KOBJ_BITCODE;
	return is_text(head, len) ? KOBJ_TEXT_FILE : KOBJ_NOT_AN_OBJECT;
}

static int
identify(struct kobj *k)
{
	uint32_t len = k->env->source.size;
	int error;

	if (len > KOBJ_MAXSOURCE) {
		struct kobj_refusal *r = kobj_refuse(k, KOBJ_TOO_BIG);

		snprintf(r->text, sizeof(r->text), "a file of %u bytes",
		    (unsigned)len);
		return r->error;
	}
	if (len > KOBJ_HEAD)
		len = KOBJ_HEAD;
	memset(k->head, 0, sizeof(k->head));
	error = kobj_read(k, k->head, 0, len);
	if (error != 0)
		return error;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (formats[i]->identify(k)) {
			k->format = formats[i];
			return 0;
		}
	}
	return kobj_refuse(k, what_is_it(k->head, len))->error;
}

int
kobj_open(
    const struct kobj_env *env, struct kobj **kp, struct kobj_refusal *refusal)
{
	struct kobj *k;
	struct kobj first = {.env = env, .refusal = refusal};
	int error;

	*kp = NULL;
	memset(refusal, 0, sizeof(*refusal));
	error = identify(&first);
	if (error != 0)
		return error;
	error = kobj_alloc(&first, sizeof(*k), false, &k);
	if (error != 0)
		return error;
	*k = first;
	error = k->format->validate(k);
	if (error != 0) {
		kobj_close(k);
		return error;
	}
	*kp = k;
	return 0;
}

int
kobj_entry(struct kobj *k, const char *const names[])
{
	return k->format->entry(k, names);
}

int
kobj_link(struct kobj *k, struct kobj_image *img)
{
	const struct kobj_memory *m = &k->env->memory;
	int error;

	memset(img, 0, sizeof(*img));
	error = k->format->resolve(k);
	if (error != 0)
		return error;
	error = m->image(m->cookie, &k->layout, img);
	if (error != 0) {
		kobj_refuse(k, KOBJ_NO_MEMORY)->error = error;
		return error;
	}
	img->layout = k->layout;
	error = k->format->load(k, img);
	if (error == 0 && k->env->trace != NULL)
		k->format->trace(k, img);
	if (error == 0)
		error = k->format->relocate(k, img);
	if (error != 0) {
		kobj_image_free(k->env, img);
		return error;
	}
	return 0;
}

/* What stands in a field of so many bytes. */
uint32_t
kobj_field(const uint8_t *mem, uint32_t width)
{
	uint32_t v = 0;

	for (uint32_t i = 0; i < width; i++)
		v |= (uint32_t)mem[i] << 8 * i;
	return v;
}

const char *
kobj_format_name(const struct kobj *k)
{
	return k->format->name;
}

void
kobj_close(struct kobj *k)
{
	if (k == NULL)
		return;
	k->format->release(k);
	kobj_free(k, k, sizeof(*k));
}

void
kobj_image_free(const struct kobj_env *env, struct kobj_image *img)
{
	const struct kobj_memory *m = &env->memory;

	if (img->symbols != NULL)
		m->free(m->cookie, img->symbols, img->keep_size);
	m->image_free(m->cookie, img);
	memset(img, 0, sizeof(*img));
}
