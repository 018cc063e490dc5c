/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_proc.c: finding processes; process groups, sessions, job control.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/procvar.h>
#include <sys/syscallargs.h>
#include <sys/tty.h>

MALLOC_DEFINE(M_PROC, "proc", "processes");
MALLOC_DEFINE(M_PGRP, "pgrp", "process groups and sessions");

#define PIDHASH 64
static struct proclist pid_hash[PIDHASH];
static LIST_HEAD(, pgrp) pgrp_hash[PIDHASH];
struct proclist allproc, zombproc;
int nprocs = 1;

struct proc *
pfind(pid_t pid)
{
	struct proc *p;

	LIST_FOREACH(p, &pid_hash[pid & (PIDHASH - 1)], p_hash)
		if (p->p_pid == pid && p->p_stat != SZOMB)
			return p;
	return NULL;
}

struct proc *
proc_from(pid_t pid)
{
	const struct proclist *lists[] = {&allproc, &zombproc};
	struct proc *p, *lowest = NULL;
	u_int i;

	for (i = 0; i < nitems(lists); i++)
		LIST_FOREACH(p, lists[i], p_list)
			if (p->p_pid >= pid &&
			    (lowest == NULL || p->p_pid < lowest->p_pid))
				lowest = p;
	return lowest;
}

struct pgrp *
pgfind(pid_t pgid)
{
	struct pgrp *pg;

	LIST_FOREACH(pg, &pgrp_hash[pgid & (PIDHASH - 1)], pg_hash)
		if (pg->pg_id == pgid)
			return pg;
	return NULL;
}

/* True if a process, a zombie too, or a group or session has this number. */
static int
pid_taken(pid_t pid)
{
	struct proc *p;
	struct pgrp *pg;

	LIST_FOREACH(p, &pid_hash[pid & (PIDHASH - 1)], p_hash)
		if (p->p_pid == pid)
			return 1;
	LIST_FOREACH(p, &allproc, p_list)
		if (p->p_pgrp != NULL && p->p_session->s_sid == pid)
			return 1;
	pg = pgfind(pid);
	return pg != NULL;
}

/* Give p the next free number and make it known. */
void
proc_enter(struct proc *p)
{
	static pid_t last;
	static u_int serial;

	do
		last = last >= PID_MAX ? 2 : last + 1;
	while (pid_taken(last));
	p->p_pid = last;
	p->p_serial = ++serial;
	LIST_INSERT_HEAD(&pid_hash[last & (PIDHASH - 1)], p, p_hash);
	LIST_INSERT_HEAD(&allproc, p, p_list);
	nprocs++;
}

/* p, a zombie, has been waited for. */
void
proc_forget(struct proc *p)
{
	LIST_REMOVE(p, p_hash);
	LIST_REMOVE(p, p_list);
	nprocs--;
}

int
inferior(const struct proc *p, const struct proc *of)
{
	for (; p != of; p = p->p_pptr)
		if (p->p_pid == 0)
			return 0;
	return 1;
}

void
pgdelete(struct pgrp *pg)
{
	struct session *s = pg->pg_session;

	LIST_REMOVE(pg, pg_hash);
	tty_pgrp_gone(pg);
	if (--s->s_count == 0)
		free(s, M_PGRP);
	free(pg, M_PGRP);
}

/*
 * Move p to the group pgid, which is made when it does not exist; with
 * mksess it leads a new session.  Permission is the caller's business.
 * ENOMEM: nothing has changed.  Does not sleep: there must be one group only
 * of a number.
 */
int
enterpgrp(struct proc *p, pid_t pgid, int mksess)
{
	struct pgrp *pg = pgfind(pgid), *old = p->p_pgrp;
	struct session *s;

	if (pg == old && pg != NULL)
		return 0;
	if (pg == NULL) {
		pg = malloc(sizeof(*pg), M_PGRP, M_NOWAIT | M_ZERO);
		if (pg == NULL)
			return ENOMEM;
		if (mksess || old == NULL) {
			s = malloc(sizeof(*s), M_PGRP, M_NOWAIT | M_ZERO);
			if (s == NULL) {
				free(pg, M_PGRP);
				return ENOMEM;
			}
			s->s_leader = p;
			s->s_sid = p->p_pid;
			p->p_flag &= ~P_CONTROLT;
		} else
			s = old->pg_session;
		s->s_count++;
		pg->pg_session = s;
		pg->pg_id = pgid;
		LIST_INSERT_HEAD(&pgrp_hash[pgid & (PIDHASH - 1)], pg, pg_hash);
	}
	fixjobc(p, pg, 1);
	if (old != NULL) {
		fixjobc(p, old, 0);
		LIST_REMOVE(p, p_pglist);
	}
	LIST_INSERT_HEAD(&pg->pg_members, p, p_pglist);
	p->p_pgrp = pg;
	if (old != NULL && LIST_EMPTY(&old->pg_members))
		pgdelete(old);
	return 0;
}

