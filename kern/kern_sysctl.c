/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_sysctl.c: the kernel's variables by name and by number.  The
 * interface is described in sys/sysctl.h; what there is, in
 * kern_sysctl_vars.c and wherever a part of the kernel attaches its own.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/holders.h>
#include <sys/proc.h>
#include <sys/selfcheck.h>
#include <sys/syscallargs.h>
#include <sys/sysctl.h>
#include <sys/sysctlvar.h>

static struct sysctl_leaf *leaves;       /* by sl_num */
static LIST_HEAD(, sysctl_req) requests; /* that a handler is at work on */
static const char *const top_names[] = {[CTL_KERN] = "kern",
    [CTL_VM] = "vm",
    [CTL_VFS] = "vfs",
    [CTL_DEBUG] = "debug",
    [CTL_HW] = "hw",
    [CTL_EMUL] = "emul",
    [CTL_LKM] = "lkm"};

static int
precedes(const struct sysctl_leaf *a, int top, int num)
{
	return a->sl_num[0] < top ||
	    (a->sl_num[0] == top && a->sl_num[1] < num);
}

/*
 * Make a leaf known.  Its first number follows from its name; its second is
 * num, or, with -1, a free one from 256 up.  EINVAL: no such top level;
 * EEXIST: the name or the number is taken.
 */
int
sysctl_attach(struct sysctl_leaf *l, int num)
{
	struct sysctl_leaf **pp, *at;
	size_t n;
	int top;

	for (top = 1; top < (int)nitems(top_names); top++)
		if (top_names[top] != NULL &&
		    (n = strlen(top_names[top]),
			strncmp(l->sl_name, top_names[top], n) == 0 &&
			    l->sl_name[n] == '.'))
			break;
	if (top == (int)nitems(top_names))
		return EINVAL;
	if (num == -1) {
		num = 256;
		for (at = leaves; at != NULL; at = at->sl_next)
			if (at->sl_num[0] == top && at->sl_num[1] >= num)
				num = at->sl_num[1] + 1;
	}
	for (at = leaves; at != NULL; at = at->sl_next)
		if (strcmp(at->sl_name, l->sl_name) == 0 ||
		    (at->sl_num[0] == top && at->sl_num[1] == num))
			return EEXIST;
	for (pp = &leaves; *pp != NULL && precedes(*pp, top, num);
	     pp = &(*pp)->sl_next)
		;
	l->sl_num[0] = top;
	l->sl_num[1] = num;
	l->sl_next = *pp;
	*pp = l;
	return 0;
}

void
sysctl_detach(struct sysctl_leaf *l)
{
	struct sysctl_leaf **pp;

	for (pp = &leaves; *pp != NULL; pp = &(*pp)->sl_next)
		if (*pp == l) {
			*pp = l->sl_next;
			return;
		}
}

static vaddr_t __noinline
leaf_word(const struct holders *h, const struct sysctl_leaf *l)
{
	const vaddr_t at[] = {(vaddr_t)l, (vaddr_t)l->sl_handler,
	    (vaddr_t)l->sl_data, (vaddr_t)l->sl_name, (vaddr_t)l->sl_descr};
	u_int i;

	for (i = 0; i < nitems(at); i++)
		if (holds(h, at[i]))
			return at[i];
	return 0;
}

/* All its addresses, by OR: see holds_words(). */
static inline vaddr_t
leaf_words(const struct sysctl_leaf *l)
{
	return (vaddr_t)l | (vaddr_t)l->sl_handler | (vaddr_t)l->sl_data |
	    (vaddr_t)l->sl_name | (vaddr_t)l->sl_descr;
}

/* What of the leaf lies there, or 0.  Most often nothing. */
static inline vaddr_t
leaf_holds(const struct holders *h, const struct sysctl_leaf *l)
{
	return leaf_words(l) < h->h_start ? 0 : leaf_word(h, l);
}

void
sysctl_holders(struct holders *h)
{
	struct sysctl_leaf *l;
	vaddr_t va, all = 0;

	/* Most often no leaf is a module's: then one comparison is enough. */
	for (l = leaves; l != NULL; l = l->sl_next)
		all |= leaf_words(l);
	if (all < h->h_start)
		return;
	for (l = leaves; l != NULL; l = l->sl_next)
		if ((va = leaf_holds(h, l)) != 0)
			holder_found(
			    h, l, va, "sysctl %s points to", l->sl_name);
}

