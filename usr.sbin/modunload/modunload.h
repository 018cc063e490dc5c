/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modunload.h: what the files of modunload share.
 */
#ifndef _MODUNLOAD_H_
#define _MODUNLOAD_H_

#include <lkmtool.h>

/* Exit statuses, those of NetBSD's modunload. */
enum { EX_USAGE = 1, EX_DEVICE = 2, EX_NONE = 3, EX_OTHER = 5 };

#define TEXT_SIZE 8192

/* ---- one.c ---- */

/*
 * Unload it, waiting for up to so many nanoseconds while it is busy: 0, or
 * an errno.  serial: which load of it is meant, or 0.  The kernel's reasons go
 * to text.
 */
int unload(int dev, const struct lkm_which *, u_int serial, long long ns,
    char text[TEXT_SIZE]);
/* Say why not, on standard error. */
void tell(const char *what, const char *text, int error);
/* The kernel would unload nothing, whatever it is. */
int not_permitted(const char *text, int error);

/* There is no such module: nothing else was the reason. */
int not_loaded(const char *text);

/* ---- all.c ---- */

/* Unload every module, as above; the exit status. */
int unload_all(int dev, long long ns);

#endif /* !_MODUNLOAD_H_ */
