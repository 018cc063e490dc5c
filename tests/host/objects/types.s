/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every relocation type that is supported, with and without addends, at
 * aligned and odd addresses, against all kinds of symbols.
 */
	.globl entry
	.type entry, @function
	.weak nowhere
	.set absolute, 0x5a
	.globl global_absolute
	.set global_absolute, 0x1234

	.text
entry:	call external
	call external + 5
	call local
	.byte 0xe8
	.reloc ., R_386_PLT32, external
	.long -4
	movl $external + 100, %eax
	movl external_data, %eax
	movl nowhere, %eax
	.reloc ., R_386_NONE, external
	nop
	movb $0, %al
	.reloc . - 1, R_386_8, global_absolute - 0x1200
	movw $0, %ax
	.reloc . - 2, R_386_16, global_absolute
	.reloc . + 2, R_386_PC8, local
	.byte 0x90, 0x90, 0xfe, 0x90
	.reloc . + 1, R_386_PC16, local
	.byte 0x90, 0xfe, 0xff, 0x90
	.byte 0xe8
	.reloc ., R_386_PC32, local
	.long -4
	ret
local:	ret

	.section .text.more, "ax"
	.byte 0x90
more:	jmp local
	jmp entry

	.data
	.byte 1
	.long entry, local, more + 1, external - 1, bss + 8
	.long nowhere
	.reloc ., R_386_32, global_absolute
	.long -1

	.section .rodata
	.long data - .
	.byte 7
	.long ro, external
ro:	.asciz "text"

	.data
data:	.long ro

	.bss
bss:	.skip 40
	.section .note.GNU-stack, "", @progbits
