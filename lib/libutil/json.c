/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json.c: see json.h.  What has to stand before the next member is all that
 * is remembered.
 */
#include <stdio.h>

#include "json.h"

static const char *comma = "";

static void
print_string(const char *s)
{
	unsigned char c;

	putchar('"');
	for (; (c = *s) != '\0'; s++)
		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < ' ' || c > '~')
			printf("\\u%04x", c);
		else
			putchar(c);
	putchar('"');
}

void
json_begin(void)
{
	putchar('{');
	comma = "";
}

void
json_end(void)
{
	putchar('}');
	comma = ", ";
}

void
json_array(const char *key)
{
	json_line();
	json_name(key);
	putchar('[');
	comma = "\n";
}

void
json_item(void)
{
	/* The first one, or one behind another. */
	printf("%s", comma[0] == '\n' ? "\n" : ",\n");
	json_begin();
}

void
json_array_end(void)
{
	putchar(']');
	comma = ", ";
}

void
json_line(void)
{
	if (comma[0] == ',')
		comma = ",\n";
}

void
json_name(const char *key)
{
	printf("%s\"%s\": ", comma, key);
	comma = ", ";
}

void
json_string(const char *key, const char *s)
{
	json_name(key);
	print_string(s);
}

void
json_string_or_null(const char *key, const char *s)
{
	if (s == NULL || s[0] == '\0')
		json_null(key);
	else
		json_string(key, s);
}

void
json_number(const char *key, uint32_t n)
{
	json_name(key);
	printf("%lu", (unsigned long)n);
}

void
json_signed(const char *key, int32_t n)
{
	json_name(key);
	printf("%ld", (long)n);
}

void
json_flag(const char *key, int is)
{
	json_name(key);
	printf(is ? "true" : "false");
}

void
json_null(const char *key)
{
	json_name(key);
	printf("null");
}
