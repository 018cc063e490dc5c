/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the host tests of kobj share: TAP output, and a struct kobj_env
 * that watches the linker: no byte read twice, nothing leaked, failures on
 * request.
 */
#ifndef KOBJTEST_H
#define KOBJTEST_H

#include "../../sys/kobj.h"

/* Where images pretend to run: nothing like a pointer of the host. */
#define TEST_BASE 0xf0401000u

/* A symbol outside the object. */
struct test_name {
	const char *name;
	kobj_addr_t value;
};

/* What a watcher was told, by number, and what was wrong with that. */
struct watch {
	struct kobj_trace trace;
	int sections, symbols, relocs;
	struct kobj_trace_section *section; /* without a name: not told */
	uint32_t nsection;                  /* room */
	struct kobj_trace_symbol *symbol;
	uint32_t nsymbol;
	char wrong[160]; /* the first thing, or "" */
};

struct world {
	struct kobj_env env;
	struct watch *watch;  /* or NULL */
	const uint8_t *bytes; /* the object; owned by the test */
	uint8_t *seen;        /* one for each byte read */
	bool read_twice;

	const struct test_name *known; /* ended by a NULL name */
	bool resolve_all;              /* invent a value for other names */
	int resolve_error;             /* fail with this, if not 0 */

	int fail_alloc; /* the n-th allocation fails, from 1; 0 never */
	int fail_read;  /* the same for reads */
	bool fail_image;
	int allocs, reads;
	long live;      /* blocks not yet freed */
	long live_size; /* and bytes */
	int images;     /* allocated in all */
	int nmissing;
	char missing[1024]; /* "name@section+offset " of each */

	struct kobj_refusal refusal;
	struct kobj_image img;
	struct kobj *k;
};

/* TAP. fmt names the test. done prints the plan and gives exit's value. */
bool ok(bool good, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void skip(const char *name, const char *reason);
void skip_tool(const char *name, const char *tool); /* it is not installed */
int done(void);

/*
 * A world with an object, whose limit is 64 MiB. world_end frees what the
 * world has, and says whether the linker gave all back and read no byte
 * twice; it unloads an image that is still there.
 */
void world_start(struct world *w, const uint8_t *bytes, size_t size);
bool world_end(struct world *w);

/*
 * Open and link, leaving w->k open if it went well; the errno otherwise,
 * with everything closed. entry may be NULL. What was linked is linked a
 * second time, watched: if that came to anything else, done says so.
 */
int world_load(struct world *w, const char *entry);

/*
 * The sections of what world_load has linked, one each call, *cursor being 0
 * at the first and then the section's number. False when there are no more.
 */
bool world_section(const struct world *w, uint32_t *cursor, const char **name,
    kobj_addr_t *addr);

/* A word of the image. */
uint32_t world_word(const struct world *w, uint32_t off);

/* The refusal as a line, in a static buffer. */
const char *world_reason(const struct world *w);

/* A value for a name, the same every time. */
kobj_addr_t invented_value(const char *name);

/* A whole file in malloc'ed memory; NULL if there is none. */
uint8_t *read_file(const char *path, size_t *size);

/*
 * A directory for the files of a test, made anew and removed at the end
 * of the program.
 */
const char *work_dir(void);

/* Run a shell command made with printf; its status. Output is dropped. */
int run(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
bool have_tool(const char *tool);

#endif /* !KOBJTEST_H */
