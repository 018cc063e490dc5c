/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_misc.c: what system this is.
 */
#include <sys/kernel.h>

#include "linux.h"

/*
 * The release is that of a kernel that has all which the C libraries of its
 * time ask for, or a call that they can do without: they look at it.
 */
struct linux_utsname {
	char sysname[65], nodename[65], release[65], version[65], machine[65],
	    domainname[65];
};

int
linux_uname(struct proc *p, void *v, register_t *retval)
{
	struct linux_utsname u;

	memset(&u, 0, sizeof(u));
	strlcpy(u.sysname, "Linux", sizeof(u.sysname));
	strlcpy(u.nodename, hostname, sizeof(u.nodename));
	strlcpy(u.release, "5.10.0", sizeof(u.release));
	strlcpy(u.version, "#1 Graft, emulated", sizeof(u.version));
	strlcpy(u.machine, "i686", sizeof(u.machine));
	strlcpy(u.domainname, "(none)", sizeof(u.domainname));
	return copyout(&u, *(void **)v, sizeof(u));
}
