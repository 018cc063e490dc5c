/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sigsetjmp.S: int sigsetjmp(sigjmp_buf env, int savemask).  It cannot be
 * written in C: setjmp has to see the caller's frame, so it is jumped to.
 */
	.section .text.sigsetjmp, "ax", @progbits
	.globl sigsetjmp
	.type sigsetjmp, @function
sigsetjmp:
	movl	4(%esp), %ecx
	movl	8(%esp), %eax
	movl	%eax, 4(%ecx)		/* sj_saved */
	testl	%eax, %eax
	jz	1f
	pushl	%ecx			/* &sj_mask */
	pushl	$0
	pushl	$1			/* SIG_BLOCK, which blocks nothing */
	call	sigprocmask
	addl	$12, %esp
1:	addl	$8, 4(%esp)		/* &sj_env */
	jmp	setjmp
	.size sigsetjmp, . - sigsetjmp
	.section .note.GNU-stack, "", @progbits
