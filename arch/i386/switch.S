/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * switch.S: from one kernel stack to another.
 */

/*
 * void switch_stack(vaddr_t *save, vaddr_t load)
 * Saves what a C function has to keep, leaves the stack pointer in *save,
 * and goes on where load was left.
 */
	.text
	.globl	switch_stack
switch_stack:
	movl	4(%esp), %eax
	movl	8(%esp), %edx
	pushl	%ebp
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	movl	%esp, (%eax)
	movl	%edx, %esp
	popl	%edi
	popl	%esi
	popl	%ebx
	popl	%ebp
	ret

/* The signal trampoline, copied to a page of each process (sendsig()). */
	.section .rodata
	.globl	sigcode, esigcode
sigcode:
	/* Stack: sig, code, &sigcontext, handler. */
	call	*12(%esp)
	leal	8(%esp), %eax		/* &scp */
	pushl	(%eax)			/* scp: the argument of sigreturn */
	pushl	%eax			/* where a return address would be */
	movl	$295, %eax		/* SYS___sigreturn14 */
	int	$0x80
	movl	$1, %eax		/* SYS_exit, should that fail */
	int	$0x80
esigcode:
