/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * boot.c: what the boot loader tells (Multiboot Specification 0.6.96,
 * section 3.3).  It lies wherever the loader had room; its pages and those
 * of the modules stay out of the allocator's hands until released.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <machine/cpu.h>

#define MULTIBOOT_MAGIC 0x2badb002
#define MBI_MEMORY      0x001
#define MBI_CMDLINE     0x004
#define MBI_MODS        0x008
#define MBI_MMAP        0x040
#define MMAP_AVAILABLE  1

struct multiboot_info {
	uint32_t flags, mem_lower, mem_upper, boot_device, cmdline, mods_count,
	    mods_addr, syms[4], mmap_length, mmap_addr;
};
struct multiboot_mod {
	uint32_t start, end, string, reserved;
};
struct multiboot_mmap {
	uint32_t size; /* of what follows */
	uint64_t addr, len;
	uint32_t type;
} __packed;

char bootargs[BOOTARGS_MAX];
extern char __kernel_start[], __kernel_end[];

static const struct multiboot_info *mbi;

static void *
direct(uint32_t pa)
{
	return (void *)(KERNBASE + pa);
}

/*
 * QEMU puts the kernel's file in front of the arguments, GRUB does not, and
 * nothing marks it.  Arguments of ours are words without a slash before any
 * '=', so a first word with one is the file.
 */
static void
take_bootargs(const char *s)
{
	const char *end;

	for (end = s; *end != '\0' && *end != ' ' && *end != '='; end++)
		if (*end == '/') {
			while (*s != '\0' && *s != ' ')
				s++;
			break;
		}
	while (*s == ' ')
		s++;
	if (strlcpy(bootargs, s, sizeof(bootargs)) >= sizeof(bootargs))
		printf("boot: the command line is too long: what comes behind "
		       "%d bytes is not read\n",
		    BOOTARGS_MAX - 1);
}

void
boot_init(uint32_t magic, paddr_t info)
{
	if (magic != MULTIBOOT_MAGIC)
		panic("not started by a multiboot loader (magic 0x%x)", magic);
	mbi = direct(info);
	if (mbi->flags & MBI_CMDLINE)
		take_bootargs(direct(mbi->cmdline));
	if ((mbi->flags & (MBI_MMAP | MBI_MEMORY)) == 0)
		panic("the boot loader gives no memory map");
}

/* The i-th range of usable memory above 1 MiB, cut to the direct map. */
int
boot_range(int i, paddr_t *start, paddr_t *end)
{
	const struct multiboot_mmap *m;
	uint32_t off;

	if ((mbi->flags & MBI_MMAP) == 0) {
		*start = 0x100000;
		*end = *start + (paddr_t)mbi->mem_upper * 1024;
		return i == 0;
	}
	for (off = 0; off < mbi->mmap_length; off += m->size + 4) {
		m = direct(mbi->mmap_addr + off);
		if (m->type != MMAP_AVAILABLE || m->addr + m->len <= 0x100000 ||
		    m->addr >= KERN_DIRECT_END - KERNBASE)
			continue;
		if (i-- > 0)
			continue;
		*start = MAX(m->addr, 0x100000);
		*end = MIN(m->addr + m->len, KERN_DIRECT_END - KERNBASE);
		return 1;
	}
	return 0;
}

int
boot_nmodules(void)
{
	return mbi->flags & MBI_MODS ? mbi->mods_count : 0;
}

struct boot_module
boot_module(int i)
{
	const struct multiboot_mod *m = direct(mbi->mods_addr);

	return (struct boot_module){
	    m[i].start, m[i].end, m[i].string != 0 ? direct(m[i].string) : ""};
}

static int
in_page(paddr_t pa, paddr_t start, paddr_t end)
{
	return start < pa + PAGE_SIZE && end > pa;
}

/*
 * True if the page at pa holds the kernel, a module, or boot information
 * that is still read after the allocator starts.
 */
int
boot_reserved(paddr_t pa)
{
	struct boot_module m;
	paddr_t mbpa = (vaddr_t)mbi - KERNBASE;
	int i;

	if (in_page(pa, (vaddr_t)__kernel_start - KERNBASE,
		(vaddr_t)__kernel_end - KERNBASE) ||
	    in_page(pa, mbpa, mbpa + sizeof(*mbi)) ||
	    in_page(pa, mbi->mods_addr,
		mbi->mods_addr +
		    boot_nmodules() * sizeof(struct multiboot_mod)))
		return 1;
	for (i = 0; i < boot_nmodules(); i++) {
		m = boot_module(i);
		if (in_page(pa, m.bm_start, m.bm_end) ||
		    in_page(pa, (vaddr_t)m.bm_string - KERNBASE,
			(vaddr_t)m.bm_string - KERNBASE + strlen(m.bm_string) +
			    1))
			return 1;
	}
	return 0;
}

/* The first byte behind the kernel and everything the loader put above it. */
paddr_t
boot_end(void)
{
	struct boot_module m;
	paddr_t end = (vaddr_t)__kernel_end - KERNBASE;
	int i;

	end = MAX(end, (vaddr_t)mbi - KERNBASE + sizeof(*mbi));
	end = MAX(end,
	    mbi->mods_addr + boot_nmodules() * sizeof(struct multiboot_mod));
	for (i = 0; i < boot_nmodules(); i++) {
		m = boot_module(i);
		end = MAX(end, m.bm_end);
		end = MAX(end,
		    (vaddr_t)m.bm_string - KERNBASE + strlen(m.bm_string) + 1);
	}
	return round_page(end);
}
