/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_sigcode.S: what a handler returns to that has not said so itself.
 * The first is for handlers of one argument, which is still on the stack.
 */
	.section .rodata
	.globl	linux_sigcode, linux_esigcode
linux_sigcode:
	popl	%eax
	movl	$119, %eax		/* sigreturn */
	int	$0x80
	.balign	16			/* LINUX_RT_SIGCODE */
	movl	$173, %eax		/* rt_sigreturn */
	int	$0x80
linux_esigcode:
