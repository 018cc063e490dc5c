; SPDX-License-Identifier: BSD-2-Clause
; What nasm writes as a.out: fields of each size, relative and not, against
; segments and symbols; a symbol with a size (NetBSD's form only).
	bits 32
%ifdef PLAIN
%define c(name) name	; nasm --prefix _ makes the underscores, but for commons
%else
%define c(name) _ %+ name
%endif
	extern c(printf)
	extern c(kernel_variable)
	common _shared 64
	common _odd 3
	global c(entry)
%ifidn __OUTPUT_FORMAT__, aoutb
	global c(table):data 28
%else
	global c(table)
%endif
	extern c(behind)

	section .text
c(entry):
	push dword message
	call c(printf)
	add esp, 4
	mov eax, [c(kernel_variable) + 12]
	add eax, [c(table) + 4]
	mov ecx, [counter]
	call helper
	jmp near c(behind)
helper:	mov eax, [_shared + 60]
	mov al, [_odd + 2]
	call [c(table)]
	ret
message: db "hello", 10, 0
	db 0			; and the segment ends at an odd address

	section .data
c(table):
	dd helper, counter - 4
	dw 0x1234
	dd message + 3		; not aligned
	dd c(printf), c(behind) + 5
	dd c(entry) - $$
	dd c(table) - 1

	section .bss
	resd 3
counter: resd 1
	resb 5
