/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every reason for which an object is refused, once: identifier, stable
 * name (tests, tools and graders match it: it never changes), errno, and
 * what a student can do about it. Included with KOBJ_CODE defined; no
 * include guard on purpose. ENOEXEC: the object is wrong. EFBIG: too big
 * for what the caller allows. ENOMEM: no memory. Where the errno is 0, it
 * is the one that an operation handed in has returned.
 *
 * clang-format off: this is a table.
 */
/* clang-format off */

/* Not about a format. */
KOBJ_CODE(OK, "ok", 0, "nothing is wrong")
KOBJ_CODE(NO_MEMORY, "no-memory", ENOMEM, "unload a module or give the machine more memory")
KOBJ_CODE(READ_FAILED, "read-failed", 0, "the object could not be read: try it again, and see whether the file can be copied")
KOBJ_CODE(RESOLVE_FAILED, "resolve-failed", 0, "looking up a symbol failed: the lines before this one say why")
KOBJ_CODE(TOO_BIG, "too-big", EFBIG, "text, data and bss are larger than a module may be: make tables smaller, or malloc them when it is loaded")
KOBJ_CODE(EMPTY_FILE, "empty-file", ENOEXEC, "the file has no bytes: did the compiler fail?")
KOBJ_CODE(TEXT_FILE, "text-file", ENOEXEC, "this is text: compile it with cc -c and load the .o")
KOBJ_CODE(ARCHIVE, "archive", ENOEXEC, "a library of objects: link it into one with ld -r --whole-archive")
KOBJ_CODE(BITCODE, "bitcode", ENOEXEC, "compiler bitcode, not machine code: compile without -flto and -emit-llvm")
KOBJ_CODE(COMPRESSED, "compressed", ENOEXEC, "uncompress it first, and load what is in it")
KOBJ_CODE(NOT_AN_OBJECT, "not-an-object", ENOEXEC, "not in any object format known here: load what cc -c has written")
KOBJ_CODE(TRUNCATED, "truncated", ENOEXEC, "the file ends too early: copy or compile it again")

/* Header. */
KOBJ_CODE(WRONG_CLASS, "wrong-class", ENOEXEC, "a 64-bit object: compile with i686-linux-gnu-gcc or -m32")
KOBJ_CODE(WRONG_BYTE_ORDER, "wrong-byte-order", ENOEXEC, "a big-endian object: compile for i386")
KOBJ_CODE(WRONG_VERSION, "wrong-version", ENOEXEC, "an ELF version other than 1: the file is damaged: compile it again")
KOBJ_CODE(WRONG_MACHINE, "wrong-machine", ENOEXEC, "an object for another processor: compile for i386")
KOBJ_CODE(NOT_RELOCATABLE, "not-relocatable", ENOEXEC, "compile with -c")
KOBJ_CODE(WRONG_ENTRY_SIZE, "wrong-entry-size", ENOEXEC, "a table has entries of a size that i386 has not: the file is damaged: compile it again")
KOBJ_CODE(WRONG_TABLE_SIZE, "wrong-table-size", ENOEXEC, "a table ends within an entry: the file is damaged: compile it again")

