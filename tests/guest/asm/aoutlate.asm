; SPDX-License-Identifier: BSD-2-Clause
;
; aoutlate: an a.out program that waits for a byte of its standard input, and
; then calls code of its that lies many pages further on, and ends with status
; 0.  With an argument it has called that before it waits, too.

%include "aout.inc"

SYS_exit	equ 1
SYS_read	equ 3

	TEXT
start:
	cmp	dword [esp], 2		; argc
	jne	wait_for_byte
	call	far_away
wait_for_byte:
	push	dword 1
	push	dword byte_read
	push	dword 0
	push	eax
	mov	eax, SYS_read
	int	0x80
	call	far_away
	push	dword 0
	push	eax
	mov	eax, SYS_exit
	int	0x80
	times	100000 db 0x90
far_away:
	inc	dword [counted]
	ret

	DATA
counted: dd 0

	BSS
byte_read: resb 1

	END
