/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's printf against the C library's: every conversion, flag,
 * width, precision and length, with values at the edges.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int k_snprintf(char *, size_t, const char *, ...);
void cnwrite(const char *, size_t);
void msgbuf_write(const char *, size_t);

static int tests, failures;

/* What the kernel's printf writes to; not used here. */
void
cnwrite(const char *s, size_t n)
{
	(void)s;
	(void)n;
}

void
msgbuf_write(const char *s, size_t n)
{
	cnwrite(s, n);
}

static void
report(int good, const char *what)
{
	tests++;
	failures += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", tests, what);
}

/* All formats with one conversion and length; returns how many differ. */
static int
compare(const char *length, char conv, int wide)
{
	static const char *const flags[] = {
	    "", "-", "0", "+", " ", "#", "-0", "+0", "0#", "-+", " 0"};
	static const char *const widths[] = {"", "1", "5", "12", "30"};
	static const char *const precs[] = {"", ".0", ".1", ".4", ".20", "."};
	static const long long values[] = {0, 1, -1, 7, -128, 65535, -65536,
	    1234567890, -1234567890123, INT64_MIN, INT64_MAX};
	char format[32], want[64], got[64];
	size_t f, w, p, v;
	int bad = 0, wantlen, gotlen;

	for (f = 0; f < sizeof(flags) / sizeof(*flags); f++)
		for (w = 0; w < sizeof(widths) / sizeof(*widths); w++)
			for (p = 0; p < sizeof(precs) / sizeof(*precs); p++)
				for (v = 0;
				     v < sizeof(values) / sizeof(*values);
				     v++) {
					snprintf(format, sizeof(format),
					    "<%%%s%s%s%s%c>", flags[f],
					    widths[w], precs[p], length, conv);
					if (wide) {
						wantlen =
						    snprintf(want, sizeof(want),
							format, values[v]);
						gotlen =
						    k_snprintf(got, sizeof(got),
							format, values[v]);
					} else {
						wantlen =
						    snprintf(want, sizeof(want),
							format, (int)values[v]);
						gotlen =
						    k_snprintf(got, sizeof(got),
							format, (int)values[v]);
					}
					if (wantlen == gotlen &&
					    strcmp(want, got) == 0)
						continue;
					if (bad++ == 0)
						printf("# %s of %lld: \"%s\", "
						       "not \"%s\"\n",
						    format, values[v], want,
						    got);
				}
	return bad;
}

static void
test_integers(void)
{
	static const struct {
		const char *length;
		int wide;
	} lengths[] = {{"hh", 0}, {"h", 0}, {"", 0}, {"l", sizeof(long) == 8},
	    {"ll", 1}, {"j", 1}, {"z", sizeof(size_t) == 8}};
	char what[32];
	const char *c;
	size_t i;

	for (i = 0; i < sizeof(lengths) / sizeof(*lengths); i++)
		for (c = "diuxXo"; *c != '\0'; c++) {
			snprintf(what, sizeof(what), "%%%s%c",
			    lengths[i].length, *c);
			report(compare(
				   lengths[i].length, *c, lengths[i].wide) == 0,
			    what);
		}
}

static void
test_bits(void)
{
	static const char names[] = "\20\1ERR\2BUSY\40TOP", octal[] = "\10\3C";
	char buf[64];

	k_snprintf(buf, sizeof(buf), "%b %s", 5, names, "next");
	report(strcmp(buf, "5<ERR> next") == 0, "%b: a bit that has a name");
	k_snprintf(buf, sizeof(buf), "0x%b", 0x80000003, names);
	report(strcmp(buf, "0x80000003<ERR,BUSY,TOP>") == 0,
	    "%b: several, the highest too");
	k_snprintf(buf, sizeof(buf), "%b %#b %b", 0, names, 014, octal, 4,
	    "\12\41Z\3C");
	report(strcmp(buf, "0 014<C> 4<C>") == 0,
	    "%b: none; octal; decimal, and bits that there are not");
}

int
main(void)
{
	char buf[64];
	int n;

	test_integers();
	test_bits();
	k_snprintf(buf, sizeof(buf), "%*d|%-*d|%.*s|%c%%|%p|%5s|%-5s|%.2s", 5,
	    3, 4, 2, 2, "abc", 'q', (void *)0x1234, "x", "y", "long");
	report(strcmp(buf, "    3|2   |ab|q%|0x1234|    x|y    |lo") == 0,
	    "* for width and precision, c, p, s");
	k_snprintf(buf, sizeof(buf), "%s %y %", (char *)0);
	report(strcmp(buf, "(null) %y %") == 0,
	    "a null string, an unknown conversion, a % at the end");
	memset(buf, '#', sizeof(buf));
	n = k_snprintf(buf, 5, "%s", "123456789");
	report(n == 9 && strcmp(buf, "1234") == 0 && buf[5] == '#',
	    "a short buffer is not overrun, and the whole length returned");
	report(k_snprintf(NULL, 0, "%d", 100) == 3, "no buffer at all");
	printf("1..%d\n", tests);
	return failures != 0;
}
