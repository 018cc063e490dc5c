/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reason.c: why it was refused, on standard error and as an exit status.
 */
#include <err.h>
#include <errno.h>
#include <string.h>

#include "modload.h"
#include "util.h"

static int
is_own_error(const char *text)
{
	return strncmp(text, "entry-failed:", 13) == 0;
}

static int
status_of(int error, const char *text)
{
	/* A module's own error may be any: it is the module that said no. */
	if (is_own_error(text))
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
	const char *line, *end, *securelevel = securelevel_refusal();
	int len;

	if (a->text[0] == '\0' && a->error == EPERM)
		warnx("%s: %s", a->path,
		    securelevel != NULL
			? securelevel
			: "not permitted: modules are loaded by root");
	else if (a->text[0] == '\0')
		warnx("%s: %s", a->path, strerror(a->error));
	for (line = a->text; (end = strchr(line, '\n')) != NULL;
	     line = end + 1) {
		len = end - line;
		/* The kernel knows errors by number only. */
		if (is_own_error(line) && a->error != 0)
			warnx("%s: %.*s (%s)", a->path, len, line,
			    strerror(a->error));
		else
			warnx("%s: %.*s", a->path, len, line);
	}
	if (*line != '\0')
		warnx("%s: %s", a->path, line);
	return status_of(a->error, a->text);
}
