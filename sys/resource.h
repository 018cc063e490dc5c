/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resource.h: what a process used, and what it may use.
 */
#ifndef _SYS_RESOURCE_H_
#define _SYS_RESOURCE_H_

#include <sys/types.h>
#include <sys/time.h>

struct rusage {
	struct timeval ru_utime; /* time in user mode */
	struct timeval ru_stime; /* time in the kernel */
	long ru_maxrss, ru_ixrss, ru_idrss, ru_isrss;
	long ru_minflt, ru_majflt, ru_nswap;
	long ru_inblock, ru_oublock, ru_msgsnd, ru_msgrcv, ru_nsignals;
	long ru_nvcsw, ru_nivcsw;
};
#define RUSAGE_SELF     0
#define RUSAGE_CHILDREN (-1)

typedef uint64_t rlim_t;
struct rlimit {
	rlim_t rlim_cur;
	rlim_t rlim_max;
};
#define RLIMIT_CPU    0
#define RLIMIT_FSIZE  1
#define RLIMIT_DATA   2
#define RLIMIT_STACK  3
#define RLIMIT_CORE   4
#define RLIMIT_NOFILE 8
#define RLIM_NLIMITS  9
#define RLIM_INFINITY ((rlim_t)0x7fffffffffffffffULL)

#ifndef _KERNEL
int getrusage(int, struct rusage *);
#endif

#endif /* _SYS_RESOURCE_H_ */
