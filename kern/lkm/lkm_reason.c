/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_reason.c: why a call was refused, collected line by line.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>

/*
 * Some objects have tens of thousands of reasons. What comes behind so much
 * text, some twenty thousand names, is not even collected: nobody reads it.
 */
#define MAX_TEXT (4 * 1024 * 1024)

static const struct {
	const char *name;
	int error;
} codes[] = {
#define LKM_CODE(id, n, e, a) [LKM_##id] = {n, e},
#include "lkm_codes.h"
#undef LKM_CODE
};

void
lkm_reason_init(struct lkm_reason *r)
{
	memset(r, 0, sizeof(*r));
}

void
lkm_reason_free(struct lkm_reason *r)
{
	free(r->lr_text, M_TEMP);
	free(r->lr_records, M_TEMP);
	lkm_reason_init(r);
}

/*
 * Make room for need bytes in a buffer that grows by doubling; false
 * without memory.
 */
static int
room(char **buf, size_t *size, size_t need)
{
	size_t want = *size == 0 ? 128 : *size;
	char *p;

	while (want < need)
		want *= 2;
	if (want == *size)
		return 1;
	p = realloc(*buf, want, M_TEMP, M_NOWAIT);
	if (p == NULL)
		return 0;
	*buf = p;
	*size = want;
	return 1;
}

/* Append a formatted text; if there is no memory for it, that is noted. */
static void
vappend(struct lkm_reason *r, const char *fmt, va_list ap)
{
	size_t left = r->lr_size - r->lr_len, n;
	va_list again;

	va_copy(again, ap);
	n = vsnprintf(
	    left == 0 ? NULL : r->lr_text + r->lr_len, left, fmt, again);
	va_end(again);
	if (n < left) {
		r->lr_len += n;
		return;
	}
	if (!room(&r->lr_text, &r->lr_size, r->lr_len + n + 1)) {
		r->lr_full = 1;
		return;
	}
	vsnprintf(r->lr_text + r->lr_len, n + 1, fmt, ap);
	r->lr_len += n;
}

static void __printflike(2, 3)
    append(struct lkm_reason *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vappend(r, fmt, ap);
	va_end(ap);
}

static void
record(struct lkm_reason *r, const char *code, int error, const char *sentence)
{
	static const struct lkm_place nowhere = {
	    .lp_section = LMM_NONE, .lp_index = LMM_NONE};
	const struct lkm_place *at =
	    r->lr_place != NULL ? r->lr_place : &nowhere;
	struct lmm_refusal rec = {
	    .lmm.lmm_kind = LMM_REFUSAL,
	    .error = error,
	    .section = at->lp_section,
	    .index = at->lp_index,
	    .has_offset = at->lp_has_offset,
	    .offset = at->lp_offset,
	};
	const char *strings[] = {code, sentence,
	    at->lp_section_name != NULL ? at->lp_section_name : "",
	    at->lp_symbol != NULL ? at->lp_symbol : "",
	    at->lp_nearest != NULL ? at->lp_nearest : ""};
	size_t size = lkm_map_record(
	    NULL, &rec.lmm, sizeof(rec), strings, nitems(strings));

	if (!room(&r->lr_records, &r->lr_rsize, r->lr_rlen + size)) {
		r->lr_full = 1;
		return;
	}
	r->lr_rlen += lkm_map_record(r->lr_records + r->lr_rlen, &rec.lmm,
	    sizeof(rec), strings, nitems(strings));
}

/* Is there to be no further line? */
static int
is_full(struct lkm_reason *r)
{
	if (r->lr_len > MAX_TEXT)
		r->lr_full = 1;
	return r->lr_full;
}

/*
 * End the line that began at start with its code: as a record it stands
 * without the code. A line that is not whole goes.
 */
static void
end_line(struct lkm_reason *r, size_t start, const char *code, int error)
{
	append(r, "\n");
	if (r->lr_full) {
		r->lr_len = start;
		if (r->lr_text != NULL)
			r->lr_text[start] = '\0';
		return;
	}
	if (!r->lr_want_records)
		return;
	r->lr_text[r->lr_len - 1] = '\0';
	record(r, code, error, r->lr_text + start + strlen(code) + 2);
	r->lr_text[r->lr_len - 1] = '\n';
}

const char *
lkm_reason_more(const struct lkm_reason *r, const char **code)
{
	*code = codes[LKM_MORE].name;
	return r->lr_full ? "there are others, for which there is no room"
			  : NULL;
}

void
lkm_explain(struct lkm_reason *r, const struct kobj_refusal *why)
{
	const struct lkm_place place = {.lp_section = why->section,
	    .lp_section_name = why->section_name,
	    .lp_index = why->index,
	    .lp_has_offset = why->has_offset,
	    .lp_offset = why->offset,
	    .lp_symbol = why->symbol};
	char line[512];
	size_t start;

	if (r == NULL || is_full(r))
		return;
	start = r->lr_len;
	kobj_refusal_format(why, line, sizeof(line));
	append(r, "%s", line);
	r->lr_place = &place;
	end_line(r, start, kobj_code_name(why->code), why->error);
	r->lr_place = NULL;
}

int
lkm_refuse(struct lkm_reason *r, enum lkm_code code, const char *fmt, ...)
{
	size_t start;
	va_list ap;

	if (r != NULL && !is_full(r)) {
		start = r->lr_len;
		append(r, "%s: ", codes[code].name);
		va_start(ap, fmt);
		vappend(r, fmt, ap);
		va_end(ap);
		end_line(r, start, codes[code].name, codes[code].error);
	}
	return codes[code].error;
}

int
lkm_no_memory(struct lkm_reason *r)
{
	return lkm_refuse(r, LKM_NO_MEMORY,
	    "out of kernel memory: unload a module, or give the machine more "
	    "memory");
}
