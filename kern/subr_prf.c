/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * printf for the kernel.  One formatter, kvprintf(), which knows nothing
 * of where its text goes, and the functions that collect it.
 */
#include <stdbool.h>
#include <sys/param.h>
#include <sys/cons.h>
#include <sys/prf.h>
#include <sys/systm.h>

/* One conversion, between the % and the letter. */
struct conv {
	bool left, zero, plus, space, alt;
	int width;
	int prec; /* -1: none given */
	int size; /* bytes of the integer */
};

struct out {
	void (*put)(void *, const char *, size_t);
	void *arg;
	int len;
	va_list ap;
};

static void
emit(struct out *o, const char *s, size_t n)
{
	if (n > 0)
		o->put(o->arg, s, n);
	o->len += n;
}

static void
pad(struct out *o, char c, int n)
{
	static const char blanks[] = "                ";
	static const char zeros[] = "0000000000000000";

	for (; n > 0; n -= 16)
		emit(o, c == '0' ? zeros : blanks, MIN(n, 16));
}

static void
emit_string(struct out *o, const struct conv *cv, const char *s)
{
	size_t n = 0;

	if (s == NULL)
		s = "(null)";
	while ((cv->prec < 0 || n < (size_t)cv->prec) && s[n] != '\0')
		n++;
	if (!cv->left)
		pad(o, ' ', cv->width - (int)n);
	emit(o, s, n);
	if (cv->left)
		pad(o, ' ', cv->width - (int)n);
}

/* The digits of v, ending at end; returns the first one's place. */
static char *
digits(char *end, uint64_t v, unsigned base, const char *set)
{
	uint32_t w;

	for (; v > UINT32_MAX; v /= base)
		*--end = set[v % base];
	for (w = v; w != 0; w /= base)
		*--end = set[w % base];
	return end;
}

static void
emit_number(
    struct out *o, const struct conv *cv, uint64_t v, char letter, bool neg)
{
	char buf[24], *end = buf + sizeof(buf), *p;
	const char *prefix = "";
	unsigned base = 10;
	int n, zeros, plen;

