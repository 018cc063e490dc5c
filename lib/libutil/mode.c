/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mode.c: file modes as people write them.
 *
 *	spec   = octal | clause { "," clause }
 *	clause = { "u" | "g" | "o" | "a" } action { action }
 *	action = ( "+" | "-" | "=" ) ( "u" | "g" | "o" | { r w x X s t } )
 */
#include <errno.h>
#include <string.h>

#include "util.h"

#define WHO_U (S_ISUID | S_IRWXU)
#define WHO_G (S_ISGID | S_IRWXG)
#define WHO_O (S_IRWXO)
#define WHO_A (WHO_U | WHO_G | WHO_O | S_ISVTX)

/* The bits that one letter stands for, for everybody. */
static mode_t
perm_bits(char letter, mode_t mode)
{
	switch (letter) {
	case 'r':
		return S_IRUSR | S_IRGRP | S_IROTH;
	case 'w':
		return S_IWUSR | S_IWGRP | S_IWOTH;
	case 'X':
		if (!S_ISDIR(mode) && (mode & 0111) == 0)
			return 0;
		/* FALLTHROUGH */
	case 'x':
		return S_IXUSR | S_IXGRP | S_IXOTH;
	case 's':
		return S_ISUID | S_ISGID;
	default:
		return S_ISVTX;
	}
}

/* The permissions that one of u, g, o has in mode, given to everybody. */
static mode_t
copied_bits(char from, mode_t mode)
{
	mode_t three;

	three = from == 'u' ? mode >> 6 : from == 'g' ? mode >> 3 : mode;
	three &= 07;
	return three << 6 | three << 3 | three;
}

/* One action at *sp, which is left behind it. */
static int
apply_action(const char **sp, mode_t who, mode_t spared, mode_t *modep)
{
	const char *s = *sp;
	char op = *s++;
	mode_t bits = 0;

	if (op != '+' && op != '-' && op != '=')
		return -1;
	if (*s != '\0' && strchr("ugo", *s) != NULL)
		bits = copied_bits(*s++, *modep);
	else
		while (*s != '\0' && strchr("rwxXst", *s) != NULL)
			bits |= perm_bits(*s++, *modep);
	bits &= who & ~spared;
	if (op == '=')
		*modep = (*modep & ~(who & ~spared)) | bits;
	else if (op == '+')
		*modep |= bits;
	else
		*modep &= ~bits;
	*sp = s;
	return 0;
}

static int
apply_clause(const char **sp, mode_t mask, mode_t *modep)
{
	mode_t who = 0;

	for (;; (*sp)++) {
		if (**sp == 'u')
			who |= WHO_U;
		else if (**sp == 'g')
			who |= WHO_G;
		else if (**sp == 'o')
			who |= WHO_O;
		else if (**sp == 'a')
			who |= WHO_A;
		else
			break;
	}
	if (who == 0)
		who = WHO_A;
	else
		mask = 0;
	if (who & S_IRWXO)
		who |= S_ISVTX;
	do {
		if (apply_action(sp, who, mask, modep) != 0)
			return -1;
	} while (**sp != ',' && **sp != '\0');
	return 0;
}

static int
octal(const char *s, mode_t *bitsp)
{
	mode_t bits = 0;

	for (; *s >= '0' && *s <= '7' && bits <= 07777; s++)
		bits = bits << 3 | (mode_t)(*s - '0');
	*bitsp = bits;
	return *s == '\0' && bits <= 07777 ? 0 : -1;
}

int
mode_change(const char *spec, mode_t old, mode_t mask, mode_t *newp)
{
	mode_t mode = old, bits;

	if (*spec >= '0' && *spec <= '7') {
		if (octal(spec, &bits) != 0)
			goto invalid;
		*newp = (old & ~07777) | bits;
		return 0;
	}
	for (;;) {
		if (apply_clause(&spec, mask & 0777, &mode) != 0)
			goto invalid;
		if (*spec == '\0')
			break;
		spec++;
	}
	*newp = mode;
	return 0;
invalid:
	errno = EINVAL;
	return -1;
}