/* Sections. */
KOBJ_CODE(NO_SECTIONS, "no-sections", ENOEXEC, "there is no section table: load it as cc -c wrote it, and do not strip it")
KOBJ_CODE(TOO_MANY_SECTIONS, "too-many-sections", ENOEXEC, "at most 65,000 sections: compile without -ffunction-sections")
KOBJ_CODE(SECTION_TABLE_OUTSIDE, "section-table-outside-file", ENOEXEC, "the section table is not in the file: it was cut off or is damaged")
KOBJ_CODE(SECTION_NAMES_INVALID, "section-names-invalid", ENOEXEC, "the table of section names is not a string table: the file is damaged: compile it again")
KOBJ_CODE(SECTION_NAME_OUTSIDE, "section-name-outside-table", ENOEXEC, "the name of a section is not in its table: the file is damaged: compile it again")
KOBJ_CODE(SECTION_NAME_TOO_LONG, "section-name-too-long", ENOEXEC, "the names of sections have at most 575 characters: give it a shorter one")
KOBJ_CODE(STRINGS_UNTERMINATED, "strings-unterminated", ENOEXEC, "a string table does not end with a zero byte: the file is damaged: compile it again")
KOBJ_CODE(SECTION_OUTSIDE, "section-outside-file", ENOEXEC, "a section is not in the file: it was cut off or is damaged")
KOBJ_CODE(SECTION_OVERLAP, "sections-overlap", ENOEXEC, "two parts of the file overlap: the file is damaged: compile it again")
KOBJ_CODE(SECTION_ALIGNMENT, "section-alignment", ENOEXEC, "alignment must be a power of two, at most 4096: see what is declared with __attribute__((aligned))")
KOBJ_CODE(SECTION_TYPE, "section-type-unsupported", ENOEXEC, "a loaded section of a type that modules cannot have: see readelf -S, and leave out what made it")
KOBJ_CODE(SECTION_COMPRESSED, "section-compressed", ENOEXEC, "a loaded section is compressed: assemble without compression")
KOBJ_CODE(SECTION_TLS, "section-tls", ENOEXEC, "the kernel has no thread-local storage: remove __thread")
KOBJ_CODE(SECTION_WRITABLE_CODE, "section-writable-code", ENOEXEC, "memory is writable or executable, never both: split the section")
KOBJ_CODE(CONSTRUCTORS, "constructors", ENOEXEC, "constructors and destructors do not run here: call them from the entry")
KOBJ_CODE(LTO_OBJECT, "lto-object", ENOEXEC, "no machine code, only the compiler's notes: compile without -flto")

/* Symbols. */
KOBJ_CODE(NO_SYMBOLS, "no-symbols", ENOEXEC, "the object was stripped: the symbols are needed to link it, so load it as cc -c wrote it")
KOBJ_CODE(SYMBOL_TABLE_TWICE, "symbol-table-twice", ENOEXEC, "an object has one symbol table: the file is damaged: compile it again")
KOBJ_CODE(TOO_MANY_SYMBOLS, "too-many-symbols", ENOEXEC, "some 16 million are the most, for relocations of a.out can name no more: make it several modules")
KOBJ_CODE(SYMBOL_STRINGS_INVALID, "symbol-strings-invalid", ENOEXEC, "the names of the symbols are not in a string table: the file is damaged: compile it again")
KOBJ_CODE(SYMBOL_ORDER, "symbol-order", ENOEXEC, "local symbols must come first, then all others: the file is damaged: compile it again")
KOBJ_CODE(SYMBOL_NAME_OUTSIDE, "symbol-name-outside-table", ENOEXEC, "the name of a symbol is not in its table: the file is damaged: compile it again")
KOBJ_CODE(SYMBOL_NAME_TOO_LONG, "symbol-name-too-long", ENOEXEC, "the names of symbols have at most 511 characters: give it a shorter one")
KOBJ_CODE(SYMBOL_SECTION_INVALID, "symbol-section-invalid", ENOEXEC, "a symbol lies in a section that does not exist: the file is damaged: compile it again")
KOBJ_CODE(SYMBOL_OUTSIDE_SECTION, "symbol-outside-section", ENOEXEC, "the value of a symbol is larger than its section: the file is damaged: compile it again")
KOBJ_CODE(SYMBOL_BINDING, "symbol-binding", ENOEXEC, "a symbol neither local, global nor weak: C++ and GNU unique symbols are not supported")
KOBJ_CODE(SYMBOL_TYPE, "symbol-type-unknown", ENOEXEC, "an a.out symbol of a kind that modules have not: indirect, a warning, a member of a set, or none at all")
KOBJ_CODE(SYMBOL_TLS, "symbol-tls", ENOEXEC, "the kernel has no thread-local storage: remove __thread")
KOBJ_CODE(SYMBOL_IFUNC, "symbol-ifunc", ENOEXEC, "indirect functions do not work here: remove the ifunc attribute")
KOBJ_CODE(SYMBOL_UNNAMED, "symbol-unnamed", ENOEXEC, "a symbol to be looked up has no name: the file is damaged: compile it again")
KOBJ_CODE(SYMBOL_UNDEFINED_LOCAL, "symbol-undefined-local", ENOEXEC, "a local symbol is not defined: the file is damaged: compile it again")
KOBJ_CODE(SYMBOL_TWICE, "symbol-defined-twice", ENOEXEC, "two definitions of one name: rename one, or make both static")
KOBJ_CODE(COMMON_ALIGNMENT, "common-alignment", ENOEXEC, "alignment must be a power of two, at most 4096: see what is declared with __attribute__((aligned))")
KOBJ_CODE(UNDEFINED, "undefined-symbols", ENOEXEC, "not in the kernel or in a module that this one may use: check the spelling, or load that module first")
KOBJ_CODE(NO_UNDERSCORE, "symbol-without-underscore", ENOEXEC, "in a.out every name of C has an underscore before it: printf is _printf (nasm --prefix _ puts it there)")
KOBJ_CODE(CPLUSPLUS, "c-plus-plus", ENOEXEC, "this is C++, whose run-time the kernel has not: write the module in C")
KOBJ_CODE(PROFILED, "profiled", ENOEXEC, "this calls a profiler: compile without -pg, --coverage and -fprofile")
KOBJ_CODE(SANITIZED, "sanitized", ENOEXEC, "this calls a sanitizer: compile without -fsanitize")
KOBJ_CODE(STACK_PROTECTOR, "stack-protector", ENOEXEC, "this calls the stack protector, whose secret the kernel does not keep: compile with -fno-stack-protector")
KOBJ_CODE(ENTRY_MISSING, "entry-missing", ENOEXEC, "name the entry with modload -e, and do not make it static")
KOBJ_CODE(ENTRY_NOT_CODE, "entry-not-code", ENOEXEC, "the entry must be a function: name one with modload -e")

