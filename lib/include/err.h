/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * err.h: messages that begin with the program's name.  The functions with
 * an x do not add strerror(errno); err, errc and errx end the program.
 */
#ifndef _ERR_H_
#define _ERR_H_

#include <stdarg.h>

#define _ERR_NORETURN     __attribute__((__noreturn__))
#define _ERR_PRINTF(f, a) __attribute__((__format__(__printf__, f, a)))

void err(int, const char *, ...) _ERR_NORETURN _ERR_PRINTF(2, 3);
void errc(int, int, const char *, ...) _ERR_NORETURN _ERR_PRINTF(3, 4);
void errx(int, const char *, ...) _ERR_NORETURN _ERR_PRINTF(2, 3);
void verr(int, const char *, va_list) _ERR_NORETURN _ERR_PRINTF(2, 0);
void verrc(int, int, const char *, va_list) _ERR_NORETURN _ERR_PRINTF(3, 0);
void verrx(int, const char *, va_list) _ERR_NORETURN _ERR_PRINTF(2, 0);
void warn(const char *, ...) _ERR_PRINTF(1, 2);
void warnc(int, const char *, ...) _ERR_PRINTF(2, 3);
void warnx(const char *, ...) _ERR_PRINTF(1, 2);
void vwarn(const char *, va_list) _ERR_PRINTF(1, 0);
void vwarnc(int, const char *, va_list) _ERR_PRINTF(2, 0);
void vwarnx(const char *, va_list) _ERR_PRINTF(1, 0);

#endif /* _ERR_H_ */
