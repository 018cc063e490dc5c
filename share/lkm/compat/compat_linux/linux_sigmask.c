/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_sigmask.c: signals that are blocked, waited for, and sent.  The calls
 * with rt_ in their names have sets of 64 bits, the older ones of 32.
 */
#include "linux_signal.h"

#define LINUX_SIG_BLOCK   0
#define LINUX_SIG_UNBLOCK 1
#define LINUX_SIG_SETMASK 2

struct linux_sigprocmask_args {
	int how;
	const void *set;
	void *oset;
	size_t size; /* of a set: rt_sigprocmask alone */
};

static int
change_mask(struct proc *p, const struct linux_sigprocmask_args *uap, size_t n)
{
	linux_sigset_t lset = 0, old = linux_from_native_set(p->p_sigmask);
	sigset_t set;
	int error, how;

	if (uap->set != NULL) {
		if ((error = copyin(uap->set, &lset, n)) != 0)
			return error;
		how = uap->how == LINUX_SIG_BLOCK   ? SIG_BLOCK
		    : uap->how == LINUX_SIG_UNBLOCK ? SIG_UNBLOCK
		    : uap->how == LINUX_SIG_SETMASK ? SIG_SETMASK
						    : -1;
		set = linux_to_native_set(lset);
		if ((error = sigprocmask1(p, how, &set, NULL)) != 0)
			return error;
	}
	return uap->oset != NULL ? copyout(&old, uap->oset, n) : 0;
}

int
linux_sigprocmask(struct proc *p, void *v, register_t *retval)
{
	return change_mask(p, v, sizeof(uint32_t));
}

int
linux_rt_sigprocmask(struct proc *p, void *v, register_t *retval)
{
	struct linux_sigprocmask_args *uap = v;

	return uap->size != sizeof(linux_sigset_t)
	    ? EINVAL
	    : change_mask(p, uap, sizeof(linux_sigset_t));
}

struct linux_sigpending_args {
	void *set;
	size_t size; /* rt_sigpending alone */
};

int
linux_sigpending(struct proc *p, void *v, register_t *retval)
{
	struct linux_sigpending_args *uap = v;
	linux_sigset_t lset =
	    linux_from_native_set(p->p_siglist & p->p_sigmask);

	return copyout(&lset, uap->set, sizeof(uint32_t));
}

int
linux_rt_sigpending(struct proc *p, void *v, register_t *retval)
{
	struct linux_sigpending_args *uap = v;
	linux_sigset_t lset =
	    linux_from_native_set(p->p_siglist & p->p_sigmask);

	if (uap->size > sizeof(lset))
		return EINVAL;
	return copyout(&lset, uap->set, uap->size);
}

struct linux_sigsuspend_args {
	int unused[2];
	u_int set; /* itself */
};

int
linux_sigsuspend(struct proc *p, void *v, register_t *retval)
{
	struct linux_sigsuspend_args *uap = v;
	sigset_t set = linux_to_native_set(uap->set);

	return sigsuspend1(p, &set);
}

struct linux_rt_sigsuspend_args {
	const linux_sigset_t *set;
	size_t size;
};

int
linux_rt_sigsuspend(struct proc *p, void *v, register_t *retval)
{
	struct linux_rt_sigsuspend_args *uap = v;
	linux_sigset_t lset;
	sigset_t set;
	int error;

	if (uap->size != sizeof(lset))
		return EINVAL;
	if ((error = copyin(uap->set, &lset, sizeof(lset))) != 0)
		return error;
	set = linux_to_native_set(lset);
	return sigsuspend1(p, &set);
}

int
linux_pause(struct proc *p, void *v, register_t *retval)
{
	sigset_t set = p->p_sigmask;

	return sigsuspend1(p, &set);
}

static int
send(struct proc *p, pid_t pid, int lsig)
{
	struct sys_kill_args a = {pid, linux_to_native_sig(lsig)};
	register_t unused[2];

	return sys_kill(p, &a, unused); /* EINVAL for -1 */
}

struct linux_kill_args {
	int pid, sig;
};

int
linux_kill(struct proc *p, void *v, register_t *retval)
{
	struct linux_kill_args *uap = v;

	return send(p, uap->pid, uap->sig);
}

/* To a thread: a process is its only one. */
int
linux_tkill(struct proc *p, void *v, register_t *retval)
{
	struct linux_kill_args *uap = v;

	return uap->pid <= 0 ? EINVAL : send(p, uap->pid, uap->sig);
}

struct linux_tgkill_args {
	int tgid, tid, sig;
};

int
linux_tgkill(struct proc *p, void *v, register_t *retval)
{
	struct linux_tgkill_args *uap = v;

	if (uap->tgid <= 0 || uap->tid <= 0)
		return EINVAL;
	return uap->tgid != uap->tid ? ESRCH : send(p, uap->tid, uap->sig);
}
