/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * genassym.c: offsets of structure members for assembly.  Never run: the
 * build reads the numbers out of the compiler's assembly output.
 */
#include <sys/param.h>
#include <sys/proc.h>

#define DEFINE(name, value) __asm volatile("\n@@" #name " %0" : : "i"(value))

void genassym(void);
void
genassym(void)
{
	DEFINE(P_ONFAULT, offsetof(struct proc, p_md.md_onfault));
}
