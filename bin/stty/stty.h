/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stty.h: the names of the modes of a terminal, for showing and setting.
 */
#ifndef _STTY_H_
#define _STTY_H_

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

/* A flag: set by its name, cleared by the name after a "-". */
struct flag {
	const char *f_name;
	size_t f_field;  /* offset of the word in struct termios */
	tcflag_t f_mask; /* the bits that are cleared first */
	tcflag_t f_bits; /* the bits that are set */
	bool f_sane;     /* what a sane terminal has */
};
extern const struct flag flags[]; /* ends with a NULL name */

/* A control character. */
struct control {
	const char *c_name;
	int c_index;
	cc_t c_sane;
};
extern const struct control controls[]; /* ends with a NULL name */

#endif /* _STTY_H_ */
