; SPDX-License-Identifier: BSD-2-Clause
; What nasm writes: section headers right behind the ELF header, sections
; of any name and alignment, words and half words of addresses.
	bits 32
	global entry
	global table:data 8
	extern printf
	extern kernel_variable
	common shared 64:64

	section .text
entry:	push dword message
	call printf
	add esp, 4
	mov eax, [kernel_variable + 12]
	add eax, [table + 4]
	mov ecx, [counter]
	call helper
	jmp near .done
.done:	ret

	section .text.more progbits alloc exec nowrite align=32
helper:	mov eax, [shared + 60]
	call entry
	ret

	section .rodata
message: db "hello", 10, 0

	section .data
table:	dd helper, counter - 4
	dw 0x1234
	dd message + 3
	dd printf
	dd entry - $$

	section .bss
	resd 3
counter: resd 1
