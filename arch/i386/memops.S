/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * memops.S: memory in bulk.
 *
 * Large pieces go through the SSE registers, 16 bytes at a time, which is
 * half as many instructions as four at a time with rep movsl, and for
 * clearing a quarter.  Those registers belong to some process (fpu.c): what
 * is in them is kept on the stack meanwhile, if it is anybody's.  The
 * kernel never sleeps here, but an interrupt handler may come in here, too:
 * sse_idle is 0 then, or where the CPU has no SSE, and all goes the slow way.
 */
#define CR0_TS	8
#define BULK	512		/* bytes from which on it pays */
#define BLOCK	256		/* bytes a turn of memset's loop */

	.section .text.noprobe, "ax"

/* Take the registers; %edx is free, %esp moves if they had to be saved. */
	.macro	SSE_BEGIN
	movl	$0, sse_idle
	clts
	movl	%esp, %edx
	cmpl	$0, fpu_owner
	je	77f
	subl	$128, %esp
	movups	%xmm0, 0(%esp)
	movups	%xmm1, 16(%esp)
	movups	%xmm2, 32(%esp)
	movups	%xmm3, 48(%esp)
	movups	%xmm4, 64(%esp)
	movups	%xmm5, 80(%esp)
	movups	%xmm6, 96(%esp)
	movups	%xmm7, 112(%esp)
77:
	.endm

/* Give them back; the old %esp is in %edx.  Uses %eax. */
	.macro	SSE_END
	cmpl	%esp, %edx
	je	78f
	movups	0(%esp), %xmm0
	movups	16(%esp), %xmm1
	movups	32(%esp), %xmm2
	movups	48(%esp), %xmm3
	movups	64(%esp), %xmm4
	movups	80(%esp), %xmm5
	movups	96(%esp), %xmm6
	movups	112(%esp), %xmm7
	movl	%edx, %esp
78:	cmpl	$0, fpu_ts_is_set
	je	79f
	movl	%cr0, %eax
	orl	$CR0_TS, %eax
	movl	%eax, %cr0
79:	movl	$1, sse_idle
	.endm

/* void *memcpy(void *dst, const void *src, size_t n) */
	.globl	memcpy
memcpy:
	pushl	%edi
	pushl	%esi
	movl	12(%esp), %edi
	movl	16(%esp), %esi
	movl	20(%esp), %ecx
	cmpl	$BULK, %ecx
	jae	memcpy_bulk
memcpy_small:
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

/*
 * Copy as many whole blocks as there are; the rest stays in %ecx.  %eax
 * counts up to 0, so that one instruction moves both pointers.
 */
	.macro	COPY_BLOCKS block
	movl	%ecx, %eax
	andl	$-\block, %eax
	jz	2f
	addl	%eax, %esi
	addl	%eax, %edi
	subl	%eax, %ecx
	negl	%eax
1:
	.set	at, 0
	.rept	\block / 64
	movups	at+0(%esi,%eax), %xmm0
	movups	at+16(%esi,%eax), %xmm1
	movups	at+32(%esi,%eax), %xmm2
	movups	at+48(%esi,%eax), %xmm3
	movups	%xmm0, at+0(%edi,%eax)
	movups	%xmm1, at+16(%edi,%eax)
	movups	%xmm2, at+32(%edi,%eax)
	movups	%xmm3, at+48(%edi,%eax)
	.set	at, at + 64
	.endr
	addl	$\block, %eax
	jnz	1b
2:
	.endm

memcpy_bulk:
	cmpl	$0, sse_idle
	je	memcpy_small
	SSE_BEGIN
	COPY_BLOCKS 512
	COPY_BLOCKS 64
	SSE_END
	movl	%ecx, %edx
	shrl	$2, %ecx
	rep movsl
	movl	%edx, %ecx
	andl	$3, %ecx
	rep movsb
	movl	12(%esp), %eax
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
	cmpl	$BULK, %ecx
	jae	memset_bulk
memset_small:
	movl	%ecx, %edx
	shrl	$2, %ecx
	rep stosl
	movl	%edx, %ecx
	andl	$3, %ecx
	rep stosb
	movl	8(%esp), %eax
	popl	%edi
	ret

memset_bulk:
	cmpl	$0, sse_idle
	je	memset_small
	SSE_BEGIN
	movd	%eax, %xmm0
	pshufd	$0, %xmm0, %xmm0
	subl	$BLOCK, %ecx
1:
	.irp	at, 0, 16, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240
	movups	%xmm0, \at(%edi)
	.endr
	addl	$BLOCK, %edi
	subl	$BLOCK, %ecx
	jae	1b
	SSE_END
	addl	$BLOCK, %ecx
	movzbl	12(%esp), %eax
	imull	$0x01010101, %eax, %eax
	jmp	memset_small

/* size_t strlen(const char *s) */
	.globl	strlen
strlen:
	movl	%edi, %edx
	movl	4(%esp), %edi
	xorl	%eax, %eax
	movl	$-1, %ecx
	repne scasb
	movl	$-2, %eax
	subl	%ecx, %eax
	movl	%edx, %edi
	ret

/* int memcmp(const void *a, const void *b, size_t n) */
	.globl	memcmp
memcmp:
	pushl	%edi
	pushl	%esi
	movl	12(%esp), %esi
	movl	16(%esp), %edi
	movl	20(%esp), %edx
	movl	%edx, %ecx
	shrl	$2, %ecx
	xorl	%eax, %eax		/* sets "equal", too */
	repe cmpsl
	jne	1f
	movl	%edx, %ecx
	andl	$3, %ecx		/* "equal" when there is no rest */
	repe cmpsb
	je	3f
	jmp	2f
1:	subl	$4, %esi		/* the words differ: find the byte */
	subl	$4, %edi
	movl	$4, %ecx
	repe cmpsb
2:	movzbl	-1(%esi), %eax
	movzbl	-1(%edi), %ecx
	subl	%ecx, %eax
3:	popl	%esi
	popl	%edi
	ret

/*
 * 1 while the SSE registers may be used: never before fpu_init() found
 * that there are any.
 */
	.bss
	.balign	4
	.globl	sse_idle
sse_idle:
	.skip	4
