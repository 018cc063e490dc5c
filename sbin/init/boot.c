/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * boot.c: how the system was started.  Some words of the kernel's command
 * line are for programs: vmrun= is init's own, and /etc/rc gets them all.
 */
#include <sys/types.h>
#include <sys/statvfs.h>
#include <sys/sysctl.h>
#include <stdio.h>
#include <string.h>

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

/* Has the boot loader brought modules?  Then there may be disks. */
static bool
has_boot_modules(void)
{
	size_t len = 0;

	/* An empty string has a byte, too. */
	return sysctlbyname("lkm.boot", NULL, &len, NULL, 0) == 0 && len > 1;
}

enum root
root_is(void)
{
	struct statvfs v;

	if (statvfs("/", &v) != 0 || strcmp(v.f_fstypename, "tmpfs") == 0)
		return IN_MEMORY;
	return v.f_flag & ST_RDONLY ? ON_DISK_READ_ONLY : ON_DISK;
}

char *const *
rc_variables(void)
{
	static char *const diskroot[] = {[IN_MEMORY] = "DISKROOT=NO",
	    [ON_DISK] = "DISKROOT=RW",
	    [ON_DISK_READ_ONLY] = "DISKROOT=RO"};
	static char args[1100];
	static char *vars[MAX_VARIABLES + 1];
	static bool again;
	int n = 0;

	snprintf(args, sizeof(args), "BOOTARGS=%s", boot_args());
	vars[n++] = args;
	vars[n++] = has_boot_modules() ? "BOOTMODS=YES" : "BOOTMODS=NO";
	vars[n++] = diskroot[root_is()];
	vars[n++] = again ? "AUTOBOOT=NO" : "AUTOBOOT=YES";
	vars[n] = NULL;
	again = true;
	return vars;
}
