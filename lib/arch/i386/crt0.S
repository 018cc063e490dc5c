/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * crt0.S: where a program begins.  exec(2) leaves on the stack, upwards
 * from %esp: argc, the argv pointers, NULL, the environment's pointers,
 * NULL.  No other register is promised.
 */
	/*
	 * For whom this program is.  Others look the same to the processor and
	 * make their system calls by the same instruction.
	 */
	.section .note.graft, "a", @note
	.balign	4
	.long	6, 4, 1			/* bytes of name and contents; type */
	.asciz	"Graft"
	.balign	4
	.long	1			/* version of the system calls */

	.section .text.start, "ax", @progbits
	.globl _start
	.type _start, @function
_start:
	cld
	xorl	%ebp, %ebp		/* a debugger's trace ends here */
	movl	(%esp), %eax
	leal	4(%esp), %ecx
	leal	8(%esp,%eax,4), %edx
	andl	$-16, %esp		/* as the ABI wants it at a call */
	pushl	%ebp
	pushl	%edx
	pushl	%ecx
	pushl	%eax
	call	__start			/* lib/libc/start.c; does not return */
	hlt
	.size _start, . - _start
	.section .note.GNU-stack, "", @progbits
