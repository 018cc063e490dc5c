/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_securelevel.c: how much even root may not do, securelevel(7).
 *
 * -1 permanently insecure, 0 insecure, 1 secure, 2 highly secure.  Root
 * raises it; nobody lowers it but init, on the way to single-user.  What
 * each level forbids is looked up in the variable where it is forbidden:
 * dev/lkm.c, dev/mem.c, vfs/spec_secure.c, vfs/vfs_syscalls_attr.c,
 * kern/kern_time.c, and the sysctls below debug.
 *
 * The kernel remembers who raised it, for those who will ask why something
 * is not permitted.  A shell script has no name that the kernel knows: the
 * program that raises it is sysctl(8) whoever calls it.  So a script says
 * its name first, in kern.securelevel_by, which can be written as long as
 * nothing is secure yet.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/sysctlvar.h>

#define MIN_LEVEL (-1)
#define MAX_LEVEL 2

int securelevel;
static char raised_by[32];

/*
 * EPERM: to lower it is init's right.  EINVAL: there is no such level.
 */
static int
do_securelevel(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	int error = sysctl_out(req, &securelevel, sizeof(securelevel)), level;
	struct proc *p = req->sr_proc;

	if (error != 0 || req->sr_new == NULL)
		return error;
	if ((error = sysctl_in(req, &level, sizeof(level))) != 0)
		return error;
	if (level < securelevel && p != initproc)
		return EPERM;
	if (level < MIN_LEVEL || level > MAX_LEVEL)
		return EINVAL;
	if (level < securelevel)
		raised_by[0] = '\0';
	else if (level > 0 && level > securelevel &&
	    (securelevel > 0 || raised_by[0] == '\0'))
		strlcpy(raised_by, p->p_comm, sizeof(raised_by));
	securelevel = level;
	return 0;
}

/* EPERM: what is told of a level that holds stays as it is. */
static int
do_raised_by(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	int error = sysctl_out(req, raised_by, strlen(raised_by) + 1);
	char name[sizeof(raised_by)], *s;

	if (error != 0 || req->sr_new == NULL)
		return error;
	if ((error = sysctl_in_string(req, name, sizeof(name))) != 0)
		return error;
	if (securelevel > 0)
		return EPERM;
	for (s = name; *s != '\0'; s++)
		if (*s < ' ' || *s > '~')
			return EINVAL; /* it will be printed */
	strlcpy(raised_by, name, sizeof(raised_by));
	return 0;
}

static struct sysctl_leaf level_leaf = {.sl_name = "kern.securelevel",
    .sl_descr = "how much even root may not do",
    .sl_type = SYSCTL_INT,
    .sl_flags = SYSCTL_WRITABLE,
    .sl_handler = do_securelevel};
static struct sysctl_leaf by_leaf = {.sl_name = "kern.securelevel_by",
    .sl_descr = "who raised kern.securelevel, or is about to",
    .sl_type = SYSCTL_STRING,
    .sl_flags = SYSCTL_WRITABLE,
    .sl_handler = do_raised_by};

/* False: it is no level. */
static int
level_of(const char *s, int *level)
{
	int negative = *s == '-', n;

	s += negative;
	n = *s - '0';
	if (n < 0 || n > (negative ? -MIN_LEVEL : MAX_LEVEL) || s[1] != '\0')
		return 0;
	*level = negative ? -n : n;
	return 1;
}

/*
 * The boot loader may say securelevel=-1 (or 0, 1, 2) on the kernel's
 * command line: whoever sits there may do anything.  Nobody else can make
 * a system permanently insecure.
 */
void
securelevel_init(void)
{
	char value[16];
	int error = bootarg_value("securelevel", value, sizeof(value));

	if (error == ENAMETOOLONG ||
	    (error == 0 && !level_of(value, &securelevel)))
		printf("boot: securelevel=: there is no such level; it is %d\n",
		    securelevel);
	if (securelevel > 0)
		strlcpy(raised_by, "the boot loader", sizeof(raised_by));
	if (sysctl_attach(&level_leaf, KERN_SECURELVL) != 0 ||
	    sysctl_attach(&by_leaf, -1) != 0)
		panic("securelevel: no sysctl");
}
