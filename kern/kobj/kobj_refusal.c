/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reasons: the table behind the codes, and a refusal as one line.
 */
#include "kobj_impl.h"

static const struct {
	const char *name;
	const char *advice;
	int error;
} codes[] = {
#define KOBJ_CODE(id, n, e, a) \
	[KOBJ_##id] = {.name = n, .advice = a, .error = e},
#include "kobj_codes.h"
#undef KOBJ_CODE
};

/*
 * Start a refusal: nothing is known yet but the code and its errno. Returns
 * it for the caller to say where.
 */
struct kobj_refusal *
kobj_refuse(struct kobj *k, enum kobj_code code)
{
	struct kobj_refusal *r = k->refusal;

	memset(r, 0, sizeof(*r));
	r->code = code;
	r->error = codes[code].error;
	r->section = KOBJ_NOWHERE;
	r->index = KOBJ_NOWHERE;
	return r;
}

/*
 * Copy a name out of the object, cut to size. It will be shown on a
 * terminal, so what is not printable becomes a question mark.
 */
void
kobj_refusal_copy(char *to, size_t size, const char *from)
{
	size_t i;

	for (i = 0; i + 1 < size && from[i] != '\0'; i++)
		to[i] = from[i] < ' ' || from[i] > '~' ? '?' : from[i];
	to[i] = '\0';
}

const char *
kobj_code_name(enum kobj_code code)
{
	return (unsigned)code < KOBJ_NCODES ? codes[code].name : "unknown";
}

const char *
kobj_code_advice(enum kobj_code code)
{
	return (unsigned)code < KOBJ_NCODES ? codes[code].advice : "";
}

/* A line that grows; it counts on when the buffer is full. */
struct line {
	char *buf;
	size_t size;
	size_t len;
};

static void
put(struct line *l, const char *s)
{
	for (; *s != '\0'; s++, l->len++) {
		if (l->len + 1 < l->size)
			l->buf[l->len] = *s;
	}
}

static void
put_number(struct line *l, const char *format, unsigned n)
{
	char s[24];

	snprintf(s, sizeof(s), format, n);
	put(l, s);
}

static void
put_place(struct line *l, const struct kobj_refusal *r)
{
	const char *sep = " (";

	if (r->section != KOBJ_NOWHERE) {
		put(l, sep);
		put_number(l, "section %u", (unsigned)r->section);
		if (r->section_name[0] != '\0') {
			put(l, " ");
			put(l, r->section_name);
		}
		sep = ", ";
	}
	if (r->index != KOBJ_NOWHERE) {
		put(l, sep);
		put_number(l, "entry %u", (unsigned)r->index);
		sep = ", ";
	}
	if (r->has_offset) {
		put(l, sep);
		put_number(l, "offset 0x%x", (unsigned)r->offset);
		sep = ", ";
	}
	if (r->symbol[0] != '\0') {
		put(l, sep);
		put(l, "symbol ");
		put(l, r->symbol);
		sep = ", ";
	}
	if (sep[0] == ',')
		put(l, ")");
}

int
kobj_refusal_format(const struct kobj_refusal *r, char *buf, size_t size)
{
	struct line l = {.buf = buf, .size = size};

	put(&l, kobj_code_name(r->code));
	put(&l, ": ");
	if (r->text[0] != '\0') {
		put(&l, r->text);
		put(&l, ": ");
	}
	put(&l, kobj_code_advice(r->code));
	put_place(&l, r);
	if (size != 0)
		buf[l.len < size ? l.len : size - 1] = '\0';
	return (int)l.len;
}
