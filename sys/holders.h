/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * holders.h: who in the kernel would run into a piece of memory: before the
 * memory of a module goes, each owner of a table that can hold a pointer to
 * code looks through it.  kern/kern_holders.c has the list of them.
 *
 * Nothing is remembered about who entered what: the tables themselves are
 * looked at, at that moment, so what a module has written into one by hand
 * is found as well.  Nobody sleeps meanwhile.
 */
#ifndef _SYS_HOLDERS_H_
#define _SYS_HOLDERS_H_

#include <sys/types.h>

struct file;
struct proc;

struct holders {
	vaddr_t h_start; /* the memory */
	vsize_t h_len;
	/*
	 * Told of each holder.  entry is the table's entry.  The text is
	 * one line without an end; if va is not 0, the name of what lies
	 * there belongs behind it.  Called at up to splclock.
	 */
	void (*h_found)(
	    struct holders *, const void *entry, vaddr_t va, const char *text);
};

/* Does the address lie in the memory? */
static inline int
holds(const struct holders *h, vaddr_t va)
{
	return va - h->h_start < h->h_len;
}

/*
 * The first of size bytes' words at p that points into the memory, or 0.
 * Meant for structures of function pointers: it costs an instruction a word.
 */
vaddr_t holds_words(const struct holders *h, const void *p, size_t size);
/*
 * A constant of the kernel's: linked before there was any module, and nobody
 * can have written to it since.
 */
static inline int
is_constant(const void *p)
{
	extern char __kernel_start[], __kernel_rodata_end[];

	return (char *)p >= __kernel_start && (char *)p < __kernel_rodata_end;
}
/*
 * The same for such a structure as may itself lie there: then p comes back.
 * Most are constants of the kernel's.
 */
static inline vaddr_t
holds_ops(const struct holders *h, const void *p, size_t size)
{
	if (is_constant(p))
		return 0;
	if (holds(h, (vaddr_t)p))
		return (vaddr_t)p;
	return p == NULL ? 0 : holds_words(h, p, size);
}
void holder_found(struct holders *, const void *entry, vaddr_t va,
    const char *fmt, ...) __printflike(4, 5);

/*
 * Those who are in the middle of something: open files, mounts, programs.
 * No function of the memory's owner can make them go.
 */
void holders_users(struct holders *);
/* What its owner has entered somewhere, and can take out again. */
void holders_tables(struct holders *);

/* Users, each where its table is. */
void emul_users(struct holders *);   /* kern_emul.c */
void exec_users(struct holders *);   /* kern_exec.c */
void file_users(struct holders *);   /* kern_descrip.c */
void mount_users(struct holders *);  /* vfs_mount.c */
void spec_users(struct holders *);   /* spec_vnops.c */
void sysctl_users(struct holders *); /* kern_sysctl.c */
void vnode_users(struct holders *);  /* vfs_vnode.c */

/* Tables. */
void callout_holders(struct holders *); /* kern_clock.c */
void config_holders(struct holders *);  /* subr_autoconf.c */
void cons_holders(struct holders *);    /* dev/cons.c */
void devsw_holders(struct holders *);   /* subr_devsw.c */
void disk_holders(struct holders *);    /* subr_disk_sysctl.c */
void emul_holders(struct holders *);    /* kern_emul.c */
void execsw_holders(struct holders *);  /* kern_execsw.c */
void intr_holders(struct holders *);    /* arch: interrupt handlers */
void kprobe_holders(struct holders *);  /* subr_kprobe.c */
void sysctl_holders(struct holders *);  /* kern_sysctl.c */
void thread_holders(struct holders *);  /* kern_fork.c */
void trap_holders(struct holders *);    /* arch: ways into the kernel */
void tty_holders(struct holders *);     /* tty.c */
void vfs_holders(struct holders *);     /* vfs_mount.c */

/*
 * Does a device switch, or an entry of it, point there?  The address, or 0.
 * subr_devsw.c.
 */
vaddr_t devsw_holds(const struct holders *, const void *sw, int isblk);
/*
 * The next process behind p (NULL: the first) with a descriptor of a file
 * that uses(file, arg); NULL: there is none.  kern_descrip.c.
 */
struct proc *file_next_user(struct proc *p,
    int (*uses)(const struct file *, const void *), const void *arg);

#endif /* _SYS_HOLDERS_H_ */
