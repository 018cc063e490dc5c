/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Good objects that look unusual, from every producer. Each is first asked
 * for what makes it unusual, so that a newer compiler cannot make the test
 * pass by no longer writing it; then it is linked, by GNU ld too.
 *
 * What an ELF object can have, and where it is tested:
 *
 *	relocations NONE, 32, PC32, PLT32, 16,	kobj_compilers ("as, all
 *	PC16, 8, PC8				relocation types"), kobj_machdep
 *	do they fit?				kobj_link (test_overflow),
 *						tests/objects (reloc-overflow)
 *	PROGBITS, NOBITS, NOTE			here, kobj_link (test_layout,
 *						test_tolerance)
 *	any number of sections, in any order	kobj_survive, growth
 *	COMMON, global and local		kobj_link (test_local_common),
 *						here (tcc -fcommon)
 *	ABS, WEAK, section symbols		kobj_link (test_words)
 *	alignment up to 4096			here (a page)
 *	sections without SHF_ALLOC		kobj_compilers (-g), here (-gz),
 *						kobj_link (test_tolerance)
 *	.eh_frame, .comment, .note.*,		here, kobj_compilers
 *	.llvm_addrsig
 *	merge flags, a group with one copy	here
 *	symbol types, visibility		here
 *	GOT32 and its like, TLS, IFUNC, COPY,	kobj_compilers, and
 *	RELA, compressed, unknown types,	tests/objects for each type
 *	writable code
 *	.init_array: empty, and not		here, kobj_compilers
 *	one string table for all (clang)	here
 *	section headers at 64 (nasm)		here
 *	.rel without SHF_INFO_LINK (tcc)	here
 *	read-only .placed (tcc)			here
 *	sh_addr that is not 0 (ld -r -T)	here
 *	sh_offset of NOBITS			goodelf.c has 0xfffffff0
 *	stripped				kobj_compilers, here (in part)
 *	gcc -flto, clang -flto			kobj_compilers; here (fat)
 *	-ffunction-sections, .data.rel.ro	here
 *	ld -r of gcc, clang, tcc and nasm	here
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "kobjtest.h"
#include "sameld.h"

#define SRC  "tests/host/objects"
#define ALL  " -c " SRC "/all.c -o $O"
#define ROWS "i686-linux-gnu-as " SRC "/rows.s -o $O"

enum {
	SHF_MERGE_ = 0x10,
	SHF_INFO_LINK_ = 0x40,
	SHF_GROUP_ = 0x200,
	SHT_GROUP_ = 17
};

static const struct elf_ehdr *
header(const uint8_t *p)
{
	return (const struct elf_ehdr *)p;
}

static const struct elf_shdr *
section(const uint8_t *p, unsigned i)
{
	return (const struct elf_shdr *)(p + header(p)->shoff) + i;
}

static const char *
name_of(const uint8_t *p, unsigned i)
{
	return (const char *)p + section(p, header(p)->shstrndx)->offset +
	    section(p, i)->name;
}

/* Sections of a type (0: any) that have these flags, all of them. */
static unsigned
sections(const uint8_t *p, uint32_t type, uint32_t flags)
{
	unsigned n = 0;

	for (unsigned i = 1; i < header(p)->shnum; i++)
		n += (type == 0 || section(p, i)->type == type) &&
		    (section(p, i)->flags & flags) == flags;
	return n;
}

/* Symbols whose other byte (visibility), or section if not 0, is this. */
static unsigned
symbols(const uint8_t *p, uint8_t other, uint16_t shndx, unsigned binding)
{
	const struct elf_sym *sym;
	unsigned n = 0;

	for (unsigned i = 1; i < header(p)->shnum; i++) {
		if (section(p, i)->type != SHT_SYMTAB)
			continue;
		sym = (const struct elf_sym *)(p + section(p, i)->offset);
		for (uint32_t j = 1; j < section(p, i)->size / sizeof(*sym);
		     j++)
			n += shndx != 0 ? sym[j].shndx == shndx &&
				sym[j].info >> 4 == binding
					: sym[j].other == other;
	}
	return n;
}

/* ---- what is unusual ---- */

#define HAS(name, what)                    \
	static bool name(const uint8_t *p) \
	{                                  \
		return what;               \
	}

HAS(one_string_table,
    section(p, header(p)->shstrndx)->type == SHT_STRTAB &&
	sections(p, SHT_STRTAB, 0) == 1 && header(p)->shstrndx == 1)
HAS(headers_at_64, header(p)->shoff == 64)
HAS(no_info_link,
    sections(p, SHT_REL, 0) > 0 && sections(p, SHT_REL, SHF_INFO_LINK_) == 0)
HAS(read_only_placed,
    find_section(p, ".placed") != NULL &&
	(find_section(p, ".placed")->flags & SHF_WRITE) == 0)
HAS(local_common, symbols(p, 0, SHN_COMMON, STB_LOCAL) > 0)
HAS(global_common, symbols(p, 0, SHN_COMMON, STB_GLOBAL) > 0)
HAS(has_address, find_section(p, ".text")->addr != 0)
HAS(compressed, sections(p, 0, SHF_COMPRESSED) > 0)
HAS(loaded_note, sections(p, SHT_NOTE, SHF_ALLOC) > 0)
HAS(eh_frame, find_section(p, ".eh_frame") != NULL)
HAS(comment, find_section(p, ".comment") != NULL)
HAS(addrsig, find_section(p, ".llvm_addrsig") != NULL)
HAS(merged, sections(p, 0, SHF_ALLOC | SHF_MERGE_) > 0)
HAS(group,
    sections(p, SHT_GROUP_, 0) == 1 &&
	sections(p, SHT_PROGBITS, SHF_GROUP_) == 1)
HAS(a_page, find_section(p, ".data.page")->addralign == 4096)
HAS(hidden, symbols(p, 2, 0, 0) > 0)
HAS(all_visibilities,
    symbols(p, 1, 0, 0) > 0 && symbols(p, 2, 0, 0) > 0 &&
	symbols(p, 3, 0, 0) > 0)
HAS(empty_init_array,
    sections(p, SHT_INIT_ARRAY, SHF_ALLOC) == 1 &&
	find_section(p, ".init_array")->size == 0)
HAS(many_sections, sections(p, 0, SHF_ALLOC) > 20)
HAS(rel_ro,
    find_section(p, ".data.rel.ro") != NULL ||
	find_section(p, ".data.rel.ro.local") != NULL)
HAS(no_file_symbol,
    sections(p, SHT_SYMTAB, 0) == 1 && symbols(p, 0, SHN_ABS, STB_LOCAL) == 0)

static bool
lto_and_code(const uint8_t *p)
{
	for (unsigned i = 1; i < header(p)->shnum; i++) {
		if (strncmp(name_of(p, i), ".gnu.lto_", 9) == 0)
			return find_section(p, ".text")->size != 0;
	}
	return false;
}

static const struct row {
	const char *name;
	const char *tools;
	const char *command; /* makes $O in the work directory */
	bool (*has)(const uint8_t *p);
} rows[] = {
    {"clang: one string table", "clang-14", CLANG " -O2 " PLAIN ALL,
	one_string_table},
    {"clang: addresses of no significance", "clang-14",
	CLANG " -O2 -faddrsig " PLAIN ALL, addrsig},
    {"clang: common", "clang-14", CLANG " -O1 -fcommon " PLAIN ALL,
	global_common},
    {"clang: a section for each", "clang-14",
	CLANG " -O2 -ffunction-sections -fdata-sections " PLAIN ALL,
	many_sections},
    {"nasm: section headers in front", "nasm",
	"nasm -f elf32 " SRC "/all.asm -o $O", headers_at_64},
    {"nasm -g", "nasm", "nasm -f elf32 -g -F dwarf " SRC "/all.asm -o $O",
	headers_at_64},
    {"tcc: no SHF_INFO_LINK", "i386-tcc", "i386-tcc" ALL, no_info_link},
    {"tcc: a variable in a read-only section", "i386-tcc", "i386-tcc" ALL,
	read_only_placed},
    {"tcc: local common symbols", "i386-tcc", "i386-tcc -fcommon" ALL,
	local_common},
    {"gcc: merged strings", "i686-linux-gnu-gcc", GCC " -O2 " PLAIN ALL,
	merged},
    {"gcc: comment", "i686-linux-gnu-gcc", GCC " -O2 " PLAIN ALL, comment},
    {"gcc: common", "i686-linux-gnu-gcc", GCC " -O2 -fcommon " PLAIN ALL,
	global_common},
    {"gcc: unwinding", "i686-linux-gnu-gcc",
	GCC " -O2 -fasynchronous-unwind-tables " PLAIN ALL, eh_frame},
    {"gcc: a section for each", "i686-linux-gnu-gcc",
	GCC " -O2 -ffunction-sections -fdata-sections " PLAIN ALL,
	many_sections},
    {"gcc: compressed debugging", "i686-linux-gnu-gcc",
	GCC " -O2 -g -gz " PLAIN ALL, compressed},
    {"gcc: a note that is loaded", "i686-linux-gnu-gcc",
	GCC " -O2 -fcf-protection " PLAIN ALL, loaded_note},
    {"gcc: hidden symbols", "i686-linux-gnu-gcc",
	GCC " -O2 -fvisibility=hidden " PLAIN ALL, hidden},
    {"gcc: code, and for the linker's compiler, too", "i686-linux-gnu-gcc",
	GCC " -O2 -flto -ffat-lto-objects " PLAIN ALL, lto_and_code},
    {"gcc: read-only once relocated", "i686-linux-gnu-gcc",
	"printf 'extern int x; const int *const p = &x;"
	"int entry(void) { return *p; }' | " GCC
	" -O0 -fpie -mno-red-zone " PLAIN " -S -x c - -o - | "
	"sed 's/\\.rodata$/.data.rel.ro,\"aw\"/; "
	"s/^\\t\\.section\\t\\.rodata.*/\\t.section .data.rel.ro,\"aw\"/' | "
	"i686-linux-gnu-as -o $O -",
	rel_ro},
    {"as: a group with one copy", "i686-linux-gnu-as", ROWS, group},
    {"as: alignment of a page", "i686-linux-gnu-as", ROWS, a_page},
    {"as: visibility", "i686-linux-gnu-as", ROWS, all_visibilities},
    {"as: a loaded note, with a relocation", "i686-linux-gnu-as", ROWS,
	loaded_note},
    {"as: constructors, but none", "i686-linux-gnu-as", ROWS, empty_init_array},
    {"ld -r: addresses", "i686-linux-gnu-ld",
	GCC " -O2 " PLAIN " -c " SRC "/all.c -o $O.1 && "
	    "i686-linux-gnu-ld -r -Ttext 0x12340000 $O.1 -o $O",
	has_address},
    {"ld -r of gcc, clang, tcc and nasm",
	"i686-linux-gnu-gcc clang-14 i386-tcc nasm",
	GCC " -O2 " PLAIN " -c " SRC "/all.c -o $O.1 && " CLANG " -O2 " PLAIN
	    " -c " SRC "/other.c -o $O.2 && i386-tcc -Dentry=old_entry -c " SRC
	    "/old.c -o $O.3 && nasm -Dentry=asm_entry -f elf32 " SRC
	    "/all.asm -o $O.4 && "
	    "i686-linux-gnu-ld -r $O.1 $O.2 $O.3 $O.4 -o $O",
	merged},
    {"strip: what is not needed", "i686-linux-gnu-strip",
	GCC " -O2 -g " PLAIN ALL " && i686-linux-gnu-strip --strip-unneeded "
	    "-K entry $O",
	no_file_symbol},
};

/* The first of them that is not installed, or NULL. */
static const char *
missing_tool(const char *tools)
{
	static char copy[128];

	snprintf(copy, sizeof(copy), "%s", tools);
	for (char *t = strtok(copy, " "); t != NULL; t = strtok(NULL, " ")) {
		if (!have_tool(t))
			return t;
	}
	return NULL;
}

static void
test(const struct row *r)
{
	const char *tool = missing_tool(r->tools);
	char object[128], command[2048];
	struct world w;
	uint8_t *bytes;
	size_t size = 0;

	if (tool != NULL) {
		skip_tool(r->name, tool);
		return;
	}
	snprintf(
	    object, sizeof(object), "%s/r%d.o", work_dir(), (int)(r - rows));
	snprintf(command, sizeof(command), "O=%s; %s", object, r->command);
	if (run("%s", command) != 0 ||
	    (bytes = read_file(object, &size)) == NULL) {
		ok(false, "%s: could not be made", r->name);
		return;
	}
	world_start(&w, bytes, size);
	w.resolve_all = true;
	ok(r->has(bytes), "%s: it is so", r->name);
	ok(world_load(&w, "entry") == 0, "%s: loads", r->name);
	if (w.refusal.code != KOBJ_OK)
		note("%s", world_reason(&w));
	else if (r->has != lto_and_code) /* where ld would compile again */
		ok(same_as_ld(&w, object), "%s: as GNU ld", r->name);
	ok(world_end(&w), "%s: nothing left", r->name);
	free(bytes);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		test(&rows[i]);
	return done();
}
