/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * getline.c: getline(3) and getdelim(3), which newlib has only under names
 * that it keeps for itself.
 */
#include <stdio.h>

ssize_t
getdelim(char **linep, size_t *sizep, int delimiter, FILE *f)
{
	return __getdelim(linep, sizep, delimiter, f);
}

ssize_t
getline(char **linep, size_t *sizep, FILE *f)
{
	return __getdelim(linep, sizep, '\n', f);
}
