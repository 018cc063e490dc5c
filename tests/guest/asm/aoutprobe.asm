; SPDX-License-Identifier: BSD-2-Clause
;
; aoutprobe: what an a.out program finds when it begins.  Its status is 0, or
; the number of what is wrong, below; and its first argument says what it is to
; do then: w: write to its text, x: execute its data.
;
;	1  data are not what the file has, at both ends
;	2  bss is not zeros, or cannot be written
;	3  argc, argv and the environment are not those of env -i A=1 probe x

%include "aout.inc"

SYS_exit	equ 1

	TEXT
start:
	mov	ebx, 1
	cmp	dword [first], 0x11223344
	jne	exit
	cmp	dword [last], 0x55667788
	jne	exit

	inc	ebx
	mov	edi, zeros
	mov	ecx, zeros_size
	xor	eax, eax
	cld
	repe	scasb
	jne	exit
	mov	edi, zeros
	mov	ecx, zeros_size
	mov	al, 0x5a
	rep	stosb

	inc	ebx
	cmp	dword [esp], 2		; argc
	jne	exit
	cmp	dword [esp + 12], 0	; argv[2]
	jne	exit
	mov	eax, [esp + 16]		; environ[0]
	cmp	dword [eax], 'A=1'
	jne	exit
	cmp	dword [esp + 20], 0
	jne	exit

	xor	ebx, ebx
	mov	eax, [esp + 8]		; argv[1]
	cmp	byte [eax], 'w'
	je	write
	cmp	byte [eax], 'x'
	jne	exit
	call	returns
	jmp	exit
write:
	mov	byte [start], 0x90
exit:
	push	ebx
	push	eax
	mov	eax, SYS_exit
	int	0x80
	times	SPACE db 0x90		; moves data to anywhere in a page

	DATA
first:	dd 0x11223344
returns:
	ret
	times	5000 db 1
last:	dd 0x55667788

	BSS
zeros:	resb 20000
zeros_size equ $ - zeros

	END
