/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * locore.S: from the boot loader to C, and the ways into the kernel: traps,
 * interrupts, system calls, and back.
 *
 * The boot loader (Multiboot Specification 0.6.96, section 3.2) leaves us in
 * protected mode without paging: %eax has its magic, %ebx the physical
 * address of the boot information.  Until paging is on, every symbol of the
 * kernel proper has to be written as symbol - KERNBASE.
 */
#define KERNBASE 0xc0000000
#define MB_MAGIC 0x1badb002
#define MB_FLAGS 0x00000003	/* modules page aligned; memory map wanted */

#define GSEL_KCODE 0x08
#define GSEL_KDATA 0x10

	.section .boot, "ax"
	.balign	4
	.long	MB_MAGIC, MB_FLAGS, -(MB_MAGIC + MB_FLAGS)

	.globl	_start
_start:
	cld
	movl	$(boot_stack_top - KERNBASE), %esp
	movl	%eax, %ebp

	/*
	 * One page directory maps the first 768 MiB with 2 MiB pages.  It
	 * serves twice: at 0, where we run now, and at KERNBASE.
	 */
	movl	$(kernel_pd - KERNBASE), %edi
	movl	$0x83, %eax		/* present, writable, large */
	movl	$384, %ecx
1:	movl	%eax, (%edi)
	addl	$0x200000, %eax
	addl	$8, %edi
	decl	%ecx
	jnz	1b

	movl	$(boot_pdpt - KERNBASE), %edi
	movl	$(kernel_pd - KERNBASE + 1), %eax
	movl	%eax, (%edi)
	movl	%eax, 24(%edi)

	movl	%cr4, %eax
	orl	$0x30, %eax		/* PAE; v86 wants PSE beside it */
	movl	%eax, %cr4
	movl	%edi, %cr3
	movl	%cr0, %eax
	orl	$0x80010000, %eax	/* PG, and WP: read-only is for us too */
	movl	%eax, %cr0
	movl	$high, %eax
	jmp	*%eax

	.section .text.noprobe, "ax"
high:
	movl	$boot_stack_top, %esp
	pushl	%ebx
	pushl	%ebp
	xorl	%ebp, %ebp		/* a trace ends here */
	call	i386_init
	call	main
	/* main() has made itself the idle process and does not return. */
0:	hlt
	jmp	0b

/*
 * Traps.  The CPU has pushed flags, cs, eip and for some an error code; the
 * stubs add what is missing of a struct trapframe.
 */
	.macro	TRAP n
	.balign	8
	pushl	$0
	pushl	$\n
	jmp	alltraps
	.endm
	.macro	TRAP_ERR n
	.balign	8
	pushl	$\n
	jmp	alltraps
	.endm

	.globl	kernel_entry_start
kernel_entry_start:
t0:	TRAP	0
t1:	TRAP	1
t2:	TRAP	2
t3:	TRAP	3
t4:	TRAP	4
t5:	TRAP	5
t6:	TRAP	6
t7:	TRAP	7
t8:	TRAP_ERR 8
t9:	TRAP	9
t10:	TRAP_ERR 10
t11:	TRAP_ERR 11
t12:	TRAP_ERR 12
t13:	TRAP_ERR 13
t14:	TRAP_ERR 14
t15:	TRAP	15
t16:	TRAP	16
t17:	TRAP_ERR 17
t18:	TRAP	18
t19:	TRAP	19

	.section .rodata
	.globl	trap_table
trap_table:
	.long	t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10
	.long	t11, t12, t13, t14, t15, t16, t17, t18, t19
	.section .text.noprobe, "ax"

	.macro	SAVE_REGS
	pushal
	pushl	%ds
	pushl	%es
	pushl	%fs
	pushl	%gs
	movl	$GSEL_KDATA, %eax
	movl	%eax, %ds
	movl	%eax, %es
	cld
	.endm

/*
 * A selector may have become one that the CPU refuses: the fault is then on
 * one of the pops between the labels, and trap() puts a null selector there.
 */
	.macro	RESTORE_REGS from
	.globl	\from\()_pops, \from\()_pops_end
