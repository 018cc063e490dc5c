/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arch/i386/insn.c against objdump, for every instruction of the kernel: where
 * it knows one, it knows how long it is and where it jumps to.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* As in arch/i386/insn.h, which goes with the kernel's own types. */
enum insn_kind { INSN_BAD, INSN_PLAIN, INSN_CALL, INSN_JUMP, INSN_BRANCH };
struct insn {
	enum insn_kind in_kind;
	int in_length;
	int in_cond;
	unsigned long in_target;
};
struct insn insn_decode(const uint8_t *, unsigned long pc);

#define INSN_MAX 15

static int tests, failed;

static void
ok(int good, const char *name)
{
	failed += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", ++tests, name);
}

/* Bytes, as hexadecimal numbers; how many. */
static int
read_bytes(const char *s, uint8_t *p)
{
	unsigned byte;
	int n = 0, used;

	while (n < INSN_MAX && sscanf(s, "%2x%n", &byte, &used) == 1) {
		p[n++] = byte;
		s += used;
		if (*s++ != ' ')
			break;
	}
	return n;
}

/* Is what it makes of a line of objdump's what objdump made of it? */
static int
agrees(const struct insn *in, int length, const char *text)
{
	int jump = text[0] == 'j', call = strncmp(text, "call", 4) == 0;
	unsigned long to;

	if (in->in_kind == INSN_BAD)
		return 1;
	if (in->in_length != length || call != (in->in_kind == INSN_CALL))
		return 0;
	if (!jump || strchr(text, '*') != NULL)
		return in->in_kind == INSN_PLAIN || call;
	return sscanf(text, "%*s %lx", &to) == 1 && to == in->in_target &&
	    in->in_kind ==
	    (strncmp(text, "jmp", 3) == 0 ? INSN_JUMP : INSN_BRANCH);
}

static void
against_objdump(void)
{
	FILE *f =
	    popen("i686-linux-gnu-objdump -dw build/kernel/graft.debug", "r");
	long lines = 0, known = 0, wrong = 0;
	uint8_t bytes[INSN_MAX + 1];
	char line[400], hex[64], text[300];
	unsigned long pc;
	struct insn in;
	int n;

	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		if (sscanf(line, " %lx:\t%63[^\t]\t%299[^\n]", &pc, hex,
			text) != 3 ||
		    text[0] == '.')
			continue; /* no instruction, not even for objdump */
		memset(bytes, 0, sizeof(bytes));
		n = read_bytes(hex, bytes);
		in = insn_decode(bytes, pc);
		lines++;
		known += in.in_kind != INSN_BAD;
		if (!agrees(&in, n, text) && wrong++ < 10)
			printf("# %s# kind %d, %d bytes, to %lx\n", line,
			    in.in_kind, in.in_length, in.in_target);
	}
	ok(f != NULL && pclose(f) == 0 && lines > 20000,
	    "objdump has something to say");
	printf("# %ld of %ld instructions are known\n", known, lines);
	ok(wrong == 0, "no instruction is taken for another");
	ok(known > lines - lines / 100, "nearly all are known");
}

int
main(void)
{
	static const struct {
		const char *hex;
		enum insn_kind kind;
		int length, cond;
		unsigned long target;
	} cases[] = {
	    {"55", INSN_PLAIN, 1, 0, 0},
	    {"f3 0f 1e fb", INSN_PLAIN, 4, 0, 0}, /* endbr32 */
	    {"66 83 3d 00 10 00 c0 05", INSN_PLAIN, 8, 0, 0},
	    {"8b 44 24 04", INSN_PLAIN, 4, 0, 0},
	    {"8b 04 85 00 00 00 c0", INSN_PLAIN, 7, 0, 0},
	    {"f7 05 00 00 00 c0 01 00 00 00", INSN_PLAIN, 10, 0, 0},
	    {"f7 d8", INSN_PLAIN, 2, 0, 0}, /* neg */
	    {"eb 10", INSN_JUMP, 2, 0, 0xc0000012},
	    {"eb fe", INSN_JUMP, 2, 0, 0xc0000000},
	    {"e9 fb ff ff ff", INSN_JUMP, 5, 0, 0xc0000000},
	    {"74 02", INSN_BRANCH, 2, 4, 0xc0000004},
	    {"0f 8f 00 01 00 00", INSN_BRANCH, 6, 15, 0xc0000106},
	    {"e8 00 00 00 00", INSN_CALL, 5, 0, 0},
	    {"ff d0", INSN_CALL, 2, 0, 0},
	    {"ff 15 00 00 00 c0", INSN_CALL, 6, 0, 0},
	    {"ff 25 00 00 00 c0", INSN_PLAIN, 6, 0, 0}, /* jmp *address */
	    {"ff 1d 00 00 00 c0", INSN_BAD, 0, 0, 0},   /* lcall */
	    {"0f 0b", INSN_BAD, 0, 0, 0},               /* ud2 */
	    {"cc", INSN_BAD, 0, 0, 0}, {"cf", INSN_BAD, 0, 0, 0},
	    {"cd 80", INSN_BAD, 0, 0, 0},
	    {"e2 fe", INSN_BAD, 0, 0, 0},          /* loop */
	    {"66 e9 00 00", INSN_BAD, 0, 0, 0},    /* a jump of 16 bits */
	    {"67 8b 07", INSN_BAD, 0, 0, 0},       /* 16-bit address */
	    {"f0 ff 00", INSN_BAD, 0, 0, 0},       /* lock */
	    {"f3 ab", INSN_PLAIN, 2, 0, 0},        /* rep stos */
	    {"2e 8b 00", INSN_BAD, 0, 0, 0},       /* a segment */
	    {"c4 e2 7d 18 00", INSN_BAD, 0, 0, 0}, /* AVX */
	};
	uint8_t bytes[INSN_MAX + 1];
	struct insn in;
	unsigned i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memset(bytes, 0, sizeof(bytes));
		(void)read_bytes(cases[i].hex, bytes);
		in = insn_decode(bytes, 0xc0000000);
		ok(in.in_kind == cases[i].kind &&
			(in.in_kind == INSN_BAD ||
			    in.in_length == cases[i].length) &&
			(cases[i].target == 0 ||
			    in.in_target == cases[i].target) &&
			(in.in_kind != INSN_BRANCH ||
			    in.in_cond == cases[i].cond),
		    cases[i].hex);
	}
	against_objdump();
	printf("1..%d\n", tests);
	return failed != 0;
}
