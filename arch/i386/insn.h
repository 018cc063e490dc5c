/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * insn.h: how long an instruction is, and whether it does the same elsewhere.
 */
#ifndef _I386_INSN_H_
#define _I386_INSN_H_

#include <sys/types.h>

enum insn_kind {
	INSN_BAD,   /* not known, or not for everybody to execute */
	INSN_PLAIN, /* does the same wherever it lies */
	INSN_CALL,  /* leaves behind where it lies */
	INSN_JUMP,  /* to in_target */
	INSN_BRANCH /* to in_target, if in_cond (0 to 15) holds */
};
struct insn {
	enum insn_kind in_kind;
	int in_length;
	int in_cond;
	vaddr_t in_target;
};

#define INSN_MAX 15 /* bytes that an instruction can have */

/*
 * The instruction of 32-bit code at p, where INSN_MAX bytes can be read; it
 * runs at pc.  Known is what compilers begin functions with, and what is like
 * it; the rest is INSN_BAD.
 */
struct insn insn_decode(const uint8_t *p, vaddr_t pc);

#endif /* _I386_INSN_H_ */
