/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * value.c: arguments and results as text, by the letters of the call's kinds,
 * which ktrace(4) lists.
 */
#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "ktrace.h"

void
text_add(char *buf, const char *fmt, ...)
{
	size_t len = strlen(buf);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf + len, TEXTLEN - len, fmt, ap);
	va_end(ap);
}

/* As C writes it: in quotes, and "..." behind them if it was cut. */
static void
add_quoted(char *buf, const unsigned char *s, size_t len, bool cut)
{
	static const char special[] = "\n\t\r\v\f\"\\", letter[] = "ntrvf\"\\";
	char *out = buf + strlen(buf), *end = buf + TEXTLEN - 16;
	const char *at;

	*out++ = '"';
	for (; len > 0 && out < end; s++, len--) {
		if (*s != '\0' && (at = strchr(special, *s)) != NULL)
			out += sprintf(out, "\\%c", letter[at - special]);
		else if (isprint(*s))
			*out++ = *s;
		else
			/* Three figures where another would belong to it. */
			out += sprintf(out,
			    len > 1 && isdigit(s[1]) ? "\\%03o" : "\\%o", *s);
	}
	strcpy(out, cut || len > 0 ? "\"..." : "\"");
}

/* The next piece of data, behind kd (NULL: the first); NULL: no more. */
static const struct ktr_data *
next_data(const char *data, size_t len, const struct ktr_data *kd)
{
	size_t at = 0;

	if (kd != NULL)
		at = ((const char *)(kd + 1) + kd->kd_len - data + 3) & ~3UL;
	if (at > len || len - at < sizeof(*kd))
		return NULL;
	kd = (const void *)(data + at);
	/* What fills the record up is zeros. */
	return kd->kd_arg == 0 || kd->kd_len > len - at - sizeof(*kd) ? NULL
								      : kd;
}

static const struct ktr_data *
data_of(const char *data, size_t len, int i, const struct ktr_data *kd)
{
	while ((kd = next_data(data, len, kd)) != NULL)
		if (kd->kd_arg == i + 1)
			return kd;
	return NULL;
}

static void
add_address(char *buf, uint32_t v)
{
	if (v == 0)
		text_add(buf, "NULL");
	else
		text_add(buf, "0x%lx", (unsigned long)v);
}

/* One buffer, or several of an array; the address if nothing was read. */
static void
add_data(
    char *buf, uint32_t v, int i, bool several, const char *data, size_t len)
{
	const struct ktr_data *kd = data_of(data, len, i, NULL);
	const char *comma = "";

	if (kd == NULL) {
		add_address(buf, v);
		return;
	}
	if (several)
		text_add(buf, "[");
	do {
		text_add(buf, "%s", comma);
		if (kd->kd_len == 0 && kd->kd_flags & KTRD_CUT && several)
			text_add(buf, "...");
		else
			add_quoted(buf, (const void *)(kd + 1), kd->kd_len,
			    (kd->kd_flags & KTRD_CUT) != 0);
		comma = ", ";
	} while (several && (kd = data_of(data, len, i, kd)) != NULL);
	if (several)
		text_add(buf, "]");
}

static void
add_number(char *buf, const char *emul, char kind, uint32_t v, uint32_t high)
{
	switch (kind) {
	case 'd':
		text_add(buf, "%ld", (long)(int32_t)v);
		break;
	case 'u':
		text_add(buf, "%lu", (unsigned long)v);
		break;
	case 'm':
		text_add(buf, "0%lo", (unsigned long)v);
		break;
	case 'p':
		add_address(buf, v);
		break;
	case 'q':
		text_add(buf, "%lld", (long long)((uint64_t)high << 32 | v));
		break;
	case 'x':
		text_add(buf, "0x%lx", (unsigned long)v);
		break;
	case 'f':
		if (!names_add(buf, emul, kind, v))
			text_add(buf, "%ld", (long)(int32_t)v);
		break;
	default:
		if (!names_add(buf, emul, kind, v))
			text_add(
			    buf, v < 10 ? "%lu" : "0x%lx", (unsigned long)v);
		break;
	}
}

void
text_argument(
    char *buf, const struct call *c, int i, const char *data, size_t datalen)
{
	char kind = c->kinds[0] != '\0' ? c->kinds[i + 1] : 'x';
	uint32_t v = c->head.kc_args[i];

	switch (kind) {
	case KTRK_STRING:
	case KTRK_IN:
	case KTRK_OUT:
		add_data(buf, v, i, false, data, datalen);
		break;
	case KTRK_VECTOR:
	case KTRK_IOV:
		add_data(buf, v, i, true, data, datalen);
		break;
	default:
		add_number(buf, c->emul, kind, v,
		    i + 1 < KTR_NARGS ? c->head.kc_args[i + 1] : 0);
	}
}

/* The number that the process gets is told if it has the name elsewhere. */
static void
add_error(char *buf, const char *emul, const struct ktr_sysret *r)
{
	const char *name = error_name(r->kr_error);
	int seen = r->kr_seen < 0 ? -r->kr_seen : r->kr_seen;

	if (name != NULL)
		text_add(buf, "-1 %s (%s", name, strerror(r->kr_error));
	else
		text_add(buf, "-1 error %ld (unknown", (long)r->kr_error);
	if (seen != r->kr_error)
		text_add(buf, "; %d in %s", seen, emul);
	text_add(buf, ")");
}

void
text_result(char *buf, const struct call *c, const struct ktr_sysret *r)
{
	char kind = c->kinds[0];

	if (r->kr_error == KTR_RESTART)
		text_add(buf, "? (interrupted; it is made once more)");
	else if (r->kr_error == KTR_JUSTRETURN)
		text_add(buf, kind == '?' ? "?" : "0");
	else if (r->kr_error != 0)
		add_error(buf, c->emul, r);
	else if (kind == '2')
		text_add(buf, "%ld %ld", (long)(int32_t)r->kr_val[0],
		    (long)(int32_t)r->kr_val[1]);
	else if (kind == '?')
		text_add(buf, "?");
	else
		add_number(buf, c->emul, kind != '\0' ? kind : 'd',
		    r->kr_val[0], r->kr_val[1]);
}
