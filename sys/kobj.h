/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Object images: bytes of a relocatable object in, a linked image out.
 *
 * This is the lowest of the three layers under /dev/lkm. It knows no
 * module, no process and no global variable; all it needs from outside is
 * handed in by the caller as a struct kobj_env. The order of calls is
 *
 *	kobj_open	read the tables, check everything, write nothing
 *	kobj_entry	(optional) find the entry, still nothing written
 *	kobj_link	resolve, allocate the image, load, relocate
 *	kobj_close	throw away all that only the linking needed
 *
 * and much later, when the image has no more users, kobj_image_free.
 * Nothing here sleeps or locks by itself; the operations handed in may.
 */
#ifndef _SYS_KOBJ_H_
#define _SYS_KOBJ_H_

#include <stddef.h>
#ifdef _KERNEL
#include <sys/stdint.h>
#else
#include <stdbool.h>
#include <stdint.h>
#endif

/*
 * Modules include this header, too, and may have their own idea of "bool":
 * here it is called _Bool.
 */

/* An address in the running kernel; never the address that we write to. */
typedef uint32_t kobj_addr_t;

#define KOBJ_PAGE 4096u /* what protection, and so the layout, works in */

/*
 * Why an object was refused. The list (name, errno, advice) is one table,
 * kern/kobj/kobj_codes.h.
 */
enum kobj_code {
#define KOBJ_CODE(id, name, error, advice) KOBJ_##id,
#include "../kern/kobj/kobj_codes.h"
#undef KOBJ_CODE
	KOBJ_NCODES
};

/* A place that does not apply. */
#define KOBJ_NOWHERE (-1)

struct kobj_refusal {
	enum kobj_code code;
	int error;             /* errno that goes with it */
	int section;           /* section number, or KOBJ_NOWHERE */
	int index;             /* entry in that section, or KOBJ_NOWHERE */
	_Bool has_offset;      /* is the next one meant? */
	uint32_t offset;       /* in the section, or in the file if none */
	char section_name[32]; /* cut where too long, "" if unknown */
	char symbol[64];       /* the same */
	char text[160];        /* detail in words and numbers, or "" */
};

/*
 * How the finished image is laid out: one range that starts on a page,
 *
 *	[0, ro_start)		code, read and execute
 *	[ro_start, rw_start)	read-only data, no execution
 *	[rw_start, total)	data, then bss, no execution
 *
 * all three of whole pages, any of them possibly empty. Read-only data
 * that fits into the last page of code lies there, and then ro_start and
 * rw_start are equal. The exact ranges in bytes, for listings, are in
 * the second group; data may start behind the start of its page (a.out).
 */
struct kobj_layout {
	uint32_t ro_start;
	uint32_t rw_start;
	uint32_t total;

	uint32_t text_size; /* from 0 */
	uint32_t rodata_off;
	uint32_t rodata_size;
	uint32_t data_off; /* from rw_start, less than a page */
	uint32_t data_size;
	uint32_t bss_off;
	uint32_t bss_size;
};

/*
 * A symbol that survives linking, for traces and for other modules. The
 * symbols that the object took from outside are among them: those of its
 * own are those that lie in the image and have a name.
 */
struct kobj_symbol {
	kobj_addr_t addr;
	uint32_t name; /* offset in the image's strings; 0 for none */
};

struct kobj_image {
	kobj_addr_t base; /* where it will run */
	uint8_t *mem;     /* where it is written */
	struct kobj_layout layout;
	kobj_addr_t entry; /* 0 without kobj_entry */

	struct kobj_symbol *symbols;
	uint32_t nsymbols;
	uint32_t nlocals;  /* the first ones: no other module sees them */
	uint32_t ndefined; /* globals that are not undefined, at most */
	const char *strings;
	uint32_t keep_size; /* of the block that holds both */
};

/* An undefined symbol that nobody has, and its first use. */
struct kobj_missing {
	const char *name;
	const char *section;
	uint32_t offset;     /* in that section */
	enum kobj_code code; /* KOBJ_UNDEFINED, or what the name tells more */
};

/*
 * Where the object comes from. read copies len bytes at off to buf and
 * returns 0 or an errno, which ends the load. off + len never passes size.
 * No byte is asked for twice, so a source in user memory cannot change
 * between the check and the use of what was read.
 */