void
leavepgrp(struct proc *p)
{
	LIST_REMOVE(p, p_pglist);
	if (LIST_EMPTY(&p->p_pgrp->pg_members))
		pgdelete(p->p_pgrp);
	p->p_pgrp = NULL;
}

/* Nobody is left to continue the stopped members: wake them up for it. */
static void
orphanpg(struct pgrp *pg)
{
	struct proc *p;

	LIST_FOREACH(p, &pg->pg_members, p_pglist)
		if (p->p_stat == SSTOP)
			break;
	if (p == NULL)
		return;
	pgsignal(pg, SIGHUP, 0);
	pgsignal(pg, SIGCONT, 0);
}

/* Can pg's members' job control be done by someone in q's group? */
static int
qualifies(const struct pgrp *by, const struct pgrp *pg)
{
	return by != pg && by->pg_session == pg->pg_session;
}

/*
 * p enters or leaves pg: count anew the parents outside the group, but in
 * its session, that can do job control, for it and for its children.
 */
void
fixjobc(struct proc *p, struct pgrp *pg, int entering)
{
	struct proc *q;
	int delta = entering ? 1 : -1;

	if (p->p_pptr != NULL && p->p_pptr->p_pgrp != NULL &&
	    qualifies(p->p_pptr->p_pgrp, pg) && (pg->pg_jobc += delta) == 0 &&
	    !entering)
		orphanpg(pg);
	LIST_FOREACH(q, &p->p_children, p_sibling)
		if (q->p_stat != SZOMB && q->p_pgrp != NULL &&
		    qualifies(pg, q->p_pgrp) &&
		    (q->p_pgrp->pg_jobc += delta) == 0 && !entering)
			orphanpg(q->p_pgrp);
}

/* ---- system calls ---- */

int
sys_getpid(struct proc *p, void *v, register_t *retval)
{
	retval[0] = p->p_pid;
	return 0;
}

int
sys_getppid(struct proc *p, void *v, register_t *retval)
{
	retval[0] = p->p_pptr->p_pid;
	return 0;
}

int
sys_getpgrp(struct proc *p, void *v, register_t *retval)
{
	retval[0] = p->p_pgrp->pg_id;
	return 0;
}

int
sys_getpgid(struct proc *p, void *v, register_t *retval)
{
	struct sys_getpgid_args *uap = v;
	struct proc *q = uap->pid == 0 ? p : pfind(uap->pid);

	if (q == NULL || q->p_pgrp == NULL)
		return ESRCH;
	retval[0] = q->p_pgrp->pg_id;
	return 0;
}

int
sys_getsid(struct proc *p, void *v, register_t *retval)
{
	struct sys_getsid_args *uap = v;
	struct proc *q = uap->pid == 0 ? p : pfind(uap->pid);

	if (q == NULL || q->p_pgrp == NULL)
		return ESRCH;
	retval[0] = q->p_session->s_sid;
	return 0;
}

int
sys_setsid(struct proc *p, void *v, register_t *retval)
{
	if (p->p_pgrp->pg_id == p->p_pid || pgfind(p->p_pid) != NULL)
		return EPERM;
	retval[0] = p->p_pid;
	return enterpgrp(p, p->p_pid, 1);
}

int
sys_setpgid(struct proc *p, void *v, register_t *retval)
{
	struct sys_setpgid_args *uap = v;
	struct proc *target = p;
	struct pgrp *pg;
	pid_t pgid = uap->pgid;

	if (pgid < 0)
		return EINVAL;
	if (uap->pid != 0 && uap->pid != p->p_pid) {
		if ((target = pfind(uap->pid)) == NULL || target->p_pptr != p)
			return ESRCH;
		if (target->p_session != p->p_session)
			return EPERM;
		if (target->p_flag & P_EXEC)
			return EACCES;
	}
	if (target->p_session->s_leader == target)
		return EPERM;
	if (pgid == 0)
		pgid = target->p_pid;
	else if (pgid != target->p_pid &&
	    ((pg = pgfind(pgid)) == NULL || pg->pg_session != p->p_session))
		return EPERM;
	return enterpgrp(target, pgid, 0);
}
