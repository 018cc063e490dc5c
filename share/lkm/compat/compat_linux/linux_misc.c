/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_misc.c: what system this is, and how much of everything it has.
 */
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/time.h>
#include <sys/vm.h>

#include "linux.h"

struct linux_utsname {
	char sysname[65], nodename[65], release[65], version[65], machine[65],
	    domainname[65];
};

/*
 * The release is that of a kernel that has all which the C libraries of its
 * time ask for, or a call that they can do without: they look at it.
 */
int
linux_uname(struct proc *p, void *v, register_t *retval)
{
	struct linux_utsname u;

	memset(&u, 0, sizeof(u));
	strlcpy(u.sysname, "Linux", sizeof(u.sysname));
	strlcpy(u.nodename, hostname, sizeof(u.nodename));
	strlcpy(u.release, "5.10.0", sizeof(u.release));
	strlcpy(u.version, "#1 Graft", sizeof(u.version));
	strlcpy(u.machine, "i686", sizeof(u.machine));
	strlcpy(u.domainname, "(none)", sizeof(u.domainname));
	return copyout(&u, *(void **)v, sizeof(u));
}

struct linux_sysinfo {
	int uptime;
	u_int loads[3];
	u_int totalram, freeram, sharedram, bufferram, totalswap, freeswap;
	uint16_t procs, pad;
	u_int totalhigh, freehigh;
	u_int mem_unit; /* bytes that the numbers above count */
	char unused[8];
};
_Static_assert(sizeof(struct linux_sysinfo) == 64, "sysinfo");

int
linux_sysinfo(struct proc *p, void *v, register_t *retval)
{
	struct linux_sysinfo si;

	memset(&si, 0, sizeof(si));
	si.uptime = time_uptime;
	si.totalram = ptoa(vm_page_total);
	si.freeram = ptoa(vm_page_nfree);
	si.procs = nprocs;
	si.mem_unit = 1;
	return copyout(&si, *(void **)v, sizeof(si));
}

/* ---- limits, which a process has here, but cannot change ---- */

#define LINUX_RLIMIT_STACK   3
#define LINUX_RLIMIT_CORE    4
#define LINUX_RLIMIT_NPROC   6
#define LINUX_RLIMIT_NOFILE  7
#define LINUX_RLIMIT_MEMLOCK 8
#define LINUX_RLIM_NLIMITS   16
#define LINUX_RLIM_INFINITY  (~0ULL)

static int
limit_of(u_int which, uint64_t *limit)
{
	switch (which) {
	case LINUX_RLIMIT_STACK:
		*limit = VM_MAXSTACK;
		return 0;
	case LINUX_RLIMIT_NPROC:
		*limit = maxproc;
		return 0;
	case LINUX_RLIMIT_NOFILE:
		*limit = OPEN_MAX;
		return 0;
	case LINUX_RLIMIT_CORE:
	case LINUX_RLIMIT_MEMLOCK:
		*limit = 0;
		return 0;
	}
	*limit = LINUX_RLIM_INFINITY;
	return which < LINUX_RLIM_NLIMITS ? 0 : EINVAL;
}

/* May it be said that these are its limits now? */
static int
check_limits(uint64_t limit, uint64_t cur, uint64_t max)
{
	if (cur > max)
		return EINVAL;
	return cur == limit && max == limit ? 0 : EPERM;
}

struct linux_rlimit_args {
	u_int which;
	u_int *rlim; /* the limit, and how far it may be raised */
};

static int
out_limit32(const struct linux_rlimit_args *uap, u_int infinity)
{
	uint64_t limit;
	u_int rlim[2];
	int error;

	if ((error = limit_of(uap->which, &limit)) != 0)
		return error;
	rlim[0] = rlim[1] = MIN(limit, infinity);
	return copyout(rlim, uap->rlim, sizeof(rlim));
}

int
linux_ugetrlimit(struct proc *p, void *v, register_t *retval)
{
	return out_limit32(v, ~0U);
}

/* The older one, whose numbers have 31 bits. */
int
linux_getrlimit(struct proc *p, void *v, register_t *retval)
{
	return out_limit32(v, 0x7fffffff);
}

int
linux_setrlimit(struct proc *p, void *v, register_t *retval)
{
	struct linux_rlimit_args *uap = v;
	uint64_t limit;
	u_int rlim[2];
	int error;

	if ((error = limit_of(uap->which, &limit)) != 0 ||
	    (error = copyin(uap->rlim, rlim, sizeof(rlim))) != 0)
		return error;
	return check_limits(MIN(limit, ~0U), rlim[0], rlim[1]);
}

struct linux_prlimit64_args {
	int pid;
	u_int which;
	const uint64_t *new;
	uint64_t *old;
};

int
linux_prlimit64(struct proc *p, void *v, register_t *retval)
{
	struct linux_prlimit64_args *uap = v;
	uint64_t limit, rlim[2];
	int error;

	if (uap->pid != 0 && pfind(uap->pid) == NULL)
		return ESRCH;
	if ((error = limit_of(uap->which, &limit)) != 0)
		return error;
	if (uap->new != NULL) {
		if ((error = copyin(uap->new, rlim, sizeof(rlim))) != 0 ||
		    (error = check_limits(limit, rlim[0], rlim[1])) != 0)
			return error;
	}
	rlim[0] = rlim[1] = limit;
	return uap->old != NULL ? copyout(rlim, uap->old, sizeof(rlim)) : 0;
}

/* ---- random bytes ---- */

struct linux_getrandom_args {
	char *buf;
	size_t len;
	u_int flags;
};
#define LINUX_GRND_MASK 7
#define RANDOM_CHUNK    256

/* As good as random_fill(9) has them, whatever the flags say. */
int
linux_getrandom(struct proc *p, void *v, register_t *retval)
{
	struct linux_getrandom_args *uap = v;
	size_t done, n, len = MIN(uap->len, INT32_MAX);
	char chunk[RANDOM_CHUNK];
	int error;

	if (uap->flags & ~LINUX_GRND_MASK)
		return EINVAL;
	for (done = 0; done < len; done += n) {
		n = MIN(len - done, sizeof(chunk));
		random_fill(chunk, n);
		if ((error = copyout(chunk, uap->buf + done, n)) != 0)
			return error;
		/* It may ask for as much as it likes; others want a turn. */
		if (want_resched)
			preempt();
		if (p->p_siglist & ~p->p_sigmask && done > 0)
			break;
	}
	retval[0] = MIN(done, len);
	return 0;
}

/* Of the personalities there is one. */
int
linux_personality(struct proc *p, void *v, register_t *retval)
{
	u_int persona = *(u_int *)v;

	retval[0] = 0;
	return persona == 0 || persona == ~0U ? 0 : EINVAL;
}