/* Relocations. */
KOBJ_CODE(RELOC_WITH_ADDEND, "reloc-with-addend", ENOEXEC, "i386 objects have SHT_REL relocations, not SHT_RELA")
KOBJ_CODE(RELOC_SYMBOL_TABLE, "reloc-symbol-table", ENOEXEC, "relocations that do not refer to the symbol table: the file is damaged: compile it again")
KOBJ_CODE(RELOC_SECTION, "reloc-section-invalid", ENOEXEC, "relocations for a section that does not exist: the file is damaged: compile it again")
KOBJ_CODE(RELOC_NO_CONTENTS, "reloc-section-without-contents", ENOEXEC, "relocations for a section without contents (bss): the file is damaged: compile it again")
KOBJ_CODE(RELOC_OUTSIDE, "reloc-target-outside-section", ENOEXEC, "a relocation writes outside its section: the file is damaged: compile it again")
KOBJ_CODE(RELOC_SYMBOL_INDEX, "reloc-symbol-index", ENOEXEC, "a relocation names a symbol that does not exist: the file is damaged: compile it again")
KOBJ_CODE(RELOC_SYMBOL_DISCARDED, "reloc-symbol-discarded", ENOEXEC, "loaded code refers to a section that is not loaded: see readelf -r and -S for what it is")
KOBJ_CODE(RELOC_PIC, "reloc-pic", ENOEXEC, "position-independent code needs a table that modules have not: compile with -fno-pic")
KOBJ_CODE(RELOC_TLS, "reloc-tls", ENOEXEC, "the kernel has no thread-local storage: remove __thread")
KOBJ_CODE(RELOC_DYNAMIC, "reloc-dynamic", ENOEXEC, "a relocation of shared libraries in an object: link with ld -r, not -shared")
KOBJ_CODE(RELOC_TYPE, "reloc-type-unknown", ENOEXEC, "a relocation type that i386 does not define or modules do not have: compile with -fno-pic for i386, and see readelf -r")
KOBJ_CODE(RELOC_OVERFLOW, "reloc-overflow", ENOEXEC, "an address does not fit into 8 or 16 bits: use a 32-bit word")
