/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_ktrace_rec.c: the records of a trace.
 *
 * What a call's arguments point to is copied when it begins, so a process
 * whose memory somebody else changes just then can be told of wrongly.  The
 * strings that describe the call are its emulation's, which stays as long as
 * the process runs on it; they are copied before anything can sleep.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/ksyms.h>
#include <sys/ktracevar.h>
#include <sys/lkmvar.h>
#include <sys/proc.h>
#include <sys/time.h>
#include <sys/uio.h>

_Static_assert(KTR_JUSTRETURN == EJUSTRETURN && KTR_RESTART == ERESTART, "");

#define VECTOR_MAX 32 /* strings or buffers of an argument, at most */

void
ktr_head(struct ktr_header *h, const struct proc *p, int type, size_t len)
{
	struct timespec ts;

	nanotime(&ts);
	memset(h, 0, sizeof(*h));
	h->ktr_len = len;
	h->ktr_type = type;
	h->ktr_pid = p->p_pid;
	strlcpy(h->ktr_comm, p->p_comm, sizeof(h->ktr_comm));
	h->ktr_time = (uint64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

/* ---- what a call is ---- */

static void
put_string(struct ktr_proc *kp, const char *s)
{
	size_t size = strnlen(s, KTR_NAMELEN - 1) + 1;

	memcpy(ktr_part(kp, size), s, size - 1);
}

/* A call without a name, in a module: that of its function. */
static const char *
function_name(const struct proc *p)
{
	const char *name, *module;
	u_long off;

	name = lkm_symbol_at((vaddr_t)p->p_call, &off, &module);
	return name != NULL && off == 0 ? name : "";
}

static void
describe(struct ktr_proc *kp, const struct proc *p, int code)
{
	const struct emul *e = p->p_emul;
	int known = (u_int)code < (u_int)e->e_nsysent;
	const char *name = NULL, *kinds = NULL;

	if (known && e->e_syscallnames != NULL)
		name = e->e_syscallnames[code];
	if (known && e->e_syscallkinds != NULL)
		kinds = e->e_syscallkinds[code];
	if (kinds == NULL)
		kinds = "";
	strlcpy(kp->kp_kinds, kinds, sizeof(kp->kp_kinds));
	put_string(kp, e->e_name);
	put_string(kp, name != NULL ? name : known ? function_name(p) : "");
	put_string(kp, kp->kp_kinds);
}

/* ---- what its arguments point to ---- */

/* An empty piece of data that has room for max bytes at least, or NULL. */
static struct ktr_data *
data_begin(struct ktr_proc *kp, int arg, size_t max)
{
	struct ktr_data *kd;

	kp->kp_len = roundup(kp->kp_len, 4);
	if (ktr_room(kp) < sizeof(*kd) + max)
		return NULL;
	kd = ktr_part(kp, sizeof(*kd));
	kd->kd_arg = arg + 1;
	return kd;
}

static void
data_end(struct ktr_proc *kp, struct ktr_data *kd, size_t len, int cut)
{
	kd->kd_len = len;
	kd->kd_flags = cut ? KTRD_CUT : 0;
	kp->kp_len += len;
}

/* It cannot be read: nothing is told of it. */
static void
data_drop(struct ktr_proc *kp, struct ktr_data *kd)
{
	kp->kp_len -= sizeof(*kd);
}

static void
add_bytes(struct ktr_proc *kp, int arg, uint32_t uaddr, size_t len, u_int most)
{
	size_t n = MIN(len, most);
	struct ktr_data *kd = data_begin(kp, arg, n);

	if (kd == NULL)
		return;
	if (copyin((void *)uaddr, kd + 1, n) != 0)
		data_drop(kp, kd);
	else
		data_end(kp, kd, n, n < len);
}

static void
add_string(struct ktr_proc *kp, int arg, uint32_t uaddr, u_int most)
{
	size_t done, room = ktr_room(kp), n;
	struct ktr_data *kd;
	int error;

	if (room < sizeof(*kd) + 8)
		return;
	n = MIN(most + 1, room - sizeof(*kd) - 4);
	if ((kd = data_begin(kp, arg, n)) == NULL)
		return;
	error = copyinstr((void *)uaddr, kd + 1, n, &done);
	if (error != 0 && error != ENAMETOOLONG)
		data_drop(kp, kd);
	else
		data_end(kp, kd, error != 0 ? n - 1 : done - 1, error != 0);
}

static void
add_vector(struct ktr_proc *kp, int arg, uint32_t uaddr, u_int most)
{
	struct ktr_data *kd;
	uint32_t string;
	int i;

	for (i = 0; i <= VECTOR_MAX; i++, uaddr += sizeof(string)) {
		if (copyin((void *)uaddr, &string, sizeof(string)) != 0 ||
		    string == 0)
			return;
		if (i == VECTOR_MAX)
			break;
		add_string(kp, arg, string, most);
	}
	/* One that ends it: there are more. */
	if ((kd = data_begin(kp, arg, 0)) != NULL)
		data_end(kp, kd, 0, 1);
}

static void
add_iovec(
    struct ktr_proc *kp, int arg, uint32_t uaddr, uint32_t count, u_int most)
{
	struct iovec iov;
	u_int i;

	for (i = 0; i < MIN(count, VECTOR_MAX); i++) {
		if (copyin((struct iovec *)uaddr + i, &iov, sizeof(iov)) != 0)
			return;
		add_bytes(kp, arg, (uint32_t)iov.iov_base, iov.iov_len, most);
	}
}

/* What is there when the call begins. */
static void
add_in(struct ktr_proc *kp, const uint32_t *args, int narg)
{
	u_int cut = ktr_cut(kp);
	int i;

	for (i = 0; i < narg && kp->kp_kinds[i] != '\0'; i++)
		switch (kp->kp_kinds[i + 1]) {
		case KTRK_STRING:
			add_string(kp, i, args[i], MAXPATHLEN - 1);
			break;
		case KTRK_VECTOR:
			add_vector(kp, i, args[i], cut);
			break;
		case KTRK_IN:
			if (i + 1 < narg)
				add_bytes(kp, i, args[i], args[i + 1], cut);
			break;
		case KTRK_IOV:
			if (i + 1 < narg)
				add_iovec(kp, i, args[i], args[i + 1], cut);
			break;
		}
}

/* ---- a call ---- */

/* Words of arguments that have been fetched. */
static int
count_args(const struct proc *p, int code)
{
	const struct emul *e = p->p_emul;

	return (u_int)code < (u_int)e->e_nsysent
	    ? MIN(e->e_sysent[code].sy_argsize / sizeof(uint32_t), KTR_NARGS)
	    : 0;
}

static int
ktrsyscall(struct proc *p, int code, const register_t *args)
{
	struct ktr_proc *kp = ktr_begin(p, KTR_SYSCALL);
	struct ktr_syscall *kc;

	if (kp == NULL)
		return 0;
	kc = ktr_part(kp, sizeof(*kc));
	kc->kc_code = kp->kp_code = code;
	describe(kp, p, code);
	kc->kc_narg = args != NULL ? count_args(p, code) : -1;
	memset(kp->kp_args, 0, sizeof(kp->kp_args));
	if (args != NULL) {
		memcpy(kp->kp_args, args, kc->kc_narg * sizeof(*args));
		memcpy(kc->kc_args, kp->kp_args, sizeof(kc->kc_args));
		add_in(kp, kp->kp_args, kc->kc_narg);
	}
	kp->kp_flags |= KP_INCALL;
	return ktr_put(p, kp);
}

static void
ktrsysret(struct proc *p, int error, const register_t *rval, uint64_t ns)
{
	const struct emul *e = p->p_emul;
	struct ktr_proc *kp = p->p_tracep;
	struct ktr_sysret *kr;
	int i;

	/* Its beginning was told to nobody, or to somebody else. */
	if (kp == NULL || (kp->kp_flags & KP_INCALL) == 0)
		return;
	kp->kp_flags &= ~KP_INCALL;
	if ((kp = ktr_begin(p, KTR_SYSRET)) == NULL)
		return;
	kr = ktr_part(kp, sizeof(*kr));
	kr->kr_code = kp->kp_code;
	kr->kr_error = kr->kr_seen = error;
	if (error > 0 && e->e_errno != NULL)
		kr->kr_seen = e->e_errno[error <= ELAST ? error : EINVAL];
	kr->kr_nsec = ns - kp->kp_began;
	if (error == 0) {
		kr->kr_val[0] = rval[0];
		kr->kr_val[1] = rval[1];
		for (i = 0; i < KTR_NARGS && kp->kp_kinds[i] != '\0'; i++)
			if (kp->kp_kinds[i + 1] == KTRK_OUT)
				add_bytes(kp, i, kp->kp_args[i],
				    MAX(rval[0], 0), ktr_cut(kp));
	}
	(void)ktr_put(p, kp);
}

int
ktrcall(struct proc *p, int code, register_t *args, register_t *rval, int error)
{
	int killed = ktrsyscall(p, code, error == 0 ? args : NULL);
	uint64_t ns;

	if (p->p_tracep != NULL)
		p->p_tracep->kp_began = clock_nsec();
	if (killed != 0)
		return killed;
	if (error == 0)
		error = p->p_call(p, args, rval);
	ns = clock_nsec();
	ktrsysret(p, error, rval, ns);
	return error;
}

/* ---- everything else ---- */

void
ktrpsig(struct proc *p, int sig, sig_t handler, u_long code)
{
	struct ktr_proc *kp = ktr_begin(p, KTR_PSIG);
	struct ktr_psig *ks;

	if (kp == NULL)
		return;
	ks = ktr_part(kp, sizeof(*ks));
	ks->ks_signo = sig;
	ks->ks_handler = (uint32_t)handler;
	ks->ks_mask = p->p_sigmask;
	ks->ks_code = code;
	(void)ktr_put(p, kp);
}

void
ktrstart(struct proc *child)
{
	struct ktr_proc *kp = ktr_begin(child, KTR_FORK);
	struct ktr_fork *kf;

	if (kp == NULL)
		return;
	kf = ktr_part(kp, sizeof(*kf));
	kf->kf_parent = child->p_pptr->p_pid;
	(void)ktr_put(child, kp);
}
