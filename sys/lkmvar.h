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
 * A text that grows, line by line. Once there was no room for a line, nothing
 * is added: what is there ends with lkm_reason_more().
 */
struct lkm_reason {
	char *lr_text; /* NULL: nothing */
	size_t lr_len, lr_size;
	int lr_full; /* a line was left out */

	/* The same as records (struct lmm_refusal), if they are wanted. */
	int lr_want_records;
	char *lr_records;
	size_t lr_rlen, lr_rsize;
	const struct lkm_place *lr_place; /* of what comes, or NULL */
};
/* Where in an object: KOBJ_NOWHERE and NULL for what does not apply. */
struct lkm_place {
	int lp_section;
	const char *lp_section_name;
	int lp_index;
	int lp_has_offset;
	uint32_t lp_offset;
	const char *lp_symbol;
	const char *lp_nearest; /* the known name most like it */
};
void lkm_reason_init(struct lkm_reason *);
void lkm_reason_free(struct lkm_reason *);
/*
 * If a line was left out, what the last one, in its place, says: a sentence
 * and its code. Else NULL.
 */
const char *lkm_reason_more(const struct lkm_reason *, const char **code);
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
int lkm_no_memory(struct lkm_reason *r); /* LKM_NO_MEMORY, in its words */
/* Add what the image layer has to say; r may be NULL. */
void lkm_explain(struct lkm_reason *r, const struct kobj_refusal *);

/* ---- loading and unloading: lkm_load.c, lkm_unload.c ---- */