void
sysctl_users(struct holders *h)
{
	struct sysctl_req *req;

	LIST_FOREACH(req, &requests, sr_list)
		if (leaf_holds(h, req->sr_leaf) != 0)
			holder_found(h, req, 0, "pid %d (%s) is at sysctl %s",
			    req->sr_proc->p_pid, req->sr_proc->p_comm,
			    req->sr_leaf->sl_name);
}

/* ---- what handlers use ---- */

/*
 * Hand out len bytes, after what was handed out before.  The caller learns
 * how much there would be, however small its buffer is: ENOMEM in the end
 * if it was too small.
 */
int
sysctl_out(struct sysctl_req *req, const void *data, size_t len)
{
	size_t room = req->sr_oldlen - MIN(req->sr_oldlen, req->sr_done);
	int error = 0;

	if (req->sr_old != NULL && room > 0)
		error = copyout(
		    data, (char *)req->sr_old + req->sr_done, MIN(room, len));
	req->sr_done += len;
	return error;
}

/* Take the new value, of exactly len bytes.  EINVAL. */
int
sysctl_in(struct sysctl_req *req, void *data, size_t len)
{
	if (req->sr_newlen != len)
		return EINVAL;
	return copyin(req->sr_new, data, len);
}

/* A string of at most size bytes with its NUL; the NUL need not be sent. */
int
sysctl_in_string(struct sysctl_req *req, char *buf, size_t size)
{
	int error;
	char tmp[256];

	if (req->sr_newlen >= size || req->sr_newlen >= sizeof(tmp))
		return EINVAL;
	if ((error = copyin(req->sr_new, tmp, req->sr_newlen)) != 0)
		return error;
	tmp[req->sr_newlen] = '\0';
	strlcpy(buf, tmp, size);
	return 0;
}

/* The default handler: the variable at sl_data. */
static int
plain(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	size_t len = l->sl_type == SYSCTL_STRING
	    ? strnlen(l->sl_data, l->sl_size - 1) + 1
	    : l->sl_size;
	int error = sysctl_out(req, l->sl_data, len);

	if (error != 0 || req->sr_new == NULL)
		return error;
	if (l->sl_type == SYSCTL_STRING)
		return sysctl_in_string(req, l->sl_data, l->sl_size);
	return sysctl_in(req, l->sl_data, l->sl_size);
}

/* ---- names to numbers and back ---- */

/* A copy goes out: the leaf may be a module's, and go while that sleeps. */
static int
out_numbers(struct sysctl_req *req, const struct sysctl_leaf *l)
{
	const int num[] = {l->sl_num[0], l->sl_num[1]};

	return sysctl_out(req, num, sizeof(num));
}

static int
name_to_oid(struct sysctl_req *req)
{
	char name[sizeof(((struct sysctl_info *)0)->si_name)];
	struct sysctl_leaf *l;
	int error;

	if ((error = sysctl_in_string(req, name, sizeof(name))) != 0)
		return error == EINVAL ? ENOENT : error;
	for (l = leaves; l != NULL; l = l->sl_next)
		if (strcmp(l->sl_name, name) == 0)
			return out_numbers(req, l);
	return ENOENT;
}

static struct sysctl_leaf *
find_leaf(const int *name, u_int n)
{
	struct sysctl_leaf *l;

	for (l = leaves; l != NULL; l = l->sl_next)
		if (n >= 2 && l->sl_num[0] == name[0] &&
		    l->sl_num[1] == name[1])
			break;
	return l;
}

static int
next_leaf(const int *name, u_int n, struct sysctl_req *req)
{
	int top = n > 0 ? name[0] : 0, num = n > 1 ? name[1] : -1;
	struct sysctl_leaf *l;

	for (l = leaves; l != NULL; l = l->sl_next)
		if (!precedes(l, top, num) &&
		    (l->sl_num[0] != top || l->sl_num[1] != num))
			return out_numbers(req, l);
	return ENOENT;
}