struct kobj_source {
	void *cookie;
	uint32_t size;
	int (*read)(void *cookie, void *buf, uint32_t off, uint32_t len);
};

/*
 * Memory. alloc returns at least 8-byte aligned memory of any content, or
 * NULL; keep tells that the block outlives kobj_close. free is told the
 * size.
 *
 * image allocates layout->total bytes, page aligned, writable through
 * img->mem, and sets base and mem. The content may be anything, for the
 * linker writes every byte. 0 or an errno. It is called once at most, after
 * everything was checked and every symbol resolved. image_free takes it back.
 */
struct kobj_memory {
	void *cookie;
	uint32_t limit; /* largest image allowed, in bytes */
	void *(*alloc)(void *cookie, size_t size, _Bool keep);
	void (*free)(void *cookie, void *p, size_t size);
	int (*image)(void *cookie, const struct kobj_layout *layout,
	    struct kobj_image *img);
	void (*image_free)(void *cookie, struct kobj_image *img);
};

/*
 * Names. resolve finds a symbol outside the object: 0 or ENOENT; any other
 * errno ends the load. missing (may be NULL) hears of every symbol that is
 * used and not found, before kobj_link fails; what it is handed is valid
 * during the call only.
 */
struct kobj_names {
	void *cookie;
	int (*resolve)(void *cookie, const char *name, kobj_addr_t *value);
	void (*missing)(void *cookie, const struct kobj_missing *);
};

/*
 * The parts of an image, in order.
 */
enum kobj_part { KOBJ_TEXT, KOBJ_RODATA, KOBJ_DATA, KOBJ_BSS, KOBJ_NPARTS };

enum kobj_binding { KOBJ_LOCAL, KOBJ_GLOBAL, KOBJ_WEAK };

/* Where a symbol's value comes from. */
enum kobj_origin {
	KOBJ_FROM_SECTION, /* the object defines it, in a loaded section */
	KOBJ_FROM_COMMON,  /* a common: it was given room in bss */
	KOBJ_FROM_NUMBER,  /* absolute: no address */
	KOBJ_FROM_OUTSIDE, /* undefined: names.resolve had it */
	KOBJ_FROM_NOBODY,  /* undefined and not found, which did not matter:
			    * weak, or used by no relocation; it is 0 */
	KOBJ_FROM_SKIPPED  /* in a section that is not loaded: no value */
};

/*
 * What a watcher is told. Numbers are the object's own, those that a
 * refusal names too; names are valid during the call only.
 */
struct kobj_trace_section {
	uint32_t number;
	const char *name;
	kobj_addr_t addr;
	uint32_t size;
	enum kobj_part part;
};

struct kobj_trace_symbol {
	uint32_t number;
	const char *name; /* a section's symbol has the section's name */
	kobj_addr_t value;
	enum kobj_binding binding;
	enum kobj_origin origin;
	uint32_t section; /* KOBJ_FROM_SECTION */
};

struct kobj_trace_reloc {
	uint32_t
	    table; /* the section that it stands in, and its number in it */
	uint32_t index;
	uint32_t section; /* the one that it changes, and where in it */
	uint32_t offset;
	kobj_addr_t addr; /* of the field */
	uint32_t type;    /* as the object has it */
	const char *type_name;
	uint32_t width;    /* of the field, in bytes; 0: nothing is changed */
	_Bool pcrel;       /* the field counts from its own place */
	int symbol;        /* its number, or KOBJ_NOWHERE */
	int segment;       /* a.out, without a symbol: the section that was
			    * moved, or KOBJ_NOWHERE */
	kobj_addr_t plus;  /* what is added to the field: the symbol's value, */
	kobj_addr_t minus; /* and what is subtracted: its own address; in
			    * a.out, how far segments were moved */
	uint32_t old;      /* the field before and after, not sign-extended */
	uint32_t new;
};

/*
 * Somebody who watches a link: kobj_link tells of every loaded section,
 * every symbol, and every relocation as it is applied, in this order. A
 * watcher cannot stop a link, and changes nothing about its outcome. It may
 * sleep.
 */
struct kobj_trace {
	void *cookie;
	void (*section)(void *cookie, const struct kobj_trace_section *);
	void (*symbol)(void *cookie, const struct kobj_trace_symbol *);
	void (*reloc)(void *cookie, const struct kobj_trace_reloc *);
};