	if (letter == 'x' || letter == 'X' || letter == 'p')
		base = 16;
	else if (letter == 'o')
		base = 8;
	p = digits(end, v, base,
	    letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef");
	n = end - p;

	if (letter == 'd')
		prefix = neg ? "-" : cv->plus ? "+" : cv->space ? " " : "";
	else if (base == 16 && (letter == 'p' || (cv->alt && v != 0)))
		prefix = letter == 'X' ? "0X" : "0x";
	plen = strlen(prefix);

	/* Without a precision zero has one digit; with precision 0, none. */
	zeros = MAX(cv->prec < 0 ? 1 : cv->prec, 0) - n;
	if (base == 8 && cv->alt)
		zeros = MAX(zeros, 1);
	if (cv->zero && !cv->left && cv->prec < 0)
		zeros = MAX(zeros, cv->width - plen - n);
	zeros = MAX(zeros, 0);

	if (!cv->left)
		pad(o, ' ', cv->width - plen - zeros - n);
	emit(o, prefix, plen);
	pad(o, '0', zeros);
	emit(o, p, n);
	if (cv->left)
		pad(o, ' ', cv->width - plen - zeros - n);
}

static const char *
parse_flags(const char *f, struct conv *cv)
{
	for (;; f++) {
		switch (*f) {
		case '-':
			cv->left = true;
			break;
		case '0':
			cv->zero = true;
			break;
		case '+':
			cv->plus = true;
			break;
		case ' ':
			cv->space = true;
			break;
		case '#':
			cv->alt = true;
			break;
		default:
			return f;
		}
	}
}

static const char *
parse_int(const char *f, int *np)
{
	int n = 0;

	for (; *f >= '0' && *f <= '9'; f++)
		n = MIN(n * 10 + (*f - '0'), 4096);
	*np = n;
	return f;
}

static const char *
parse_size(const char *f, struct conv *cv)
{
	cv->size = sizeof(int);
	switch (*f) {
	case 'h':
		cv->size = sizeof(short);
		if (*++f == 'h') {
			cv->size = sizeof(char);
			f++;
		}
		break;
	case 'l':
		cv->size = sizeof(long);
		if (*++f == 'l') {
			cv->size = sizeof(long long);
			f++;
		}
		break;
	case 'j':
	case 'q':
		cv->size = sizeof(intmax_t);
		f++;
		break;
	case 'z':
	case 't':
		cv->size = sizeof(size_t);
		f++;
		break;
	}
	return f;
}

/* The argument as the width says, sign-extended when sign is set. */
static uint64_t
narrow(uint64_t v, int size, bool sign)
{
	switch (size) {
	case 1:
		return sign ? (uint64_t)(int8_t)v : (uint8_t)v;
	case 2:
		return sign ? (uint64_t)(int16_t)v : (uint16_t)v;
	case 4:
		return sign ? (uint64_t)(int32_t)v : (uint32_t)v;
	default:
		return v;
	}
}

static const char *
parse_width(const char *f, struct conv *cv, va_list *ap)
{
	if (*f == '*') {
		cv->width = va_arg(*ap, int);
		if (cv->width < 0) {
			cv->left = true;
			cv->width = -cv->width;
		}
		f++;
	} else
		f = parse_int(f, &cv->width);
	if (*f != '.')
		return f;
	if (*++f == '*') {
		cv->prec = va_arg(*ap, int);
		return f + 1;
	}
	return parse_int(f, &cv->prec);
}

static void
emit_integer(struct out *o, const struct conv *cv, char letter)
{
	uint64_t v;
	bool neg;

	if (cv->size == 8)
		v = va_arg(o->ap, uint64_t);
	else
		v = va_arg(o->ap, uint32_t);
	if (letter == 'd' || letter == 'i') {
		v = narrow(v, cv->size, true);
		neg = (int64_t)v < 0;
		emit_number(o, cv, neg ? -v : v, 'd', neg);
	} else
		emit_number(o, cv, narrow(v, cv->size, false), letter, false);
}

/*
 * BSD's %b: a number, and the names of the bits that are set in it, as in
 * 5<ERR,BUSY>.  What they are called is a string: the base as a character, then
 * for each bit its number, from 1, and its name: "\20\1ERR\3BUSY".
 */
static void
emit_bits(struct out *o, const struct conv *cv)
{
	uint32_t v = va_arg(o->ap, uint32_t);
	const char *s = va_arg(o->ap, const char *);
	int base = *s++;
	char before = '<';
	u_char bit;
	size_t n;

	emit_number(o, cv, v, base == 8 ? 'o' : base == 10 ? 'u' : 'x', false);
	while ((bit = *s) != '\0') {
		for (n = 1; (u_char)s[n] > ' '; n++)
			continue;
		if (bit <= 32 && (v & 1U << (bit - 1)) != 0) {
			emit(o, &before, 1);
			emit(o, s + 1, n - 1);
			before = ',';
		}
		s += n;
	}
	if (before == ',')
		emit(o, ">", 1);
}

/* One conversion; f stands behind the %.  Returns what follows it. */
static const char *
convert(struct out *o, const char *f)
{
	const char *start = f - 1;
	struct conv cv = {.prec = -1};
	char c;

	f = parse_flags(f, &cv);
	f = parse_width(f, &cv, &o->ap);
	f = parse_size(f, &cv);
	switch (*f) {
	case 'd':
	case 'i':
	case 'u':
	case 'x':
	case 'X':
	case 'o':
		emit_integer(o, &cv, *f);
		break;
	case 'p':
		emit_number(
		    o, &cv, (uintptr_t)va_arg(o->ap, void *), 'p', false);
		break;
	case 's':
		emit_string(o, &cv, va_arg(o->ap, const char *));
		break;
	case 'c':
		c = va_arg(o->ap, int);
		pad(o, ' ', cv.left ? 0 : cv.width - 1);
		emit(o, &c, 1);
		pad(o, ' ', cv.left ? cv.width - 1 : 0);
		break;
	case 'b':
		emit_bits(o, &cv);
		break;
	case '%':
		emit(o, "%", 1);
		break;
	default:
		/* Not a conversion of ours: show it as it stands. */
		emit(o, start, f - start);
		return f;
	}
	return f + 1;
}

int
kvprintf(void (*put)(void *, const char *, size_t), void *arg, const char *fmt,
    va_list ap)
{
	struct out o = {.put = put, .arg = arg};
	const char *run;

	va_copy(o.ap, ap);
	for (;;) {
		for (run = fmt; *fmt != '\0' && *fmt != '%'; fmt++)
			continue;
		emit(&o, run, fmt - run);
		if (*fmt == '\0')
			break;
		fmt = convert(&o, fmt + 1);
	}
	va_end(o.ap);
	return o.len;
}

/* snprintf's end of it: what fits goes into the buffer. */
struct strbuf {
	char *buf;
	size_t room; /* without the NUL */
};

static void
put_buf(void *arg, const char *s, size_t n)
{
	struct strbuf *sb = arg;

	n = MIN(n, sb->room);
	memcpy(sb->buf, s, n);
	sb->buf += n;
	sb->room -= n;
}

int
vsnprintf(char *buf, size_t size, const char *fmt, va_list ap)
{
	struct strbuf sb = {buf, size > 0 ? size - 1 : 0};
	int n = kvprintf(put_buf, &sb, fmt, ap);

	if (size > 0)
		*sb.buf = '\0';
	return n;
}

int
snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf, size, fmt, ap);
	va_end(ap);
	return n;
}

int
sprintf(char *buf, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf, INT32_MAX, fmt, ap);
	va_end(ap);
	return n;
}

/*
 * printf's end of it: collect a line, so that a console is entered once
 * for many pieces.
 */
struct linebuf {
	size_t n;
	char buf[128];
};

static void
flush_line(struct linebuf *lb)
{
	if (lb->n > 0) {
		msgbuf_write(lb->buf, lb->n);
		cnwrite(lb->buf, lb->n);
		lb->n = 0;
	}
}

static void
put_line(void *arg, const char *s, size_t n)
{
	struct linebuf *lb = arg;

	while (n > 0) {
		size_t part = MIN(n, sizeof(lb->buf) - lb->n);

		memcpy(lb->buf + lb->n, s, part);
		lb->n += part;
		s += part;
		n -= part;
		if (lb->n == sizeof(lb->buf))
			flush_line(lb);
	}
}

void
vprintf(const char *fmt, va_list ap)
{
	struct linebuf lb;

	lb.n = 0;
	kvprintf(put_line, &lb, fmt, ap);
	flush_line(&lb);
}

void
printf(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
}

void
log(int level __unused, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
}
