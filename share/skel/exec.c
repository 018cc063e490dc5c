/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * NAME: a module of type EXEC: a format of programs.  One is the module's
 * name, an empty byte, and then code, which starts right there.
 */
#include <sys/param.h>
#include <sys/exec.h>
#include <sys/lkm.h>
#include <sys/mman.h>
#include <sys/systm.h>

static const char magic[] = "NAME";

#define ADDRESS 0x10000000 /* where such a program lies */

/* ENOEXEC: it is another format's. */
static int
NAME_check(struct proc *p, struct exec_package *ep)
{
	struct exec_seg *es = &ep->ep_seg[0];

	if (ep->ep_hdrvalid <= sizeof(magic) ||
	    memcmp(ep->ep_hdr, magic, sizeof(magic)) != 0)
		return ENOEXEC;
	es->es_addr = ADDRESS;
	es->es_len = es->es_filesz = ep->ep_size;
	es->es_off = 0;
	es->es_prot = PROT_READ | PROT_EXEC;
	ep->ep_nseg = 1;
	ep->ep_entry = ADDRESS + sizeof(magic);
	return 0;
}

static struct execsw NAME_execsw = {.es_name = "NAME", .es_check = NAME_check};

/* Its programs make the system calls of all others. */
MOD_EXEC("NAME", -1, &NAME_execsw, "native")

int NAME_lkmentry(struct lkm_table *, int, int);

int
NAME_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
