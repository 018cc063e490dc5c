# SPDX-License-Identifier: BSD-2-Clause
# Every type of relocation that modules may have, in a section of each kind.

	.globl	entry, far
	.weak	nobody
	.set	low, 0x12
	.set	middle, 0x1234

	.text
entry:	ret
1:	.long	entry, . - 4, printf
	.long	printf - .
	call	printf
	.short	middle, entry - .
	.byte	low, entry - .
	.reloc	1b, R_386_NONE, entry
	.reloc	1b + 4, R_386_PLT32, printf
	.reloc	1b + 8, R_386_16, middle
	.reloc	1b + 10, R_386_PC16, 1b
	.reloc	1b + 12, R_386_8, low
	.reloc	1b + 13, R_386_PC8, 1b
	.long	nobody

	.section .rodata
	.balign	32
	.long	entry, far
	.section .more, "aw"
far:	.long	far - .
	.section .bits, "aw", @nobits
	.balign	64
	.skip	20
	.section .empty, "a"
	.comm	common, 12, 16
	.lcomm	local, 8
	.section .note.x, "a", @note
	.long	0
	.section .debug_x
	.long	entry
