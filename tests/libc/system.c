/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * system.c: what the system tells of itself, users and groups.
 */
#include <sys/sysctl.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "libctest.h"

static void
test_users(void)
{
	struct passwd *pw;
	struct group *gr;
	int n = 0;

	pw = getpwnam("root");
	ok(pw != NULL && pw->pw_uid == 0 && pw->pw_dir[0] == '/', "getpwnam");
	pw = getpwuid(0);
	ok(pw != NULL && strcmp(pw->pw_name, "root") == 0, "getpwuid");
	ok(getpwnam("nobody-at-all") == NULL, "getpwnam of nobody");
	gr = getgrgid(0);
	ok(gr != NULL && getgrnam(gr->gr_name) != NULL, "getgrgid, getgrnam");
	setpwent();
	while (getpwent() != NULL)
		n++;
	endpwent();
	ok(n > 0, "getpwent finds %d", n);
	pw = getpwuid(getuid());
	ok(pw != NULL && getlogin() != NULL, "getlogin");
	ok(initgroups("root", 0) == 0 && getgroups(0, NULL) >= 1, "initgroups");
}

static void
test_variables(void)
{
	char host[256], name[256];
	struct utsname u;
	size_t len;
	int mib[CTL_MAXNAME], ncpu;

	ok(uname(&u) == 0 && u.sysname[0] != '\0' &&
		strcmp(u.machine, "i386") == 0,
	    "uname: %s %s %s", u.sysname, u.release, u.machine);
	ok(gethostname(host, sizeof(host)) == 0 &&
		strcmp(host, u.nodename) == 0,
	    "gethostname: %s", host);
	ok(sethostname("other", 5) == 0 &&
		gethostname(name, sizeof(name)) == 0 &&
		strcmp(name, "other") == 0,
	    "sethostname");
	sethostname(host, strlen(host));
	len = CTL_MAXNAME;
	ok(sysctlnametomib("kern.hostname", mib, &len) == 0 && len == 2 &&
		mib[0] == CTL_KERN && mib[1] == KERN_HOSTNAME,
	    "sysctlnametomib");
	len = sizeof(ncpu);
	ok(sysctlbyname("hw.ncpu", &ncpu, &len, NULL, 0) == 0 &&
		len == sizeof(ncpu) && ncpu == 1,
	    "sysctlbyname");
	len = sizeof(ncpu);
	ok(sysctlbyname("kern.nothing", &ncpu, &len, NULL, 0) == -1 &&
		errno == ENOENT,
	    "sysctlbyname of nothing: ENOENT");
}

void
test_system(void)
{
	struct timespec ts;
	struct timeval tv;

	test_users();
	test_variables();
	ok(sysconf(_SC_PAGESIZE) == 4096 && sysconf(_SC_CLK_TCK) == 100 &&
		sysconf(_SC_NPROCESSORS_ONLN) == 1,
	    "sysconf");
	ok(sysconf(12345) == -1 && errno == EINVAL,
	    "sysconf of nothing: EINVAL");
	ok(time(NULL) > 1600000000 && gettimeofday(&tv, NULL) == 0 &&
		clock_gettime(CLOCK_REALTIME, &ts) == 0 &&
		ts.tv_sec - tv.tv_sec <= 1,
	    "the time");
	ok(clock_gettime(99, &ts) == -1 && errno == EINVAL,
	    "a clock that is not there: EINVAL");
	ok(clock() != (clock_t)-1, "clock");
}
