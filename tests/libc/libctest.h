/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libctest.h: a program for the guest that tries the C library on the real
 * kernel and prints TAP.  Each file has one function that main() calls.
 */
#ifndef _LIBCTEST_H_
#define _LIBCTEST_H_

void test_files(void);
void test_directories(void);
void test_memory(void);
void test_processes(void);
void test_signals(void);
void test_system(void);
void test_text(void);

/* Print "ok" or "not ok" with errno; the name is a printf format. */
void ok(int good, const char *name, ...)
    __attribute__((__format__(__printf__, 2, 3)));

#endif /* _LIBCTEST_H_ */
