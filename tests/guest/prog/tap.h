/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tap.h: what a test program in the guest needs to say "ok" and "not ok".
 *
 * A program calls ok() and its relations in any order, in one process only,
 * and ends with `return tap_done();`.  The host looks for the plan: a
 * program that ends without it has failed.
 */
#ifndef _TAP_H_
#define _TAP_H_

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

/* One test; all the others are made of it.  Returns good. */
bool ok(bool good, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Equal numbers; when they are not, both are shown. */
bool is(long got, long wanted, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The call returned -1 and left this error: fails(open("/x", 0), ENOENT, ..) */
bool fails(long result, int error, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* A line that explains. */
void diag(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Prints the plan.  Returns the exit status. */
int tap_done(void);

/* ---- children ---- */

/*
 * fn(arg) in a child process, whose exit status is what it returns.
 * Returns the status as wait(2) gives it.  What the child prints is lost.
 */
int in_child(int (*fn)(void *), void *arg);

/* fn(arg) in a child is ended by this signal; 0: it returns 0. */
bool dies(int sig, int (*fn)(void *), void *arg, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* A fault of which in_child()'s status tells: the signal, or 0. */
int signal_of(int status);

void msleep(int milliseconds);

/*
 * sysctl(3)'s variable of this name, an int. Without one the program ends:
 * two that could not be read would be equal.
 */
int sysctl_int(const char *name);

#endif /* _TAP_H_ */
