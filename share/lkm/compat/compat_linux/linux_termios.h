/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_termios.h: how a terminal treats its input and output, as Linux's
 * kernel lays it out (its C libraries have another structure).
 */
#ifndef _COMPAT_LINUX_TERMIOS_H_
#define _COMPAT_LINUX_TERMIOS_H_

#include <sys/termios.h>

#define LINUX_NCCS 19
struct linux_termios {
	uint32_t c_iflag, c_oflag, c_cflag, c_lflag;
	uint8_t c_line;
	uint8_t c_cc[LINUX_NCCS];
};
_Static_assert(sizeof(struct linux_termios) == 36, "termios");

void linux_from_termios(const struct termios *, struct linux_termios *);
/* What it cannot say stays in the termios as it was. */
void linux_to_termios(const struct linux_termios *, struct termios *);

#endif
