; SPDX-License-Identifier: BSD-2-Clause
; For nasm, in all formats: each kind of reference from each segment.

%ifidn __?OUTPUT_FORMAT?__, elf32
%define	_printf	printf
%define	_entry	entry
%endif

	extern	_printf
	global	_entry
	global	words

%ifidn __?OUTPUT_FORMAT?__, aoutb
	global	size:data 4
%endif

	section	.text
_entry:
	mov	eax, [words]
	add	eax, [.here + 4]
	push	dword message
	call	_printf
	jmp	next
.here:	dd	room + 8, count, _entry - $$
next:
	mov	byte [room + 3], 7
	lea	ecx, [next]
	ret

	section	.data
words:	dd	next, message, room, _printf
%ifidn __?OUTPUT_FORMAT?__, aoutb
size:	dd	words
%endif
message: db	'hello', 10, 0
	dd	message + 2
	common	count 4

	section	.bss
room:	resb	40
