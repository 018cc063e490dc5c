# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The seeds for ELF: what each producer writes, and one of each kind that
# must be refused. Read by mkcorpus.

as=i686-linux-gnu-as
ld=i686-linux-gnu-ld
common_flags='-ffreestanding -march=i686 -fno-stack-protector -fno-ident
    -fno-asynchronous-unwind-tables'

# The last two arguments are source and options that come after the usual.
gcc_() {
	# shellcheck disable=SC2086 # lists of words
	i686-linux-gnu-gcc $common_flags -fno-pic -Os "$@" -c -o "$O"
}

clang_() {
	# shellcheck disable=SC2086
	clang-14 --target=i686-linux-gnu $common_flags -fno-pic -Os "$@" \
	    -c -o "$O"
}

# relinked OBJECT...: of the corpus; sections keep an address.
relinked() {
	$ld -r -Ttext 0x12340000 "${@/#/$out/}" -o "$O"
}

assembled() {
	printf '%b' "$1" | $as -o "$O" -
}

seed gcc gcc_ $src/small.c
seed gcc-O0 gcc_ -O0 $src/small.c
seed gcc-debug knobs "$no_entry" gcc_ -g1 $src/tiny.c
seed gcc-fcommon gcc_ -fcommon $src/small.c
seed gcc-sections gcc_ -ffunction-sections -fdata-sections $src/small.c
seed gcc-unwind knobs "$no_entry" gcc_ -fasynchronous-unwind-tables $src/tiny.c
seed clang clang_ $src/small.c
seed clang-tiny knobs "$no_entry" clang_ $src/tiny.c
seed clang-addrsig clang_ -faddrsig -ffunction-sections $src/small.c
seed clang-fcommon clang_ -fcommon $src/small.c
seed tcc i386-tcc -c $src/small.c -o "$out/tcc.o"
seed tcc-fcommon i386-tcc -fcommon -c $src/small.c -o "$out/tcc-fcommon.o"
seed nasm nasm -f elf32 $src/small.asm -o "$out/nasm.o"
seed types $as $src/types.s -o "$out/types.o"
seed comdat assembled \
    '.globl entry\nentry: call once\n.section .t,"axG",@progbits,once,comdat\n.weak once\nonce: ret\n'
seed no-bss assembled '.globl entry\nentry: call entry\n'
seed relinked relinked gcc.o clang-tiny.o
seed weak knobs "$no_names" assembled \
    '.globl entry\n.weak nobody\nentry: call nobody\n'

seed long-names assembled ".globl entry\nentry: ret\n$(long 511): ret\n
    .section .$(long 574),\"a\"\n"
seed one-bucket assembled "$(same_hash .globl)entry: ret\n"
seed names-not-ascii assembled "$(same_hash .globl '' é)entry: ret\n"
seed refused-one-bucket-memory knobs '\7\0\0\0\0\0' \
    assembled "$(same_hash .globl)entry: ret\n"
seed refused-one-bucket-entry knobs '\0\0\0\0\0\1' \
    assembled "$(same_hash .globl)entry: ret\n"

seed refused-long-name assembled ".globl entry\nentry: ret\n$(long 512): ret\n"
seed refused-long-section assembled \
    ".globl entry\nentry: ret\n.section .$(long 575),\"a\"\n"

seed refused-empty text ''
seed refused-text text 'int\tentry;\r\n'
seed refused-archive text '!<arch>\n/               '
seed refused-compressed text '\037\213\010\0aaaa'
seed refused-bitcode text 'BC\300\336aaaa'
seed refused-wrapper text '\336\300\027\013aaaa'
seed refused-zeros text '\0\0\0\0\0\0\0\0'
seed refused-program patched gcc 16 '\002'
seed refused-64-bit gcc -Os -c $src/tiny.c -o "$out/refused-64-bit.o"
seed refused-big-endian patched gcc 5 '\002'
seed refused-machine patched gcc 18 '\050'
seed refused-version patched gcc 20 '\002'
seed refused-shared patched gcc 16 '\003'
seed refused-core patched gcc 16 '\004'
seed refused-type patched gcc 16 '\005'
seed refused-no-sections patched gcc 32 '\0\0\0\0'
seed refused-many-sections patched gcc 48 '\377\377'
seed refused-pic i686-linux-gnu-gcc -fpic -Os -c $src/tiny.c \
    -o "$out/refused-pic.o"
seed refused-thread gcc_ -DTHREAD $src/small.c
seed refused-ifunc gcc_ -DIFUNC $src/small.c
seed refused-constructor gcc_ -DCONSTRUCTOR $src/small.c
seed refused-lto gcc_ -flto -frandom-seed=0 $src/tiny.c
seed refused-undefined knobs "$no_names" gcc_ -O1 $src/small.c
seed refused-few-names knobs '\0\0\377\0\0\0' gcc_ -Os $src/small.c
seed refused-one-undefined knobs "$no_names" assembled \
    '.globl entry\nentry: call printf\n'
seed refused-constructor-profiled gcc_ -DCONSTRUCTOR -pg $src/small.c
seed refused-profiled knobs "$no_names" gcc_ -pg $src/small.c
seed refused-wx assembled '.section .x,"awx"\n.globl entry\nentry: ret\n'
seed refused-entry-missing clang_ -Dentry=begin_lkmentry $src/small.c
seed refused-entry-data assembled '.data\n.globl entry\nentry: .long 1\n'
seed refused-no-symbols assembled 'ret\n'
i686-linux-gnu-strip "$out/refused-no-symbols.o"
seed refused-overflow assembled \
    '.globl entry\nentry: .short entry\n.byte printf - .\n'
seed refused-discarded assembled \
    '.globl entry\nentry: .long x\n.section .debug_x\nx: .long 0\n'
seed refused-alignment assembled \
    '.globl entry\nentry: ret\n.bss\n.balign 8192\n'
seed refused-common-alignment assembled \
    '.globl entry\nentry: ret\n.comm x, 4, 8192\n'
seed refused-big-bss assembled \
    '.globl entry\nentry: ret\n.bss\n.skip 0x7fffffff\n'
seed refused-big-common assembled \
    '.globl entry\nentry: ret\n.comm x, 0x7fffffff, 4\n'
