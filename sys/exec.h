/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec.h: how a program comes to run: execsw[] holds the formats, each
 * with the emulation that its programs run under.
 */
#ifndef _SYS_EXEC_H_
#define _SYS_EXEC_H_

#ifdef _KERNEL
#include <sys/param.h>
#include <sys/queue.h>
#include <sys/vm.h>

struct proc;
struct sysent;
struct vnode;
struct trapframe;

#define EXEC_MAXHDRSZ 512 /* bytes that a format sees of the file */
#define EXEC_MAXSEGS  16

/* A segment that the format wants mapped. */
struct exec_seg {
	vaddr_t es_addr;   /* page aligned */
	vsize_t es_len;    /* in memory */
	vsize_t es_filesz; /* of it, from the file */
	off_t es_off;      /* page aligned; or it is read, and not mapped */
	int es_prot;
};

/*
 * What exec knows of the program while it reads it.  Where a format has asked
 * for an interpreter, the file, its header and its format are those of the
 * interpreter.
 */
struct exec_package {
	LIST_ENTRY(exec_package) ep_list;
	struct proc *ep_proc; /* who is to run it */
	const char *ep_name;  /* path that was asked for, in the kernel */
	char *ep_interp;      /* the interpreter's, or NULL */
	int ep_depth;         /* how many interpreters so far */
	struct vnode *ep_vp;  /* referenced by exec */
	off_t ep_size;        /* of the file */
	char ep_hdr[EXEC_MAXHDRSZ];
	size_t ep_hdrvalid; /* bytes of ep_hdr that were read */
	struct exec_seg ep_seg[EXEC_MAXSEGS];
	int ep_nseg;
	vaddr_t ep_entry;
	uid_t ep_uid; /* effective ids that it will have */
	gid_t ep_gid;
	const struct execsw *ep_es;  /* who recognised it */
	const struct execsw *ep_via; /* who asked for the first interpreter */
	char *ep_args;               /* argument strings, then environment */
	int ep_argc, ep_envc;
	size_t ep_argslen;  /* bytes of strings in ep_args */
	size_t ep_argsroom; /* bytes it has room for */
};

struct execsw {
	const char *es_name;
	/*
	 * Fill in segments and entry, or call exec_interpreter(); touch
	 * nothing else.  ENOEXEC: not mine; any other error ends the exec.
	 */
	int (*es_check)(struct proc *, struct exec_package *);
	const struct emul *es_emul;
	/* Lay out the stack below top; its new top comes back.  NULL: BSD's. */
	int (*es_setup_stack)(
	    struct proc *, struct exec_package *, vaddr_t top, vaddr_t *sp);
	void (*es_setregs)(struct proc *, struct exec_package *, vaddr_t sp);
	struct execsw *es_next;
	int es_suspended; /* by execsw_suspend() */
};

extern struct execsw *execsw_list; /* all formats, through es_next */
/* Add a format in front of the others / take it away.  EEXIST by name. */
int execsw_attach(struct execsw *);
void execsw_detach(struct execsw *);
struct execsw *execsw_known(const char *name); /* or NULL */
/* While it is suspended, no program is started with it. */
void execsw_suspend(struct execsw *, int suspended);

/*
 * For es_check, which then returns what this does: have the program path run
 * the one that is being looked at.  Its arguments are path, arg unless that
 * is NULL, the name of the file, and those that there are but for the first.
 * The strings are copied.  ELOOP: EXEC_MAXINTERP interpreters have asked for
 * one more; E2BIG, ENOMEM.  May sleep.  A process counts as running on the
 * format that did so first, as it does on that of its program.
 */
#define EXEC_MAXINTERP 4
int exec_interpreter(struct exec_package *, const char *path, const char *arg);

/* ---- kern/exec_args.c, for kern_exec.c ---- */

/*
 * Append the strings whose pointers lie at uptrs, in user memory, up to a
 * NULL, and count them.  E2BIG, EFAULT, ENOMEM.
 */
int exec_copyin_strings(struct exec_package *, char *const *uptrs, int *count);
const char *exec_path(const struct exec_package *); /* of the file */
/* Tell the user that the interpreter cannot be run, and why. */
void exec_blame(const struct exec_package *, int error);
/* What ps(1) will show: the first arguments, with spaces between. */
struct kargs *exec_kargs(const struct exec_package *);
int exec_setup_stack(
    struct proc *, struct exec_package *, vaddr_t top, vaddr_t *sp);
/*
 * The same for a format whose programs find more behind the environment: n
 * words of aux.
 */
int exec_setup_stack_aux(struct proc *, struct exec_package *, vaddr_t top,
    const uint32_t *aux, u_int n, vaddr_t *sp);

/* An emulation: what system a process believes to run on. */
struct emul {
	const char *e_name;
	struct sysent *e_sysent;
	int e_nsysent;
	/*
	 * Fetch the arguments of a call into args, its number into *code.
	 * NULL: they lie on the stack, as sys/syscall.h says.
	 */
	int (*e_fetchargs)(
	    struct proc *, struct trapframe *, int *code, register_t *args);
	/*
	 * What a program gets for our error numbers, 0 to ELAST; NULL: these
	 * themselves.  They may be negative, where a system has it so.
	 */
	const int *e_errno;
	const char *const *e_syscallnames; /* e_nsysent of them; or NULL */
	/*
	 * What their arguments are, as sys/ktrace.h has it; an entry may be
	 * NULL.  Or NULL.
	 */
	const char *const *e_syscallkinds;
	/*
	 * Make in a child, before it first runs, what fork(2) returns there.
	 * NULL: 0, and a carry flag that says success.  May touch the child's
	 * memory: it is called in the child.
	 */
	void (*e_childreturn)(struct proc *, struct trapframe *);
	void (*e_sendsig)(struct proc *, sig_t, int, sigset_t, u_long);
	const char *e_sigcode, *e_esigcode; /* the trampoline, < a page */
	struct vm_page *e_sigpage; /* where it lies, made at first use */
};
extern struct emul emul_native;

/*
 * Give an emulation's name out, by which a format (LKM type EXEC) may ask
 * for it; ro_entry: for ever.  It stays the caller's memory.  EEXIST: the
 * name is taken, or it is registered; ENOMEM.  Does not sleep.
 */
int emul_register(const struct emul *, int ro_entry);
/* ENOENT; EBUSY: a format or a process has it, or it is there for ever. */
int emul_unregister(const char *name);
const struct emul *emul_search(const char *name); /* to use; or NULL */
const struct emul *emul_known(const char *name);  /* suspended ones, too */
int emul_registered(const struct emul *);
/* While it is suspended, emul_search() does not find it. */
void emul_suspend(const struct emul *, int suspended);
/*
 * An emulation goes: give back the page with its trampoline, which exec
 * made.  Processes that have it mapped keep it.
 */
void emul_forget(const struct emul *);
void emul_init(void);

void exec_init(void);
int exec_init_program(struct proc *, const char *path, char *const argv[]);

#endif /* _KERNEL */

#endif /* _SYS_EXEC_H_ */
