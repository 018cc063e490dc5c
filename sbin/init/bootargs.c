/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bootargs.c: what the boot loader told the kernel.  Some words are for
 * programs: vmrun= is init's own, and /etc/rc gets them all, as BOOTARGS.
 */
#include <sys/types.h>
#include <sys/sysctl.h>

#include "init.h"

const char *
boot_args(void)
{
	static char args[1025]; /* as much as the kernel keeps */
	size_t len = sizeof(args) - 1;

	if (args[0] == '\0' &&
	    sysctlbyname("kern.bootargs", args, &len, NULL, 0) != 0)
		args[0] = '\0';
	return args;
}
