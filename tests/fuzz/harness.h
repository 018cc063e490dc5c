/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the fuzz targets share. A target is harness.c and mutate.c with one
 * struct fuzz_format (fuzz_elf.c, fuzz_aout.c); libFuzzer brings main, or
 * replay.c does, which only runs files that are there already.
 *
 * An input is an object, and behind it, if its last bytes are the mark,
 * the knobs: what goes wrong around the linker while it works. So every
 * object file is an input as it is.
 */
#ifndef FUZZ_HARNESS_H
#define FUZZ_HARNESS_H

#include "../../sys/kobj.h"

/*
 * The knobs. alloc and read: the n-th call fails, 0 none does. For the rest
 * see the enums and harness.c.
 */
struct knobs {
	uint8_t alloc;
	uint8_t read;
	uint8_t resolve; /* enum knob_resolve */
	uint8_t limit;   /* pages the image may have; 0 usual, 255 any */
	uint8_t flags;   /* KNOB_* */
	uint8_t entry;   /* which names, modulo 4; 3 is not to ask */
	uint8_t mark[2]; /* KNOBS_MARK, or there are no knobs */
};

#define KNOBS_MARK         \
	{                  \
		0xfd, 0xdf \
	}

/* Below the first: the n-th name fails with an errno, 0 none does. */
#define KNOB_NO_NAMES  254 /* nobody knows any name */
#define KNOB_FEW_NAMES 255 /* about half are known */

#define KNOB_IMAGE     1 /* no memory for the image */
#define KNOB_DEAF      2 /* nobody listens to missing names */

/* One try to link, and what was seen of it. */
struct run {
	struct kobj_env env;
	const uint8_t *bytes;
	uint32_t size;
	struct knobs knobs;
	kobj_addr_t base; /* where the image pretends to run */
	uint8_t fill;     /* what fresh memory contains */
	bool watched;

	int error; /* of the step that failed; 0: linked, k is open */
	struct kobj *k;
	struct kobj_refusal refusal;
	struct kobj_image img;

	uint8_t *mem; /* of the image, while kobj_link fills it */
	uint32_t total;
	struct kobj_trace trace;
	int stage; /* of what a watcher is told */
	struct run_section {
		uint32_t number;
		kobj_addr_t addr;
		char name[16]; /* its start */
	} * sections;          /* that a watcher was told of */
	uint32_t nsections;

	uint8_t *seen; /* one for each byte read */
	uint32_t allocs, reads, names, images, missing;
	int injected; /* the errno that was handed in, or 0 */
	struct block {
		void *p;
		size_t size;
		bool keep;
	} blocks[16];
};

/* The value of a name outside the object, if this run knows it. */
bool run_resolve(const struct run *r, const char *name, kobj_addr_t *value);

/* Stop: the linker broke a promise. */
void broken(const char *fmt, ...)
    __attribute__((noreturn, format(printf, 1, 2)));
#define MUST(c)                                                              \
	do {                                                                 \
		if (!(c))                                                    \
			broken("%s:%d: not so: %s", __FILE__, __LINE__, #c); \
	} while (0)

/* Random numbers for the mutator: under n, which is not 0. */
struct rng {
	uint64_t state;
};
uint32_t rng_under(struct rng *rng, uint32_t n);

/* A table in an object: records of columns. */
struct table {
	uint32_t off;
	uint32_t count;
	uint32_t entry; /* size of a record */
	const struct column {
		uint8_t off;
		uint8_t width; /* 1, 2 or 4 bytes */
	} * columns;
	uint32_t ncolumns;
};

/*
 * What the harness has to know about a format.
 *
 * claims	is it for this format that the file's head stands?
 * check	r is linked, and was watched: is the image what the object
 *		says? See expect.h.
 * table	pick one of the object's tables that lies in it. False if
 *		there is none, or it is not such an object.
 * grow		add a record to one of them, in at most max bytes; the new
 *		size, or the old one if that cannot be done.
 * values	numbers that mean something in this format.
 */
struct fuzz_format {
	bool (*claims)(const uint8_t *bytes, uint32_t size);
	void (*check)(const struct run *r);
	bool (*table)(const uint8_t *bytes, uint32_t size, struct rng *rng,
	    struct table *t);
	uint32_t (*grow)(
	    uint8_t *bytes, uint32_t size, uint32_t max, struct rng *rng);
	const uint32_t *values;
	uint32_t nvalues;
};

/* Columns of a table, counted. */
#define COLUMNS(c) (sizeof(c) / sizeof((c)[0]))

/* Each target defines it. */
extern const struct fuzz_format fuzz_format;

/* Of the last input: did it link? */
extern bool fuzz_linked;

/* libFuzzer's names for what a target consists of. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(
    uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

#endif /* !FUZZ_HARNESS_H */
