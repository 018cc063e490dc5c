/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec_aout: static a.out programs for the i386.  A header of 32 bytes tells
 * everything: how large text, data and bss are, and where to begin.  Where
 * they lie, the magic number says alone (sys/exec_aout.h): text always
 * at the second page, since nobody may have the first.
 *
 * Here the header is checked and said again as segments.  What lies at pages
 * of the file (ZMAGIC, QMAGIC) exec maps, and each page comes in when it is
 * touched; of the others it reads all into memory first.
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/exec.h>
#include <sys/exec_aout.h>
#include <sys/lkm.h>
#include <sys/mman.h>
#include <sys/systm.h>

static int
is_ours(const struct exec *ex)
{
	unsigned mid = N_GETMID(ex);

	if (N_BADMAG(ex))
		return 0;
	return N_ISNET(ex) ? mid == MID_I386
			   : mid == MID_ZERO || mid == MID_LINUX;
}

/* Why it cannot run; NULL: it can.  All sums have 64 bits. */
static const char *
defect(const struct exec *ex, uint64_t size)
{
	uint64_t start = N_TXTADDR(ex);

	if ((N_GETFLAG(ex) & EX_DYNAMIC) != 0)
		return "it wants a run-time linker: link it statically";
	if (N_GETFLAG(ex) != 0)
		return "its header has flags that nobody knows";
	if (ex->a_trsize != 0 || ex->a_drsize != 0)
		return "it is an object, with relocations left: link it";
	if (N_TXTOFF(ex) + ex->a_text > size ||
	    (ex->a_data != 0 && N_DATOFF(ex) + ex->a_data > size))
		return "the file is shorter than its header says";
	/* Paged text begins with the header, where no instruction is. */
	if (N_ISPAGED(ex))
		start += sizeof(*ex);
	if (ex->a_entry < start || ex->a_entry >= N_TXTADDR(ex) + ex->a_text)
		return "its first instruction is not in its text: text begins "
		       "at address 0x1000";
	return NULL;
}

static void
add_segment(struct exec_package *ep, uint64_t addr, uint64_t len,
    uint64_t filesz, uint64_t off, int prot)
{
	struct exec_seg *es = &ep->ep_seg[ep->ep_nseg];

	if (len == 0)
		return;
	es->es_addr = addr;
	es->es_len = len;
	es->es_filesz = filesz;
	es->es_off = off;
	es->es_prot = prot;
	ep->ep_nseg++;
}

static void
add_segments(struct exec_package *ep, const struct exec *ex)
{
	uint64_t data = (uint64_t)ex->a_data + ex->a_bss;

	if (N_GETMAGIC(ex) == OMAGIC) {
		add_segment(ep, N_TXTADDR(ex), ex->a_text + data,
		    (uint64_t)ex->a_text + ex->a_data, N_TXTOFF(ex),
		    PROT_READ | PROT_WRITE | PROT_EXEC);
		return;
	}
	add_segment(ep, N_TXTADDR(ex), ex->a_text, ex->a_text, N_TXTOFF(ex),
	    PROT_READ | PROT_EXEC);
	add_segment(ep, N_DATADDR(ex), data, ex->a_data, N_DATOFF(ex),
	    PROT_READ | PROT_WRITE);
}

/*
 * ENOEXEC: no a.out program for the i386, or one that cannot run; ENOMEM:
 * too large for a program's address space.
 */
static int
aout_check(struct proc *p, struct exec_package *ep)
{
	const char *why;
	struct exec ex;

	if (ep->ep_hdrvalid < sizeof(ex))
		return ENOEXEC;
	memcpy(&ex, ep->ep_hdr, sizeof(ex));
	if (!is_ours(&ex))
		return ENOEXEC;
	if ((why = defect(&ex, ep->ep_size)) != NULL) {
		uprintf("%s: %s\n", exec_path(ep), why);
		return ENOEXEC;
	}
	if (N_BSSADDR(&ex) + ex.a_bss > VM_STACK_TOP - VM_MAXSTACK) {
		uprintf(
		    "%s: it is larger than a program can be\n", exec_path(ep));
		return ENOMEM;
	}
	add_segments(ep, &ex);
	ep->ep_entry = ex.a_entry;
	return 0;
}

static struct execsw aout_execsw = {.es_name = "aout", .es_check = aout_check};

/* Its programs make the system calls of all others. */
MOD_EXEC("exec_aout", -1, &aout_execsw, "native")

int exec_aout_lkmentry(struct lkm_table *, int, int);

int
exec_aout_lkmentry(struct lkm_table *lkmtp, int cmd, int ver)
{
	DISPATCH(lkmtp, cmd, ver, lkm_nofunc, lkm_nofunc, lkm_nofunc);
}
