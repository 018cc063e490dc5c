/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec_args.c: a program's arguments and environment, between execve(2) and
 * its stack.  All strings lie one behind the other in ep_args, those of the
 * arguments first.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/exec.h>
#include <sys/malloc.h>
#include <sys/proc.h>

/* Twice the room for ep_args, which begins with a page, up to NCARGS. */
static int
grow(struct exec_package *ep)
{
	char *larger;

	if (ep->ep_argsroom == NCARGS)
		return E2BIG;
	larger = realloc(ep->ep_args, ep->ep_argsroom * 2, M_EXEC, M_NOWAIT);
	if (larger == NULL)
		return ENOMEM;
	ep->ep_args = larger;
	ep->ep_argsroom *= 2;
	return 0;
}

/* The pointers to so many strings need room as well. */
static int
check_pointers(const struct exec_package *ep, int count)
{
	return ep->ep_argslen + (count + 1) * sizeof(char *) > NCARGS ? E2BIG
								      : 0;
}

/* Append the string at ustr to ep_args. */
static int
copy_string(struct exec_package *ep, const char *ustr)
{
	size_t len, room;
	int error;

	for (;;) {
		room = ep->ep_argsroom - ep->ep_argslen;
		error =
		    copyinstr(ustr, ep->ep_args + ep->ep_argslen, room, &len);
		if (error == 0)
			ep->ep_argslen += len;
		if (error != ENAMETOOLONG || (error = grow(ep)) != 0)
			return error;
	}
}

int
exec_copyin_strings(struct exec_package *ep, char *const *uptrs, int *count)
{
	char *s;
	int error;

	for (*count = 0; uptrs != NULL; ++*count) {
		error = copyin(uptrs + *count, &s, sizeof(s));
		if (error != 0)
			return error;
		if (s == NULL)
			break;
		if ((error = copy_string(ep, s)) != 0 ||
		    (error = check_pointers(ep, *count + 1)) != 0)
			return error;
	}
	return 0;
}

/*
 * Put n strings where the first argument is, or in front of the others if
 * there is none.
 */
static int
replace_first(struct exec_package *ep, const char *const *strings, int n)
{
	size_t gone = ep->ep_argc > 0 ? strlen(ep->ep_args) + 1 : 0, len = 0;
	char *to;
	int i, error;

	for (i = 0; i < n; i++)
		len += strlen(strings[i]) + 1;
	while (ep->ep_argsroom - (ep->ep_argslen - gone) < len)
		if ((error = grow(ep)) != 0)
			return error;
	memmove(ep->ep_args + len, ep->ep_args + gone, ep->ep_argslen - gone);
	for (to = ep->ep_args, i = 0; i < n; i++)
		to += strlcpy(to, strings[i], len) + 1;
	ep->ep_argslen += len - gone;
	ep->ep_argc += n - (gone > 0);
	return check_pointers(ep, MAX(ep->ep_argc, ep->ep_envc));
}

const char *
exec_path(const struct exec_package *ep)
{
	return ep->ep_interp != NULL ? ep->ep_interp : ep->ep_name;
}

int
exec_interpreter(struct exec_package *ep, const char *path, const char *arg)
{
	const char *strings[3];
	char *interp;
	int n = 0, error;

	if (ep->ep_depth == EXEC_MAXINTERP)
		return ELOOP;
	strings[n++] = path;
	if (arg != NULL)
		strings[n++] = arg;
	strings[n++] = exec_path(ep);
	if ((error = replace_first(ep, strings, n)) != 0)
		return error;
	/* path may lie in ep_hdr, where the next file's head will be. */
	interp = malloc(strlen(path) + 1, M_EXEC, M_WAITOK);
	strlcpy(interp, path, strlen(path) + 1);
	if (ep->ep_interp != NULL)
		free(ep->ep_interp, M_EXEC);
	ep->ep_interp = interp;
	ep->ep_depth++;
	if (ep->ep_via == NULL)
		ep->ep_via = ep->ep_es;
	return 0;
}

/* A shell says "not found" of the script, which is there. */
void
exec_blame(const struct exec_package *ep, int error)
{
	const char *why = error == ENOENT ? "there is no such file"
	    : error == EACCES             ? "it may not be executed"
	    : error == ENOEXEC            ? "it is no program"
	    : error == ELOOP ? "too many that are interpreted themselves"
			     : NULL;

	if (why != NULL)
		uprintf("%s: the interpreter %s cannot be run: %s\n",
		    ep->ep_name, exec_path(ep), why);
	else
		uprintf("%s: the interpreter %s cannot be run: error %d\n",
		    ep->ep_name, exec_path(ep), error);
}

struct kargs *
exec_kargs(const struct exec_package *ep)
{
	struct kargs *ka = malloc(sizeof(*ka), M_PROC, M_WAITOK | M_ZERO);
	const char *s = ep->ep_args;
	size_t n = 0;
	int i;

	ka->ka_ref = 1;
	for (i = 0; i < ep->ep_argc && n < sizeof(ka->ka_args) - 1; i++) {
		if (i > 0)
			ka->ka_args[n++] = ' ';
		n += MIN(strlcpy(ka->ka_args + n, s, sizeof(ka->ka_args) - n),
		    sizeof(ka->ka_args) - 1 - n);
		s += strlen(s) + 1;
	}
	return ka;
}

/*
 * The stack of a new program, from its top down: strings; then, at sp,
 * argc, the pointers of argv and envp, each ended by NULL, and what aux has.
 */
int
exec_setup_stack_aux(struct proc *p, struct exec_package *ep, vaddr_t top,
    const uint32_t *aux, u_int naux, vaddr_t *spp)
{
	int nptr = 1 + ep->ep_argc + 1 + ep->ep_envc + 1 + naux, i, error;
	vaddr_t strings = (top - ep->ep_argslen) & ~3UL, sp;
	const char *s = ep->ep_args;
	uint32_t *w;
	int k = 0;

	sp = (strings - nptr * 4) & ~15UL;
	w = malloc(nptr * 4, M_EXEC, M_WAITOK);
	w[k++] = ep->ep_argc;
	for (i = 0; i < ep->ep_argc + ep->ep_envc; i++) {
		if (i == ep->ep_argc)
			w[k++] = 0;
		w[k++] = strings + (s - ep->ep_args);
		s += strlen(s) + 1;
	}
	if (ep->ep_envc == 0)
		w[k++] = 0;
	w[k++] = 0;
	if (naux > 0)
		memcpy(w + k, aux, naux * 4);
	error = copyout(w, (void *)sp, nptr * 4);
	if (error == 0)
		error = copyout(ep->ep_args, (void *)strings, ep->ep_argslen);
	free(w, M_EXEC);
	*spp = sp;
	return error;
}

int
exec_setup_stack(
    struct proc *p, struct exec_package *ep, vaddr_t top, vaddr_t *sp)
{
	return exec_setup_stack_aux(p, ep, top, NULL, 0, sp);
}
