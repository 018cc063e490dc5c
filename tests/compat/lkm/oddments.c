/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * oddments: functions that everybody had, some of them declared once more;
 * and calls that a compiler makes others of.
 */
#include <sys/cdefs.h>
__KERNEL_COPYRIGHT(0, "Copyright (c) 1994");
__KERNEL_RCSID(0, "$NetBSD$");

#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <uvm/uvm_extern.h>
#include <sys/buf.h>
#include <sys/uio.h>
#include <sys/tty.h>
#include <sys/select.h>
#include <sys/poll.h>
#include <sys/device.h>
#include <sys/reboot.h>
#include <sys/sysctl.h>
#include <sys/dirent.h>
#include <sys/lkm.h>
#include <lib/libkern/libkern.h>
#include <machine/stdarg.h>

extern int bcmp();
extern char *index();
static struct selinfo sel;
static volatile int levels;

MOD_MISC("oddments")

static int
count(n, ap)
	int n;
	va_list ap;
{
	int sum = 0;

	while (n-- > 0)
		sum += va_arg(ap, int);
	return (sum);
}

/* Words that were for compilers of every kind. */
static __inline const char *what __P((boolean_t));
static __inline const char *
what(yes)
	boolean_t yes;
{
	static char *const names[] = { "no", __STRING(yes) };

	return (yes < __arraycount(names) ? names[yes != FALSE] : NULL);
}

static int
add(int n, ...)
{
	va_list ap;
	int sum;

	va_start(ap, n);
	sum = count(n, ap);
	va_end(ap);
	return (sum);
}

static int
strings()
{
	char a[32], b[32];

	bzero(a, sizeof(a));
	bcopy("abcdef", a, 7);
	ovbcopy(a, a + 2, 6);
	if (bcmp(a, "ababcdef", 8) || a[8] || index(a, 'c') != a + 4)
		return (1);
	sprintf(b, "%s", a);
	if (strcmp(b, a) || rindex(b, 'b') != b + 3)
		return (2);
	sprintf(b, "%d %lx %qd %b", -3, 5L, (quad_t)1 << 40, 5,
	    "\20\1ERR\3BUSY");
	if (strcmp(b, "-3 5 1099511627776 5<ERR,BUSY>"))
		return (3);
	if (strncasecmp("ABCx", "abcY", 3) || strcasecmp("A", "b") >= 0 ||
	    strcasecmp("", "a") >= 0 || strcasecmp("xyz", "XYZ"))
		return (4);
	return (0);
}

static int
times()
{
	struct timeval a, b;
	u_long one = random(), two = random();
	char buf[24];

	microuptime(&a);
	DELAY(100);
	microuptime(&b);
	timersub(&b, &a, &b);
	if (b.tv_sec != 0 || b.tv_usec < 100)
		return (8);
	getmicrotime(&a);
	if (a.tv_sec < 1000000000 || mstohz(1500) != hz * 3 / 2 ||
	    mstohz(1) != 1 || hztoms(hz) != 1000)
		return (9);
	if (one == two || (one | two) >> 31 || strcmp(bitmask_snprintf(
	    (u_quad_t)6, "\20\1A\2B\3C", buf, sizeof(buf)), "0x6<B,C>"))
		return (10);
	return (0);
}

static int
numbers()
{
	if (ffs(0) || ffs(8) != 4 || ffs(1 << 31) != 32 || abs(-7) != 7)
		return (5);
	if (lmin(-1, 1) != -1 || lmax(-1, 1) != 1 || ulmin(1, 2) != 1 ||
	    ulmax(1, -1) != (u_long)-1 || imin(3, 2) != 2)
		return (6);
	if (strcmp(what(TRUE), "yes") || *(char *)__UNCONST(what(FALSE)) != 'n')
		return (11);
	return (add(3, 1, 2, 3) == 6 ? 0 : 7);
}

static int
oddments_load(lkmtp, cmd)
	struct lkm_table *lkmtp;
	int cmd;
{
	int s, bad;

	s = splimp(); splx(s);
	s = splnet(); splx(s);
	s = splbio(); splx(s);
	s = spltty(); splx(s);
	s = splvm(); levels = s; splx(s);
	selwakeup(&sel);
	if (bad = strings() + numbers() + times())
		printf("oddments: %d\n", bad);
	printf("oddments\n");
	aprint_normal("%s, %d ticks, %d\n", hostname, hz, boothowto_is());
	return (bad ? EIO : 0);
}

boothowto_is()
{
	return (RB_AUTOBOOT);
}

int
oddments_lkmentry(lkmtp, cmd, ver)
	struct lkm_table *lkmtp;
	int cmd, ver;
{
	DISPATCH(lkmtp, cmd, ver, oddments_load, lkm_nofunc, lkm_nofunc)
}
