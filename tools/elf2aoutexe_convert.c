/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A static ELF program as an a.out one.
 *
 * An a.out header has no addresses: where text and data lie follows from
 * their sizes.  So nothing can be moved here; the ELF program has to be
 * linked for the place, which begins at N_TXTADDR.  What is read only becomes
 * text, what can be written data, and gaps are filled with zeros; code that
 * can be written, of a program linked with ld -N, is OMAGIC's text.  In the
 * paged kinds the header is the beginning of text, where the ELF program has
 * its own.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../kern/kobj/elf32.h"
#include "../sys/exec_aout.h"
#include "elf2aout.h"

#define PT_LOAD    1
#define PT_DYNAMIC 2
#define PT_INTERP  3
#define PF_X       1
#define PF_W       2

struct elf_phdr {
	uint32_t type, offset, vaddr, paddr, filesz, memsz, flags, align;
};

/* A program above this address has no room for a stack: VM_STACK_TOP. */
#define HIGHEST 0x3fe00000u

/* More zeros than this between two segments are a mistake. */
#define MAXGAP  (1u << 20)

struct program {
	const uint8_t *file;
	size_t size;
	struct elf_ehdr eh;
	struct exec hdr;
	/* Addresses; data is 0 if there is none. */
	uint64_t text, etext, data, edata, end;
	bool writable_code;
	char *reason;
	size_t reason_size;
};

