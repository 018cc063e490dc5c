/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * image.c: the linked image as an ELF executable (modload -o): its sections
 * where they are in the kernel, with what they held before anything of the
 * module ran, and its symbols.  gdb's symbol-file, nm and objdump read it.
 *
 * The kernel has linked; here its records are only put into that form.  It
 * is the same whatever format the object had.
 */
#include <sys/stat.h>

#include <kern/kobj/elf32.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "modload.h"

/* A program header: System V ABI, edition 4.1, chapter 5. */
struct elf_phdr {
	uint32_t type;
	uint32_t offset;
	uint32_t vaddr;
	uint32_t paddr;
	uint32_t filesz;
	uint32_t memsz;
	uint32_t flags;
	uint32_t align;
};
#define PT_LOAD    1
#define PF_X       1
#define PF_W       2
#define PF_R       4

#define STT_NOTYPE 0
#define STT_OBJECT 1

/* Where in the file the bytes are: a page, as they begin one in memory. */
#define IMAGE_AT   4096

/* A part of the file that is being made. */
struct bytes {
	char *p;
	size_t n, room;
};

static size_t
add(struct bytes *b, const void *p, size_t n)
{
	size_t at = b->n;

	if (n > b->room - b->n) {
		b->room = 2 * b->room + n;
		if ((b->p = realloc(b->p, b->room)) == NULL)
			err(EX_OTHER, "the linked image");
	}
	memcpy(b->p + b->n, p, n);
	b->n += n;
	return at;
}

static size_t
add_string(struct bytes *b, const char *s)
{
	return add(b, s, strlen(s) + 1);
}

struct image {
	const struct records *map;
	const struct lmm_object *object;
	const struct lmm_image *bytes;
	uint32_t data_at; /* where in the file these are */
	struct bytes headers, sections, names, symbols, strings;
	uint32_t pad; /* behind these, to what tables need */
	uint32_t nlocals;
	int *index; /* section header of section record i */
	uint32_t nsections;
};

static int
in_file(const struct image *im, uint32_t addr, uint32_t size)
{
	uint32_t off = addr - im->bytes->addr;

	return off <= im->bytes->size && size <= im->bytes->size - off;
}

static uint32_t
file_offset(const struct image *im, uint32_t addr)
{
	return im->data_at + (addr - im->bytes->addr);
}

static void
make_segments(struct image *im)
{
	static const uint32_t flags[LMM_NPARTS] = {
	    PF_R | PF_X, PF_R, PF_R | PF_W, PF_R | PF_W};
	const struct lmm_part *part = im->object->part;
	struct elf_phdr ph;
	uint32_t i;

	for (i = 0; i < LMM_NPARTS; i++) {
		if (part[i].size == 0)
			continue;
		ph = (struct elf_phdr){.type = PT_LOAD,
		    .vaddr = part[i].addr,
		    .paddr = part[i].addr,
		    .memsz = part[i].size,
		    .flags = flags[i],
		    .align = 1};
		if (i != LMM_BSS) {
			ph.offset = file_offset(im, part[i].addr);
			ph.filesz = part[i].size;
		}
		(void)add(&im->headers, &ph, sizeof(ph));
	}
}

static uint32_t
add_section(struct image *im, const char *name, struct elf_shdr sh)
{
	sh.name = add_string(&im->names, name);
	(void)add(&im->sections, &sh, sizeof(sh));
	return im->nsections++;
}

static void
make_sections(struct image *im)
{
	static const uint32_t flags[LMM_NPARTS] = {SHF_ALLOC | SHF_EXECINSTR,
	    SHF_ALLOC, SHF_ALLOC | SHF_WRITE, SHF_ALLOC | SHF_WRITE};
	const struct lmm_section *s;
	struct elf_shdr sh;
	size_t i, n = records_count(im->map, LMM_SECTION);

	if ((im->index = calloc(n + 1, sizeof(*im->index))) == NULL)
		err(EX_OTHER, "the linked image");
	(void)add_section(im, "", (struct elf_shdr){.type = SHT_NULL});
	for (i = 0; i < n; i++) {
		s = records_of(im->map, LMM_SECTION, i);
		sh = (struct elf_shdr){.type = SHT_NOBITS,
		    .flags = flags[s->part % LMM_NPARTS],
		    .addr = s->addr,
		    .size = s->size,
		    .addralign = 1};
		if (s->part != LMM_BSS && in_file(im, s->addr, s->size)) {
			sh.type = SHT_PROGBITS;
			sh.offset = file_offset(im, s->addr);
		}
		im->index[i] = add_section(im, STRING(s, 0), sh);
	}
}

/* The record of the symbol's section, and that one's header; or SHN_ABS. */
static const struct lmm_section *
section_of(const struct image *im, const struct lmm_symbol *y, int *header)
{
	const struct lmm_section *s;
	size_t i;

	*header = SHN_ABS;
	if (y->from != LMM_FROM_SECTION)
		return NULL;
	for (i = 0; i < records_count(im->map, LMM_SECTION); i++) {
		s = records_of(im->map, LMM_SECTION, i);
		if ((int32_t)s->number == y->section) {
			*header = im->index[i];
			return s;
		}
	}
	return NULL;
}

