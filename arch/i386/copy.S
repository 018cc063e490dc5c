/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * copy.S: between kernel and user memory.
 *
 * curproc->p_md.md_onfault says where to go on when a touch of the other
 * side faults for good; the trap handler first tries to make the page
 * available.  The offset is checked in machdep.c.
 */
#include "assym.h"

#define VM_MAX_ADDRESS 0xc0000000
#define BULK	     1024	/* bytes from which on it goes by pages */
#define EFAULT	     14
#define ENAMETOOLONG 63

	.section .text.noprobe, "ax"

/* eax = 0 or EFAULT; the registers that C keeps are on the stack. */
	.macro	COPY_BODY
	movl	%ecx, %edx
	shrl	$2, %ecx
	rep movsl
	movl	%edx, %ecx
	andl	$3, %ecx
	rep movsb
	.endm

	.macro	SETFAULT label
	movl	curproc, %eax
	movl	$\label, P_ONFAULT(%eax)
	.endm
	.macro	CLEARFAULT
	movl	curproc, %eax
	movl	$0, P_ONFAULT(%eax)
	.endm

/* int copyin(const void *uaddr, void *kaddr, size_t len) */
	.globl	copyin
copyin:
	cmpl	$BULK, 12(%esp)
	jae	copyin_bulk		/* in machdep.c */
	pushl	%esi
	pushl	%edi
	movl	12(%esp), %esi
	movl	16(%esp), %edi
	movl	20(%esp), %ecx
	movl	%esi, %eax
	addl	%ecx, %eax
	jc	copy_efault
	cmpl	$VM_MAX_ADDRESS, %eax
	ja	copy_efault
	SETFAULT copy_fault
	COPY_BODY
	jmp	copy_done

/* int copyout(const void *kaddr, void *uaddr, size_t len) */
	.globl	copyout
copyout:
	cmpl	$BULK, 12(%esp)
	jae	copyout_bulk
	pushl	%esi
	pushl	%edi
	movl	12(%esp), %esi
	movl	16(%esp), %edi
	movl	20(%esp), %ecx
	movl	%edi, %eax
	addl	%ecx, %eax
	jc	copy_efault
	cmpl	$VM_MAX_ADDRESS, %eax
	ja	copy_efault
	SETFAULT copy_fault
	COPY_BODY
copy_done:
	CLEARFAULT
	xorl	%eax, %eax
	popl	%edi
	popl	%esi
	ret
copy_fault:
	CLEARFAULT
copy_efault:
	movl	$EFAULT, %eax
	popl	%edi
	popl	%esi
	ret

/*
 * int user_touch(void *uaddr, int write): have the page with this address
 * there, as it must be for a read, or a write.  0 or EFAULT.
 */
	.globl	user_touch
user_touch:
	movl	4(%esp), %edx
	SETFAULT touch_fault
	cmpl	$0, 8(%esp)
	jne	1f
	testb	$0, (%edx)
	jmp	2f
1:	orb	$0, (%edx)
2:	CLEARFAULT
	xorl	%eax, %eax
	ret
touch_fault:
	CLEARFAULT
	movl	$EFAULT, %eax
	ret

/*
 * int kcopy(const void *src, void *dst, size_t len): kernel addresses; an
 * older onfault is put back, since it may be called while one is set.
 */
	.globl	kcopy
kcopy:
	pushl	%esi
	pushl	%edi
	movl	curproc, %eax
	pushl	P_ONFAULT(%eax)
	movl	16(%esp), %esi
	movl	20(%esp), %edi
	movl	24(%esp), %ecx
	SETFAULT kcopy_fault
	COPY_BODY
	xorl	%eax, %eax
	jmp	1f
kcopy_fault:
	movl	$EFAULT, %eax
1:	movl	curproc, %edx
	popl	P_ONFAULT(%edx)
	popl	%edi
	popl	%esi
	ret

/* int copyinstr(const void *uaddr, void *kaddr, size_t max, size_t *done) */
	.globl	copyinstr
copyinstr:
	pushl	%esi
	pushl	%edi
	pushl	%ebx
	movl	16(%esp), %esi
	movl	20(%esp), %edi
	movl	24(%esp), %ecx
	movl	$VM_MAX_ADDRESS, %ebx	/* the end of what may be touched */
	SETFAULT str_fault
1:	testl	%ecx, %ecx
	jz	str_long
	cmpl	%ebx, %esi
	jae	str_fault
	lodsb
	stosb
	decl	%ecx
	testb	%al, %al
	jnz	1b
	xorl	%eax, %eax
	jmp	str_done

/* int copyoutstr(const void *kaddr, void *uaddr, size_t max, size_t *done) */
	.globl	copyoutstr
copyoutstr:
	pushl	%esi
	pushl	%edi
	pushl	%ebx
	movl	16(%esp), %esi
	movl	20(%esp), %edi
	movl	24(%esp), %ecx
	movl	$VM_MAX_ADDRESS, %ebx
	SETFAULT str_fault
1:	testl	%ecx, %ecx
	jz	str_long
	cmpl	%ebx, %edi
	jae	str_fault
	lodsb
	stosb
	decl	%ecx
	testb	%al, %al
	jnz	1b
	xorl	%eax, %eax
	jmp	str_done
str_long:
	movl	$ENAMETOOLONG, %eax
	jmp	str_done
str_fault:
	movl	$EFAULT, %eax
str_done:
	movl	curproc, %edx
	movl	$0, P_ONFAULT(%edx)
	movl	28(%esp), %edx
	testl	%edx, %edx
	jz	2f
	movl	24(%esp), %ebx
	subl	%ecx, %ebx
	movl	%ebx, (%edx)
2:	popl	%ebx
	popl	%edi
	popl	%esi
	ret

/* int fuword(const void *uaddr) */
	.globl	fuword
fuword:
	movl	4(%esp), %edx
	cmpl	$(VM_MAX_ADDRESS - 4), %edx
	ja	1f
	SETFAULT word_fault
	movl	(%edx), %edx
	CLEARFAULT
	movl	%edx, %eax
	ret

/* int suword(void *uaddr, int value) */
	.globl	suword
suword:
	movl	4(%esp), %edx
	movl	8(%esp), %ecx
	cmpl	$(VM_MAX_ADDRESS - 4), %edx
	ja	1f
	SETFAULT word_fault
	movl	%ecx, (%edx)
	CLEARFAULT
	xorl	%eax, %eax
	ret
word_fault:
	CLEARFAULT
1:	movl	$-1, %eax
	ret
