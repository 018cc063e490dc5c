/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sysctl.h: the kernel's variables.  Each node has a name; a path of names
 * ("kern.hostname") is turned into numbers by the node sysctl.name2oid and
 * back by sysctl.next, so that sysctl(8) knows no table of its own.
 *
 *	__sysctl(const int *name, u_int namelen, void *old, size_t *oldlen,
 *	    const void *new, size_t newlen)
 *
 * name {0, 1} with new = "kern.hostname" (no NUL needed): old receives the
 * numbers, ints.  name {0, 2, numbers...}: old receives the numbers of the
 * next leaf, in order; ENOENT behind the last.  name {0, 3, numbers...}:
 * old receives struct sysctl_info, the leaf's full name in it.
 */
#ifndef _SYS_SYSCTL_H_
#define _SYS_SYSCTL_H_

#include <sys/types.h>

#define CTL_MAXNAME     12
#define CTL_SYSCTL      0
#define CTL_KERN        1
#define CTL_VM          2
#define CTL_VFS         3
#define CTL_HW          6
#define CTL_DEBUG       5
#define CTL_EMUL        12
#define CTL_LKM         13

#define SYSCTL_NAME2OID 1
#define SYSCTL_NEXT     2
#define SYSCTL_INFO     3

/* kern.* */
#define KERN_OSTYPE     1
#define KERN_OSRELEASE  2
#define KERN_VERSION    4
#define KERN_ARGMAX     8
#define KERN_SECURELVL  9
#define KERN_HOSTNAME   10
#define KERN_CLOCKRATE  12
#define KERN_PROC       14 /* then KERN_PROC_ALL: struct kinfo_proc [] */
#define KERN_BOOTTIME   21
#define KERN_MSGBUF     53
#define KERN_PROC_ALL   0
#define KERN_PROC_PID   1

/* hw.* */
#define HW_MACHINE      1
#define HW_MODEL        2
#define HW_NCPU         3
#define HW_PHYSMEM      5
#define HW_USERMEM      6
#define HW_PAGESIZE     7
#define HW_MACHINE_ARCH 10

enum sysctl_type { SYSCTL_INT, SYSCTL_QUAD, SYSCTL_STRING, SYSCTL_STRUCT };
#define SYSCTL_WRITABLE 0x1
#define SYSCTL_PRIVATE  0x2 /* only root may ask for it */
#define SYSCTL_EXPLAINS 0x4 /* a string: why it could not be set last */
struct sysctl_info {
	int si_type;  /* enum sysctl_type */
	int si_flags; /* SYSCTL_WRITABLE, SYSCTL_PRIVATE */
	char si_name[120];
	char si_descr[120];
};

/* One process as kern.proc tells it: what ps(1) shows. */
#define KI_MAXCOMLEN 16
#define KI_WMESGLEN  8
#define KI_ARGSLEN   128
struct kinfo_proc {
	pid_t ki_pid, ki_ppid, ki_pgid, ki_sid;
	uid_t ki_uid;
	dev_t ki_tdev; /* controlling terminal, or NODEV */
	char ki_stat;  /* one of SIDL ... SZOMB */
	char ki_pad[3];
	uint32_t ki_flag;
	uint32_t ki_vsize;              /* bytes of address space in use */
	uint32_t ki_rssize;             /* pages that are mapped */
	uint32_t ki_uticks, ki_sticks;  /* clock ticks in user mode, kernel */
	int64_t ki_start;               /* seconds, wall clock */
	char ki_wmesg[KI_WMESGLEN + 1]; /* what it sleeps on */
	char ki_comm[KI_MAXCOMLEN + 1];
	char ki_emul[16];
	char ki_args[KI_ARGSLEN]; /* the start of its arguments, by spaces */
};
#define SIDL    1 /* being made */
#define SRUN    2 /* runnable */
#define SSLEEP  3 /* asleep on an address */
#define SSTOP   4 /* stopped by a signal */
#define SZOMB   5 /* ended, waiting to be waited for */
#define SONPROC 7 /* running */

#ifdef _KERNEL
struct proc;
struct sysctl_req; /* see kern/kern_sysctl.c */
/*
 * A leaf.  Leaves are registered by sysctl_attach() under a parent's
 * name; a handler may be NULL for plain SYSCTL_INT and SYSCTL_STRING.
 */
struct sysctl_leaf {
	const char *sl_name; /* full: "kern.hostname" */
	const char *sl_descr;
	enum sysctl_type sl_type;
	int sl_flags;
	void *sl_data;
	size_t sl_size; /* of sl_data, for strings with the NUL */
	int (*sl_handler)(const struct sysctl_leaf *, struct sysctl_req *);
	struct sysctl_leaf *sl_next;
	int sl_num[2]; /* given at attach: top level, leaf */
};
#else
int sysctl(const int *, unsigned, void *, size_t *, const void *, size_t);
int sysctlbyname(const char *, void *, size_t *, const void *, size_t);
int sysctlnametomib(const char *, int *, size_t *);
#endif

#endif /* _SYS_SYSCTL_H_ */