static void
add_symbol(struct image *im, const struct lmm_symbol *y)
{
	const struct lmm_section *s;
	struct elf_sym sym = {.value = y->value};
	int header, type = STT_NOTYPE;

	if (STRING(y, 0)[0] == '\0' || y->from == LMM_FROM_NOBODY ||
	    y->from == LMM_FROM_SKIPPED)
		return;
	s = section_of(im, y, &header);
	if (s != NULL && y->binding == LMM_LOCAL &&
	    strcmp(STRING(s, 0), STRING(y, 0)) == 0)
		return; /* the section's own */
	if (s != NULL)
		type = s->part == LMM_TEXT ? STT_FUNC : STT_OBJECT;
	sym.name = add_string(&im->strings, STRING(y, 0));
	sym.info = y->binding << 4 | type;
	sym.shndx = header;
	(void)add(&im->symbols, &sym, sizeof(sym));
}

/* Those that are local have to come first. */
static void
make_symbols(struct image *im)
{
	static const struct elf_sym none;
	const struct lmm_symbol *y;
	int local;
	size_t i;

	(void)add(&im->symbols, &none, sizeof(none));
	(void)add_string(&im->strings, "");
	for (local = 1; local >= 0; local--) {
		for (i = 0; i < records_count(im->map, LMM_SYMBOL); i++) {
			y = records_of(im->map, LMM_SYMBOL, i);
			if ((y->binding == LMM_LOCAL) == local)
				add_symbol(im, y);
		}
		if (local)
			im->nlocals = im->symbols.n / sizeof(none);
	}
}

/*
 * The tables behind the bytes, and last the section headers.  Returns where
 * those are in the file.
 */
static uint32_t
make_tables(struct image *im)
{
	static const char pad[4];
	uint32_t at = im->data_at + im->bytes->size + im->pad;
	struct elf_shdr sh = {.type = SHT_SYMTAB,
	    .offset = at,
	    .size = im->symbols.n,
	    .link = im->nsections + 1,
	    .info = im->nlocals,
	    .addralign = 4,
	    .entsize = sizeof(struct elf_sym)};

	(void)add_section(im, ".symtab", sh);
	at += im->symbols.n;
	sh = (struct elf_shdr){.type = SHT_STRTAB,
	    .offset = at,
	    .size = im->strings.n,
	    .addralign = 1};
	(void)add_section(im, ".strtab", sh);
	at += im->strings.n;
	sh.offset = at;
	sh.size = im->names.n + sizeof(".shstrtab");
	(void)add_section(im, ".shstrtab", sh);
	(void)add(&im->names, pad, -(at + im->names.n) & 3);
	return at + im->names.n;
}

static void
make_header(struct image *im, struct elf_ehdr *eh, uint32_t shoff)
{
	*eh = (struct elf_ehdr){
	    .ident = {0x7f, 'E', 'L', 'F', ELFCLASS32, ELFDATA2LSB, EV_CURRENT},
	    .type = ET_EXEC,
	    .machine = EM_386,
	    .version = EV_CURRENT,
	    .entry = im->object->entry,
	    .phoff = sizeof(*eh),
	    .shoff = shoff,
	    .ehsize = sizeof(*eh),
	    .phentsize = sizeof(struct elf_phdr),
	    .phnum = im->headers.n / sizeof(struct elf_phdr),
	    .shentsize = sizeof(struct elf_shdr),
	    .shnum = im->nsections,
	    .shstrndx = im->nsections - 1,
	};
}

static int
put(int fd, const void *p, size_t n)
{
	const char *from = p;
	ssize_t done;

	for (; n > 0; n -= done, from += done)
		if ((done = write(fd, from, n)) == -1)
			return -1;
	return 0;
}

static int
put_file(int fd, const struct image *im, const struct elf_ehdr *eh)
{
	static const char zeros[IMAGE_AT];

	return put(fd, eh, sizeof(*eh)) == -1 ||
		put(fd, im->headers.p, im->headers.n) == -1 ||
		put(fd, zeros, IMAGE_AT - sizeof(*eh) - im->headers.n) == -1 ||
		put(fd, im->bytes + 1, im->bytes->size) == -1 ||
		put(fd, zeros, im->pad) == -1 ||
		put(fd, im->symbols.p, im->symbols.n) == -1 ||
		put(fd, im->strings.p, im->strings.n) == -1 ||
		put(fd, im->names.p, im->names.n) == -1 ||
		put(fd, im->sections.p, im->sections.n) == -1
	    ? -1
	    : 0;
}

/* What it held goes, unless it is a device. */
static int
empty_file(int fd)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return -1;
	return S_ISREG(st.st_mode) ? ftruncate(fd, 0) : 0;
}

int
write_image(const struct answer *a, int fd)
{
	struct image im = {.map = &a->map,
	    .object = records_one(&a->map, LMM_OBJECT),
	    .bytes = records_one(&a->map, LMM_IMAGE),
	    .data_at = IMAGE_AT};
	struct elf_ehdr eh;
	uint32_t shoff;

	if (im.object == NULL || im.bytes == NULL) {
		errno = EAGAIN; /* names became longer since it was planned */
		return -1;
	}
	im.pad = -im.bytes->size & 3;
	make_segments(&im);
	make_sections(&im);
	make_symbols(&im);
	shoff = make_tables(&im);
	make_header(&im, &eh, shoff);
	return empty_file(fd) == -1 ? -1 : put_file(fd, &im, &eh);
}
