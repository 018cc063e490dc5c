/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkmmatrix: every call of /dev/lkm, at each securelevel (-1, 0, 1, 2), by
 * root and by an ordinary user, on a descriptor for reading and on one for
 * both, against the table below.  The system must have been booted at -1.
 */
#include <sys/types.h>
#include <sys/wait.h>

#include "tap.h"

#include "lkmutil.h"

#define STUDENT 1000
#define KMEM    2
#define ANY     (-1) /* number of a module: by name */

static struct object hello;

/* ---- the calls, each in its own way a harmless one ---- */

static int
call_loadobj(int fd)
{
	int id = load_object(fd, &hello), error = errno;

	if (id < 0) {
		errno = error;
		return -1;
	}
	return unload_id(fd, id);
}

static int
call_unloadmod(int fd)
{
	struct lmc_unloadmod ul = {.id = ANY, .name = "nobody"};

	return ioctl(fd, LMUNLOADMOD, &ul);
}

static int
call_unload(int fd)
{
	struct lmc_unload ul = {
	    .id = ANY, .name = (char *)(uintptr_t) "nobody"};

	return ioctl(fd, LMUNLOAD, &ul);
}

static int
call_stat(int fd)
{
	struct lmc_stat st = {.id = ANY, .name = "nobody"};

	return ioctl(fd, LMSTAT, &st);
}

#ifdef LMLIST
static int
call_list(int fd)
{
	static char buf[8192];
	struct lmc_list l = {.id = ANY, .buf = buf, .len = sizeof(buf)};

	return ioctl(fd, LMLIST, &l);
}
#endif

static int
call_reserv(int fd)
{
	struct lmc_resrv r = {.name = (char *)(uintptr_t) "nothing"};

	return ioctl(fd, LMRESERV, &r);
}

static int
call_loadbuf(int fd)
{
	struct lmc_loadbuf lb = {1, (char *)(uintptr_t) "x"};

	return ioctl(fd, LMLOADBUF, &lb);
}

static int
call_loadsyms(int fd)
{
	struct lmc_loadbuf lb = {1, (char *)(uintptr_t) "x"};

	return ioctl(fd, LMLOADSYMS, &lb);
}

static int
call_ready(int fd)
{
	u_long entry = 0;

	return ioctl(fd, LMREADY, &entry);
}

static int
call_load(int fd)
{
	struct lmc_load l = {NULL, 0, 0};

	return ioctl(fd, LMLOAD, &l);
}

static int
call_unresrv(int fd)
{
	return ioctl(fd, LMUNRESRV, 0);
}

static int
call_force(int fd)
{
	u_long force = 0;

	return ioctl(fd, LMFORCE, &force);
}

static int
call_other(int fd)
{
	return ioctl(fd, _IO('K', 99), 0);
}

static int
call_terminal(int fd)
{
	return ioctl(fd, _IO('t', 99), 0);
}

/*
 * What each gives: below and at 0 on either descriptor, and from 1 on,
 * where the descriptor does not matter.  Root and whoever root has given
 * the descriptor are treated alike.
 */
static const struct row {
	const char *name;
	int (*call)(int);
	int reading, writing, secure;
} table[] = {
    /* name         call            reading  writing  securelevel > 0 */
    {"LMLOADOBJ", call_loadobj, EPERM, 0, EPERM},
    {"LMUNLOADMOD", call_unloadmod, EPERM, ENOENT, EPERM},
    {"LMUNLOAD", call_unload, EPERM, ENOENT, EPERM},
    {"LMSTAT", call_stat, ENOENT, ENOENT, ENOENT},
#ifdef LMLIST
    {"LMLIST", call_list, 0, 0, 0},
#endif
    {"LMRESERV", call_reserv, EPERM, EINVAL, EPERM},
    {"LMLOADBUF", call_loadbuf, EPERM, ENOMEM, EPERM},
    {"LMLOADSYMS", call_loadsyms, EPERM, ENOMEM, EPERM},
    {"LMREADY", call_ready, EPERM, ENXIO, EPERM},
    {"LMUNRESRV", call_unresrv, EPERM, 0, EPERM},
    {"LMFORCE", call_force, EPERM, ENXIO, EPERM},
    {"LMLOAD", call_load, ENOTTY, ENOTTY, EPERM},
    {"K 99", call_other, ENOTTY, ENOTTY, EPERM},
    {"t 99", call_terminal, ENOTTY, ENOTTY, ENOTTY},
};
#define ROWS (sizeof(table) / sizeof(table[0]))

