/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tr: replace, squeeze or delete characters of the standard input.
 *
 * A set is characters, ranges a-z, classes [:name:] and escapes.
 */
#include <ctype.h>
#include <err.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] = "tr [-cs] set1 set2\n"
			       "       tr [-c] -d set1\n"
			       "       tr [-c] -s set1\n"
			       "       tr [-c] -ds set1 set2";

#define MAXSET 4096

struct set {
	unsigned char s_char[MAXSET];
	size_t s_count;
};

static const struct {
	const char *name;
	int (*is)(int);
} classes[] = {{"alnum", isalnum}, {"alpha", isalpha}, {"blank", isblank},
    {"cntrl", iscntrl}, {"digit", isdigit}, {"graph", isgraph},
    {"lower", islower}, {"print", isprint}, {"punct", ispunct},
    {"space", isspace}, {"upper", isupper}, {"xdigit", isxdigit}};

static void
add(struct set *set, int c)
{
	if (set->s_count == MAXSET)
		errx(1, "a set of more than %d characters", MAXSET);
	set->s_char[set->s_count++] = (unsigned char)c;
}

/* One character, perhaps an escape. */
static int
get_char(const char **sp)
{
	static const char letters[] = "abfnrtv", values[] = "\a\b\f\n\r\t\v";
	const char *s = *sp, *at;
	int n = 0, digits;

	if (*s != '\\' || s[1] == '\0') {
		*sp = s + 1;
		return (unsigned char)*s;
	}
	s++;
	if (*s >= '0' && *s <= '7') {
		for (digits = 0; digits < 3 && *s >= '0' && *s <= '7'; digits++)
			n = n * 8 + (*s++ - '0');
		*sp = s;
		return n & 0xff;
	}
	*sp = s + 1;
	at = strchr(letters, *s);
	return at != NULL ? values[at - letters] : (unsigned char)*s;
}

/* [:name:] at s: add it and return what is behind, or NULL. */
static const char *
add_class(struct set *set, const char *s)
{
	const char *end;
	size_t i, len;
	int c;

	if (s[0] != '[' || s[1] != ':' || (end = strstr(s, ":]")) == NULL)
		return NULL;
	s += 2;
	len = (size_t)(end - s);
	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (strlen(classes[i].name) != len ||
		    strncmp(classes[i].name, s, len) != 0)
			continue;
		for (c = 0; c < 256; c++)
			if (classes[i].is(c))
				add(set, c);
		return end + 2;
	}
	errx(1, "there is no class [:%.*s:]", (int)len, s);
}

static void
parse_set(struct set *set, const char *s)
{
	const char *behind;
	int c, last;

	while (*s != '\0') {
		behind = add_class(set, s);
		if (behind != NULL) {
			s = behind;
			continue;
		}
		c = get_char(&s);
		last = c;
		if (s[0] == '-' && s[1] != '\0') {
			s++;
			last = get_char(&s);
			if (last < c)
				errx(
				    1, "the range %c-%c is backwards", c, last);
		}
		for (; c <= last; c++)
			add(set, c);
	}
}

static void
complement(struct set *set)
{
	bool in[256] = {false};
	size_t i;

	for (i = 0; i < set->s_count; i++)
		in[set->s_char[i]] = true;
	set->s_count = 0;
	for (i = 0; i < 256; i++)
		if (!in[i])
			add(set, (int)i);
}

/* Where set2 is shorter, its last character stands for the rest. */
static void
fill_map(unsigned char map[256], const struct set *from, const struct set *to)
{
	bool seen[256] = {false};
	size_t i, j;

	if (to->s_count == 0)
		errx(1, "set2 is empty");
	for (i = 0; i < from->s_count; i++) {
		j = i < to->s_count ? i : to->s_count - 1;
		if (!seen[from->s_char[i]])
			map[from->s_char[i]] = to->s_char[j];
		seen[from->s_char[i]] = true;
	}
}

int
main(int argc, char **argv)
{
	bool other = false, delete = false, squeeze = false;
	bool in_set[256] = {false}, squeezed[256] = {false};
	static struct set one, two, *squeeze_set;
	unsigned char map[256];
	int c, last = EOF, sets;
	size_t i;

	check_stdout(1);
	while ((c = getopt(argc, argv, "+Ccds")) != -1) {
		if (c == 'c' || c == 'C')
			other = true;
		else if (c == 'd')
			delete = true;
		else if (c == 's')
			squeeze = true;
		else
			usage_exit(1, synopsis);
	}
	sets = argc - optind;
	if (delete ? sets != (squeeze ? 2 : 1)
		   : sets != 2 && !(squeeze && sets == 1))
		usage_exit(1, synopsis);
	parse_set(&one, argv[optind]);
	if (sets == 2)
		parse_set(&two, argv[optind + 1]);
	if (other)
		complement(&one);
	for (i = 0; i < 256; i++)
		map[i] = (unsigned char)i;
	if (!delete &&sets == 2)
		fill_map(map, &one, &two);
	for (i = 0; delete &&i < one.s_count; i++)
		in_set[one.s_char[i]] = true;
	squeeze_set = sets == 2 ? &two : &one;
	for (i = 0; squeeze && i < squeeze_set->s_count; i++)
		squeezed[squeeze_set->s_char[i]] = true;
	while ((c = getchar()) != EOF) {
		if (in_set[c])
			continue;
		c = map[c];
		if (c == last && squeezed[c])
			continue;
		putchar(c);
		last = c;
	}
	if (ferror(stdin))
		err(1, "standard input");
	return 0;
}
