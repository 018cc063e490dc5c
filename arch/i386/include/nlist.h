/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nlist.h: symbols as a.out has them, and as LMLOADSYMS of /dev/lkm takes
 * them (or as ELF has them).
 */
#ifndef _NLIST_H_
#define _NLIST_H_

struct nlist {
	union {
		char *n_name; /* in memory */
		long n_strx;  /* in a file: where in the strings it is */
	} n_un;
	unsigned char n_type;
	char n_other;
	short n_desc;
	unsigned long n_value;
};
#define n_hash n_desc

#define N_UNDF 0x00
#define N_ABS  0x02
#define N_TEXT 0x04
#define N_DATA 0x06
#define N_BSS  0x08
#define N_COMM 0x12
#define N_FN   0x1f
#define N_EXT  0x01
#define N_TYPE 0x1e
#define N_STAB 0xe0

#endif /* _NLIST_H_ */
