/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Terminals and process groups: whose controlling terminal it is, which
 * group is in the foreground, and what happens to those that are not
 * (POSIX 11.1.1 to 11.1.4).
 */
#include <sys/param.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/tty.h>

/* Is this the controlling terminal of p? */
bool
isctty(const struct proc *p, const struct tty *tp)
{
	return (p->p_flag & P_CONTROLT) != 0 && p->p_session == tp->t_session;
}

static bool
ignores(const struct proc *p, int sig)
{
	return ((p->p_sigmask | p->p_sigacts->sa_ignore) & sigmask(sig)) != 0;
}

/*
 * Whether p, which is not root's, is left over from another session than
 * the one that has the terminal now: somebody who has logged out is not to
 * read what the next one types, nor to change how the terminal treats it.
 */
static bool
left_over(const struct tty *tp, const struct proc *p)
{
	return tp->t_session != NULL && !isctty(p, tp) &&
	    p->p_ucred->cr_uid != 0;
}

/*
 * A background process that ignores or blocks SIGTTOU may write; one that
 * ignores SIGTTIN cannot read.  A group that nobody could continue is not
 * stopped but gets the error at once.
 */
int
tty_background(struct tty *tp, struct proc *p, int sig)
{
	int error;

	if (left_over(tp, p))
		return sig == SIGTTIN ? EIO : EACCES;
	while (isctty(p, tp) && p->p_pgrp != tp->t_pgrp) {
		if (ignores(p, sig))
			return sig == SIGTTIN ? EIO : 0;
		if (p->p_pgrp->pg_jobc == 0)
			return EIO;
		pgsignal(p->p_pgrp, sig, 1);
		error = tsleep(&tp->t_pgrp, PCATCH, "ttybg", hz);
		if (error != 0 && error != EWOULDBLOCK)
			return error;
	}
	return 0;
}

/*
 * Make it p's controlling terminal.  EPERM: p leads no session, its
 * session has a terminal, or the terminal has a session.
 */
int
tty_setctty(struct tty *tp, struct proc *p)
{
	struct session *sess = p->p_session;

	if (tp->t_session == sess && sess->s_ttyp == tp)
		return 0;
	if (sess->s_leader != p || sess->s_ttyp != NULL ||
	    tp->t_session != NULL)
		return EPERM;
	tp->t_session = sess;
	tp->t_pgrp = p->p_pgrp;
	sess->s_ttyp = tp;
	p->p_flag |= P_CONTROLT;
	return 0;
}

/*
 * Bring a group to the foreground.  ENOTTY: not p's terminal; EINVAL: no
 * such group; EPERM: it is in another session.
 */
int
tty_setpgrp(struct tty *tp, struct proc *p, pid_t id)
{
	struct pgrp *pg;

	if (!isctty(p, tp))
		return ENOTTY;
	if (id <= 0 || (pg = pgfind(id)) == NULL)
		return EINVAL;
	if (pg->pg_session != p->p_session)
		return EPERM;
	tp->t_pgrp = pg;
	wakeup(&tp->t_pgrp);
	return 0;
}

/* p gives its controlling terminal up; the leader does so for all. */
void
tty_notty(struct tty *tp, struct proc *p)
{
	if (p->p_session->s_leader == p)
		tty_sessionend(p->p_session);
	p->p_flag &= ~P_CONTROLT;
}

void
tty_signal(struct tty *tp, int sig)
{
	if (tp->t_pgrp != NULL)
		pgsignal(tp->t_pgrp, sig, 1);
}

/*
 * The leader of a session exits: its foreground group is hung up, and the
 * terminal is free for another session.
 */
void
tty_sessionend(struct session *sess)
{
	struct tty *tp = sess->s_ttyp;
	int s;

	if (tp == NULL)
		return;
	s = spltty();
	if (tp->t_session == sess) {
		tty_signal(tp, SIGHUP);
		tp->t_session = NULL;
		tp->t_pgrp = NULL;
		wakeup(&tp->t_pgrp);
	}
	sess->s_ttyp = NULL;
	splx(s);
}

/* A process group is about to be freed. */
void
tty_pgrp_gone(struct pgrp *pg)
{
	struct tty *tp = pg->pg_session->s_ttyp;

	if (tp != NULL && tp->t_pgrp == pg)
		tp->t_pgrp = NULL;
}
