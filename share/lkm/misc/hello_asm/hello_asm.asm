; SPDX-License-Identifier: BSD-2-Clause
;
; hello_asm: the module hello once more, in assembly language: what the
; macros MOD_MISC and DISPATCH, and the compiler, do for a module in C. For
; nasm, which makes either format of object of it:
;
;	nasm -f elf32 hello_asm.asm		ELF
;	nasm -f aoutb hello_asm.asm		a.out

	bits 32

; In a.out a name of C has an underscore before it, in ELF it has not. And
; a.out has no section of read-only data: constants stand behind the code.
%ifidn __OUTPUT_FORMAT__, elf32
%define c(name) name
%define CONSTANTS .rodata
%else
%define c(name) _ %+ name
%define CONSTANTS .text
%endif

; From the headers: sys/errno.h, sys/param.h, sys/lkm.h.
EINVAL		equ 22
EPROGMISMATCH	equ 75
KERNEL		equ 400000000	; __NetBSD_Version__
LM_MISC		equ 6
LKM_VERSION	equ 2
LKM_E_LOAD	equ 1
LKM_E_UNLOAD	equ 2
LKM_E_STAT	equ 3

	struc lkm_table		; as far as it is used here
.type	resd 1
.id	resd 1
.size	resd 1
.offset	resd 1
.area	resd 1
.forced	resd 1
.ver	resd 1
.refcnt	resd 1
.entry	resd 1
.private resd 1
	endstruc

	extern c(lkmdispatch)
	extern c(printf)
	global c(hello_asm_lkmentry):function

; The module's description, a struct lkm_misc. The kernel writes to it, so
; it lies in data. It is local: the kernel finds it by its name all the
; same, and knows the module's name before any of its code has run.
	section .data
c(_module):
	dd LM_MISC
	dd LKM_VERSION
	dd name
	dd -1			; lkm_offset: the slot, of which it has none
	dd KERNEL
	dd 0			; for any configuration

	section .text

; int hello_asm_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
;
; The arguments lie above the return address, the result goes into eax, and
; ebx, esi, edi and ebp belong to the caller. Frame pointers let the kernel
; see who has called whom.
c(hello_asm_lkmentry):
	push ebp
	mov ebp, esp
	push ebx
	mov ebx, [ebp + 8]	; lkmtp
	cmp dword [ebp + 16], LKM_VERSION
	jne .mismatch
	mov eax, [ebp + 12]	; cmd
	cmp eax, LKM_E_LOAD
	je .load
	cmp eax, LKM_E_UNLOAD
	je .unload
	cmp eax, LKM_E_STAT
	je .dispatch
	mov eax, EINVAL
	jmp .return

.mismatch:
	mov eax, EPROGMISMATCH
	jmp .return

; The kernel wires the module in; then comes what the module itself does.
; Here nothing can fail after lkmdispatch, or it would have to be called
; again with LKM_E_UNLOAD.
.load:
	mov dword [ebx + lkm_table.private], c(_module)
	call dispatch
	test eax, eax
	jnz .return
	push dword [ebx + lkm_table.id]
	push dword [ebx + lkm_table.area]
	push dword greeting
	call c(printf)
	add esp, 12
	xor eax, eax
	jmp .return

; The other way round: first the module's own part.
.unload:
	push dword goodbye
	call c(printf)
	add esp, 4

.dispatch:
	call dispatch
.return:
	pop ebx
	pop ebp
	ret

; lkmdispatch(lkmtp, cmd), with those of the entry that called: ebx is its
; lkmtp, ebp its frame.
dispatch:
	push dword [ebp + 12]
	push ebx
	call c(lkmdispatch)
	add esp, 8
	ret

	section CONSTANTS
name:	db "hello_asm", 0
greeting:
	db "hello_asm: loaded at 0x%lx as module %d", 10, 0
goodbye:
	db "hello_asm: good-bye", 10, 0
