/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kprobe_machdep.c: breakpoints in the kernel's text.
 *
 * The first byte of a function becomes int3 (Intel SDM volume 2, INT 3): one
 * byte, so whatever jumps to the function or into it finds an instruction.
 * When it is met, the first instruction is executed elsewhere, where it lies
 * with a jump to the second one behind it: it need not be understood any
 * further than that it does the same there.  Single steps would do as well,
 * but not every machine has them (v86).
 *
 * Text cannot be written.  For the time of a store, with interrupts off, its
 * page can.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kprobe.h>
#include <sys/ksyms.h>
#include <sys/malloc.h>
#include <sys/queue.h>
#include <sys/vm.h>
#include <machine/frame.h>
#include "insn.h"

#define OP_INT3   0xcc
#define OP_JMP    0xe9
#define OP_0F     0x0f
#define OP_JCC    0x80 /* behind 0f, and the condition in its lower bits */
#define JMP_SIZE  5

#define SLOT_SIZE 32 /* an instruction and a jump: INSN_MAX + JMP_SIZE */
#define NSLOTS    (PAGE_SIZE / SLOT_SIZE)

MALLOC_DECLARE(M_KPROBE);

extern char __noprobe_start[], __noprobe_end[], __kernel_text_end[];

/* A page of moved instructions: read and executed here, written there. */
struct slot_page {
	LIST_ENTRY(slot_page) sp_list;
	uint8_t *sp_run;
	uint8_t *sp_write;
	u_int sp_used;
	uint32_t sp_map[NSLOTS / 32];
};
static LIST_HEAD(, slot_page) slot_pages;

int kprobe_trap(struct trapframe *);

/*
 * A breakpoint in the kernel.  0: it is nobody's.  The CPU has pushed no
 * stack pointer, since it changed no stack: what the function had on top of
 * its own, the return address, lies where that would be.
 */
__noprobe int
kprobe_trap(struct trapframe *tf)
{
	const struct kprobe_site *s =
	    kprobe_hit(tf->tf_eip - 1, (vaddr_t *)&tf->tf_esp);

	if (s == NULL)
		return 0;
	tf->tf_eip = s->ks_moved;
	return 1;
}

/* ---- room for moved instructions ---- */

static struct slot_page *
slot_page_alloc(void)
{
	struct slot_page *sp = malloc(sizeof(*sp), M_KPROBE, M_NOWAIT | M_ZERO);
	vaddr_t va;

	if (sp == NULL)
		return NULL;
	sp->sp_run = kmem_alloc(kernel_map, PAGE_SIZE, M_KPROBE);
	if (sp->sp_run == NULL) {
		free(sp, M_KPROBE);
		return NULL;
	}
	va = (vaddr_t)sp->sp_run;
	sp->sp_write = vm_page_va(vm_page_of_pa(pmap_kextract(va)));
	memset(sp->sp_write, OP_INT3, PAGE_SIZE);
	pmap_kprotect(va, va + PAGE_SIZE, VM_PROT_READ | VM_PROT_EXECUTE);
	LIST_INSERT_HEAD(&slot_pages, sp, sp_list);
	return sp;
}

/* A place for an instruction: where it runs; *write: where it is written. */
static vaddr_t
slot_alloc(uint8_t **write)
{
	struct slot_page *sp;
	u_int i;

	LIST_FOREACH(sp, &slot_pages, sp_list)
		if (sp->sp_used < NSLOTS)
			break;
	if (sp == NULL && (sp = slot_page_alloc()) == NULL)
		return 0;
	for (i = 0; sp->sp_map[i / 32] & 1U << i % 32; i++)
		;
	sp->sp_map[i / 32] |= 1U << i % 32;
	sp->sp_used++;
	*write = sp->sp_write + i * SLOT_SIZE;
	return (vaddr_t)sp->sp_run + i * SLOT_SIZE;
}

static void
slot_free(vaddr_t va)
{
	struct slot_page *sp;
	u_int i;

	LIST_FOREACH(sp, &slot_pages, sp_list)
		if (va - (vaddr_t)sp->sp_run < PAGE_SIZE)
			break;
	i = (va - (vaddr_t)sp->sp_run) / SLOT_SIZE;
	sp->sp_map[i / 32] &= ~(1U << i % 32);
	if (--sp->sp_used > 0)
		return;
	LIST_REMOVE(sp, sp_list);
	kmem_free(kernel_map, sp->sp_run, PAGE_SIZE);
	free(sp, M_KPROBE);
}

