/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vfstest.h: a program for the guest that tries the file system calls and
 * prints TAP.  It works in a tmpfs of its own on /mnt, which is its current
 * directory whenever a test begins; at the end that must be unmountable, so
 * no call may have lost a reference to a file.
 */
#ifndef _VFSTEST_H_
#define _VFSTEST_H_

void test_paths(void);
void test_symlinks(void);
void test_data(void);
void test_sparse(void);
void test_faults(void);
void test_vectors(void);
void test_links(void);
void test_directories(void);
void test_rename(void);
void test_attributes(void);
void test_flags(void);
void test_users(void);
void test_descriptors(void);
void test_pipes(void);
void test_pipe_processes(void);
void test_poll(void);
void test_fifos(void);
void test_devices(void);
void test_locks(void);
void test_mounts(void);
void test_readonly(void);
void test_limits(void);
void test_chroot(void);
void test_mapped(void);

/* A condition; a call that gives 0; a call that gives -1 and this errno. */
#define TRUE(c)        check((c) != 0, __FILE__, __LINE__, #c)
#define ZERO(call)     TRUE((call) == 0)
#define FAILS(call, e) check_error((long)(call), e, __FILE__, __LINE__, #call)

void check(int good, const char *file, int line, const char *what);
void check_error(
    long result, int error, const char *file, int line, const char *what);
/* Make a file with this text.  0 or -1. */
int make_file(const char *name, const char *text);
/* Run fn in a child, and wait; true if all its checks were good. */
int in_child(void (*fn)(void));

#define WILD   ((void *)0x10)       /* nothing is mapped there */
#define KERNEL ((void *)0xc0100000) /* not for programs */

extern char pattern[200000]; /* no two pages of it are alike */
extern char buf[200000];

#endif /* _VFSTEST_H_ */
