/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_process.c: processes: fork and clone, wait, and what a library asks
 * at its start about threads.  A process is its only thread here.
 */
#include <sys/procvar.h>
#include <sys/wait.h>
#include <machine/frame.h>

#include "linux.h"

#define LINUX_CSIGNAL              0x000000ff
#define LINUX_CLONE_VM             0x00000100
#define LINUX_CLONE_VFORK          0x00004000
#define LINUX_CLONE_SETTLS         0x00080000
#define LINUX_CLONE_PARENT_SETTID  0x00100000
#define LINUX_CLONE_CHILD_CLEARTID 0x00200000 /* for other threads to see */
#define LINUX_CLONE_DETACHED       0x00400000 /* ignored there, too */
#define LINUX_CLONE_CHILD_SETTID   0x01000000
#define LINUX_CLONE_KNOWN          0x01f84100

/*
 * What a child returns from fork: 0, and all other registers are as they
 * were.  If that was clone it may want its own number in its memory, whose
 * address stands in a register still; a bad one is its own affair.  The
 * parent may want it as well: in memory that is the child's now the child
 * writes it, since a copyout() of the parent's could sleep, and find that the
 * child has changed that memory.
 */
void
linux_childreturn(struct proc *p, struct trapframe *tf)
{
	u_int flags = tf->tf_eax == LINUX_SYS_CLONE ? tf->tf_ebx : 0;

	if (flags & LINUX_CLONE_VM && flags & LINUX_CLONE_PARENT_SETTID)
		(void)copyout(&p->p_pid, (void *)tf->tf_edx, sizeof(p->p_pid));
	if (flags & LINUX_CLONE_CHILD_SETTID)
		(void)copyout(&p->p_pid, (void *)tf->tf_edi, sizeof(p->p_pid));
	tf->tf_eax = 0;
}

int
linux_fork(struct proc *p, void *v, register_t *retval)
{
	struct proc *child;
	int error = fork1(p, NULL, NULL, &child);

	if (error == 0)
		retval[0] = child->p_pid;
	return error;
}

int
linux_vfork(struct proc *p, void *v, register_t *retval)
{
	struct proc *child;
	int error = vfork1(p, &child);

	if (error != 0)
		return error;
	retval[0] = child->p_pid;
	vfork_wait(p);
	return 0;
}

struct linux_clone_args {
	u_int flags;
	vaddr_t stack; /* 0: where the parent's is */
	int *parent_tid;
	struct linux_user_desc *tls;
	int *child_tid;
};

/*
 * A child of its own, as fork and vfork make one.  EINVAL: what shares more
 * with its parent is a thread.
 */
int
linux_clone(struct proc *p, void *v, register_t *retval)
{
	struct linux_clone_args *uap = v;
	u_int flags = uap->flags & ~LINUX_CSIGNAL;
	u_int sig = uap->flags & LINUX_CSIGNAL;
	int error, vfork = (flags & LINUX_CLONE_VM) != 0;
	struct linux_user_desc ud;
	struct proc *child;

	if (flags & ~LINUX_CLONE_KNOWN || (sig != 0 && sig != LINUX_SIGCHLD) ||
	    vfork != ((flags & LINUX_CLONE_VFORK) != 0))
		return EINVAL;
	if (flags & LINUX_CLONE_SETTLS &&
	    ((error = copyin(uap->tls, &ud, sizeof(ud))) != 0 ||
		(error = linux_check_area(&ud)) != 0))
		return error;
	error = vfork ? vfork1(p, &child) : fork1(p, NULL, NULL, &child);
	if (error != 0)
		return error;
	retval[0] = child->p_pid;
	if (uap->stack != 0)
		child->p_md.md_regs->tf_esp = uap->stack;
	if (flags & LINUX_CLONE_SETTLS)
		(void)linux_set_area(child, &ud);
	if (vfork)
		vfork_wait(p);
	else if (flags & LINUX_CLONE_PARENT_SETTID)
		(void)copyout(
		    &retval[0], uap->parent_tid, sizeof(*uap->parent_tid));
	return 0;
}

struct linux_timeval {
	int tv_sec, tv_usec;
};
struct linux_rusage {
	struct linux_timeval ru_utime, ru_stime;
	int ru_counts[14]; /* maxrss to nivcsw, in the order of ours */
};

static void
rusage_to_linux(const struct rusage *ru, struct linux_rusage *lru)
{
	const long *l = &ru->ru_maxrss;
	u_int i;

	lru->ru_utime.tv_sec = ru->ru_utime.tv_sec;
	lru->ru_utime.tv_usec = ru->ru_utime.tv_usec;
	lru->ru_stime.tv_sec = ru->ru_stime.tv_sec;
	lru->ru_stime.tv_usec = ru->ru_stime.tv_usec;
	for (i = 0; i < nitems(lru->ru_counts); i++)
		lru->ru_counts[i] = l[i];
}

/* The signal in a status has another number there. */
static int
status_to_linux(int status)
{
	if (WIFSIGNALED(status))
		return (status & ~0x7f) |
		    linux_from_native_sig[WTERMSIG(status)];
	if (WIFSTOPPED(status))
		return linux_from_native_sig[WSTOPSIG(status)] << 8 | 0x7f;
	return status;
}

struct linux_wait4_args {
	int pid;
	int *status;
	int options;
	struct linux_rusage *rusage;
};
#define LINUX_WNOHANG    0x00000001
#define LINUX_WUNTRACED  0x00000002
#define LINUX_WCONTINUED 0x00000008
#define LINUX_WTHREADS   0xe0000000 /* which kinds of clones */

