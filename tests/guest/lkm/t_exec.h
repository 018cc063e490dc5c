/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * t_exec.h: a format of programs: NAME, an empty byte, and then code, which
 * starts right there.  EMUL names the emulation, or OWN is one.
 */
#include <sys/lkm.h>

#include "t_emul.h"

#include <sys/mman.h>
#include <sys/vm.h>

#define ADDRESS 0x10000000

static int
format_check(struct proc *p, struct exec_package *ep)
{
	struct exec_seg *es = &ep->ep_seg[0];

	if (ep->ep_hdrvalid < sizeof(NAME) ||
	    memcmp(ep->ep_hdr, NAME, sizeof(NAME)) != 0)
		return ENOEXEC;
	es->es_addr = ADDRESS;
	es->es_len = es->es_filesz = ep->ep_size;
	es->es_off = 0;
	es->es_prot = PROT_READ | PROT_EXEC;
	ep->ep_nseg = 1;
	ep->ep_entry = ADDRESS + sizeof(NAME);
	return 0;
}

static struct execsw format = {
    .es_name = NAME, .es_check = format_check, .es_emul = OWN};

MOD_EXEC(NAME, -1, &format, EMUL)

static void
describe(void)
{
	if (format.es_emul != NULL)
		format.es_emul = spoil_emul();
	if (shall("slot"))
		_module.lkm_offset = number;
	else if (shall("wild-format"))
		_module.lkm_execsw = (struct execsw *)number;
	else if (shall("kernel-format"))
		_module.lkm_execsw = execsw_known("elf");
	else if (shall("wild-es-name"))
		format.es_name = (const char *)number;
	else if (shall("elf"))
		format.es_name = "elf";
	else if (shall("no-check"))
		format.es_check = NULL;
	else if (shall("wild-setregs"))
		*(vaddr_t *)&format.es_setregs = number;
	else if (shall("no-emul")) {
		_module.lkm_emul = NULL;
		format.es_emul = NULL;
	} else if (shall("wild-emul-name"))
		_module.lkm_emul = (const char *)number;
	else if (shall("other-emul"))
		_module.lkm_emul = "other";
}

static int
load(struct lkm_table *lkmtp, int cmd)
{
	return shall("load") ? number : 0;
}

static int
unload(struct lkm_table *lkmtp, int cmd)
{
	return slowly(NAME);
}

int xxxinit(struct lkm_table *, int, int);

int
xxxinit(struct lkm_table *lkmtp, int cmd, int ver)
{
	if (cmd == LKM_E_LOAD)
		describe();
	DISPATCH(lkmtp, cmd, ver, load, unload, lkm_nofunc);
}
