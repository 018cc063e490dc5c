/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reason.c: why it was refused, on standard error and as an exit status.
 */
#include <err.h>
#include <errno.h>
#include <string.h>

#include "modload.h"
#include "util.h"

/* A line with what the module's own load function returned. */
#define OWN_ERROR "entry-failed:"

static int
status_of(int error, const char *text)
{
	/* A module's own error may be any: it is the module that said no. */
	if (strncmp(text, OWN_ERROR, strlen(OWN_ERROR)) == 0)
		return EX_REFUSED;
	switch (error) {
	case ENOEXEC:
	case EFBIG:
		return EX_OTHER;
	case ENOMEM:
		return EX_RESERVE;
	case EPERM:
	case EFAULT:
	case ENOTTY:
		return text[0] != '\0' ? EX_REFUSED : EX_LOAD;
	default:
		return EX_REFUSED;
	}
}

/*
 * The kernel's reason, each line with our name and the file's before it.
 * There is none when the call as such was turned away.
 */
int
tell_reason(const struct answer *a)
{
	const char *securelevel = securelevel_refusal();

	if (a->text[0] == '\0' && a->error == EPERM)
		warnx("%s: %s", a->path,
		    securelevel != NULL
			? securelevel
			: "not permitted: modules are loaded by root");
	else if (a->text[0] == '\0')
		warnx("%s: %s", a->path, strerror(a->error));
	(void)lkm_explain(a->path, a->text, OWN_ERROR, a->error);
	return status_of(a->error, a->text);
}
