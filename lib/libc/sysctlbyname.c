/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sysctlbyname.c: sysctl(3) by name; the kernel itself turns a name into
 * numbers.
 */
#include <sys/sysctl.h>
#include <string.h>

/*
 * Put the numbers of name into mib, which has room for *len ints, and their
 * count into *len.  ENOENT: there is no such variable; ENOMEM: no room.
 */
int
sysctlnametomib(const char *name, int *mib, size_t *len)
{
	static const int name2oid[] = {CTL_SYSCTL, SYSCTL_NAME2OID};
	size_t bytes = *len * sizeof(int);

	if (sysctl(name2oid, 2, mib, &bytes, name, strlen(name)) == -1)
		return -1;
	*len = bytes / sizeof(int);
	return 0;
}

int
sysctlbyname(
    const char *name, void *old, size_t *oldlen, const void *new, size_t newlen)
{
	int mib[CTL_MAXNAME];
	size_t len = CTL_MAXNAME;

	if (sysctlnametomib(name, mib, &len) == -1)
		return -1;
	return sysctl(mib, (unsigned)len, old, oldlen, new, newlen);
}
