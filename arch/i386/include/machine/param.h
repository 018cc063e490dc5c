/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * param.h: the i386 as we use it: sizes, and the map of the address space.
 */
#ifndef _MACHINE_PARAM_H
#define _MACHINE_PARAM_H

#define MACHINE         "i386"
#define MACHINE_ARCH    "i386"

#define PAGE_SHIFT      12
#define PAGE_SIZE       (1 << PAGE_SHIFT)
#define PAGE_MASK       (PAGE_SIZE - 1)
#define NBPG            PAGE_SIZE
#define trunc_page(x)   ((vaddr_t)(x) & ~(vaddr_t)PAGE_MASK)
#define round_page(x)   (((vaddr_t)(x) + PAGE_MASK) & ~(vaddr_t)PAGE_MASK)
#define atop(x)         ((x) >> PAGE_SHIFT)
#define ptoa(x)         ((paddr_t)(x) << PAGE_SHIFT)
#define ALIGNBYTES      (sizeof(int) - 1)
#define ALIGN(p)        (((uintptr_t)(p) + ALIGNBYTES) & ~ALIGNBYTES)

/*
 * 0x00000000  programs; the first page is never mapped
 * 0x3ff00000  the top of a program's stack lies below VM_MAX_STACK, so that
 *             a small program needs one page directory
 * 0xc0000000  physical memory, one to one, up to 768 MiB; the kernel's own
 *             image lies in it from 0xc0100000
 * 0xf0000000  kernel stacks, each below a page that is not there
 * 0xf0400000  modules: text, rodata, data
 * 0xf8000000  other kernel memory larger than a page; devices' memory
 */
#define VM_MIN_ADDRESS  0x00001000UL
#define VM_MAX_ADDRESS  0xc0000000UL
#define VM_STACK_TOP    0x3fe00000UL
#define VM_SIGCODE      0x3ff00000UL /* the signal trampoline's page */
#define VM_MMAP_BASE    0x40000000UL /* mmap(2) chooses from here up */
#define VM_MAXSTACK     (8UL << 20)
#define KERNBASE        0xc0000000UL
#define KERN_DIRECT_END 0xf0000000UL
#define KERN_STACK_BASE 0xf0000000UL
#define KERN_STACK_END  0xf0400000UL
#define KERN_LKM_BASE   0xf0400000UL
#define KERN_LKM_END    0xf8000000UL
#define KERN_MAP_BASE   0xf8000000UL
#define KERN_MAP_END    0xffc00000UL

#define USPACE_PAGES    2 /* a kernel stack */
#define USPACE          (USPACE_PAGES * PAGE_SIZE)

#define HZ              100

#endif
