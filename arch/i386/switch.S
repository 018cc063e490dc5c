/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * switch.S: from one kernel stack to another.
 */

/*
 * void switch_stack(vaddr_t *save, vaddr_t load)
 * Saves what a C function has to keep, leaves the stack pointer in *save,
 * and goes on where load was left.
 */
	.section .text.noprobe, "ax"
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

/*
 * void cpu_getregs(struct trapframe *tf): the registers as they are in the
 * caller, when this returns to it.
 */
	.section .text.noprobe, "ax"
	.globl	cpu_getregs
cpu_getregs:
	pushl	%eax
	movl	8(%esp), %eax
	movl	%ecx, 40(%eax)
	movl	%gs, %ecx
	movl	%ecx, 0(%eax)
	movl	%fs, %ecx
	movl	%ecx, 4(%eax)
	movl	%es, %ecx
	movl	%ecx, 8(%eax)
	movl	%ds, %ecx
	movl	%ecx, 12(%eax)
	movl	%edi, 16(%eax)
	movl	%esi, 20(%eax)
	movl	%ebp, 24(%eax)
	movl	%ebx, 32(%eax)
	movl	%edx, 36(%eax)
	popl	44(%eax)
	movl	$0x101, 48(%eax)	/* T_CALL */
	movl	$0, 52(%eax)
	movl	(%esp), %ecx
	movl	%ecx, 56(%eax)
	movl	%cs, %ecx
	movl	%ecx, 60(%eax)
	pushfl
	popl	64(%eax)
	leal	4(%esp), %ecx
	movl	%ecx, 68(%eax)
	movl	%ss, %ecx
	movl	%ecx, 72(%eax)
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
