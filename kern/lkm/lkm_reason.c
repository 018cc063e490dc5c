/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_reason.c: why a call was refused, collected line by line.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>

void
lkm_reason_init(struct lkm_reason *r)
{
	memset(r, 0, sizeof(*r));
}

void
lkm_reason_free(struct lkm_reason *r)
{
	free(r->lr_text, M_TEMP);
	lkm_reason_init(r);
}

/* Make room for n more bytes and a NUL; false without memory. */
static int
room(struct lkm_reason *r, size_t n)
{
	size_t want = r->lr_size == 0 ? 128 : r->lr_size;
	char *text;

	while (want < r->lr_len + n + 1)
		want *= 2;
	if (want == r->lr_size)
		return 1;
	text = realloc(r->lr_text, want, M_TEMP, M_NOWAIT);
	if (text == NULL)
		return 0;
	r->lr_text = text;
	r->lr_size = want;
	return 1;
}

/* Append, as far as there is memory. */
static void
append(struct lkm_reason *r, const char *s, size_t n)
{
	memcpy(r->lr_text + r->lr_len, s, n);
	r->lr_len += n;
	r->lr_text[r->lr_len] = '\0';
}

void
lkm_explain(struct lkm_reason *r, const char *line)
{
	size_t n = strlen(line);

	if (r == NULL || !room(r, n + 1))
		return;
	append(r, line, n);
	append(r, "\n", 1);
}

static const struct {
	const char *name;
	int error;
} codes[] = {
#define LKM_CODE(id, n, e, a) [LKM_##id] = {n, e},
#include "lkm_codes.h"
#undef LKM_CODE
};

int
lkm_refuse(struct lkm_reason *r, enum lkm_code code, const char *fmt, ...)
{
	const char *name = codes[code].name;
	size_t n = strlen(name);
	va_list ap;
	int len;

	if (r == NULL)
		return codes[code].error;
	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (!room(r, n + 2 + len + 1))
		return codes[code].error;
	append(r, name, n);
	append(r, ": ", 2);
	va_start(ap, fmt);
	vsnprintf(r->lr_text + r->lr_len, len + 1, fmt, ap);
	va_end(ap);
	r->lr_len += len;
	append(r, "\n", 1);
	return codes[code].error;
}
