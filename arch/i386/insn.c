/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * insn.c: how long an instruction is.  The opcodes are those of appendix A of
 * volume 2 of the Intel SDM, the operands those of its chapter 2.
 *
 * Each opcode has one of the forms below, written as a letter in a string of
 * sixteen for each row of the manual's map.
 *
 *	-	no operand but registers that the opcode names
 *	m	a ModRM byte, and what it asks for
 *	b, w, z	an immediate of one byte, of two, of the operand's size
 *	o	the offset of a memory operand: 4 bytes
 *	B, Z	a ModRM byte and an immediate
 *	g, G	a ModRM byte, and, for the first two of its group, an immediate
 *	j, J	a distance of one byte, of four: a jump
 *	c, C	the same, on a condition
 *	f	group 5: among others, calls
 *	x	a call; a dot: not known here
 */
#include <sys/param.h>
#include <sys/systm.h>
#include "insn.h"

static const char one_byte[16][17] = {
    "mmmmbz..mmmmbz..", /* 00: add, or */
    "mmmmbz..mmmmbz..", /* adc, sbb */
    "mmmmbz..mmmmbz..", /* and, sub */
    "mmmmbz..mmmmbz..", /* xor, cmp */
    "----------------", /* inc, dec */
    "----------------", /* push, pop */
    "--......zZbB....", /* pusha, popa; push, imul */
    "cccccccccccccccc", /* jcc */
    "BZ.Bmmmmmmmm.m..", /* 80: group 1, test, xchg, mov, lea */
    "----------..-...", /* xchg, cwde, cdq, pushf */
    "oooo----bz------", /* mov, strings, test */
    "bbbbbbbbzzzzzzzz", /* mov */
    "BBw-..BZ.-......", /* c0: shifts, ret, mov, leave */
    "mmmm............", /* shifts */
    "....bbbbxJ.j----", /* in, out; call, jmp */
    "......gG..----mf", /* f0: groups 3, 4, 5; cli, sti, cld */
};

static const char two_bytes[16][17] = {
    "................", /* 0f 00 */
    "...............m", /* nop */
    "m.m.............", /* mov from and to cr0 and the like */
    ".-..............", /* rdtsc */
    "mmmmmmmmmmmmmmmm", /* cmovcc */
    "................",
    "................",
    "................",
    "CCCCCCCCCCCCCCCC", /* 80: jcc */
    "mmmmmmmmmmmmmmmm", /* setcc */
    "..-mBm.....mBm.m", /* cpuid, bt, shld, bts, shrd, imul */
    "mm.m..mm..Bmmmmm", /* cmpxchg, btr, movzx, group 8, btc, bsf, movsx */
    "mm......--------", /* xadd, bswap */
    "................",
    "................",
    "................",
};

/* Bytes of a ModRM byte, what follows it of an address, all with 32 bits. */
static int
modrm_length(const uint8_t *p)
{
	int mod = p[0] >> 6, rm = p[0] & 7, n = 1;

	if (mod == 3)
		return n;
	if (rm == 4) {
		rm = p[1] & 7; /* the base of the SIB byte */
		n++;
	}
	if (mod == 1)
		return n + 1;
	return mod == 2 || rm == 5 ? n + 4 : n;
}

/* What a group's members say beside their opcode: the ModRM byte's middle. */
static int
group(const uint8_t *p)
{
	return p[0] >> 3 & 7;
}

/* Bytes of the operands at p; -1: an instruction that is not known. */
static int
operands_length(char form, const uint8_t *p, int word)
{
	switch (form) {
	case '-':
		return 0;
	case 'm':
		return modrm_length(p);
	case 'b':
	case 'c':
	case 'j':
		return 1;
	case 'w':
		return 2;
	case 'z':
		return word ? 2 : 4;
	case 'o':
	case 'C':
	case 'J':
	case 'x':
		return 4;
	case 'B':
		return modrm_length(p) + 1;
	case 'Z':
		return modrm_length(p) + (word ? 2 : 4);
	case 'g':
		return modrm_length(p) + (group(p) < 2 ? 1 : 0);
	case 'G':
		return modrm_length(p) + (group(p) > 1 ? 0 : word ? 2 : 4);
	case 'f': /* inc, dec, call, far call, jmp, far jmp, push */
		return group(p) == 3 || group(p) == 5 || group(p) == 7
		    ? -1
		    : modrm_length(p);
	default:
		return -1;
	}
}

static vaddr_t
target(const uint8_t *p, int len, vaddr_t next)
{
	int32_t distance;

	if (len == 1)
		return next + (int8_t)*p;
	memcpy(&distance, p, sizeof(distance));
	return next + distance;
}

struct insn
insn_decode(const uint8_t *p, vaddr_t pc)
{
	const uint8_t *start = p;
	struct insn in = {INSN_BAD, 0, 0, 0};
	int word = 0, n;
	char form;

	/* endbr32, where the compiler was told to make it. */
	if (p[0] == 0xf3 && p[1] == 0x0f && p[2] == 0x1e && p[3] == 0xfb)
		return (struct insn){INSN_PLAIN, 4, 0, 0};
	if (*p == 0x66) {
		word = 1;
		p++;
	} else if (*p == 0xf3 && p[1] >> 4 == 0xa &&
	    one_byte[0xa][p[1] & 15] == '-')
		p++; /* rep, and an instruction for strings */
	if (*p == 0x0f) {
		p++;
		form = two_bytes[*p >> 4][*p & 15];
	} else
		form = one_byte[*p >> 4][*p & 15];
	in.in_cond = *p++ & 15;
	if ((n = operands_length(form, p, word)) == -1 ||
	    (word && strchr("cCjJxw", form) != NULL))
		return in;
	in.in_length = p + n - start;
	in.in_kind = INSN_PLAIN;
	if (form == 'x' || (form == 'f' && group(p) == 2))
		in.in_kind = INSN_CALL;
	if (strchr("cCjJ", form) != NULL) {
		in.in_kind =
		    form == 'c' || form == 'C' ? INSN_BRANCH : INSN_JUMP;
		in.in_target = target(p, n, pc + in.in_length);
	}
	return in;
}
