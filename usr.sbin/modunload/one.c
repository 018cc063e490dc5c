/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * one.c: unload one module.
 *
 * With -w it is waited for while it is busy.  The kernel cannot tell when
 * that has changed: it would have to notice each time somebody leaves the
 * module's code.  So it is asked again, some times a second.
 */
#include <sys/ioctl.h>
#include <sys/time.h>

#include <err.h>
#include <errno.h>
#include <string.h>
#include <time.h>

#include "modunload.h"
#include "util.h"

#define ASK_AGAIN 50000000 /* nanoseconds between two questions */

static long long
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

/*
 * Ask until it is gone, or the time is up; while it is busy, by its own
 * word or the kernel's, and for no other reason.
 */
int
unload(int dev, const struct lkm_which *w, u_int serial, long long ns,
    char text[TEXT_SIZE])
{
	struct lmc_unloadmod ul = {.id = w->id,
	    .name = w->name,
	    .reason = {text, TEXT_SIZE},
	    .serial = &serial}; /* told once, no other is meant */
	const struct timespec pause = {0, ASK_AGAIN};
	long long end = now() + ns;

	text[0] = '\0';
	while (ioctl(dev, LMUNLOADMOD, &ul) == -1) {
		if (errno != EBUSY || now() >= end)
			return errno;
		nanosleep(&pause, NULL);
	}
	return 0;
}

int
not_permitted(const char *text, int error)
{
	return error == EPERM && text[0] == '\0';
}

int
not_loaded(const char *text)
{
	/* A module that refuses may do so with any error. */
	return strncmp(text, "not-loaded:", 11) == 0;
}

void
tell(const char *what, const char *text, int error)
{
	const char *securelevel;

	if (not_permitted(text, error)) {
		securelevel = securelevel_refusal();
		warnx("%s: %s", what,
		    securelevel != NULL
			? securelevel
			: "not permitted: modules are unloaded by root");
	} else if (lkm_explain(what, text, "refused:", error) == 0 &&
	    error != 0)
		warnx("%s: %s", what, strerror(error));
}