static int
linux_wait(struct proc *p, const struct linux_wait4_args *uap, register_t *rv)
{
	u_int options = uap->options & ~LINUX_WTHREADS;
	struct linux_rusage lru;
	struct proc *child;
	struct rusage ru;
	int error, status;

	if (options & ~(LINUX_WNOHANG | LINUX_WUNTRACED | LINUX_WCONTINUED))
		return EINVAL;
	if (uap->pid == INT32_MIN)
		return ESRCH;
	error = do_sys_wait(p, uap->pid,
	    (options & LINUX_WNOHANG ? WNOHANG : 0) |
		(options & LINUX_WUNTRACED ? WUNTRACED : 0) |
		(options & LINUX_WCONTINUED ? WCONTINUED : 0),
	    &child, &status, &ru);
	if (error != 0 || child == NULL)
		return error;
	rv[0] = child->p_pid;
	/* There, too, a child is gone whose status could not be told. */
	wait_done(p, child);
	status = status_to_linux(status);
	if (uap->status != NULL &&
	    (error = copyout(&status, uap->status, sizeof(status))) != 0)
		return error;
	if (uap->rusage == NULL)
		return 0;
	rusage_to_linux(&ru, &lru);
	return copyout(&lru, uap->rusage, sizeof(lru));
}

int
linux_wait4(struct proc *p, void *v, register_t *retval)
{
	return linux_wait(p, v, retval);
}

int
linux_waitpid(struct proc *p, void *v, register_t *retval)
{
	struct linux_wait4_args *uap = v; /* the first three alone */
	struct linux_wait4_args a = {uap->pid, uap->status, uap->options, NULL};

	return linux_wait(p, &a, retval);
}

struct linux_getrusage_args {
	int who;
	struct linux_rusage *rusage;
};
#define LINUX_RUSAGE_THREAD 1

int
linux_getrusage(struct proc *p, void *v, register_t *retval)
{
	struct linux_getrusage_args *uap = v;
	struct linux_rusage lru;
	struct rusage ru;

	if (uap->who == RUSAGE_SELF || uap->who == LINUX_RUSAGE_THREAD)
		proc_usage(p, &ru);
	else if (uap->who == RUSAGE_CHILDREN)
		ru = p->p_cru;
	else
		return EINVAL;
	rusage_to_linux(&ru, &lru);
	return copyout(&lru, uap->rusage, sizeof(lru));
}

/* What times(2) counts in: a hundredth of a second, whatever HZ is. */
#define LINUX_CLKTCK 100
static uint32_t
timeval_to_ticks(const struct timeval *tv)
{
	return (uint32_t)tv->tv_sec * LINUX_CLKTCK +
	    tv->tv_usec / (1000000 / LINUX_CLKTCK);
}

/*
 * Processor time of the process and of its children, and as the result the
 * time since the start of the system.  It may look like an error, as on Linux,
 * for four hundredths of a second in 497 days.
 */
int
linux_times(struct proc *p, void *v, register_t *retval)
{
	void *to = *(void **)v;
	struct rusage ru;
	struct timespec ts;
	uint32_t tms[4]; /* user, system; of children: user, system */
	int error;

	proc_usage(p, &ru);
	tms[0] = timeval_to_ticks(&ru.ru_utime);
	tms[1] = timeval_to_ticks(&ru.ru_stime);
	tms[2] = timeval_to_ticks(&p->p_cru.ru_utime);
	tms[3] = timeval_to_ticks(&p->p_cru.ru_stime);
	if (to != NULL && (error = copyout(tms, to, sizeof(tms))) != 0)
		return error;
	nanouptime(&ts);
	retval[0] = (uint32_t)ts.tv_sec * LINUX_CLKTCK +
	    ts.tv_nsec / (1000000000 / LINUX_CLKTCK);
	return 0;
}

/*
 * The address is for other threads that wait for this one's end; there are
 * none.
 */
int
linux_set_tid_address(struct proc *p, void *v, register_t *retval)
{
	retval[0] = p->p_pid;
	return 0;
}

struct linux_set_robust_list_args {
	void *head;
	size_t len;
};
#define LINUX_ROBUST_HEAD 12 /* bytes */

/* The locks that others would have to be told of: see above. */
int
linux_set_robust_list(struct proc *p, void *v, register_t *retval)
{
	struct linux_set_robust_list_args *uap = v;

	return uap->len == LINUX_ROBUST_HEAD ? 0 : EINVAL;
}

/*
 * ENOSYS, and not counted: libraries ask at each start, and can do without.
 */
int
linux_rseq(struct proc *p, void *v, register_t *retval)
{
	return ENOSYS;
}

struct linux_prctl_args {
	int option;
	char *arg;
};
#define LINUX_PR_SET_NAME 15
#define LINUX_PR_GET_NAME 16
#define LINUX_COMMLEN     16

/* EINVAL: of all that this call does on Linux, only the name is there. */
int
linux_prctl(struct proc *p, void *v, register_t *retval)
{
	struct linux_prctl_args *uap = v;
	char name[LINUX_COMMLEN];
	int error;

	memset(name, 0, sizeof(name));
	switch (uap->option) {
	case LINUX_PR_SET_NAME:
		error = copyinstr(uap->arg, name, sizeof(name) - 1, NULL);
		if (error != 0 && error != ENAMETOOLONG)
			return error;
		name[sizeof(name) - 1] = '\0';
		strlcpy(p->p_comm, name, sizeof(p->p_comm));
		return 0;
	case LINUX_PR_GET_NAME:
		strlcpy(name, p->p_comm, sizeof(name));
		return copyout(name, uap->arg, sizeof(name));
	}
	return EINVAL;
}

int
linux_sched_yield(struct proc *p, void *v, register_t *retval)
{
	want_resched = 1;
	return 0;
}
