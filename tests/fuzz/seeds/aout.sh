# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The seeds for a.out: what nasm writes in both of its spellings, C by way of
# tools/elf2aout, and one of each kind that must be refused. Read by mkcorpus.
# What no producer here writes is made by changing bytes: a symbol, a
# relocation, the header.

# nasm_ FORMAT SOURCE: lines of assembly, or nothing for small.asm.
nasm_() {
	if [ $# -eq 1 ]; then
		nasm -f "$1" $src/small.asm -o "$O"
	else
		printf '%b' "$2" >"$work/seed.asm" &&
			nasm -f "$1" "$work/seed.asm" -o "$O"
	fi
}

# converted NAME FORMAT: the ELF seed of that name.
converted() {
	build/host/elf2aout -f "$2" "tests/fuzz/corpus/elf/$1.o" "$O"
}

# offset FROM symbols|text_relocs N: of entry N of a table.
offset() {
	local words
	# shellcheck disable=SC2207 # words are wanted
	words=($(od -An -v -t u4 -N 32 "$out/$1.o"))
	case $2 in
	text_relocs)
		echo $((32 + words[1] + words[2] + 8 * $3))
		;;
	symbols)
		echo $((32 + words[1] + words[2] + words[6] + words[7] +
		    12 * $3))
		;;
	esac
}

# symbol FROM N BYTE: the type of a symbol; reloc FROM N BYTE: the last byte
# of a relocation of text, where its kind is.
symbol() {
	patched "$1" $(($(offset "$1" symbols "$2") + 4)) "$3"
}
reloc() {
	patched "$1" $(($(offset "$1" text_relocs "$2") + 7)) "$3"
}

# C has an underscore, so the entry that is found is _entry.
weak='extern _nobody\nglobal _entry\n_entry: call _nobody\n'
short='extern _far\nglobal _entry\n_entry: ret\ndw _entry - $$, 3\ndb 1\n'

seed netbsd nasm_ aoutb
seed linux nasm_ aout
seed plain patched linux 2 '\0'
seed pic-flag patched netbsd 0 '\100'
seed gcc converted gcc netbsd
seed tcc converted tcc-fcommon plain
seed long-name nasm_ aout "global _entry\n_entry: ret\n_$(long 511): ret\n"
seed one-bucket nasm_ aout "$(same_hash global _)_entry: ret\n"
seed names-not-ascii nasm_ aout "$(same_hash global _ é)_entry: ret\n"
seed only-text nasm_ aout 'global _entry\n_entry: call _entry\n'
seed only-bss knobs "$no_entry" nasm_ aoutb 'section .bss\nx: resb 8\n'
seed commons nasm_ aout \
    'global _entry\n_entry: mov eax, [_x]\nmov [_y], eax\ncommon _x 4\ncommon _y 1000\n'
seed short nasm_ aout \
    'extern _f\nglobal _entry\n_entry: ret\ntimes 300 nop\njmp short _entry.a\n.a: dw x - y\nx: db 3\ny: dw x - $$\n'
seed before-weak nasm_ aoutb "$weak"
seed weak-undefined symbol before-weak 0 '\015'
seed weak-defined symbol before-weak 1 '\017'
seed stab symbol netbsd 2 '\044'
seed watched-stab patched stab "$(offset stab symbols 2)" '\377\377\377\177'
seed file-name symbol netbsd 2 '\037'

seed refused-one-bucket-memory knobs '\5\0\0\0\0\0' \
    nasm_ aout "$(same_hash global _)_entry: ret\n"
seed refused-one-bucket-entry knobs '\0\0\0\0\0\1' \
    nasm_ aout "$(same_hash global _)_entry: ret\n"
seed refused-long-name nasm_ aout \
    "global _entry\n_entry: ret\n_$(long 512): ret\n"
seed refused-program patched linux 0 '\010'
seed refused-paged patched linux 0 '\013'
seed refused-qmagic patched linux 0 '\314\0'
seed refused-dynamic patched netbsd 0 '\200'
seed refused-flags patched linux 3 '\001'
seed refused-machine patched linux 2 '\001'
seed refused-undefined knobs "$no_names" nasm_ aout
seed refused-local-undefined symbol before-weak 0 '\0'
seed refused-type symbol before-weak 0 '\036'
seed refused-baserel reloc before-weak 0 '\035'
seed refused-copy reloc before-weak 0 '\215'
seed refused-length reloc before-weak 0 '\017'
seed refused-long-text patched linux 4 '\377\377\0\0'
seed refused-odd-table patched linux 24 '\003'
seed refused-big-bss patched linux 12 '\377\377\377\177'
seed refused-big-text knobs "$one_page" nasm_ aout \
    'global _entry\n_entry: times 4097 nop\n'
seed refused-big-data knobs "$one_page" nasm_ aout \
    'global _entry\n_entry: ret\nsection .data\ntimes 4097 db 0\n'
seed refused-no-symbols nasm_ aout 'ret\n'
seed refused-entry-data nasm_ aout 'section .data\nglobal _entry\n_entry: dd 1\n'
seed refused-entry-missing nasm_ aout 'global _m_lkmentry\n_m_lkmentry: ret\n'
seed two-names nasm_ aout 'global _entry, _x\n_entry: ret\n_x: ret\n'
seed refused-twice patched two-names "$(offset two-names symbols 1)" '\4\0\0\0'
seed refused-no-underscore nasm_ aout \
    'extern printf\nglobal _entry\n_entry: call printf\n'