struct lkm_load_args {
	const char *la_file;  /* for messages and the default entry */
	const char *la_entry; /* NULL: the default ones */
	int la_flags;         /* LMF_ */
	struct kobj_source la_source;
	struct lkm_reason *la_reason;
	struct lkm_map *la_map; /* NULL: not wanted */
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
 * EPERM	the boot loader forbids modules of that name
 * ENXIO	its type is not known
 * other	what its entry returned
 */
int lkm_load(struct lkm_load_args *);

/*
 * Unload the module that has this number, unless it is -1, and this name,
 * unless it is NULL; and comes from this load, unless *serial is 0: then it
 * is set.  EINVAL: no module has had such a high number; ENOENT: no such
 * module; EBUSY: it is in use, or on its way; other: what its unload
 * function said, and it goes on.
 */
int lkm_unload(int id, const char *name, u_int *serial, struct lkm_reason *);

/*
 * What LMSTAT tells, by number, or by name if id is -1.  The module's own
 * stat function is asked, which may sleep.  EINVAL, ENOENT; other: what it
 * returned.
 */
int lkm_stat(int id, const char *name, struct lmc_stat *);

/*
 * The rest of a load, for a module in LOADING whose image is adopted: enter
 * it, and it is LIVE.  Or the errno of lkm_load(), and the module is gone
 * with its image, or in DETACHED.
 */
int lkm_go_live(struct lkm_table *, struct lkm_map *);
/*
 * The part of it that can fail: claim the name, offer names to others, have it
 * wired in.  The errno, and it is not wired in, or cannot be taken out again
 * (attached); its name may be claimed.  *ran: code of the module has run.
 */
int lkm_enter(struct lkm_table *, struct lkm_map *, int *ran);
/* Memory for an image, and for its symbols, as kobj wants it. */
extern const struct kobj_memory lkm_memory;
/*
 * May a module have so many bytes?  Modules stay, and so does what was reserved
 * for one: what programs need to unload it is not theirs.
 */
int lkm_memory_spare(u_long size);
/* Pages for an image of so many bytes in lkm_map; NULL: no memory. */
void *lkm_image_pages(u_long size);

/*
 * All modules at one moment, as the records of sys/lkmlist.h, in memory of
 * the kernel's, which the caller frees (M_LKM); or one, by number, or by
 * name if id is -1 and name is not NULL.  flags: LML_.  EINVAL, ENOENT as
 * lkm_stat(); ENOMEM.
 */
int lkm_list(int id, const char *name, int flags, struct lmm_head **listp);
/*
 * Ask a live module how it is; what it says is in stat_error, too.  It may
 * sleep; the module is still there afterwards.  Locked, but not meanwhile.
 */
int lkm_ask(struct lkm_table *);

/* The entry runs here, where a debugger can stop. */
int lkm_call_entry(struct lkm_table *, int cmd);

/* ---- from the boot loader: lkm_boot.c ---- */

/*
 * Load an object that the boot loader has brought: file is its name, without
 * folders, entry the function to enter or NULL, flags LMF_FORCE or 0.  What
 * comes of it is said on the console.  It may sleep.  The errno of
 * lkm_load().
 */
int lkm_load_boot(const char *file, const char *entry, int flags,
    const void *obj, size_t size);
void lkm_boot_init(void);
/*
 * "boot module foo.o: refused: " before each line of the reason, on the
 * console; kind is "boot".
 */
void lkm_tell_refusal(
    const char *kind, const char *file, const struct lkm_reason *, int error);

/* ---- linked into the kernel: lkm_builtin.c ---- */

/* The build compiles an LKM_BUILTIN(name) for each: mk/kernel.mk. */
struct lkm_builtin {
	const char *lb_name;
	int (*lb_entry)(struct lkm_table *, int, int);
};
#define LKM_BUILTIN(name)                                                \
	int name##_lkmentry(struct lkm_table *, int, int);               \
	static const struct lkm_builtin builtin_##name __used __section( \
	    ".lkm_builtin") = {#name, name##_lkmentry};
/* Enter them all; what comes of it is said on the console.  It may sleep. */
void lkm_builtin_load(void);
/* Is this the name of one that was entered? */
int lkm_is_builtin(const char *name);

/* ---- names that are forbidden: lkm_disable.c ---- */

void lkm_disable_init(void);
/* EPERM, explained, if a module of this name, of len bytes, is. */
int lkm_disabled(const char *name, size_t len, struct lkm_reason *);

/* ---- images that a program has linked: lkm_staged.c ---- */

/*
 * What has come so far of an image, for one open /dev/lkm, whose it is:
 * all zeros at first.  Every function checks the state: between two calls
 * somebody else who has the descriptor may have been there.
 */
enum lkm_stage {
	LKM_STAGE_NONE,     /* nothing is reserved */
	LKM_STAGE_RESERVED, /* nothing has come yet */
	LKM_STAGE_LOADING,  /* something has */
	LKM_STAGE_ENTERING  /* a process is in lkm_ready() */
};
struct lkm_pieces {
	char *lp_mem;
	u_long lp_size, lp_have;
};
struct lkm_staged {
	enum lkm_stage ls_stage;
	struct lkm_table *ls_table;
	struct lkm_pieces ls_image, ls_symbols;
	u_long ls_table_size; /* of the symbols, struct nlist */
};
/*
 * Reserve memory and a number, as r asks, and tell where.  EBUSY: something
 * is reserved already; EINVAL: size 0, or sizes of symbols that do not fit
 * together; ENOMEM.
 */
int lkm_reserve(struct lkm_staged *, struct lmc_resrv *r);
/* May so many bytes come now?  ENOMEM: no, or not so many, or not now. */
int lkm_piece_check(const struct lkm_staged *, int symbols, int cnt);
/* They have come: the same, and they are put behind the others. */
int lkm_piece_add(struct lkm_staged *, int symbols, const void *buf, int cnt);
/* Do not check versions, or do.  ENXIO: nothing is reserved. */
int lkm_staged_force(struct lkm_staged *, int force);
/*
 * The image is complete: enter it there.  ENXIO: nothing has come; EINVAL:
 * no code of the image is there, and it goes on waiting; else as
 * lkm_go_live(), with its reasons, and nothing is reserved any more.
 */
int lkm_ready(struct lkm_staged *, u_long entry, struct lkm_reason *);
/* Give up what is reserved, if anything is.  EBUSY: it is being entered. */
int lkm_unreserve(struct lkm_staged *);

/* ---- what a load does, or would do, as records: lkm_map.c ---- */

/*
 * Where records go.  write puts bytes at an offset under lm_room; it may
 * sleep, and what it returns ends the load, before anything of the module
 * runs.
 */
struct lkm_map {
	void *lm_arg;
	int (*lm_write)(void *arg, size_t off, const void *, size_t len);
	size_t lm_room;
	/* The rest is lkm_map.c's own. */
	struct lmm_head lm_head;
	int lm_with_image;
	const struct kobj_image *lm_image;
	int lm_error;
};
struct lkm_plan;
/* An empty map.  EINVAL: no room for its head; what write returned. */
int lkm_map_start(struct lkm_map *);
/* Watch the link that will make *img. */
void lkm_map_watch(
    struct lkm_map *, struct kobj_trace *, const struct kobj_image *img);
void lkm_map_object(struct lkm_map *, const struct kobj *);
void lkm_map_module(struct lkm_map *, const struct lkm_plan *);
void lkm_map_refusals(struct lkm_map *, const struct lkm_reason *);
/* Where the parts of an image are. */
void lkm_map_parts(const struct kobj_image *, struct lmm_part[LMM_NPARTS]);
/* Write the head: what write returned, then or before. */
int lkm_map_finish(struct lkm_map *);
/*
 * Make a record at buf of a fixed part of size bytes and n strings, and
 * return its size; buf may be NULL.
 */
size_t lkm_map_record(void *buf, struct lmm *rec, size_t size,
    const char *const strings[], u_int n);

/* ---- the registry: lkm_registry.c ---- */

void lkm_init(void);
void lkm_lock(void);
void lkm_unlock(void);
struct lkm_table *lkm_new(void); /* in LOADING, numbered; NULL: no memory */
/* Give it the image, whose memory is its own from now on. */
void lkm_adopt(struct lkm_table *, const struct kobj_image *);
void lkm_drop(struct lkm_table *);
/*
 * Give the module its name, for good.  EEXIST: another has it; EINVAL: it
 * is empty or too long, or not all of it can be printed.
 */
int lkm_claim_name(struct lkm_table *, const char *name);
void lkm_unclaim(struct lkm_table *); /* another may have it, if it had any */
/* The same, with its reason explained: lkm_types.c. */
int lkm_claim(struct lkm_table *, const char *name);
/*
 * Find by number, or by name if id is -1.  EINVAL; ENOENT, also for one that
 * is linked in.  Locked.
 */
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
/* Its name, or words for one that has none yet. */
const char *lkm_name(const struct lkm_table *);
/* Modules by number, one each call, *id being 0 at first; or NULL. */
struct lkm_table *lkm_next(int *id);
/* The same, live ones. */
struct lkm_table *lkm_next_live(int *id);

/* ---- names that modules have from one another: lkm_symbols.c ---- */

/* Offer its global names to others.  ENOMEM, explained. */
int lkm_export(struct lkm_table *);
void lkm_unexport(struct lkm_table *);
/*
 * The address of a name for user, the module being linked: the kernel's, or
 * a live module's, which user then holds a reference to.  ENOENT: nobody
 * has it; explained: ENOEXEC: several modules have, ENOMEM.
 */
int lkm_resolve(struct lkm_table *user, const char *name, u_long *addr);
void lkm_unrefer(struct lkm_table *user); /* all of its references go */
/* EBUSY, explained, if a module uses a name of this one. */
int lkm_users_busy(const struct lkm_table *, struct lkm_reason *);

/*
 * Call fn for each module that t uses names of, and each that uses names of
 * t's.
 */
void lkm_each_ref(const struct lkm_table *t,
    void (*fn)(void *arg, const struct lkm_table *user,
	const struct lkm_table *provider),
    void *arg);

/*
 * The known name that is most like this one, or NULL: lkm_nearest.c.  What
 * it costs, in characters looked at, is taken from the budget; with none
 * left the answer is NULL.
 */
const char *lkm_nearest(const char *name, u_int *budget);

/* ---- is anybody in there: lkm_holders.c ---- */

/*
 * May the module be asked to go?  EBUSY, with each holder explained, if it
 * has users, or wiring that nobody would undo.
 */
int lkm_busy(struct lkm_table *, struct lkm_reason *);
/*
 * It was asked, or its load failed: may its memory go?  EBUSY, explained,
 * if anything in the kernel still points there; it is in DETACHED then.
 * which: the beginning of a sentence on whose fault that is.
 */
int lkm_left_behind(struct lkm_table *, const char *which, struct lkm_reason *);
/* Explain who would keep it now, if it were to be unloaded. */
void lkm_keepers(struct lkm_table *, struct lkm_reason *);
/* Processes that sleep in the module's code, or on its data: lkm_busy.c. */
void lkm_process_users(const struct lkm_table *, struct holders *);

/* ---- the types: lkm_types.c and a file for each ---- */

/*
 * What attaching a module would do.  Numbers are LMM_NONE where there is
 * none.
 */
struct lkm_plan {
	int lp_wanted;                 /* slot that it asks for */
	int lp_slot;                   /* that it gets */
	vaddr_t lp_holder;             /* function in the slot; 0: it is free */
	int lp_block_wanted, lp_block; /* the same for a DEV's block major */

	/* lkm_plan()'s own: copies, which last. */
	struct lmm_module lp_record;
	char lp_name[MAXLKMNAME + 1];
	char lp_holder_name[64];
	char lp_holder_module[MAXLKMNAME];
};
/*
 * See what attaching would do, and explain in t->reason what it would be
 * refused for; the name is claimed.  Cannot sleep.
 */
void lkm_plan(struct lkm_table *t, struct lkm_plan *);
/*
 * The name of what lies at an address, for a listing; *module is the name of
 * the module that it is in, or "".  "" if nothing is known of it.
 */
const char *lkm_whose(vaddr_t va, const char **module);
/* The module's description, if its symbol tells where it is, or NULL. */
const struct lkm_any *lkm_description(const struct lkm_table *);

/*
 * What a type does.  plan says which slot of its table the module gets, and
 * refuses, explained, what cannot be attached; attach begins with it.
 * attach and detach change tables and cannot sleep;
 * attach leaves everything as it was when it fails.  busy explains itself
 * and returns EBUSY while the module cannot be taken out.  close is the last
 * thing before the module's own unload function runs, which may sleep:
 * nobody new gets to the module from then on; EBUSY, explained, and all is
 * as it was.  reopen undoes it, when the module stays after all.  owns: is
 * this entry of some table (sys/holders.h) the type's, which detach takes
 * out?  stat fills in lkmtp->offset.
 */
struct lkm_type {
	size_t description; /* bytes of its struct lkm_... */
	int (*plan)(struct lkm_table *, struct lkm_plan *); /* or NULL */
	int (*attach)(struct lkm_table *);
	int (*detach)(struct lkm_table *);
	int (*busy)(struct lkm_table *, struct lkm_reason *);     /* or NULL */
	int (*close)(struct lkm_table *, struct lkm_reason *);    /* or NULL */
	void (*reopen)(struct lkm_table *);                       /* or NULL */
	int (*owns)(const struct lkm_table *, const void *entry); /* or NULL */
	void (*stat)(struct lkm_table *);
};
extern const struct lkm_type lkm_type_syscall, lkm_type_vfs, lkm_type_dev,
    lkm_type_exec, lkm_type_compat, lkm_type_misc, lkm_type_drv;
const struct lkm_type *lkm_type_of(const struct lkm_table *);
const char *lkm_type_name(int type);
/* Before attaching, or planning to: what is wrong with the module? */
int lkm_check(struct lkm_table *, const struct lkm_type **);
/* Do size bytes lie at p, aligned, in the module's data? */
int lkm_in_data(const struct lkm_table *, const void *p, size_t size);
int lkm_name_readable(const char *name); /* as far as MAXLKMNAME */

/* ---- what a description leads to: lkm_check.c ---- */

/* A function of the kernel's, of this module's or of another's? */
int lkm_code_valid(const struct lkm_table *, const void *function);
/* Aligned memory of the kernel's or of a module's that is there? */
int lkm_readable(const void *p, size_t size);
/* A string of 1 to max - 1 characters? */
int lkm_string_valid(const char *, size_t max);
/* Its length; max if it has no end before; -1 if it cannot be read so far. */
int lkm_string_length(const char *, size_t max);
/*
 * A structure of nothing but functions: size bytes that can be read.
 * Needed has a bit for each that may not be NULL, from the first on; EINVAL,
 * explained: what is how the message calls the structure.
 */
int lkm_check_functions(struct lkm_table *, const void *ops, size_t size,
    u_long needed, const char *what);
/* All that a DRV module's description leads to: lkm_drv_check.c. */
int lkm_check_drv(struct lkm_table *, const struct lkm_drv *);
struct emul;
/* An emulation that the module brings.  EINVAL, explained: lkm_compat.c. */
int lkm_check_emul(struct lkm_table *, const struct emul *);

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
/* The next newer claim on the same slot, or NULL. */
const struct lkm_hook *lkm_hook_above(const struct lkm_hook *);
/* Has the module a claim on this slot? */
int lkm_hooked(const struct lkm_table *, const void *slot);
/*
 * Another module that has written over this module's claim by hand, and has
 * kept what was there, to put it back one day: until it has gone, the claim
 * must not be taken away.  NULL: there is none.
 */
const struct lkm_table *lkm_hook_taken(
    const struct lkm_table *, const void *slot);
/*
 * Other modules that are in the way: a claim of theirs has saved or entered
 * a function of this one, or they have written over its slot by hand.
 */
void lkm_hook_users(const struct lkm_table *, struct holders *);

#endif /* _SYS_LKMVAR_H_ */
