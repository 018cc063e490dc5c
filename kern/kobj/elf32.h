/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The 32-bit ELF object format: structures and numbers as the System V
 * ABI, edition 4.1, chapters 4 and 5, and its i386 supplement define them.
 * All words are little-endian on i386, as on every host that builds this.
 */
#ifndef _KOBJ_ELF32_H_
#define _KOBJ_ELF32_H_

#include <stdint.h>

struct elf_ehdr {
	uint8_t ident[16];
	uint16_t type;
	uint16_t machine;
	uint32_t version;
	uint32_t entry;
	uint32_t phoff;
	uint32_t shoff;
	uint32_t flags;
	uint16_t ehsize;
	uint16_t phentsize;
	uint16_t phnum;
	uint16_t shentsize;
	uint16_t shnum;
	uint16_t shstrndx;
};

#define EI_CLASS    4
#define EI_DATA     5
#define EI_VERSION  6

#define ELFCLASS32  1
#define ELFDATA2LSB 1
#define EV_CURRENT  1
#define EM_386      3

#define ET_REL      1
#define ET_EXEC     2
#define ET_DYN      3
#define ET_CORE     4

struct elf_shdr {
	uint32_t name;
	uint32_t type;
	uint32_t flags;
	uint32_t addr;
	uint32_t offset;
	uint32_t size;
	uint32_t link;
	uint32_t info;
	uint32_t addralign;
	uint32_t entsize;
};

#define SHT_NULL          0
#define SHT_PROGBITS      1
#define SHT_SYMTAB        2
#define SHT_STRTAB        3
#define SHT_RELA          4
#define SHT_NOTE          7
#define SHT_NOBITS        8
#define SHT_REL           9
#define SHT_INIT_ARRAY    14
#define SHT_FINI_ARRAY    15
#define SHT_PREINIT_ARRAY 16

#define SHF_WRITE         0x1
#define SHF_ALLOC         0x2
#define SHF_EXECINSTR     0x4
#define SHF_TLS           0x400
#define SHF_COMPRESSED    0x800

#define SHN_UNDEF         0
#define SHN_LORESERVE     0xff00
#define SHN_ABS           0xfff1
#define SHN_COMMON        0xfff2

struct elf_sym {
	uint32_t name;
	uint32_t value;
	uint32_t size;
	uint8_t info; /* binding << 4 | type */
	uint8_t other;
	uint16_t shndx;
};

#define STB_LOCAL     0
#define STB_GLOBAL    1
#define STB_WEAK      2

#define STT_NOTYPE    0
#define STT_OBJECT    1
#define STT_FUNC      2
#define STT_SECTION   3
#define STT_FILE      4
#define STT_TLS       6
#define STT_GNU_IFUNC 10

#endif /* !_KOBJ_ELF32_H_ */
