/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sysconf.c: the limits of the system, asked for at run time.
 */
#include <sys/sysctl.h>
#include <errno.h>
#include <limits.h>
#include <termios.h>
#include <unistd.h>

#define CLOCK_TICKS 100
#define PAGE        4096

static long
hw_int(int leaf)
{
	int mib[2] = {CTL_HW, leaf}, value;
	size_t len = sizeof(value);

	if (sysctl(mib, 2, &value, &len, NULL, 0) == -1)
		return -1;
	return value;
}

/* -1 with errno as it was: no limit; -1 with EINVAL: no such name. */
long
sysconf(int name)
{
	long bytes;

	switch (name) {
	case _SC_ARG_MAX:
		return ARG_MAX;
	case _SC_CHILD_MAX:
		return CHILD_MAX;
	case _SC_CLK_TCK:
		return CLOCK_TICKS;
	case _SC_NGROUPS_MAX:
		return NGROUPS_MAX;
	case _SC_OPEN_MAX:
		return OPEN_MAX;
	case _SC_IOV_MAX:
		return IOV_MAX;
	case _SC_JOB_CONTROL:
	case _SC_FSYNC:
	case _SC_REGEXP:
	case _SC_SHELL:
		return 1;
	case _SC_PAGESIZE:
		return PAGE;
	case _SC_NPROCESSORS_CONF:
	case _SC_NPROCESSORS_ONLN:
		return hw_int(HW_NCPU);
	case _SC_PHYS_PAGES:
		bytes = hw_int(HW_PHYSMEM);
		return bytes == -1 ? -1 : (long)((unsigned long)bytes / PAGE);
	case _SC_TIMERS:
	case _SC_MONOTONIC_CLOCK:
		return 200112L;
	case _SC_SAVED_IDS:
	case _SC_TZNAME_MAX:
		return -1;
	default:
		errno = EINVAL;
		return -1;
	}
}

static long
limit(int name)
{
	switch (name) {
	case _PC_LINK_MAX:
		return LINK_MAX;
	case _PC_MAX_CANON:
		return MAX_CANON;
	case _PC_MAX_INPUT:
		return MAX_INPUT;
	case _PC_NAME_MAX:
		return NAME_MAX;
	case _PC_PATH_MAX:
	case _PC_SYMLINK_MAX:
		return PATH_MAX;
	case _PC_PIPE_BUF:
		return PIPE_BUF;
	case _PC_CHOWN_RESTRICTED:
	case _PC_NO_TRUNC:
		return 1;
	case _PC_VDISABLE:
		return _POSIX_VDISABLE;
	case _PC_FILESIZEBITS:
		return 64;
	default:
		errno = EINVAL;
		return -1;
	}
}

/* The limits are the same for every file; but the file has to be there. */
long
pathconf(const char *path, int name)
{
	return access(path, F_OK) == -1 ? -1 : limit(name);
}

long
fpathconf(int fd, int name)
{
	return dup2(fd, fd) == -1 ? -1 : limit(name);
}

int
getpagesize(void)
{
	return PAGE;
}

int
getdtablesize(void)
{
	return OPEN_MAX;
}
