/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hexdump: bytes as hexadecimal numbers; with -C also as characters.
 * Lines that repeat the one before are shown as a single *, without -v.
 */
#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "hexdump [-Cv] [-n length] [-s skip] [file ...]";

#define WIDTH 16

static char **files; /* those still to be read; NULL after the last */
static FILE *in;
static const char *in_name;
static int status;

/* The next byte of all files taken as one; EOF behind the last. */
static int
next_byte(void)
{
	int c;

	for (;;) {
		if (in == NULL) {
			if (*files == NULL)
				return EOF;
			in_name = *files++;
			in = strcmp(in_name, "-") == 0 ? stdin
						       : fopen(in_name, "r");
			if (in == NULL) {
				warn("%s", in_name);
				status = 1;
				continue;
			}
		}
		c = getc(in);
		if (c != EOF)
			return c;
		if (ferror(in)) {
			warn("%s", in_name);
			status = 1;
		}
		if (in != stdin)
			fclose(in);
		in = NULL;
	}
}

static void
print_canonical(unsigned long long at, const unsigned char *line, size_t n)
{
	size_t i;

	printf("%08llx ", at);
	for (i = 0; i < WIDTH; i++) {
		if (i % 8 == 0)
			putchar(' ');
		if (i < n)
			printf("%02x ", line[i]);
		else
			fputs("   ", stdout);
	}
	fputs(" |", stdout);
	for (i = 0; i < n; i++)
		putchar(line[i] < 0x80 && isprint(line[i]) ? line[i] : '.');
	puts("|");
}

/* Words of 16 bits as this machine has them in memory. */
static void
print_words(unsigned long long at, const unsigned char *line, size_t n)
{
	size_t i;

	printf("%07llx", at);
	for (i = 0; i < WIDTH; i += 2) {
		if (i + 1 < n)
			printf(" %02x%02x", line[i + 1], line[i]);
		else if (i < n)
			printf(" 00%02x", line[i]);
		else
			fputs("     ", stdout);
	}
	putchar('\n');
}

static void
dump(long long skip, long long length, bool canonical, bool every)
{
	unsigned char line[WIDTH], last[WIDTH];
	bool have_last = false, starred = false;
	unsigned long long at = (unsigned long long)skip;
	size_t n;
	int c;

	while (skip > 0 && next_byte() != EOF)
		skip--;
	at -= (unsigned long long)skip;
	do {
		for (n = 0; n < WIDTH && length != 0; n++, length--) {
			c = next_byte();
			if (c == EOF)
				break;
			line[n] = (unsigned char)c;
		}
		if (n == 0)
			break;
		if (!every && have_last && n == WIDTH &&
		    memcmp(line, last, WIDTH) == 0) {
			if (!starred)
				puts("*");
			starred = true;
		} else {
			(canonical ? print_canonical : print_words)(
			    at, line, n);
			starred = false;
		}
		memcpy(last, line, WIDTH);
		have_last = true;
		at += n;
	} while (n == WIDTH);
	if (at > 0)
		printf(canonical ? "%08llx\n" : "%07llx\n", at);
}

static long long
offset_arg(const char *what, const char *s)
{
	char *end;
	long long n;

	if (s[0] != '0')
		return size_arg(what, s, 0, 1LL << 62);
	n = strtoll(s, &end, 0);
	if (*end != '\0' || n < 0)
		errx(1, "%s `%s' is not a number", what, s);
	return n;
}

int
main(int argc, char **argv)
{
	static char dash[] = "-";
	static char *standard_input[] = {dash, NULL};
	bool canonical = false, every = false;
	long long skip = 0, length = -1;
	int c;

	check_stdout(1);
	while ((c = getopt(argc, argv, "Cn:s:v")) != -1) {
		switch (c) {
		case 'C':
			canonical = true;
			break;
		case 'n':
			length = offset_arg("length", optarg);
			break;
		case 's':
			skip = offset_arg("skip", optarg);
			break;
		case 'v':
			every = true;
			break;
		default:
			usage_exit(1, synopsis);
		}
	}
	files = optind < argc ? argv + optind : standard_input;
	dump(skip, length, canonical, every);
	return status;
}