static bool refuse(struct program *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Returns false, for the caller to return. */
static bool
refuse(struct program *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(p->reason, p->reason_size, fmt, ap);
	va_end(ap);
	return false;
}

static struct elf_phdr
program_header(const struct program *p, unsigned i)
{
	struct elf_phdr ph;

	memcpy(&ph, p->file + p->eh.phoff + i * sizeof(ph), sizeof(ph));
	return ph;
}

static bool
check_header(struct program *p)
{
	const struct elf_ehdr *eh = &p->eh;

	if (p->size < sizeof(*eh) || memcmp(p->file, "\177ELF", 4) != 0)
		return refuse(p, "this is no ELF file");
	memcpy(&p->eh, p->file, sizeof(p->eh));
	if (eh->ident[EI_CLASS] != ELFCLASS32 ||
	    eh->ident[EI_DATA] != ELFDATA2LSB || eh->machine != EM_386)
		return refuse(p, "this is not for the i386");
	if (eh->type != ET_EXEC)
		return refuse(p,
		    "this is an object or can be moved, and no program: "
		    "link it with -static -no-pie");
	if (eh->phnum == 0 || eh->phentsize != sizeof(struct elf_phdr) ||
	    eh->phoff > p->size ||
	    eh->phnum * sizeof(struct elf_phdr) > p->size - eh->phoff)
		return refuse(p, "its program headers are not in the file");
	return true;
}

static void
add_text(struct program *p, uint64_t start, uint64_t end)
{
	if (p->text == 0 || start < p->text)
		p->text = start;
	if (end > p->etext)
		p->etext = end;
}

/* Take a segment into account: the lowest and highest addresses. */
static bool
measure(struct program *p, const struct elf_phdr *ph)
{
	uint64_t end = (uint64_t)ph->vaddr + ph->memsz;

	if (ph->filesz > ph->memsz || ph->offset > p->size ||
	    ph->filesz > p->size - ph->offset || end > HIGHEST)
		return refuse(p, "the segment at 0x%x makes no sense",
		    (unsigned)ph->vaddr);
	if (ph->vaddr < __LDPGSZ || ph->vaddr - __LDPGSZ > HIGHEST)
		return refuse(p, "it begins at 0x%x, in the first page",
		    (unsigned)ph->vaddr);
	if ((ph->flags & PF_W) == 0) {
		add_text(p, ph->vaddr, end);
		return true;
	}
	if (end > p->end)
		p->end = end;
	if ((ph->flags & PF_X) != 0) {
		p->writable_code = true;
		add_text(p, ph->vaddr, (uint64_t)ph->vaddr + ph->filesz);
		return true;
	}
	if (p->data == 0 || ph->vaddr < p->data)
		p->data = ph->vaddr;
	if (ph->filesz != 0 && ph->vaddr + ph->filesz > p->edata)
		p->edata = ph->vaddr + ph->filesz;
	return true;
}

static bool
measure_all(struct program *p)
{
	for (unsigned i = 0; i < p->eh.phnum; i++) {
		struct elf_phdr ph = program_header(p, i);

		if (ph.type == PT_INTERP || ph.type == PT_DYNAMIC)
			return refuse(p,
			    "it wants a run-time linker: link it with -static");
		if (ph.type == PT_LOAD && ph.memsz != 0 && !measure(p, &ph))
			return false;
	}
	if (p->writable_code && N_GETMAGIC(&p->hdr) != OMAGIC)
		return refuse(
		    p, "it has code that can be written: that is OMAGIC alone");
	if (p->text == 0)
		return refuse(p, "it has no text");
	if (p->text - __LDPGSZ >= MAXGAP)
		return refuse(p,
		    "its text begins at 0x%x, and has to begin at 0x%x: link "
		    "it with -Wl,--defsym=TEXT_START=0x%x -T lib/user.ld, or "
		    "with -Ttext-segment=0x%x",
		    (unsigned)p->text, (unsigned)__LDPGSZ, (unsigned)__LDPGSZ,
		    (unsigned)__LDPGSZ);
	return true;
}

/* Is what the header is written over nothing but the ELF header? */
static bool
room_for_header(const struct program *p)
{
	struct elf_phdr ph;

	for (unsigned i = 0; i < p->eh.phnum; i++) {
		ph = program_header(p, i);
		if (ph.type == PT_LOAD && ph.memsz != 0 &&
		    ph.vaddr < __LDPGSZ + sizeof(struct exec) &&
		    !(ph.vaddr == __LDPGSZ && ph.offset == 0))
			return false;
	}
	return true;
}

/* The sizes in the header, from which everybody computes the addresses. */
static bool
size_segments(struct program *p)
{
	struct exec *ex = &p->hdr;
	bool omagic = N_GETMAGIC(ex) == OMAGIC;
	uint64_t data = p->data, etext = p->etext;

	if (p->data == 0)
		p->data = p->edata = data = omagic ? etext : N_ALIGN(etext);
	if (!omagic)
		data &= ~(__LDPGSZ - 1);
	if (data < etext)
		return refuse(p,
		    "its data, at 0x%x, do not lie behind its text, %s0x%x",
		    (unsigned)p->data,
		    omagic ? "which ends at " : "on pages of their own, ends ",
		    (unsigned)etext);
	if (data - etext >= MAXGAP)
		return refuse(p,
		    "its data, at 0x%x, lie too far behind its text, which "
		    "ends at 0x%x",
		    (unsigned)data, (unsigned)etext);
	if (p->edata < data)
		p->edata = data;
	ex->a_text = (uint32_t)(data - __LDPGSZ);
	ex->a_data = (uint32_t)(p->edata - data);
	ex->a_bss = (uint32_t)(p->end > p->edata ? p->end - p->edata : 0);
	ex->a_entry = p->eh.entry;
	if (ex->a_entry < p->text || ex->a_entry >= etext)
		return refuse(p, "it begins at 0x%x, which is not in its text",
		    (unsigned)ex->a_entry);
	if (N_ISPAGED(ex) && !room_for_header(p))
		return refuse(p,
		    "the header needs the first %u bytes of its text: link it "
		    "with the ELF header in the text segment",
		    (unsigned)sizeof(*ex));
	return true;
}

static uint8_t *
assemble(struct program *p, size_t *size)
{
	const struct exec *ex = &p->hdr;
	uint64_t all = N_DATOFF(ex) + ex->a_data;
	/* Where address 0 would be in the file. */
	uint64_t origin = N_TXTOFF(ex) - N_TXTADDR(ex);
	uint8_t *out = calloc(1, all);

	if (out == NULL) {
		refuse(p, "not enough memory");
		return NULL;
	}
	for (unsigned i = 0; i < p->eh.phnum; i++) {
		struct elf_phdr ph = program_header(p, i);

		if (ph.type == PT_LOAD && ph.filesz != 0)
			memcpy(out + (size_t)(origin + ph.vaddr),
			    p->file + ph.offset, ph.filesz);
	}
	memcpy(out, ex, sizeof(*ex));
	*size = all;
	return out;
}

uint8_t *
elf2aoutexe(const uint8_t *elf, size_t elf_size, unsigned magic,
    enum aout_spelling spelling, size_t *size, char *reason, size_t reason_size)
{
	struct program p = {.file = elf,
	    .size = elf_size,
	    .hdr.a_midmag = aout_midmag(spelling, magic),
	    .reason = reason,
	    .reason_size = reason_size};

	if (!check_header(&p) || !measure_all(&p) || !size_segments(&p))
		return NULL;
	return assemble(&p, size);
}