static int
leaf_info(const int *name, u_int n, struct sysctl_req *req)
{
	struct sysctl_leaf *l = find_leaf(name, n);
	struct sysctl_info si;

	if (l == NULL)
		return ENOENT;
	memset(&si, 0, sizeof(si));
	si.si_type = l->sl_type;
	si.si_flags = l->sl_flags;
	strlcpy(si.si_name, l->sl_name, sizeof(si.si_name));
	strlcpy(si.si_descr, l->sl_descr, sizeof(si.si_descr));
	return sysctl_out(req, &si, sizeof(si));
}

static int
dispatch(struct proc *p, const int *name, u_int n, struct sysctl_req *req)
{
	struct sysctl_leaf *l;
	int error;

	if (n >= 2 && name[0] == CTL_SYSCTL) {
		switch (name[1]) {
		case SYSCTL_NAME2OID:
			return name_to_oid(req);
		case SYSCTL_NEXT:
			return next_leaf(name + 2, n - 2, req);
		case SYSCTL_INFO:
			return leaf_info(name + 2, n - 2, req);
		}
		return ENOENT;
	}
	if ((l = find_leaf(name, n)) == NULL)
		return ENOENT;
	if ((l->sl_flags & SYSCTL_PRIVATE) && suser(p->p_ucred, NULL) != 0)
		return EPERM;
	if (req->sr_new != NULL) {
		if ((l->sl_flags & SYSCTL_WRITABLE) == 0 ||
		    suser(p->p_ucred, NULL) != 0)
			return EPERM;
	}
	req->sr_name = name + 2;
	req->sr_namelen = n - 2;
	req->sr_leaf = l;
	LIST_INSERT_HEAD(&requests, req, sr_list);
	error = l->sl_handler != NULL ? l->sl_handler(l, req) : plain(l, req);
	LIST_REMOVE(req, sr_list);
	return error;
}

int
sys___sysctl(struct proc *p, void *v, register_t *retval)
{
	struct sys___sysctl_args *uap = v;
	int name[CTL_MAXNAME], error, err2;
	struct sysctl_req req = {.sr_old = uap->old,
	    .sr_new = uap->new,
	    .sr_newlen = uap->newlen,
	    .sr_proc = p};

	if (uap->namelen < 2 || uap->namelen > CTL_MAXNAME)
		return EINVAL;
	if ((error = copyin(uap->name, name, uap->namelen * sizeof(int))) != 0)
		return error;
	if (uap->oldlenp != NULL &&
	    (error = copyin(
		 uap->oldlenp, &req.sr_oldlen, sizeof(req.sr_oldlen))) != 0)
		return error;
	if ((error = dispatch(p, name, uap->namelen, &req)) != 0)
		return error;
	if (uap->oldlenp != NULL) {
		err2 = copyout(&req.sr_done, uap->oldlenp, sizeof(req.sr_done));
		if (err2 != 0)
			return err2;
	}
	return uap->old != NULL && req.sr_done > req.sr_oldlen ? ENOMEM : 0;
}

/* ---- self-check ---- */

void
sysctl_digest(struct digest *d)
{
	const struct sysctl_leaf *l;

	for (l = leaves; l != NULL; l = l->sl_next) {
		if (!selfcheck_data(d, l, sizeof(*l), "a sysctl leaf"))
			return;
		if (selfcheck_data(d, l->sl_name, 1, "the name of a leaf"))
			digest_string(d, l->sl_name);
		if (selfcheck_data(
			d, l->sl_descr, 1, "the description of a leaf"))
			digest_string(d, l->sl_descr);
		digest_word(d, l->sl_type);
		digest_word(d, l->sl_flags);
		digest_word(d, l->sl_size);
		digest_word(d, l->sl_num[0]);
		digest_word(d, l->sl_num[1]);
		selfcheck_code(
		    d, l->sl_handler, "the handler of leaf %s", l->sl_name);
		/* What a handler makes of its data is its own affair. */
		digest_word(d, (u_long)l->sl_data);
		if (selfcheck_in_modules(l->sl_data) || l->sl_handler == NULL)
			selfcheck_data(d, l->sl_data, 1, "the data of leaf %s",
			    l->sl_name);
	}
}
