/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_tls.c: thread areas, which a program describes in words of its own
 * and selects in %gs.
 */
#include <machine/tls.h>

#include "linux.h"

/* linux_user_desc: flags */
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

/* Not one of the areas, code, or 16 bits: EINVAL. */
int
linux_check_area(const struct linux_user_desc *ud)
{
	return ud->entry_number - TLS_FIRST < TLS_NAREAS &&
		(is_empty(ud) ||
		    ((ud->flags & LUD_32BIT) != 0 &&
			(ud->flags & LUD_CONTENTS) <= 2))
	    ? 0
	    : EINVAL;
}

int
linux_set_area(struct proc *p, const struct linux_user_desc *ud)
{
	struct tls_area ta;
	int error;

	if ((error = linux_check_area(ud)) != 0)
		return error;
	ta.ta_base = ud->base_addr;
	ta.ta_limit = ud->limit & 0xfffff; /* as there: the rest is ignored */
	ta.ta_flags = (ud->flags & LUD_PAGES ? TLS_PAGES : 0) |
	    (ud->flags & LUD_READONLY ? TLS_READONLY : 0) |
	    ((ud->flags & LUD_CONTENTS) == 2 ? TLS_DOWN : 0) |
	    (ud->flags & LUD_NOTPRESENT ? TLS_NOTPRESENT : 0) |
	    (ud->flags & LUD_USER ? TLS_USER : 0);
	return cpu_tls_set(
	    p, ud->entry_number - TLS_FIRST, is_empty(ud) ? NULL : &ta);
}

/* -1: all are in use. */
static u_int
free_area(const struct proc *p)
{
	struct tls_area ta;
	u_int n;

	for (n = 0; n < TLS_NAREAS; n++)
		if (cpu_tls_get(p, n, &ta) != 0)
			return TLS_FIRST + n;
	return -1;
}

/* EFAULT; EINVAL; ESRCH: all three are in use. */
int
linux_set_thread_area(struct proc *p, void *v, register_t *retval)
{
	struct linux_user_desc *uptr = *(struct linux_user_desc **)v, ud;
	int error;

	if ((error = copyin(uptr, &ud, sizeof(ud))) != 0)
		return error;
	if (ud.entry_number == (u_int)-1) {
		if ((ud.entry_number = free_area(p)) == (u_int)-1)
			return ESRCH;
		if ((error = linux_check_area(&ud)) != 0 ||
		    (error = copyout(&ud.entry_number, &uptr->entry_number,
			 sizeof(ud.entry_number))) != 0)
			return error;
	}
	return linux_set_area(p, &ud);
}

int
linux_get_thread_area(struct proc *p, void *v, register_t *retval)
{
	struct linux_user_desc *uptr = *(struct linux_user_desc **)v, ud;
	struct tls_area ta;
	int error;

	if ((error = copyin(uptr, &ud, sizeof(ud))) != 0)
		return error;
	error = cpu_tls_get(p, ud.entry_number - TLS_FIRST, &ta);
	if (error == ENOENT) {
		ud.base_addr = ud.limit = 0;
		ud.flags = LUD_READONLY | LUD_NOTPRESENT;
	} else if (error != 0)
		return error;
	else {
		ud.base_addr = ta.ta_base;
		ud.limit = ta.ta_limit;
		ud.flags = LUD_32BIT |
		    (ta.ta_flags & TLS_PAGES ? LUD_PAGES : 0) |
		    (ta.ta_flags & TLS_READONLY ? LUD_READONLY : 0) |
		    (ta.ta_flags & TLS_DOWN ? 2 : 0) |
		    (ta.ta_flags & TLS_NOTPRESENT ? LUD_NOTPRESENT : 0) |
		    (ta.ta_flags & TLS_USER ? LUD_USER : 0);
	}
	return copyout(&ud, uptr, sizeof(ud));
}
