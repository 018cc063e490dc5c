/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modload.h: what the files of modload share: the call, its answer, and how
 * that is told.
 */
#ifndef _MODLOAD_H_
#define _MODLOAD_H_

#include <lkmtool.h>

/* Exit statuses, those of NetBSD's modload. */
enum {
	EX_OTHER = 1,    /* usage, the object, linking */
	EX_NAME = 2,     /* not called something.o */
	EX_DEVICE = 3,   /* no /dev/lkm */
	EX_RESERVE = 9,  /* no memory in the kernel */
	EX_LOAD = 11,    /* loading is not permitted, or the call failed */
	EX_REFUSED = 14, /* the module, or a table, said no */
	EX_STAT = 15,    /* its stat function, before postinstall */
	EX_POSTINSTALL = 16
};

/* What the kernel was asked, and what it said. */
struct answer {
	const char *path;
	struct lmc_loadobj lo;
	int error;  /* errno, or 0 */
	char *text; /* its reasons: "code: sentence" lines, or "" */
	size_t textsize;
	int want_map;
	struct records map; /* if it is wanted */
};

/* ---- ask.c ---- */

/* Check and link; nothing remains. */
void ask_plan(int dev, struct answer *);
/* Load. */
void ask_load(int dev, struct answer *);

/* ---- file.c ---- */

/* All of a file, in memory; its size in *sizep.  NULL, and *why not. */
void *read_file(const char *path, size_t *sizep, const char **why);
/* The name without the .o, in memory of its own. */
const char *output_name(const char *path);
/* Where the linked image is to go, not onto the object: NULL, or why not. */
const char *output_open(const char *path, const char *object);
int output_write(const struct answer *);
/* There will be none: one that was not there before goes. */
void output_abandon(void);

/* ---- image.c ---- */

/* Write the linked image as an ELF executable: -1 and errno. */
int write_image(const struct answer *, int fd);

/* ---- kernel.c ---- */

/*
 * Warn if this file is not the kernel that has linked: if what the object
 * has from the kernel lies elsewhere in it.
 */
void check_kernel(const char *path, const struct records *map);

/* ---- postinstall.c ---- */

/* Run it; returns only if all went well. */
void run_postinstall(int dev, const char *program, int id);

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
