/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec_aout.h: the header of an a.out program, and where what lies, in the
 * file and in memory: a.out(5).  Names and numbers are the BSDs'.  The
 * module exec_aout and the tool elf2aoutexe share it; objects, which are
 * linked and not run, are read in kern/kobj.
 */
#ifndef _SYS_EXEC_AOUT_H_
#define _SYS_EXEC_AOUT_H_

#ifdef _KERNEL
#include <sys/stdint.h>
#else
#include <stdint.h>
#endif

struct exec {
	uint32_t a_midmag; /* flags, machine and magic: see below */
	uint32_t a_text;   /* sizes, in bytes */
	uint32_t a_data;
	uint32_t a_bss;
	uint32_t a_syms;
	uint32_t a_entry;  /* address of the first instruction */
	uint32_t a_trsize; /* relocations: a program has none */
	uint32_t a_drsize;
};

/* Magic numbers. */
#define OMAGIC     0407 /* text and data in one, can be written */
#define NMAGIC     0410 /* text read-only, data from a page on */
#define ZMAGIC     0413 /* the same, and at pages of the file */
#define QMAGIC     0314 /* the same under another number */

/* Machines, and the flag of what needs a run-time linker. */
#define MID_ZERO   0
#define MID_LINUX  100 /* its name there is M_386 */
#define MID_I386   134
#define EX_DYNAMIC 0x20

/*
 * a_midmag has two spellings.  In NetBSD's, all machines begin alike, with
 * the most significant byte: flags (6 bits), machine (10), magic (16).  The
 * older one is the i386's own, from the least significant byte: magic (16),
 * machine (8), flags (8).  A magic number has no byte above 1, so the first
 * byte of the older one would be a flag and machine number that nobody has.
 */
#define N_SWAP(ex)                                               \
	((ex)->a_midmag >> 24 | ((ex)->a_midmag >> 8 & 0xff00) | \
	    ((ex)->a_midmag << 8 & 0xff0000) | (ex)->a_midmag << 24)
#define N_ISMAGIC(n) \
	((n) == OMAGIC || (n) == NMAGIC || (n) == ZMAGIC || (n) == QMAGIC)
#define N_ISNET(ex) N_ISMAGIC(N_SWAP(ex) & 0xffff)
#define N_GETMAGIC(ex) \
	(N_ISNET(ex) ? N_SWAP(ex) & 0xffff : (ex)->a_midmag & 0xffff)
#define N_GETMID(ex) \
	(N_ISNET(ex) ? N_SWAP(ex) >> 16 & 0x3ff : (ex)->a_midmag >> 16 & 0xff)
#define N_GETFLAG(ex) (N_ISNET(ex) ? N_SWAP(ex) >> 26 : (ex)->a_midmag >> 24)
#define N_BADMAG(ex)  (!N_ISMAGIC(N_GETMAGIC(ex)))

/* Is it paged from the file, with the header as the beginning of text? */
#define N_ISPAGED(ex) (N_GETMAGIC(ex) == ZMAGIC || N_GETMAGIC(ex) == QMAGIC)

/*
 * Where text and data lie, in memory and in the file.  64 bits, so that no
 * sum wraps, whatever the header says.
 */
#define __LDPGSZ      4096ULL
#define N_ALIGN(x)    (((x) + __LDPGSZ - 1) & ~(__LDPGSZ - 1))
#define N_TXTADDR(ex) __LDPGSZ
#define N_TXTOFF(ex)  (N_ISPAGED(ex) ? 0ULL : sizeof(struct exec))
#define N_DATADDR(ex)                                            \
	(N_GETMAGIC(ex) == OMAGIC ? N_TXTADDR(ex) + (ex)->a_text \
				  : N_ALIGN(N_TXTADDR(ex) + (ex)->a_text))
#define N_DATOFF(ex)                                          \
	(N_ISPAGED(ex) ? N_ALIGN(N_TXTOFF(ex) + (ex)->a_text) \
		       : N_TXTOFF(ex) + (ex)->a_text)
#define N_BSSADDR(ex) (N_DATADDR(ex) + (ex)->a_data)

#endif /* !_SYS_EXEC_AOUT_H_ */
