/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ChaCha20's block function against the examples of RFC 8439: section 2.3.2,
 * and appendix A.1.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "../../share/lkm/drv/random/chacha.h"

static void
unhex(const char *s, uint8_t *p, int n)
{
	unsigned byte;
	int i;

	for (i = 0; i < n; i++) {
		sscanf(s + 2 * i, "%2x", &byte);
		p[i] = byte;
	}
}

int
main(void)
{
	static const struct {
		const char *name, *key, *nonce, *out;
		uint32_t counter;
	} cases[] = {
	    {"2.3.2",
		"000102030405060708090a0b0c0d0e0f"
		"101112131415161718191a1b1c1d1e1f",
		"000000090000004a00000000",
		"10f1e7e4d13b5915500fdd1fa32071c4"
		"c7d1f4c733c068030422aa9ac3d46c4e"
		"d2826446079faa0914c2d705d98b02a2"
		"b5129cd1de164eb9cbd083e8a2503c4e",
		1},
	    {"A.1, 1",
		"00000000000000000000000000000000"
		"00000000000000000000000000000000",
		"000000000000000000000000",
		"76b8e0ada0f13d90405d6ae55386bd28"
		"bdd219b8a08ded1aa836efcc8b770dc7"
		"da41597c5157488d7724e03fb8d84a37"
		"6a43b8f41518a11cc387b669b2ee6586",
		0},
	    {"A.1, 2",
		"00000000000000000000000000000000"
		"00000000000000000000000000000000",
		"000000000000000000000000",
		"9f07e7be5551387a98ba977c732d080d"
		"cb0f29a048e3656912c6533e32ee7aed"
		"29b721769ce64e43d57133b074d839d5"
		"31ed1f28510afb45ace10a1f4b794d6f",
		1},
	};
	uint8_t key[CHACHA_KEY], nonce[CHACHA_NONCE], out[CHACHA_BLOCK],
	    want[CHACHA_BLOCK];
	int n = sizeof(cases) / sizeof(cases[0]), i, good, failed = 0;

	for (i = 0; i < n; i++) {
		unhex(cases[i].key, key, sizeof(key));
		unhex(cases[i].nonce, nonce, sizeof(nonce));
		unhex(cases[i].out, want, sizeof(want));
		chacha_block(key, cases[i].counter, nonce, out);
		good = memcmp(out, want, sizeof(out)) == 0;
		failed += !good;
		printf("%sok %d - RFC 8439, %s\n", good ? "" : "not ", i + 1,
		    cases[i].name);
	}
	printf("1..%d\n", n);
	return failed != 0;
}
