/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * selfcheck.h: sysctl lkm.selfcheck: has anything changed that modules can
 * change, and is all of it as it should be?
 *
 * Each part of the kernel that owns such a table has a function that puts
 * the table into a digest, and while it is there looks whether the table
 * is sound: above all, that nothing points into a module that is gone.
 * These functions are listed in kern/kern_selfcheck.c.  They run in one go:
 * they must neither sleep nor allocate, and believe no pointer before
 * selfcheck_data() has said that it can be followed.
 */
#ifndef _SYS_SELFCHECK_H_
#define _SYS_SELFCHECK_H_

#include <sys/types.h>

/* What a part is digested into. */
struct digest {
	uint64_t d_hash;  /* of what has come, in order */
	uint64_t d_outer; /* d_hash while an item is open */
	uint64_t d_sum;   /* of the items */
	int d_all;        /* with what the doings of programs change, too */
	char *d_text;     /* what is broken, a line each, and room for it */
	size_t d_len, d_size;
	u_int d_broken; /* lines, those for which there was no room too */
};

void digest_word(struct digest *, u_long);
void digest_bytes(struct digest *, const void *, size_t);
/* A string that may be NULL, or nonsense: as far as it can be read. */
void digest_string(struct digest *, const char *);
/*
 * What comes between these two is an item: the digest depends on which
 * items there are, not on their order.
 */
void digest_item(struct digest *);
void digest_item_end(struct digest *);
void digest_item_drop(struct digest *); /* instead: it does not count */

/* Something is not as it should be; printf's format, without a newline. */
void selfcheck_broken(struct digest *, const char *fmt, ...) __printflike(2, 3);
/*
 * Digest the address of size bytes, which are to be followed: they must lie
 * in the kernel or in a module that is there.  If not, that is broken, what
 * the name says, and they cannot be read: false.
 */
int selfcheck_data(struct digest *, const void *p, size_t size, const char *fmt,
    ...) __printflike(4, 5);
/* The same for a function; NULL is allowed. */
int selfcheck_code(struct digest *, const void *function, const char *fmt, ...)
    __printflike(3, 4);
/* Does the address lie where modules do? */
int selfcheck_in_modules(const void *);

/* The parts, where their tables are. */
void sysent_digest(struct digest *);       /* kern/kern_emul.c */
void devsw_digest(struct digest *);        /* kern/subr_devsw.c */
void disk_digest(struct digest *);         /* kern/subr_disk_sysctl.c */
void exec_digest(struct digest *);         /* kern/kern_execsw.c */
void vfs_digest(struct digest *);          /* vfs/vfs_mount.c */
void config_digest(struct digest *);       /* kern/subr_autoconf.c */
void device_digest(struct digest *);       /* its part: subr_device.c */
void sysctl_digest(struct digest *);       /* kern/kern_sysctl.c */
void cons_digest(struct digest *);         /* dev/cons.c */
void trap_digest(struct digest *);         /* arch/i386/segments.c */
void intr_digest(struct digest *);         /* arch/i386/intr.c */
void callout_digest(struct digest *);      /* kern/kern_clock.c */
void kprobe_digest(struct digest *);       /* kern/subr_kprobe.c */
void lkm_symbols_digest(struct digest *);  /* kern/lkm/lkm_symbols.c */
void lkm_registry_digest(struct digest *); /* kern/lkm/lkm_registry.c */
void lkm_hook_digest(struct digest *);     /* kern/lkm/lkm_hook.c */
void holders_digest(struct digest *);      /* kern/kern_holders.c */
void malloc_digest(struct digest *);       /* kern/kern_malloc.c */
void kmem_digest(struct digest *);         /* kern/vm_kmem.c */
void vm_page_digest(struct digest *);      /* kern/vm_page.c */

void selfcheck_init(void);

#endif /* _SYS_SELFCHECK_H_ */