\from\()_pops:
	popl	%gs
	popl	%fs
	popl	%es
	popl	%ds
\from\()_pops_end:
	popal
	addl	$8, %esp
	.endm

/*
 * For gdb alone: where a frame that SAVE_REGS made, with its address pushed,
 * holds what was there before.  The way back may lead to a program; a system
 * call's always does, so there a trace ends.
 */
	.cfi_sections .debug_frame
	.macro	CFI_FRAME
	.cfi_startproc
	.cfi_signal_frame
	.cfi_def_cfa esp, 72
	.cfi_offset eip, -12
	.cfi_offset eax, -24
	.cfi_offset ecx, -28
	.cfi_offset edx, -32
	.cfi_offset ebx, -36
	.cfi_offset ebp, -44
	.cfi_offset esi, -48
	.cfi_offset edi, -52
	.endm

alltraps:
	CFI_FRAME
	SAVE_REGS
	pushl	%esp
	call	trap
	addl	$4, %esp
	.globl	trap_return
trap_return:
	RESTORE_REGS trap
	/*
	 * A program may have put a selector into its frame that the CPU does
	 * not take back: the fault is then on one of these instructions, and
	 * trap() goes on at the fix-up below.
	 */
	.globl	trap_iret
trap_iret:
	iret
	.cfi_endproc

/* A system call: int $0x80, the number in %eax. */
	.balign	16
	.globl	syscall_entry
syscall_entry:
	.cfi_startproc
	.cfi_undefined eip
	pushl	$0
	pushl	$0x80
	SAVE_REGS
	sti
	pushl	%esp
	call	syscall
	addl	$4, %esp
	RESTORE_REGS syscall
	.globl	syscall_iret
syscall_iret:
	iret
	.cfi_endproc

/* Hardware interrupts: 0x20 to 0x2f; the stub's number is the line. */
	.macro	INTR n
	.balign	16
intr\n:
	pushl	$0
	pushl	$(0x20 + \n)
	jmp	allintrs
	.endm

	INTR 0
	INTR 1
	INTR 2
	INTR 3
	INTR 4
	INTR 5
	INTR 6
	INTR 7
	INTR 8
	INTR 9
	INTR 10
	INTR 11
	INTR 12
	INTR 13
	INTR 14
	INTR 15

	.section .rodata
	.globl	intr_table
intr_table:
	.long	intr0, intr1, intr2, intr3, intr4, intr5, intr6, intr7
	.long	intr8, intr9, intr10, intr11, intr12, intr13, intr14, intr15
	.section .text.noprobe, "ax"

allintrs:
	CFI_FRAME
	SAVE_REGS
	pushl	%esp
	call	interrupt
	addl	$4, %esp
	jmp	trap_return
	.cfi_endproc

/*
 * Where a new process starts: cpu_fork() laid out its stack so that %ebx is
 * a function to call with %esi, or 0; behind that lies the frame with which
 * it returns to user mode.
 */
	.globl	fork_trampoline
fork_trampoline:
	.cfi_startproc
	.cfi_undefined eip
	call	proc_trampoline
	testl	%ebx, %ebx
	jz	1f
	pushl	%esi
	call	*%ebx
	addl	$4, %esp
1:	pushl	%esp
	call	child_return
	addl	$4, %esp
	jmp	trap_return
	.cfi_endproc

/*
 * Where a probed function returns to, in the place of its caller: see
 * sys/kprobe.h.  All registers are as it left them when the caller goes on.
 * Here, so that who walks stacks notices it as he does the ways into the
 * kernel.
 */
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

	.globl	kernel_entry_end
kernel_entry_end:

/* The CPU gave up on a trap: a task of its own, since the stack is suspect. */
	.globl	double_fault_entry
double_fault_entry:
	cld
	call	double_fault
0:	hlt
	jmp	0b

	.bss
	.balign	4096
	.globl	kernel_pd
kernel_pd:
	.skip	4096
	.globl	boot_stack
boot_stack:
	.skip	8192
boot_stack_top:
	.globl	boot_pdpt
	.balign	32
boot_pdpt:
	.skip	32
