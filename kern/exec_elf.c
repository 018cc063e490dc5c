/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec_elf.c: static ELF programs (System V ABI, chapters 4 and 5, and its
 * i386 supplement).  This reader knows program headers only; the linker of
 * modules has its own, which knows sections.
 *
 * It is there before any format that a module brings, so it is the last one
 * asked: an ELF program that it does not take does not run, and whoever sits
 * at the terminal is told why.  The error is EOPNOTSUPP then, for with ENOEXEC
 * a shell would read the program as a script.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/exec_elf.h>
#include <sys/mman.h>
#include <sys/proc.h>

#define ELF_OWNERSIZE 16 /* of the name in a note, with its zero */

/* Take one PT_LOAD over into ep.  ENOEXEC if it cannot be mapped. */
static int
add_segment(struct exec_package *ep, const Elf32_Phdr *ph, vaddr_t bias)
{
	uint32_t slack = ph->p_vaddr & PAGE_MASK;
	vaddr_t addr = ph->p_vaddr + bias;
	struct exec_seg *es;

	if (ph->p_memsz == 0)
		return 0;
	if (ep->ep_nseg == EXEC_MAXSEGS || ph->p_filesz > ph->p_memsz ||
	    (ph->p_offset & PAGE_MASK) != slack || addr < bias ||
	    addr < VM_MIN_ADDRESS || addr >= VM_MAX_ADDRESS ||
	    ph->p_memsz > VM_MAX_ADDRESS - addr || ph->p_offset > ep->ep_size ||
	    ph->p_filesz > ep->ep_size - ph->p_offset)
		return ENOEXEC;
	es = &ep->ep_seg[ep->ep_nseg++];
	es->es_addr = addr - slack;
	es->es_len = ph->p_memsz + slack;
	es->es_filesz = ph->p_filesz != 0 ? ph->p_filesz + slack : 0;
	es->es_off = ph->p_offset - slack;
	es->es_prot = (ph->p_flags & PF_R ? PROT_READ : 0) |
	    (ph->p_flags & PF_W ? PROT_WRITE : 0) |
	    (ph->p_flags & PF_X ? PROT_EXEC : 0);
	return 0;
}

const Elf32_Phdr *
elf_headers(const struct exec_package *ep)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;

	if (ep->ep_hdrvalid < sizeof(*eh) ||
	    memcmp(eh->e_ident, "\177ELF", 4) != 0 ||
	    eh->e_ident[EI_CLASS] != ELFCLASS32 ||
	    eh->e_ident[EI_DATA] != ELFDATA2LSB ||
	    (eh->e_type != ET_EXEC && eh->e_type != ET_DYN) ||
	    eh->e_machine != EM_386)
		return NULL;
	/* Program headers follow the file header; a linker writes few. */
	if (eh->e_phentsize != sizeof(Elf32_Phdr) || eh->e_phnum == 0 ||
	    eh->e_phoff > ep->ep_hdrvalid ||
	    eh->e_phnum * sizeof(Elf32_Phdr) > ep->ep_hdrvalid - eh->e_phoff ||
	    eh->e_phoff & 3)
		return NULL;
	return (const void *)(ep->ep_hdr + eh->e_phoff);
}

int
elf_segments(struct exec_package *ep, vaddr_t bias)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;
	const Elf32_Phdr *ph = elf_headers(ep);
	int i;

	for (i = 0; i < eh->e_phnum; i++)
		if (ph[i].p_type == PT_LOAD &&
		    add_segment(ep, &ph[i], bias) != 0)
			return ENOEXEC;
	ep->ep_entry = eh->e_entry + bias;
	return ep->ep_nseg == 0 ? ENOEXEC : 0;
}

/* Bytes of a file that a terminal may be shown; they end at a zero. */
static int
is_name(const char *s, size_t room)
{
	size_t n = strnlen(s, room), i;

	for (i = 0; i < n; i++)
		if (s[i] <= ' ' || s[i] > '~')
			return 0;
	return n > 0 && n < room;
}

