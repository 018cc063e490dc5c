/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * memops.S: memory in bulk, four bytes at a time.
 */
	.text

/* void *memcpy(void *dst, const void *src, size_t n) */
	.globl	memcpy
memcpy:
	pushl	%edi
	pushl	%esi
	movl	12(%esp), %edi
	movl	16(%esp), %esi
	movl	20(%esp), %ecx
	movl	%edi, %eax
	movl	%ecx, %edx
	shrl	$2, %ecx
	rep movsl
	movl	%edx, %ecx
	andl	$3, %ecx
	rep movsb
	popl	%esi
	popl	%edi
	ret

/* void *memmove(void *dst, const void *src, size_t n) */
	.globl	memmove
memmove:
	movl	4(%esp), %eax
	subl	8(%esp), %eax
	cmpl	12(%esp), %eax		/* dst - src >= n, unsigned: */
	jae	memcpy			/* forwards is safe */
	pushl	%edi
	pushl	%esi
	movl	12(%esp), %edi
	movl	16(%esp), %esi
	movl	20(%esp), %ecx
	movl	%edi, %eax
	leal	-1(%edi,%ecx), %edi
	leal	-1(%esi,%ecx), %esi
	std
	rep movsb
	cld
	popl	%esi
	popl	%edi
	ret

/* void *memset(void *dst, int c, size_t n) */
	.globl	memset
memset:
	pushl	%edi
	movl	8(%esp), %edi
	movzbl	12(%esp), %eax
	movl	16(%esp), %ecx
	imull	$0x01010101, %eax, %eax
	movl	%ecx, %edx
	shrl	$2, %ecx
	rep stosl
	movl	%edx, %ecx
	andl	$3, %ecx
	rep stosb
	movl	8(%esp), %eax
	popl	%edi
	ret
