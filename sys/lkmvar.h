/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkmvar.h: what the files of kern/lkm, /dev/lkm and the rest of the
 * kernel tell one another about modules.
 */
#ifndef _SYS_LKMVAR_H_
#define _SYS_LKMVAR_H_

#include <sys/lkm.h>
#include <sys/malloc.h>

struct holders;

/* ---- reasons: lkm_reason.c ---- */

/*
 * A text that grows, line by line; a line for which there is no memory is
 * left out.
 */
struct lkm_reason {
	char *lr_text;
	size_t lr_len, lr_size;
};
void lkm_reason_init(struct lkm_reason *);
void lkm_reason_free(struct lkm_reason *);
/* Why: the list is kern/lkm/lkm_codes.h. */
enum lkm_code {
#define LKM_CODE(id, name, error, advice) LKM_##id,
#include "../kern/lkm/lkm_codes.h"
#undef LKM_CODE
	LKM_NCODES
};
/*
 * Add a line "code: sentence", and return the errno of the code, or, where
 * that is the module's to choose, 0; r may be NULL.
 */
int lkm_refuse(struct lkm_reason *r, enum lkm_code, const char *fmt, ...)
    __printflike(3, 4);
/* Add a line that the image layer wrote; r may be NULL. */
void lkm_explain(struct lkm_reason *r, const char *line);

/* ---- loading and unloading: lkm_load.c, lkm_unload.c ---- */

struct lkm_load_args {
	const char *la_file;  /* for messages and the default entry */
	const char *la_entry; /* NULL: the default ones */
	int la_flags;         /* LMF_ */
	struct kobj_source la_source;
	struct lkm_reason *la_reason;
	/*
	 * Called for each loaded section once it is linked; may be NULL.  An
	 * errno ends the load, before anything of the module runs.
	 */
	int (*la_section)(void *arg, const char *name, u_long addr);
	void *la_arg;
	/* out: copied from the module; with LMF_NORUN id is -1 */
	struct lkm_table la_table;
};

/*
 * Load a module.  0; or an errno, with the reason explained, and nothing
 * has changed:
 * ENOEXEC	the object cannot be linked
 * ENOMEM	no memory
 * EEXIST	a module of that name is there
 * ENFILE	no slot of its type is free
 * EPROGMISMATCH made for another interface or kernel
 * ENXIO	its type is not known
 * other	what its entry returned
 */
int lkm_load(struct lkm_load_args *);

/*
 * Unload by number, or by name if id is -1.  EINVAL: no module has had such
 * a high number; ENOENT: no such module; EBUSY: it is in use, or on its
 * way; other: what its unload function said, and it goes on.
 */
int lkm_unload(int id, const char *name, struct lkm_reason *);

/*
 * What LMSTAT tells, by number, or by name if id is -1.  The module's own
 * stat function is asked, which may sleep.  EINVAL, ENOENT; other: what it
 * returned.
 */
int lkm_stat(int id, const char *name, struct lmc_stat *);

/* The entry runs here, where a debugger can stop. */
int lkm_call_entry(struct lkm_table *, int cmd);

/* From the boot loader: reasons go to the console. */
void lkm_load_boot(const char *string, const void *obj, size_t size);

/* ---- the registry: lkm_registry.c ---- */

void lkm_init(void);
void lkm_lock(void);
void lkm_unlock(void);
struct lkm_table *lkm_new(void); /* in LOADING, numbered; NULL: no memory */
void lkm_drop(struct lkm_table *);
/*
 * Give the module its name, for good.  EEXIST: another has it; EINVAL: it
 * is empty or too long.
 */
int lkm_claim_name(struct lkm_table *, const char *name);
/* The same, with its reason explained: lkm_types.c. */
int lkm_claim(struct lkm_table *, const char *name);
/* Find by number, or by name if id is -1.  EINVAL, ENOENT.  Locked. */
int lkm_find(int id, const char *name, struct lkm_table **);
/* The module with this address in its memory, or NULL. */
struct lkm_table *lkm_at(vaddr_t va);
extern int lkm_nmodules; /* for sysctl */
/* Take an edge of enum lkm_state. */
void lkm_set_state(struct lkm_table *, enum lkm_state);

/* A module's symbol at or below an address, its module's name; or NULL. */
const char *lkm_symbol_at(vaddr_t va, u_long *off, const char **module);
void lkm_panic_list(void);
void lkm_note_unloaded(const struct lkm_table *);
/* Frees it; says so if the module has lost memory of a type of its own. */
void lkm_image_free(struct kobj_image *, struct lkm_reason *);

/* ---- is anybody in there: lkm_holders.c ---- */

/*
 * May the module be asked to go?  EBUSY, with each holder explained, if it
 * has users, or wiring that nobody would undo.
 */
int lkm_busy(struct lkm_table *, struct lkm_reason *);
/*
 * It was asked, or its load failed: may its memory go?  EBUSY, explained,
 * if anything in the kernel still points there; it is in DETACHED then.
 * which: "load" or "unload", whose fault that is.
 */
int lkm_left_behind(struct lkm_table *, const char *which, struct lkm_reason *);
/* Processes that sleep in the module's code, or on its data: lkm_busy.c. */
void lkm_process_users(const struct lkm_table *, struct holders *);

/* ---- the types: lkm_types.c and a file for each ---- */

/*
 * What a type does.  attach and detach change tables and cannot sleep;
 * attach leaves everything as it was when it fails.  busy explains itself
 * and returns EBUSY while the module cannot be taken out.  stat fills in
 * lkmtp->offset.
 */
struct lkm_type {
	size_t description; /* bytes of its struct lkm_... */
	int (*attach)(struct lkm_table *);
	int (*detach)(struct lkm_table *);
	int (*busy)(struct lkm_table *, struct lkm_reason *);
	void (*stat)(struct lkm_table *);
};
extern const struct lkm_type lkm_type_syscall, lkm_type_misc;
const struct lkm_type *lkm_type_of(const struct lkm_table *);
const char *lkm_type_name(int type);
/* Do size bytes lie at p, aligned, in the module's data? */
int lkm_in_data(const struct lkm_table *, const void *p, size_t size);
int lkm_name_readable(const char *name); /* as far as MAXLKMNAME */

/* ---- overridden slots: lkm_hook.c ---- */

/*
 * One module's claim on one slot of a table.  Claims on the same slot form
 * a chain: each has saved what was there before it.
 */
struct lkm_hook {
	LIST_ENTRY(lkm_hook) lh_module; /* the module's */
	LIST_ENTRY(lkm_hook) lh_slots;  /* by slot, the newest first */
	struct lkm_table *lh_owner;
	void *lh_slot;
	void *lh_saved; /* in the module: lkm_oldent */
	size_t lh_size;
	char lh_new[]; /* what it put there, lh_size bytes */
};
/*
 * Put new into the slot, size bytes; what was there goes to saved.  All
 * three belong to the caller until lkm_unhook().  ENOMEM.
 */
int lkm_hook(
    struct lkm_table *, void *slot, const void *new, void *saved, size_t size);
/*
 * Take the module's claim on slot away: what it saved comes back, to the
 * slot or to the claim above it.
 */
void lkm_unhook(struct lkm_table *, void *slot);
/* Has the module a claim on this slot? */
int lkm_hooked(const struct lkm_table *, const void *slot);
/*
 * Other modules that are in the way: a claim of theirs has saved or entered
 * a function of this one, or they have written over its slot by hand.
 */
void lkm_hook_users(const struct lkm_table *, struct holders *);

#endif /* _SYS_LKMVAR_H_ */
