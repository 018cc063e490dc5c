/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sleeper: says so, and sleeps until a signal comes.
 *
 *	sleeper vfork	waits for a child that does, with its memory
 */
#include "lx.h"

int
lx_main(int argc, char **argv, char **envp)
{
	static const char text[] = "sleeping\n";

	if (argc > 1)
		__asm__ volatile("int	$0x80\n\t"
				 "testl	%%eax, %%eax\n\t"
				 "jnz	1f\n"
				 "0:	movl	$29, %%eax\n\t" /* pause */
				 "int	$0x80\n\t"
				 "jmp	0b\n"
				 "1:"
				 :
				 : "a"(LX_vfork)
				 : "memory", "cc");
	lx(LX_write, 1, text, sizeof(text) - 1);
	return lx(LX_pause);
}
