/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modload.h: what the files of modload share: the call, its answer, and how
 * that is told.
 */
#ifndef _MODLOAD_H_
#define _MODLOAD_H_

#include <sys/param.h>
#include <sys/lkm.h>

/* Exit statuses, those of NetBSD's modload. */
enum {
	EX_OTHER = 1,    /* usage, the object, linking */
	EX_NAME = 2,     /* not called something.o */
	EX_DEVICE = 3,   /* no /dev/lkm */
	EX_RESERVE = 9,  /* no memory in the kernel */
	EX_LOAD = 11,    /* loading is not permitted, or the call failed */
	EX_REFUSED = 14, /* the module, or a table, said no */
	EX_POSTINSTALL = 16
};

/* The records of one kind. */
struct records {
	const struct lmm **rec;
	size_t n;
};

/*
 * A map (<sys/lkmmap.h>), and where in it the records of each kind are:
 * map_index() finds them.
 */
struct map {
	char *buf;
	size_t size;
	struct records kind[LMM_REFUSAL + 1];
};

/* What the kernel was asked, and what it said. */
struct answer {
	const char *path;
	struct lmc_loadobj lo;
	int error;  /* errno, or 0 */
	char *text; /* its reasons: "code: sentence" lines, or "" */
	size_t textsize;
	int want_map;
	struct map map; /* if it is wanted */
};

/* ---- ask.c ---- */

/* Check and link; nothing remains. */
void ask_plan(int dev, struct answer *);
/* Load. */
void ask_load(int dev, struct answer *);

/* ---- map.c ---- */

/* Sort the records of the buffer out. */
void map_index(struct map *);
/* String n of a record whose fixed part has size bytes. */
const char *map_string(const struct lmm *, size_t size, unsigned n);
/* The section or symbol of that number, or NULL. */
const struct lmm_section *map_section(const struct map *, int number);
const struct lmm_symbol *map_symbol(const struct map *, int number);
/* The only record of a kind, or NULL. */
const void *map_one(const struct map *, int kind);
/* The record i of a kind. */
#define map_record(map, which, i) ((const void *)(map)->kind[which].rec[i])
#define map_count(map, which)     ((map)->kind[which].n)

const char *type_name(int type);
const char *part_name(uint32_t part);
const char *prot_name(uint32_t prot);
const char *binding_name(uint32_t binding);
const char *from_name(uint32_t from);

/* ---- reason.c ---- */

/* Tell why, on standard error; the exit status that goes with it. */
int tell_reason(const struct answer *);

/* ---- text.c ---- */

void print_map(const struct answer *);
/* The line that a debugger wants. */
void print_sections(const struct answer *);
/* What was loaded, or would be, in one line. */
void describe(const struct answer *);

/* ---- json.c ---- */

/*
 * All of the answer as one JSON object.  status is what modload will exit
 * with; complaint, or NULL, is what it found out before it could ask.
 */
void print_json(const struct answer *, int status, const char *complaint);

#endif /* !_MODLOAD_H_ */
