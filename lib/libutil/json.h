/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json.h: JSON on the standard output, as it is written: begin, members in
 * any number, end.  Commas come by themselves.
 *
 * Every number is a JSON number, addresses too.  A string has a character,
 * 0 to 255, for each byte: so any bytes can stand in it, and can be had
 * back.
 */
#ifndef _JSON_H_
#define _JSON_H_

#include <stdint.h>

void json_begin(void); /* an object: at the top, or behind json_name() */
void json_end(void);
/* An array of objects; json_item() begins each, on a line of its own. */
void json_array(const char *key);
void json_item(void);
void json_array_end(void);

/* Members.  A name's value is to follow. */
void json_name(const char *key);
void json_string(const char *key, const char *s);
void json_string_or_null(const char *key, const char *s); /* NULL, or "" */
void json_number(const char *key, uint32_t n);
void json_signed(const char *key, int32_t n);
void json_flag(const char *key, int is);
void json_null(const char *key);
/* The next member starts a line. */
void json_line(void);

#endif /* !_JSON_H_ */
