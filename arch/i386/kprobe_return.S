/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kprobe_return.S: where a probed function returns to, in the place of its
 * caller.  All registers are as it left them when the caller goes on.
 */
	.section .text.noprobe, "ax"
	.globl	kprobe_return
kprobe_return:
	pushl	$0			/* will be the real return address */
	pushfl
	cli
	pushal
	leal	36(%esp), %eax		/* where its return address was */
	pushl	%eax
	call	kprobe_returned
	addl	$4, %esp
	movl	%eax, 36(%esp)
	popal
	popfl
	ret