/* ---- moving ---- */

/* A jump to a place, for an address at which it will run. */
static uint8_t *
put_jump(uint8_t *p, vaddr_t pc, vaddr_t to)
{
	int32_t distance = to - (pc + JMP_SIZE);

	*p = OP_JMP;
	memcpy(p + 1, &distance, sizeof(distance));
	return p + JMP_SIZE;
}

static uint8_t *
put_branch(uint8_t *p, vaddr_t pc, int cond, vaddr_t to)
{
	int32_t distance = to - (pc + 6);

	p[0] = OP_0F;
	p[1] = OP_JCC | cond;
	memcpy(p + 2, &distance, sizeof(distance));
	return p + 6;
}

static void
move(const struct insn *in, vaddr_t from, uint8_t *p, vaddr_t to)
{
	uint8_t *start = p;

	switch (in->in_kind) {
	case INSN_JUMP:
		put_jump(p, to, in->in_target);
		return;
	case INSN_BRANCH:
		p = put_branch(p, to, in->in_cond, in->in_target);
		break;
	default:
		memcpy(p, (const void *)from, in->in_length);
		p += in->in_length;
		break;
	}
	put_jump(p, to + (p - start), from + in->in_length);
}

static int
refuse_instruction(
    const uint8_t *code, const struct insn *in, char *why, size_t size)
{
	snprintf(why, size,
	    "its first instruction (%02x %02x %02x ...) %s: it cannot be "
	    "executed anywhere else",
	    code[0], code[1], code[2],
	    in->in_kind == INSN_CALL ? "is a call"
				     : "is not one that is known");
	return ENOTSUP;
}

int
kprobe_md_prepare(struct kprobe_site *s, char *why, size_t size)
{
	const uint8_t *code = (const uint8_t *)s->ks_addr;
	struct insn in;
	uint8_t *write;

	if ((vaddr_t)code < (vaddr_t)__noprobe_end ||
	    (vaddr_t)code > (vaddr_t)__kernel_text_end - INSN_MAX) {
		snprintf(why, size,
		    (vaddr_t)code < (vaddr_t)__noprobe_start ||
			    (vaddr_t)code >= (vaddr_t)__noprobe_end
			? "it is not a function"
			: "it is part of what a probe needs to work, or "
			  "written in assembly language");
		return ENOTSUP;
	}
	if (*code == OP_INT3) {
		snprintf(why, size, "a debugger's breakpoint is there already");
		return EBUSY;
	}
	in = insn_decode(code, s->ks_addr);
	if (in.in_kind == INSN_BAD || in.in_kind == INSN_CALL)
		return refuse_instruction(code, &in, why, size);
	if ((s->ks_moved = slot_alloc(&write)) == 0) {
		snprintf(why, size, "there is no memory for a probe");
		return ENOMEM;
	}
	move(&in, s->ks_addr, write, s->ks_moved);
	s->ks_first = *code;
	return 0;
}

void
kprobe_md_release(struct kprobe_site *s)
{
	slot_free(s->ks_moved);
}

int
kprobe_md_moved(const struct kprobe_site *s, vaddr_t pc)
{
	return pc - s->ks_moved < SLOT_SIZE;
}

/* ---- the breakpoint ---- */

static void
text_write(vaddr_t va, uint8_t byte)
{
	vaddr_t page = trunc_page(va);

	pmap_kprotect(page, page + PAGE_SIZE,
	    VM_PROT_READ | VM_PROT_WRITE | VM_PROT_EXECUTE);
	*(volatile uint8_t *)va = byte;
	pmap_kprotect(page, page + PAGE_SIZE, VM_PROT_READ | VM_PROT_EXECUTE);
}

void
kprobe_md_arm(const struct kprobe_site *s)
{
	text_write(s->ks_addr, OP_INT3);
}

void
kprobe_md_disarm(const struct kprobe_site *s)
{
	text_write(s->ks_addr, s->ks_first);
}

int
kprobe_md_armed(const struct kprobe_site *s)
{
	return *(const uint8_t *)s->ks_addr == OP_INT3;
}
