/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * siglongjmp.c: back to where sigsetjmp was called.
 */
#include <setjmp.h>
#include <signal.h>

void
siglongjmp(sigjmp_buf env, int value)
{
	if (env->sj_saved)
		sigprocmask(SIG_SETMASK, &env->sj_mask, NULL);
	longjmp(env->sj_env, value);
}
