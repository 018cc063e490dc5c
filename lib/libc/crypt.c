/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * crypt.c: crypt(3) for settings that begin with $5$: SHA-256, as
 * Ulrich Drepper's "Unix crypt using SHA-256 and SHA-512" has it and most
 * systems do it; openssl passwd -5 makes the same strings.  Numbers in
 * comments are the steps of that text.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sha256.h"

#define SALT_MAX       16
#define ROUNDS_DEFAULT 5000
#define ROUNDS_MIN     1000
#define ROUNDS_MAX     999999999

/* A part of a setting: $5$[rounds=N$]salt[$hash] */
struct setting {
	const char *salt;
	size_t saltlen;
	unsigned long rounds;
	int told; /* the number of rounds is part of the string */
};

static int
parse(struct setting *s, const char *text)
{
	char *end;

	if (strncmp(text, "$5$", 3) != 0)
		return -1;
	text += 3;
	s->rounds = ROUNDS_DEFAULT;
	s->told = strncmp(text, "rounds=", 7) == 0;
	if (s->told) {
		s->rounds = strtoul(text + 7, &end, 10);
		if (end == text + 7 || *end != '$')
			return -1;
		if (s->rounds < ROUNDS_MIN)
			s->rounds = ROUNDS_MIN;
		if (s->rounds > ROUNDS_MAX)
			s->rounds = ROUNDS_MAX;
		text = end + 1;
	}
	s->salt = text;
	s->saltlen = strcspn(text, "$");
	if (s->saltlen > SALT_MAX)
		s->saltlen = SALT_MAX;
	return 0;
}

/* n bytes of a digest that is repeated as often as it takes. */
static void
add_repeated(struct sha256 *c, const uint8_t *digest, size_t n)
{
	for (; n > SHA256_SIZE; n -= SHA256_SIZE)
		sha256_add(c, digest, SHA256_SIZE);
	sha256_add(c, digest, n);
}

/* The first digest, A, in steps 1 to 12. */
static void
first_digest(const char *key, size_t len, const struct setting *s, uint8_t *a)
{
	uint8_t b[SHA256_SIZE];
	struct sha256 c;
	size_t n;

	sha256_init(&c);
	sha256_add(&c, key, len);
	sha256_add(&c, s->salt, s->saltlen);
	sha256_add(&c, key, len);
	sha256_end(&c, b);

	sha256_init(&c);
	sha256_add(&c, key, len);
	sha256_add(&c, s->salt, s->saltlen);
	add_repeated(&c, b, len);
	for (n = len; n > 0; n >>= 1)
		if (n & 1)
			sha256_add(&c, b, SHA256_SIZE);
		else
			sha256_add(&c, key, len);
	sha256_end(&c, a);
}

/* `times' times the same text: DP and DS, steps 13 to 15 and 17 to 19. */
static void
digest_of_many(const void *p, size_t len, size_t times, uint8_t *digest)
{
	struct sha256 c;

	sha256_init(&c);
	while (times-- > 0)
		sha256_add(&c, p, len);
	sha256_end(&c, digest);
}

/* Step 21: what makes it slow, for those who try many keys. */
static void
stretch(uint8_t *a, size_t len, const struct setting *s, const uint8_t *dp,
    const uint8_t *ds)
{
	struct sha256 c;
	unsigned long i;

	for (i = 0; i < s->rounds; i++) {
		sha256_init(&c);
		if (i & 1)
			add_repeated(&c, dp, len);
		else
			sha256_add(&c, a, SHA256_SIZE);
		if (i % 3 != 0)
			add_repeated(&c, ds, s->saltlen);
		if (i % 7 != 0)
			add_repeated(&c, dp, len);
		if (i & 1)
			sha256_add(&c, a, SHA256_SIZE);
		else
			add_repeated(&c, dp, len);
		sha256_end(&c, a);
	}
}

static char *
put_digits(char *p, unsigned long w, int n)
{
	static const char digits[] =
	    "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	for (; n > 0; n--, w >>= 6)
		*p++ = digits[w & 63];
	return p;
}

/* Step 22: three bytes become four characters, in an odd order. */
static void
encode(char *p, const uint8_t *a)
{
	int i = 0, j = 10, k = 20, t;

	do {
		p = put_digits(
		    p, (unsigned long)a[i] << 16 | a[j] << 8 | a[k], 4);
		t = i;
		i = k + 1;
		k = j + 1;
		j = t + 1;
	} while (i != 30);
	p = put_digits(p, (unsigned long)a[31] << 8 | a[30], 3);
	*p = '\0';
}

/*
 * The key's hash, in static memory: equal to setting if that is a whole
 * one and the key is right.  NULL and EINVAL: no setting of this kind.
 */
char *
crypt(const char *key, const char *setting)
{
	static char result[sizeof("$5$rounds=999999999$$") + SALT_MAX + 43];
	uint8_t a[SHA256_SIZE], dp[SHA256_SIZE], ds[SHA256_SIZE];
	size_t len = strlen(key);
	struct setting s;
	int n;

	if (parse(&s, setting) != 0) {
		errno = EINVAL;
		return NULL;
	}
	first_digest(key, len, &s, a);
	digest_of_many(key, len, len, dp);
	digest_of_many(s.salt, s.saltlen, 16 + a[0], ds);
	stretch(a, len, &s, dp, ds);
	n = s.told ? sprintf(result, "$5$rounds=%lu$", s.rounds)
		   : sprintf(result, "$5$");
	memcpy(result + n, s.salt, s.saltlen);
	n += s.saltlen;
	result[n++] = '$';
	encode(result + n, a);
	return result;
}
