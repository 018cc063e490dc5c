/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * uname.c: the names of the system and of the machine, which are sysctl(3)
 * variables.
 */
#include <sys/sysctl.h>
#include <sys/utsname.h>
#include <errno.h>
#include <unistd.h>

/* A string variable; one that is too long is cut. */
static int
get_string(int top, int leaf, char *buf, size_t size)
{
	int mib[2] = {top, leaf};
	size_t len = size;

	if (sysctl(mib, 2, buf, &len, NULL, 0) == -1 && errno != ENOMEM)
		return -1;
	if (size > 0)
		buf[size - 1] = '\0';
	return 0;
}

int
uname(struct utsname *u)
{
	char *p;

	if (get_string(CTL_KERN, KERN_OSTYPE, u->sysname, _SYS_NMLN) == -1 ||
	    get_string(CTL_KERN, KERN_HOSTNAME, u->nodename, _SYS_NMLN) == -1 ||
	    get_string(CTL_KERN, KERN_OSRELEASE, u->release, _SYS_NMLN) == -1 ||
	    get_string(CTL_KERN, KERN_VERSION, u->version, _SYS_NMLN) == -1 ||
	    get_string(CTL_HW, HW_MACHINE, u->machine, _SYS_NMLN) == -1)
		return -1;
	/* The version may have lines; here it is a part of one. */
	for (p = u->version; *p != '\0'; p++)
		if (*p == '\n' || *p == '\t')
			*p = p[1] != '\0' ? ' ' : '\0';
	return 0;
}

int
gethostname(char *name, size_t size)
{
	return get_string(CTL_KERN, KERN_HOSTNAME, name, size);
}

int
sethostname(const char *name, size_t len)
{
	static const int mib[2] = {CTL_KERN, KERN_HOSTNAME};

	return sysctl(mib, 2, NULL, NULL, name, len);
}
