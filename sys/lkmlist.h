/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkmlist.h: all modules at one moment: LMLIST of /dev/lkm.  Nothing is
 * loaded or unloaded while the list is made, so what it says of one module
 * is true together with what it says of the others.
 *
 * The list has the form of a link map: <sys/lkmmap.h> says how records are
 * made.  Unlike a map it is there whole, or not at all: in a buffer that is
 * too small the head tells how large it must be (lmm_needed), and that no
 * record is there.  Modules come in the order of their numbers, each with
 * what belongs to it behind it, up to the next module's record.
 */
#ifndef _SYS_LKMLIST_H_
#define _SYS_LKMLIST_H_

#include <sys/types.h>
#include <sys/lkmmap.h>

struct lmc_list {
	int id;           /* that module alone; -1: the one of this name */
	const char *name; /* NULL, and id is -1: all of them */
	int flags;
	void *buf; /* EINVAL: it has no room for the head */
	size_t len;
};
/*
 * With LML_DETAIL everything is told; without, the LMM_LISTED records alone,
 * and of those modules only that are loaded.
 * LML_NAMES: without LML_DETAIL, the LMM_PROVIDES records, too.
 * LML_ASK: first ask every module how it is (LKM_E_STAT), as LMSTAT does.
 * That runs the module's code, which may sleep; the list is made after it.
 */
#define LML_DETAIL   0x1
#define LML_ASK      0x2
#define LML_NAMES    0x4

/* Kinds of records, continued. */
#define LMM_LISTED   8  /* strings: name, name of the entry */
#define LMM_USES     9  /* symbol, name of the module that it is from */
#define LMM_USED_BY  10 /* symbol, name of the module that uses it */
#define LMM_PROVIDES 11 /* name */
#define LMM_CLAIM \
	12               /* table; what the module put there; what was there
			 * before, whose that is ("": the kernel's); who has
			 * overridden it in turn ("": nobody) */
#define LMM_KEEPER    13 /* code, sentence: why it could not be unloaded now */
#define LMM_NKINDS    14

/* struct lmm_listed's state: enum lkm_state says what each means. */
#define LMM_LOADING   0
#define LMM_LIVE      1
#define LMM_UNLOADING 2
#define LMM_DETACHED  3
#define LMM_RESERVED  4

struct lmm_listed {
	struct lmm lmm;
	int32_t id;
	int32_t type; /* MODTYPE; LMM_NONE: not known yet */
	uint32_t state;
	uint32_t serial; /* counts the loads: a greater one came later */
	int32_t ver;     /* LKM_VERSION that it was made for */
	uint32_t offset; /* as LMSTAT tells it */
	uint32_t area;
	uint32_t size; /* bytes */
	uint32_t private_data;
	uint32_t entry;
	uint32_t forced;
	int32_t stat_error; /* what its stat function returned last */
	struct lmm_part part[LMM_NPARTS];
};

struct lmm_uses { /* LMM_USED_BY, too */
	struct lmm lmm;
	int32_t other; /* id of the other module */
	uint32_t value;
};

struct lmm_provides {
	struct lmm lmm;
	uint32_t value;
};

struct lmm_claim {
	struct lmm lmm;
	uint32_t slot;   /* address of the table's entry */
	int32_t index;   /* in the table; LMM_NONE: not a table's */
	uint32_t holds;  /* function that the module put there */
	uint32_t before; /* that was there before */
	uint32_t in_force;
};

struct lmm_keeper {
	struct lmm lmm;
};

#endif /* !_SYS_LKMLIST_H_ */
