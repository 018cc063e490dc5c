/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ktrace.h: what a process asks of the kernel, as records that another reads
 * from /dev/ktrace: ktrace(4).
 *
 * Each record is complete in itself: a call's has its name and says what its
 * arguments are, since the emulation that knows it may be gone by the time
 * somebody reads.  Numbers are the kernel's own, but for what the process
 * itself gave and got.
 */
#ifndef _SYS_KTRACE_H_
#define _SYS_KTRACE_H_

#include <sys/types.h>
#include <sys/ioccom.h>
#ifdef _KERNEL
#include <sys/stdint.h>
#else
#include <stdint.h>
#endif

#define KTR_COMMLEN 20
#define KTR_NARGS   8    /* words of arguments, at most */
#define KTR_NAMELEN 64   /* of the strings in a record, with the NUL */
#define KTR_MAXREC  4096 /* bytes of a record, at most */
#define KTR_MAXCUT  1024
#define KTR_CUT     32 /* bytes of a buffer that are told, unless asked for more */

struct ktr_header {
	uint32_t ktr_len; /* of it all, with this; a multiple of 8 */
	uint32_t ktr_type;
	int32_t ktr_pid;
	char ktr_comm[KTR_COMMLEN];
	uint64_t ktr_time; /* nanoseconds since 1970 */
};

/* ktr_type, and what follows the header. */
#define KTR_SYSCALL 1 /* a call begins */
#define KTR_SYSRET  2 /* it returns */
#define KTR_PSIG    3 /* a signal is acted upon */
#define KTR_FORK    4 /* the first of a process that inherited the trace */
#define KTR_EXIT    5 /* the last of a process: an int, as wait(2) has it */
#define KTR_UNTRACE 6 /* the last, though it lives: it runs with other rights */

struct ktr_syscall {
	int32_t kc_code;
	int32_t kc_narg; /* -1: its arguments could not be read */
	uint32_t kc_args[KTR_NARGS];
	/*
	 * Strings follow: the emulation's name, the call's ("" if it has
	 * none), and its kinds; and then data, each aligned to 4.
	 */
};

struct ktr_sysret {
	int32_t kr_code;
	int32_t kr_error; /* the kernel's number, or one of the two below */
	int32_t kr_seen;  /* what the process gets for it */
	uint32_t kr_val[2];
	uint32_t kr_pad;
	uint64_t kr_nsec; /* that it took, without what tracing did */
			  /* Data follows. */
};

#define KTR_JUSTRETURN (-2) /* it goes on elsewhere: with a new program */
#define KTR_RESTART    (-3) /* it makes the call once more */

struct ktr_psig {
	int32_t ks_signo;
	uint32_t ks_handler; /* 0: it ends the process */
	uint32_t ks_mask;    /* blocked until now */
	uint32_t ks_code;    /* of a trap: the address, or which */
};

struct ktr_fork {
	int32_t kf_parent;
};

/* What an argument points to, and was there. */
struct ktr_data {
	uint8_t
	    kd_arg; /* which, from 1, several in order; 0: there is no more */
	uint8_t kd_flags;
	uint16_t kd_len; /* the bytes follow, without a NUL */
};
#define KTRD_CUT    0x1 /* it was longer, or there were more of them */

/*
 * The kinds of a call, a string: first its result's, then one letter for each
 * word of arguments.  Only these mean something to the kernel, which has to
 * copy what they point to; the others are for who prints them, see ktrace(4).
 */
#define KTRK_STRING 's' /* a name: it is told whole */
#define KTRK_VECTOR 'v' /* pointers to strings, up to a NULL */
#define KTRK_IN     'i' /* bytes; their number is the next word */
#define KTRK_OUT    'o' /* bytes, once it has returned their number */
#define KTRK_IOV    'w' /* an array of struct iovec; the next word: how many */

/* ---- /dev/ktrace ---- */

struct ktr_attach {
	int32_t ka_pid;
	uint32_t ka_flags;
};
#define KTRF_INHERIT 0x1 /* what it forks is traced as well */

/*
 * Trace a process.  ESRCH: there is none; EPERM: no right to, or it is init
 * or a kernel thread; EBUSY: somebody traces it already; EDEADLK: it is
 * oneself, or traces oneself; EINVAL: flags; ENOMEM.
 */
#define KTRIOCATTACH _IOW('K', 1, struct ktr_attach)
/* Do not any more; 0: nobody.  ESRCH: this file does not trace it. */
#define KTRIOCDETACH _IOW('K', 2, int32_t)
/* How many bytes of a buffer or a vector's string to tell.  EINVAL. */
#define KTRIOCCUT    _IOW('K', 3, uint32_t)

#endif /* _SYS_KTRACE_H_ */
