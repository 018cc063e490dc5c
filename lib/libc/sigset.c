/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sigset.c: the macros of <signal.h> as functions, which, unlike the
 * macros, check the number.
 */
#include <errno.h>
#include <signal.h>

/* The bit of sig, or 0 with EINVAL. */
static sigset_t
sigbit(int sig)
{
	if (sig <= 0 || sig >= NSIG) {
		errno = EINVAL;
		return 0;
	}
	return sigmask(sig);
}

int(sigaddset)(sigset_t *set, const int sig)
{
	sigset_t bit = sigbit(sig);

	*set |= bit;
	return bit != 0 ? 0 : -1;
}

int(sigdelset)(sigset_t *set, const int sig)
{
	sigset_t bit = sigbit(sig);

	*set &= ~bit;
	return bit != 0 ? 0 : -1;
}

int(sigismember)(const sigset_t *set, int sig)
{
	sigset_t bit = sigbit(sig);

	if (bit == 0)
		return -1;
	return (*set & bit) != 0;
}

int(sigemptyset)(sigset_t *set)
{
	*set = 0;
	return 0;
}

int(sigfillset)(sigset_t *set)
{
	*set = ~0UL;
	return 0;
}
