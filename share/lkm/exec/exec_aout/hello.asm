; SPDX-License-Identifier: BSD-2-Clause
;
; hello: a program without a C library, and without a linker:
;
;	nasm -f bin -o hello hello.asm
;
; A system call has its number in eax and its arguments on the stack, above a
; word where a C function would find its return address.  When it returns, the
; carry flag says whether it failed, and eax what it returned.

%include "aout.inc"

SYS_exit	equ 1
SYS_write	equ 4
STDOUT		equ 1

	TEXT
start:
	push	dword length
	push	dword greeting
	push	dword STDOUT
	push	eax			; no return address, but its place
	mov	eax, SYS_write
	int	0x80
	mov	ebx, 0			; mov changes no flags
	jnc	.exit
	inc	ebx			; it failed: status 1
.exit:
	push	ebx
	push	eax
	mov	eax, SYS_exit
	int	0x80

	DATA
greeting:
	db "hello, a.out", 10
length	equ $ - greeting

	END