struct kobj_env {
	struct kobj_source source;
	struct kobj_memory memory;
	struct kobj_names names;
	const struct kobj_trace *trace; /* NULL: nobody watches */
};

struct kobj;

/*
 * Read and check an object. env and refusal must live until kobj_close.
 * 0 and *kp; or the errno that refusal->error also has, the reason in
 * *refusal, and nothing left behind:
 * ENOEXEC	not an object that can be linked here
 * EFBIG	larger than memory.limit
 * ENOMEM	no memory for the tables
 * other	what the source's read returned
 */
int kobj_open(
    const struct kobj_env *env, struct kobj **kp, struct kobj_refusal *refusal);

/*
 * Choose the entry: the first of the names (ended by NULL) that is a global
 * symbol of the object. Its address will be in the image. 0; or ENOEXEC if
 * there is none, or it is not in a section of code.
 */
int kobj_entry(struct kobj *k, const char *const names[]);

/*
 * Link. 0 and *img, which from now on belongs to the caller; or an errno,
 * the reason in the refusal of kobj_open, and no image:
 * ENOEXEC	undefined symbols, or a value that does not fit its field
 * ENOMEM	no memory
 * other	what an operation handed in returned
 * At most once for each kobj_open.
 */
int kobj_link(struct kobj *k, struct kobj_image *img);

/* The name of the object's format, such as "elf". */
const char *kobj_format_name(const struct kobj *k);

/* Free all that only linking needed. The image stays. NULL is allowed. */
void kobj_close(struct kobj *k);

/* Free an image and its symbols. Only env->memory is used. */
void kobj_image_free(const struct kobj_env *env, struct kobj_image *img);

/*
 * An image that somebody else has linked: the caller has set base, mem and
 * layout.total, everything else in *img is 0, and the bytes of the image, so
 * many, lie in their place.  symbols are size bytes that came with it, or 0:
 * table bytes of an a.out program's struct nlist, then strings with their
 * length in the first word; or of an ELF program's symbols, then their
 * strings.  Fills in the layout and the symbols.  In such an image what
 * lies from rw_start up to text_size can be written and executed, since
 * nobody knows what it is.
 * ENOEXEC: the symbols are not well-formed; ENOMEM: there is no memory for
 * them.  In both cases the layout is that without symbols, and holds.
 */
int kobj_adopt(const struct kobj_memory *, struct kobj_image *img,
    uint32_t filled, const void *symbols, uint32_t table, uint32_t size);

/* How many symbols kobj_export finds. */
uint32_t kobj_exports(const struct kobj_image *img);

/*
 * What the image offers to others: its own global symbols, without its
 * entry. One each call, *cursor being 0 at the first; false when there are
 * no more. The name is the image's.
 */
_Bool kobj_export(const struct kobj_image *img, uint32_t *cursor,
    const char **name, kobj_addr_t *addr);

/*
 * What the image took from outside that lies in size bytes at from: the same
 * way, one each call.
 */
_Bool kobj_import(const struct kobj_image *img, uint32_t *cursor,
    kobj_addr_t from, uint32_t size, const char **name, kobj_addr_t *addr);

/* The address of a global symbol of the image: 0 or ENOENT. */
int kobj_symbol_value(
    const struct kobj_image *img, const char *name, kobj_addr_t *value);

/* The same for a local symbol: the first of that name. */
int kobj_local_value(
    const struct kobj_image *img, const char *name, kobj_addr_t *value);

/*
 * The symbol at or nearest below an address inside the image, and how far
 * the address lies behind it. NULL if there is none.
 */
const char *kobj_symbol_at(
    const struct kobj_image *img, kobj_addr_t addr, uint32_t *offset);

/* The stable name of a code, such as "wrong-class"; and what to do. */
const char *kobj_code_name(enum kobj_code code);
const char *kobj_code_advice(enum kobj_code code);

/*
 * One line for a human, "name: detail: advice (place)", without a newline.
 * Returns the length it has or would have had, as snprintf does.
 */
int kobj_refusal_format(const struct kobj_refusal *r, char *buf, size_t len);

#endif /* !_SYS_KOBJ_H_ */