/* Who may open it: an error, for reading and for both. */
static const struct caller {
	const char *name;
	uid_t uid;
	gid_t gid;
	int reading, writing;
	bool handed; /* by root, opened */
} callers[] = {
    {"root", 0, 0, 0, 0, false},
    {"user", STUDENT, STUDENT, EACCES, EACCES, false},
    {"user in kmem", STUDENT, KMEM, 0, EACCES, false},
    {"user whom root gave it", STUDENT, STUDENT, 0, 0, true},
};

static int results[ROWS + 1]; /* the first is that of open */

/* In a child, which writes its results to a pipe. */
static int
try_all(const struct caller *c, int mode, int out)
{
	int fd = -1;
	size_t i;

	if (c->handed)
		fd = open("/dev/lkm", mode);
	if (setgid(c->gid) != 0 || setgroups(0, NULL) != 0 ||
	    setuid(c->uid) != 0)
		return 1;
	if (!c->handed)
		fd = open("/dev/lkm", mode);
	results[0] = fd < 0 ? errno : 0;
	for (i = 0; i < ROWS && fd >= 0; i++)
		results[i + 1] = table[i].call(fd) < 0 ? errno : 0;
	return write(out, results, sizeof(results)) != sizeof(results);
}

static void
compare(int level, const struct caller *c, int mode)
{
	const char *how = mode == O_RDONLY ? "reading" : "both";
	int opens = mode == O_RDONLY ? c->reading : c->writing, wanted;
	const struct row *r;
	size_t i;

	is(results[0], opens, "level %d, %s, %s: open", level, c->name, how);
	for (i = 0; i < ROWS && opens == 0; i++) {
		r = &table[i];
		wanted = level > 0     ? r->secure
		    : mode == O_RDONLY ? r->reading
				       : r->writing;
		is(results[i + 1], wanted, "level %d, %s, %s: %s", level,
		    c->name, how, r->name);
	}
}

static void
try_level(int level)
{
	static const int modes[] = {O_RDONLY, O_RDWR};
	size_t i, k;
	int status, ends[2];
	pid_t pid;

	for (i = 0; i < sizeof(callers) / sizeof(callers[0]); i++)
		for (k = 0; k < 2; k++) {
			if (pipe(ends) != 0 || (pid = fork()) < 0) {
				ok(false, "pipe and fork");
				return;
			}
			if (pid == 0)
				_exit(try_all(&callers[i], modes[k], ends[1]));
			close(ends[1]);
			is(read(ends[0], results, sizeof(results)),
			    sizeof(results), "level %d, %s: there are results",
			    level, callers[i].name);
			close(ends[0]);
			waitpid(pid, &status, 0);
			compare(level, &callers[i], modes[k]);
		}
}

/* A load in pieces that was begun when it was allowed. */
static int
begin_load(void)
{
	struct lmc_resrv r = {.size = 4096, .name = (char *)(uintptr_t) "late"};
	int fd = open("/dev/lkm", O_RDWR);

	is(ioctl(fd, LMRESERV, &r), 0, "level 0: a load begins");
	is(call_loadbuf(fd), 0, "level 0: and has a piece");
	return fd;
}

static void
end_load(int fd)
{
	fails(call_loadbuf(fd), EPERM, "level 1: no more pieces");
	fails(call_loadsyms(fd), EPERM, "level 1: no symbols");
	fails(call_ready(fd), EPERM, "level 1: it does not become a module");
	close(fd);
}

int
main(void)
{
	int level, begun = -1;

	hello = read_object("/lkm/hello.o");
	is(sysctl_int("kern.securelevel"), -1, "booted at -1");
	for (level = -1; level <= 2; level++) {
		if (level == 1)
			begun = begin_load();
		if (level > -1)
			is(sysctlbyname("kern.securelevel", NULL, NULL, &level,
			       sizeof(level)),
			    0, "raised to %d", level);
		if (level == 1)
			end_load(begun);
		try_level(level);
	}
	return tap_done();
}