const char *
elf_interpreter(const struct exec_package *ep)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;
	const Elf32_Phdr *ph = elf_headers(ep), *end = ph + eh->e_phnum;

	for (; ph < end; ph++) {
		if (ph->p_type != PT_INTERP)
			continue;
		if (ph->p_offset <= ep->ep_hdrvalid &&
		    is_name(ep->ep_hdr + ph->p_offset,
			MIN(ph->p_filesz, ep->ep_hdrvalid - ph->p_offset)))
			return ep->ep_hdr + ph->p_offset;
		return "that it names";
	}
	return NULL;
}

static int
is_dynamic(const struct exec_package *ep)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;
	const Elf32_Phdr *ph = elf_headers(ep), *end = ph + eh->e_phnum;

	while (ph < end && ph->p_type != PT_DYNAMIC)
		ph++;
	return ph < end || eh->e_type != ET_EXEC;
}

/* Whose system a note names; what is no such note says nothing. */
static int
note_owner(const Elf32_Nhdr *n, const char *name, const void *desc, void *arg)
{
	char *owner = arg;

	if (n->n_type != NT_ABI_TAG || n->n_namesz > ELF_OWNERSIZE ||
	    !is_name(name, n->n_namesz))
		return 0;
	strlcpy(owner, name, ELF_OWNERSIZE);
	return 1;
}

/*
 * For another system, as its note or its header says.  A program that says
 * nothing, made by an assembler and a linker alone, is ours.
 */
static int
is_foreign(struct proc *p, const struct exec_package *ep)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;
	char owner[ELF_OWNERSIZE];

	if (elf_notes(p, ep, note_owner, owner)) {
		if (strcmp(owner, "Graft") == 0)
			return 0;
		uprintf("%s: it was made for another system (its note: %s)",
		    exec_path(ep), owner);
	} else if (eh->e_ident[EI_OSABI] != ELFOSABI_SYSV)
		uprintf("%s: it was made for another system (its header: %u)",
		    exec_path(ep), eh->e_ident[EI_OSABI]);
	else
		return 0;
	uprintf(", which modules would have to bring: see "
		"man -k 'another system'\n");
	return 1;
}

/* No headers that we read: is it for another processor? */
static int
no_headers(const struct exec_package *ep)
{
	const Elf32_Ehdr *eh = (const void *)ep->ep_hdr;

	if (ep->ep_hdrvalid < offsetof(Elf32_Ehdr, e_version) ||
	    memcmp(eh->e_ident, "\177ELF", 4) != 0 ||
	    (eh->e_ident[EI_CLASS] == ELFCLASS32 &&
		eh->e_ident[EI_DATA] == ELFDATA2LSB && eh->e_machine == EM_386))
		return ENOEXEC;
	uprintf("%s: it is for another processor (%s bits, %s-endian): compile "
		"it for the i386, with -m32\n",
	    exec_path(ep), eh->e_ident[EI_CLASS] == ELFCLASS32 ? "32" : "64",
	    eh->e_ident[EI_DATA] == ELFDATA2LSB ? "little" : "big");
	return EOPNOTSUPP;
}

static int
elf_check(struct proc *p, struct exec_package *ep)
{
	const char *interpreter;

	if (elf_headers(ep) == NULL)
		return no_headers(ep);
	if ((interpreter = elf_interpreter(ep)) != NULL) {
		uprintf("%s: it wants the run-time linker %s, and only static "
			"programs run here: link it with -static\n",
		    exec_path(ep), interpreter);
		return EOPNOTSUPP;
	}
	if (is_foreign(p, ep))
		return EOPNOTSUPP;
	if (is_dynamic(ep)) {
		uprintf("%s: it is a library, or linked to run at any address: "
			"link it with -static and -no-pie\n",
		    exec_path(ep));
		return EOPNOTSUPP;
	}
	return elf_segments(ep, 0);
}

static struct execsw exec_elf = {
    .es_name = "elf", .es_check = elf_check, .es_emul = &emul_native};

void
exec_init(void)
{
	emul_init();
	execsw_attach(&exec_elf);
}
