/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linefile.c: see linefile.h.  A line that has not the right fields, or is
 * longer than the buffer, is passed over: it must not hide those after it.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "linefile.h"

/* Start at the first line, opening the file when it is not.  -1: errno. */
int
lf_rewind(struct linefile *lf)
{
	if (lf->lf_file == NULL) {
		lf->lf_file = fopen(lf->lf_path, "re");
		return lf->lf_file != NULL ? 0 : -1;
	}
	rewind(lf->lf_file);
	return 0;
}

void
lf_close(struct linefile *lf)
{
	if (lf->lf_file != NULL)
		fclose(lf->lf_file);
	lf->lf_file = NULL;
}

/* Read a line, without its newline, into lf_line.  0: too long; -1: end. */
static int
read_line(struct linefile *lf)
{
	size_t len;
	int c;

	if (fgets(lf->lf_line, sizeof(lf->lf_line), lf->lf_file) == NULL)
		return -1;
	len = strlen(lf->lf_line);
	if (len > 0 && lf->lf_line[len - 1] == '\n') {
		lf->lf_line[len - 1] = '\0';
		return 1;
	}
	c = getc(lf->lf_file);
	if (c == EOF)
		return 1;
	while (c != '\n' && c != EOF)
		c = getc(lf->lf_file);
	return 0;
}

/*
 * Point fields[] into the next line that has exactly nfields of them.
 * 1: there was one; 0: the end.
 */
int
lf_next(struct linefile *lf, char **fields, int nfields)
{
	char *rest;
	int n, status;

	while ((status = read_line(lf)) != -1) {
		if (status == 0 || lf->lf_line[0] == '#')
			continue;
		rest = lf->lf_line;
		for (n = 0; n < nfields && rest != NULL; n++)
			fields[n] = strsep(&rest, ":");
		if (n == nfields && rest == NULL)
			return 1;
	}
	return 0;
}

/* A user's or group's number, in decimal.  -1: it is not one. */
int
lf_id(const char *text, uint32_t *id)
{
	unsigned long value;
	char *end;

	if (*text < '0' || *text > '9')
		return -1;
	value = strtoul(text, &end, 10);
	if (*end != '\0' || value == ULONG_MAX)
		return -1;
	*id = (uint32_t)value;
	return 0;
}
