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

/* How files begin that are no objects, or not for us. */
static const struct magic {
	const char *bytes;
	uint8_t len;
	uint8_t code;
	const char *text; /* or NULL */
} magics[] = {
    {"!<arch>\n", 8, KOBJ_ARCHIVE, NULL},
    {"!<thin>\n", 8, KOBJ_ARCHIVE, "a thin archive, without the objects"},
    {"BC\xc0\xde", 4, KOBJ_BITCODE, NULL},
    {"\xde\xc0\x17\x0b", 4, KOBJ_BITCODE, NULL},
    {"\x1f\x8b", 2, KOBJ_COMPRESSED, "a file of gzip's"},
    {"BZh91AY&SY", 10, KOBJ_COMPRESSED, "a file of bzip2's"},
    {"\xfd"
     "7zXZ\0",
	6, KOBJ_COMPRESSED, "a file of xz's"},
    {"\x28\xb5\x2f\xfd", 4, KOBJ_COMPRESSED, "a file of zstd's"},
    {"PK\3\4", 4, KOBJ_COMPRESSED, "a zip archive"},
    {"\x4c\x01", 2, KOBJ_NOT_AN_OBJECT, "an object for another system: COFF"},
    {"\x64\x86", 2, KOBJ_NOT_AN_OBJECT, "an object for another system: COFF"},
    {"MZ", 2, KOBJ_NOT_AN_OBJECT, "a program for another system: DOS or PE"},
    {"\xce\xfa\xed\xfe", 4, KOBJ_NOT_AN_OBJECT,
	"an object for another system: Mach-O"},
    {"\xcf\xfa\xed\xfe", 4, KOBJ_NOT_AN_OBJECT,
	"an object for another system: Mach-O"},
    {"\0asm", 4, KOBJ_NOT_AN_OBJECT,
	"an object for another machine: WebAssembly"},
};

/* Why a file that no format recognises is none: the likely mistakes. */
static int
refuse_file(struct kobj *k, uint32_t len)
{
	bool text = is_text(k->head, len);
	struct kobj_refusal *r;

	if (len == 0)
		return kobj_refuse(k, KOBJ_EMPTY_FILE)->error;
	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		const struct magic *m = &magics[i];

		/* A text, too, may begin with MZ. */
		if (len < m->len || memcmp(k->head, m->bytes, m->len) != 0 ||
		    (text && m->code == KOBJ_NOT_AN_OBJECT))
			continue;
		r = kobj_refuse(k, m->code);
		if (m->text != NULL)
			snprintf(r->text, sizeof(r->text), "%s", m->text);
		return r->error;
	}
	return kobj_refuse(k, text ? KOBJ_TEXT_FILE : KOBJ_NOT_AN_OBJECT)
	    ->error;
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
	return refuse_file(k, len);
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
