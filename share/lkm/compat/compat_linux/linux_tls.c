/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_tls.c: thread areas, which a program describes in words of its own
 * and selects in %gs.
 */
#include <machine/tls.h>

#include "linux.h"

struct linux_user_desc {
	u_int entry_number; /* -1: any that is free */
	u_int base_addr, limit;
	u_int flags;
};
#define LUD_32BIT      0x01
#define LUD_CONTENTS   0x06 /* 0 data, 2 data below a stack, 4 and 6 code */
#define LUD_READONLY   0x08
#define LUD_PAGES      0x10
#define LUD_NOTPRESENT 0x20
#define LUD_USER       0x40

/* How a program says that the area shall be no more. */
static int
is_empty(const struct linux_user_desc *ud)
{
	return ud->base_addr == 0 && ud->limit == 0 &&
	    (ud->flags == 0 || ud->flags == (LUD_READONLY | LUD_NOTPRESENT));
}

static int
free_area(const struct proc *p)
{
	struct tls_area ta;
	u_int n;

	for (n = 0; n < TLS_NAREAS; n++)
		if (cpu_tls_get(p, n, &ta) != 0)
			return n;
	return -1;
}

/*
 * EFAULT; EINVAL: not one of its three areas, or code, or 16 bits; ESRCH: all
 * three are in use.
 */
int
linux_set_thread_area(struct proc *p, void *v, register_t *retval)
{
	struct linux_user_desc *uptr = *(struct linux_user_desc **)v, ud;
	struct tls_area ta;
	u_int n;
	int error;

	if ((error = copyin(uptr, &ud, sizeof(ud))) != 0)
		return error;
	if (!is_empty(&ud) &&
	    ((ud.flags & LUD_32BIT) == 0 || (ud.flags & LUD_CONTENTS) > 2))
		return EINVAL;
	n = ud.entry_number - TLS_FIRST;
	if (ud.entry_number == (u_int)-1) {
		if ((n = free_area(p)) == (u_int)-1)
			return ESRCH;
		ud.entry_number = TLS_FIRST + n;
		error = copyout(&ud.entry_number, &uptr->entry_number,
		    sizeof(ud.entry_number));
		if (error != 0)
			return error;
	}
	ta.ta_base = ud.base_addr;
	ta.ta_limit = ud.limit & 0xfffff; /* as there: the rest is ignored */
	ta.ta_flags = (ud.flags & LUD_PAGES ? TLS_PAGES : 0) |
	    (ud.flags & LUD_READONLY ? TLS_READONLY : 0) |
	    ((ud.flags & LUD_CONTENTS) == 2 ? TLS_DOWN : 0) |
	    (ud.flags & LUD_NOTPRESENT ? TLS_NOTPRESENT : 0) |
	    (ud.flags & LUD_USER ? TLS_USER : 0);
	return cpu_tls_set(p, n, is_empty(&ud) ? NULL : &ta);
}
