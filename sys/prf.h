/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prf.h: what lies behind printf (which is in systm.h), and the message
 * buffer.
 *
 * Conversions: d i u x X o p s c %%, the lengths hh h l ll j z t, width
 * and precision, * for both, the flags - 0 + # and space.  No floating
 * point.  printf writes to every console and into the message buffer; it
 * works from the first instruction of C on (what is printed before
 * cninit() goes only into the message buffer), from interrupts and at any
 * spl, and never sleeps.
 */
#ifndef _SYS_PRF_H_
#define _SYS_PRF_H_

#include <stdarg.h>
#include <sys/types.h>
#include <sys/systm.h>

/*
 * What the printf functions share: format, and hand the text in pieces
 * to put.  Returns the length of the whole.
 */
int kvprintf(void (*put)(void *arg, const char *s, size_t n), void *arg,
    const char *fmt, va_list ap) __printflike(3, 0);

/*
 * The message buffer: the last MSGBUFSIZE bytes that printf wrote.
 * msgbuf_read copies up to len bytes to buf, from the off-th oldest on,
 * and returns how many there were.  Both may be called anywhere.
 */
#define MSGBUFSIZE 16384
size_t msgbuf_len(void);
size_t msgbuf_read(void *buf, size_t off, size_t len);
void msgbuf_write(const char *s, size_t n);

#endif /* _SYS_PRF_H_ */
