/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * a.out.h: the header of an a.out file of NetBSD/i386, and where the parts
 * behind it are.
 */
#ifndef _A_OUT_H_
#define _A_OUT_H_

#include <nlist.h>

struct exec {
	unsigned long a_midmag; /* most significant byte first */
	unsigned long a_text;   /* sizes, in bytes */
	unsigned long a_data;
	unsigned long a_bss;
	unsigned long a_syms;
	unsigned long a_entry;
	unsigned long a_trsize;
	unsigned long a_drsize;
};
#define OMAGIC 0407
#define NMAGIC 0410
#define ZMAGIC 0413
#define QMAGIC 0314

#define N_GETMAGIC(ex)                                   \
	((((ex).a_midmag) & 0xffff0000) != 0             \
		? (int)((((ex).a_midmag >> 24) & 0xff) | \
		      (((ex).a_midmag >> 8) & 0xff00))   \
		: (int)((ex).a_midmag & 0xffff))
#define N_BADMAG(ex)                                             \
	(N_GETMAGIC(ex) != OMAGIC && N_GETMAGIC(ex) != NMAGIC && \
	    N_GETMAGIC(ex) != ZMAGIC && N_GETMAGIC(ex) != QMAGIC)
/* Of the magics, only those of programs may begin with their header. */
#define N_TXTOFF(ex)                                          \
	(N_GETMAGIC(ex) == ZMAGIC || N_GETMAGIC(ex) == QMAGIC \
		? 0                                           \
		: sizeof(struct exec))
#define N_DATOFF(ex)  (N_TXTOFF(ex) + (ex).a_text)
#define N_TRELOFF(ex) (N_DATOFF(ex) + (ex).a_data)
#define N_DRELOFF(ex) (N_TRELOFF(ex) + (ex).a_trsize)
#define N_SYMOFF(ex)  (N_DRELOFF(ex) + (ex).a_drsize)
#define N_STROFF(ex)  (N_SYMOFF(ex) + (ex).a_syms)

#endif /* _A_OUT_H_ */
