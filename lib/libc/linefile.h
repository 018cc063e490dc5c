/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linefile.h: reading files of lines whose fields are divided by colons,
 * as /etc/passwd and /etc/group are.
 */
#ifndef _LINEFILE_H_
#define _LINEFILE_H_

#include <stdio.h>
#include <sys/types.h>

#define LINE_MAX_LEN 1024

struct linefile {
	const char *lf_path;
	FILE *lf_file; /* NULL: not open */
	char lf_line[LINE_MAX_LEN];
};

int lf_rewind(struct linefile *);
void lf_close(struct linefile *);
int lf_next(struct linefile *, char **fields, int nfields);
int lf_id(const char *, uint32_t *);

#endif /* _LINEFILE_H_ */
