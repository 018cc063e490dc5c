/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ktracevar.h: ktrace(4) inside the kernel: what dev/ktrace.c asks for, what
 * is called where something happens to a process, and what the files that do
 * it share.
 */
#ifndef _SYS_KTRACEVAR_H_
#define _SYS_KTRACEVAR_H_

#ifdef _KERNEL
#include <sys/param.h>
#include <sys/ktrace.h>
#include <sys/queue.h>
#include <sys/select.h>
#include <sys/signalvar.h>

struct ktrace;
struct proc;
struct uio;

/* ---- for dev/ktrace.c; errors as sys/ktrace.h has them ---- */
struct ktrace *ktrace_create(struct proc *owner); /* NULL: no memory */
/* Nobody is traced any more; what was not read is lost. */
void ktrace_destroy(struct ktrace *);
int ktrace_attach(struct ktrace *, struct proc *caller, pid_t, u_int flags);
int ktrace_detach(struct ktrace *, pid_t);
int ktrace_setcut(struct ktrace *, u_int);
/*
 * Whole records, as many as there are and fit; nothing when nobody is traced
 * any more.  EINVAL: the first does not fit; EAGAIN, EINTR, ERESTART, EFAULT.
 */
int ktrace_read(struct ktrace *, struct uio *, int nonblock);
int ktrace_poll(struct ktrace *, int events, struct proc *);

/*
 * ---- where something happens ----
 * To be called if p->p_tracep is not NULL.  Those that may sleep do so while
 * the reader is behind.
 */

/*
 * Make a system call, p->p_call with args, and tell of it.  If error is not 0,
 * its arguments could not be fetched: it is not made, and that comes back.
 * EINTR: p is killed, and was so before the call began.  May sleep.
 */
int ktrcall(
    struct proc *, int code, register_t *args, register_t *rval, int error);
void ktrpsig(struct proc *, int sig, sig_t handler, u_long code); /* sleeps */
void ktrstart(struct proc *child); /* first thing in a child; may sleep */
/* One who is traced has a child, of which nobody knows yet; may sleep. */
void ktrfork(struct proc *parent, struct proc *child);
void ktrexit(struct proc *, int status); /* does not sleep */
/* It is to run with other rights: the end, unless it was root who asked. */
void ktrsetid(struct proc *); /* does not sleep */

/* ---- between kern_ktrace.c, kern_ktrace_ring.c and kern_ktrace_rec.c ---- */

/*
 * A process that is traced: its p_tracep.  It is on the list of its trace;
 * when it ends before all was read, on that of those who have ended.
 */
struct ktr_proc {
	TAILQ_ENTRY(ktr_proc) kp_list;
	struct ktrace *kp_trace; /* NULL: not any more, and KP_BUSY */
	struct proc *kp_proc;    /* NULL: it has ended */
	u_int kp_flags;          /* KTRF_INHERIT and: */
#define KP_ROOT   0x100          /* root asked for it */
#define KP_BUSY   0x200          /* it makes a record, and frees this itself */
#define KP_INCALL 0x400          /* a call's beginning was told */
#define KP_STALE  0x800          /* that record is for a trace that is gone */
	char *kp_rec;            /* the record that it makes: KTR_MAXREC */
	u_int kp_len;            /* bytes of it; 0: none */
	/* The call that it is in. */
	int kp_code;
	uint32_t kp_args[KTR_NARGS];
	char kp_kinds[KTR_NARGS + 2];
	uint64_t kp_began; /* clock_nsec() */
	/* Its last record, and where in the stream that belongs. */
	struct {
		struct ktr_header head;
		int32_t value, pad;
	} kp_last;
	u_int kp_end;
};

#define KTR_RINGSIZE 32768 /* a power of two */

TAILQ_HEAD(ktr_procs, ktr_proc);

/* An open /dev/ktrace. */
struct ktrace {
	struct ktr_procs kt_procs; /* alive */
	struct ktr_procs kt_ended; /* by kp_end */
	char *kt_ring;
	u_int kt_rpos, kt_wpos; /* they only grow */
	u_int kt_cut;
	pid_t kt_owner; /* who opened it, and its p_serial */
	u_int kt_serial;
	int kt_reading; /* somebody copies out of the ring */
	struct selinfo kt_sel;
};

void ktr_wake_readers(struct ktrace *);
void ktr_forget(struct proc *); /* it has no p_tracep any more */
void ktr_proc_free(struct ktr_proc *);

/*
 * Begin a record.  NULL: there is to be none.  From here to ktr_put() the
 * process may sleep, and its trace go.
 */
struct ktr_proc *ktr_begin(struct proc *, int type);
/* Room for n more bytes of it, filled with zeros; NULL: there is none. */
void *ktr_part(struct ktr_proc *, size_t n);
/* How many are left. */
size_t ktr_room(const struct ktr_proc *);
u_int ktr_cut(const struct ktr_proc *); /* see KTRIOCCUT */
/* It is complete.  May sleep; EINTR: SIGKILL ended that. */
int ktr_put(struct proc *, struct ktr_proc *);
void ktr_head(struct ktr_header *, const struct proc *, int type, size_t len);
#endif /* _KERNEL */

#endif /* _SYS_KTRACEVAR_H_ */
