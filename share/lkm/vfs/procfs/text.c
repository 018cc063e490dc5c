/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text.c: from a table in the kernel to a picture of it in memory.
 *
 * A program reads a file in pieces, and between two of them anything may
 * happen: processes end, modules come.  If each read looked the table up
 * afresh, lines would be missing or there twice.  So the first read writes all
 * of it down without sleeping, and the others go on with that.
 *
 * How much room that takes nobody knows before.  It is tried, and when there
 * was too little room, done once more with as much as was wanted.
 */
#include <sys/ucred.h>
#include <sys/vm.h>
#include "procfs.h"

#define FIRST_ROOM 1024

void
pfs_printf(struct pfs_text *t, const char *fmt, ...)
{
	size_t room = t->pt_len < t->pt_size ? t->pt_size - t->pt_len : 0;
	va_list ap;

	va_start(ap, fmt);
	t->pt_len +=
	    vsnprintf(room > 0 ? t->pt_buf + t->pt_len : NULL, room, fmt, ap);
	va_end(ap);
}

void
pfs_putname(struct pfs_text *t, const char *name)
{
	for (; *name != '\0'; name++)
		pfs_printf(t,
		    (u_char)*name <= ' ' || *name == '\\' ? "\\%03o" : "%c",
		    (u_char)*name);
}

/* Written by the process's owner's leave, at the moment that counts. */
static int
write_text(struct pfs_text *t, const struct pfsnode *n, struct ucred *cred)
{
	const struct proc *p = NULL;

	if (n->pn_pid != PFS_NOPID) {
		if ((p = pfs_proc(n)) == NULL)
			return ESRCH;
		if (n->pn_file->pf_mode == 0400 && cred->cr_uid != 0 &&
		    cred->cr_uid != pfs_owner(p))
			return EACCES;
	}
	return n->pn_file->pf_write(t, p, cred->cr_uid == 0);
}

/* Nobody waits for memory here: then he could take all of it. */
int
pfs_takepicture(struct pfsnode *n, struct ucred *cred)
{
	struct pfs_text t = {.pt_size = FIRST_ROOM};
	int error;

	free(n->pn_text.pt_buf, M_PROCFS);
	n->pn_text.pt_buf = NULL;
	for (;;) {
		t.pt_buf = vm_page_scarce()
		    ? NULL
		    : malloc(t.pt_size, M_PROCFS, M_CANFAIL);
		if (t.pt_buf == NULL)
			return ENOMEM;
		t.pt_len = 0;
		error = write_text(&t, n, cred);
		if (error == 0 && t.pt_len < t.pt_size)
			break;
		free(t.pt_buf, M_PROCFS);
		if (error != 0)
			return error;
		t.pt_size = t.pt_len + 1;
	}
	n->pn_text = t;
	return 0;
}
