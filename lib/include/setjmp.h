/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * setjmp.h: newlib's setjmp does not touch the signal mask; sigsetjmp does
 * when it is asked to.
 */
#include_next <setjmp.h>

#ifndef _GRAFT_SETJMP_H
#define _GRAFT_SETJMP_H

/* lib/arch/i386/sigsetjmp.S knows where these lie. */
typedef struct {
	unsigned long sj_mask; /* a sigset_t */
	int sj_saved;          /* sj_mask is to be restored */
	jmp_buf sj_env;
} sigjmp_buf[1];

int sigsetjmp(sigjmp_buf, int) __attribute__((__returns_twice__));
void siglongjmp(sigjmp_buf, int) __attribute__((__noreturn__));

#endif /* _GRAFT_SETJMP_H */
