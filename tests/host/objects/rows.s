/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is rare in C but is written by compilers of other languages and by
 * hand: a group with one copy, merged constants, visibility, all types of
 * symbols, an alignment of a page, sections that are empty or of one byte.
 */
	.file "rows.s"
	.globl entry
	.type entry, @function
	.globl hidden
	.hidden hidden
	.type hidden, @function
	.globl protected
	.protected protected
	.type protected, @object
	.globl internal
	.internal internal

	.text
entry:	call hidden
	call in_group
	movl $page, %eax
	movl $string, %eax
	movl $constant + 4, %eax
	movl protected, %eax
	movl internal, %eax
	jmp untyped
	.size entry, . - entry
hidden:	ret
untyped:
	ret

	.section .text.in_group,"axG",@progbits,in_group,comdat
	.weak in_group
	.type in_group, @function
in_group:
	movl $page + 8, %eax
	ret

	.section .rodata.str1.1,"aMS",@progbits,1
string:	.asciz "merged, if there were two of them"
	.section .rodata.cst8,"aM",@progbits,8
constant:
	.long 1, 2

	.section .data.page,"aw",@progbits
	.balign 4096
page:	.long page, entry, 3
protected:
	.long internal - .

	.section .bss.more,"aw",@nobits
	.balign 64
internal:
	.skip 100

	.section .empty,"a",@progbits
	.section .one,"aw",@progbits
	.byte 1
	.section .init_array,"aw",@init_array
	.section .note.mine,"a",@note
	.long 4, 4, 1
	.asciz "mod"
	.long entry
	.section .note.GNU-stack,"",@progbits
