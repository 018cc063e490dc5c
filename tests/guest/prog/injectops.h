/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * injectops.h: what is done to modules while faults are injected, and how to
 * arm one.
 */
#ifndef _INJECTOPS_H_
#define _INJECTOPS_H_

#include <sys/mount.h>
#include <sys/stat.h>

#include "selfutil.h"

/*
 * One load, unload or stat.  What has to be there before is loaded, in
 * order; then act(); and whatever is there afterwards is unloaded.
 */
struct op {
	const char *name;
	int (*act)(const struct op *);
	struct object *object; /* that is acted upon */
	const char *module;    /* its module's name */
	int flags;
	int error;        /* that it ends with, or 0 */
	const char *host; /* tells odd and refuser what to do, or NULL */
	struct object *needs[2];
	size_t map; /* room for the link map, or 0 */
	int no_stages;
	const char *kind, *used; /* act_mount: of file system, a file */
};
static char map[32768];

static int dev;

static inline void
open_lkm(void)
{
	if ((dev = open("/dev/lkm", O_RDWR)) == -1) {
		perror("/dev/lkm");
		exit(2);
	}
}

static inline int
act_load(const struct op *op)
{
	struct lmc_loadobj lo = {.obj = op->object->bytes,
	    .size = op->object->size,
	    .file = op->object->path,
	    .flags = op->flags,
	    .map = op->map != 0 ? map : NULL,
	    .maplen = op->map,
	    .reason = {reason, sizeof(reason)}};

	reason[0] = '\0';
	return ioctl(dev, LMLOADOBJ, &lo);
}

static inline int
act_unload(const struct op *op)
{
	struct lmc_unloadmod ul = {
	    .id = -1, .name = op->module, .reason = {reason, sizeof(reason)}};

	reason[0] = '\0';
	return ioctl(dev, LMUNLOADMOD, &ul);
}

static inline int
act_stat(const struct op *op)
{
	struct lmc_stat st = {.id = -1};

	reason[0] = '\0';
	strncpy(st.name, op->module, sizeof(st.name) - 1);
	return ioctl(dev, LMSTAT, &st);
}

/* All that there is to say of all modules, asked for their own word, too. */
static inline int
act_list(const struct op *op)
{
	struct lmc_list l = {.id = -1,
	    .flags = LML_DETAIL | LML_ASK,
	    .buf = map,
	    .len = sizeof(map)};
	int result = ioctl(dev, LMLIST, &l);

	/* It has no reason but its error. */
	strcpy(reason, result == -1 && errno == ENOMEM ? "no-memory: " : "");
	return result;
}

/* A probe of a function, by module trace. */
static inline int
act_probe(const struct op *op)
{
	static const char name[] = "nullop";
	int result =
	    sysctlbyname("debug.trace.add", NULL, NULL, name, sizeof(name) - 1);

	strcpy(reason, result == -1 && errno == ENOMEM ? "no-memory: " : "");
	return result;
}

/* A file system on /p, used there. */
static inline int
use_mounted(const char *path)
{
	static char buf[512];
	int fd = open(path, O_RDONLY), error;
	ssize_t n;

	if (fd == -1)
		return -1;
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		;
	error = errno;
	close(fd);
	errno = error;
	return n == -1 ? -1 : 0;
}

static inline int
act_mount(const struct op *op)
{
	struct device_args da = {"/m", NULL, 0};
	int result, error;

	result = mount(op->kind, "/p", 0, &da, sizeof(da));
	if (result == 0) {
		result = use_mounted(op->used);
		error = errno;
		if (unmount("/p", 0) == -1)
			exit(2);
		errno = error;
	}
	strcpy(reason, result == -1 && errno == ENOMEM ? "no-memory: " : "");
	return result;
}

/*
 * A script whose interpreter is one, whose interpreter is a folder: read by
 * module exec_script.  The argument has no room with what is put before it.
 */
static inline int
act_script(const struct op *op)
{
	static char argument[4080];
	char *args[] = {(char *)"script", argument, NULL}, *none[] = {NULL};
	int result;

	memset(argument, 'x', sizeof(argument) - 1);
	result = execve("/tmp/script2", args, none);
	strcpy(reason, result == -1 && errno == ENOMEM ? "no-memory: " : "");
	return result;
}

static struct object edu, random_rng, trace, exec_aout, exec_script, procfs,
    nullfs, compat_linux, exec_linux;
static struct object hello, newsyscall, aout, big_tables, over_a, provider,
    consumer, missing, longname, odd, refuser, statful, t_vfs, t_dev, t_exec,
    t_compat, t_drv, virtio_blk, wd, virtio_9p, msdosfs, tiny;

static const struct op ops[] = {
    {"load hello", act_load, &hello, "hello", .error = 0},
    {"load newsyscall", act_load, &newsyscall, "newsyscall", .error = 0},
    {"load newsyscall, a.out", act_load, &aout, "newsyscall", .error = 0},
    {"load over_a", act_load, &over_a, "over_a", .error = 0},
    {"load consumer", act_load, &consumer, "consumer", .needs = {&provider}},
    {"load -n hello", act_load, &hello, NULL, .flags = LMF_NORUN},
    {"load -f odd", act_load, &odd, "odd", .flags = LMF_FORCE,
	.host = "kernel 1"},
    {"load big_tables", act_load, &big_tables, "big_tables", .error = 0},
    {"load -v newsyscall", act_load, &newsyscall, "newsyscall",
	.map = sizeof(map)},
    {"load -nx consumer", act_load, &consumer, NULL, .flags = LMF_NORUN,
	.needs = {&provider}, .map = 500},
    {"load -v missing", act_load, &missing, NULL, .error = ENOEXEC,
	.map = sizeof(map)},
    {"load missing", act_load, &missing, NULL, .error = ENOEXEC},
    {"load longname", act_load, &longname, NULL, .error = EINVAL},
    {"load tiny, which is forbidden", act_load, &tiny, NULL, .error = EPERM},
    {"load odd: slot 512", act_load, &odd, NULL, .error = EINVAL,
	.host = "slot 512"},
    {"load odd: error 5", act_load, &odd, NULL, .error = EIO, .host = "load 5"},
    {"load hello twice", act_load, &hello, "hello", .error = EEXIST,
	.needs = {&hello}},
    {"unload hello", act_unload, NULL, "hello", .needs = {&hello}},
    {"unload newsyscall", act_unload, NULL, "newsyscall",
	.needs = {&newsyscall}},
    {"unload provider, in use", act_unload, NULL, "provider", .error = EBUSY,
	.needs = {&provider, &consumer}},
    {"unload consumer", act_unload, NULL, "consumer",
	.needs = {&provider, &consumer}},
    {"unload odd: it refuses", act_unload, NULL, "odd", .error = EIO,
	.host = "unload 5", .needs = {&odd}},
    {"unload nothing", act_unload, NULL, "nothing", .error = ENOENT},
    {"load t_vfs_a", act_load, &t_vfs, "t_vfs_a", .error = 0},
    {"unload t_vfs_a", act_unload, NULL, "t_vfs_a", .needs = {&t_vfs}},
    {"load t_vfs_a: tmpfs", act_load, &t_vfs, NULL, .error = EEXIST,
	.host = "tmpfs"},
    {"load t_dev_a", act_load, &t_dev, "t_dev_a", .error = 0},
    {"unload t_dev_a", act_unload, NULL, "t_dev_a", .needs = {&t_dev}},
    {"unload t_dev_a: it refuses", act_unload, NULL, "t_dev_a", .error = EIO,
	.host = "unload 5", .needs = {&t_dev}},
    {"load t_dev_a: char 2", act_load, &t_dev, NULL, .error = EEXIST,
	.host = "char 2"},
    {"load t_compat_a", act_load, &t_compat, "t_compat_a", .error = 0},
    {"unload t_compat_a", act_unload, NULL, "t_compat_a", .needs = {&t_compat}},
    {"unload t_compat_a, in use", act_unload, NULL, "t_compat_a",
	.error = EBUSY, .needs = {&t_compat, &t_exec}},
    {"load t_exec_b", act_load, &t_exec, "t_exec_b", .needs = {&t_compat}},
    {"load t_exec_b: no emulation", act_load, &t_exec, NULL, .error = ENOENT},
    {"unload t_exec_b", act_unload, NULL, "t_exec_b",
	.needs = {&t_compat, &t_exec}},
    {"load t_drv_a", act_load, &t_drv, "t_drv_a", .error = 0},
    {"load t_drv_a, half-way", act_load, &t_drv, NULL, .error = EEXIST,
	.host = "twice"},
    {"load t_drv_a: error 5", act_load, &t_drv, NULL, .error = EIO,
	.host = "load 5"},
    {"unload t_drv_a", act_unload, NULL, "t_drv_a", .needs = {&t_drv}},
    {"load edu", act_load, &edu, "edu", .error = 0},
    {"load random", act_load, &random_rng, "random", .error = 0},
    {"unload edu", act_unload, NULL, "edu", .needs = {&edu}},
    {"probe nullop", act_probe, NULL, NULL, .needs = {&trace}, .no_stages = 1},
    {"load virtio_blk", act_load, &virtio_blk, "virtio_blk", .error = 0},
    {"unload virtio_blk", act_unload, NULL, "virtio_blk",
	.needs = {&virtio_blk}},
    {"load wd", act_load, &wd, "wd", .error = 0},
    {"unload wd", act_unload, NULL, "wd", .needs = {&wd}},
    {"load virtio_9p", act_load, &virtio_9p, "virtio_9p", .error = 0},
    {"unload virtio_9p", act_unload, NULL, "virtio_9p", .needs = {&virtio_9p}},
    {"load msdosfs", act_load, &msdosfs, "msdosfs", .error = 0},
    {"load procfs", act_load, &procfs, "procfs", .error = 0},
    {"load nullfs", act_load, &nullfs, "nullfs", .error = 0},
    {"mount procfs, read modules", act_mount, NULL, NULL, .needs = {&procfs},
	.no_stages = 1, .kind = "procfs", .used = "/p/modules"},
    {"mount procfs, read ksyms", act_mount, NULL, NULL, .needs = {&procfs},
	.no_stages = 1, .kind = "procfs", .used = "/p/ksyms"},
    {"mount procfs, read a map", act_mount, NULL, NULL, .needs = {&procfs},
	.no_stages = 1, .kind = "procfs", .used = "/p/self/map"},
    {"mount nullfs, read a file", act_mount, NULL, NULL, .needs = {&nullfs},
	.no_stages = 1, .kind = "nullfs", .used = "/p/odd.o"},
    {"load exec_aout", act_load, &exec_aout, "exec_aout", .error = 0},
    {"unload exec_script", act_unload, NULL, "exec_script",
	.needs = {&exec_script}},
    {"execute a script", act_script, NULL, NULL, .error = EACCES,
	.needs = {&exec_script}, .no_stages = 1},
    {"load compat_linux", act_load, &compat_linux, "compat_linux", .error = 0},
    {"load exec_linux", act_load, &exec_linux, "exec_linux",
	.needs = {&compat_linux}},
    {"unload compat_linux", act_unload, NULL, "compat_linux",
	.needs = {&compat_linux}},
    {"unload compat_linux, in use", act_unload, NULL, "compat_linux",
	.error = EBUSY, .needs = {&compat_linux, &exec_linux}},
    {"unload exec_linux", act_unload, NULL, "exec_linux",
	.needs = {&compat_linux, &exec_linux}},
    {"stat statful", act_stat, NULL, "statful", .needs = {&statful}},
    {"list consumer", act_list, NULL, NULL, .needs = {&provider, &consumer}},
};
#define NOPS ((int)(sizeof(ops) / sizeof(ops[0])))

static inline void
read_objects(void)
{
	memset(map, 1, sizeof(map)); /* its memory is there */
	edu = read_object("/lkm/edu.o");
	random_rng = read_object("/lkm/random.o");
	trace = read_object("/lkm/trace.o");
	exec_aout = read_object("/lkm/exec_aout.o");
	exec_script = read_object("/lkm/exec_script.o");
	compat_linux = read_object("/lkm/compat_linux.o");
	exec_linux = read_object("/lkm/exec_linux.o");
	if (system("echo '#!/tmp' >/tmp/script1; "
		   "echo '#!/tmp/script1 x' >/tmp/script2; "
		   "chmod 755 /tmp/script?") != 0)
		exit(2);
	hello = read_object("/lkm/hello.o");
	newsyscall = read_object("/lkm/newsyscall.o");
	big_tables = read_object("/m/big_tables.o");
	aout = read_object("/m/aout/newsyscall.o");
	over_a = read_object("/m/over_a.o");
	provider = read_object("/m/provider.o");
	consumer = read_object("/m/consumer.o");
	missing = read_object("/m/missing.o");
	longname = read_object("/m/longname.o");
	odd = read_object("/m/odd.o");
	refuser = read_object("/m/refuser.o");
	statful = read_object("/m/statful.o");
	t_vfs = read_object("/m/t_vfs_a.o");
	t_dev = read_object("/m/t_dev_a.o");
	t_exec = read_object("/m/t_exec_b.o");
	t_compat = read_object("/m/t_compat_a.o");
	t_drv = read_object("/m/t_drv_a.o");
	virtio_blk = read_object("/lkm/virtio_blk.o");
	wd = read_object("/lkm/wd.o");
	tiny = read_object("/m/tiny.o"); /* the host boots with lkm.disable */
	virtio_9p = read_object("/lkm/virtio_9p.o");
	msdosfs = read_object("/lkm/msdosfs.o");
	procfs = read_object("/lkm/procfs.o");
	nullfs = read_object("/lkm/nullfs.o");
	(void)mkdir("/p", 0755);
}

/* What it needs is there; the host tells nobody anything but the module. */
static inline void
prepare(const struct op *op)
{
	int i;

	for (i = 0; i < 2 && op->needs[i] != NULL; i++)
		if (load_object(dev, op->needs[i]) == -1) {
			diag("%s: prepare: %s", op->name, reason);
			exit(2);
		}
	if (op->host != NULL)
		host(op->host);
}

static inline void
clean_up(void)
{
	host("graft");
	(void)unmount("/p", 0); /* by who was killed */
	unload_all(dev);
}

static inline bool
is_loaded(const char *module)
{
	struct lmc_stat st = {.id = -1};

	strncpy(st.name, module, sizeof(st.name) - 1);
	return ioctl(dev, LMSTAT, &st) == 0;
}

/* Has it had its effect, when it said that it succeeded? */
static inline bool
has_worked(const struct op *op)
{
	if (op->module == NULL)
		return true;
	return is_loaded(op->module) == (op->act != act_unload);
}

static inline void
arm(const char *fault, int n, int argument)
{
	char text[64];

	if (argument == 0)
		snprintf(text, sizeof(text), "%s %d", fault, n);
	else
		snprintf(text, sizeof(text), "%s %d %d", fault, n, argument);
	if (sysctlbyname("debug.inject", NULL, NULL, text, strlen(text)) ==
	    -1) {
		perror(text);
		exit(2);
	}
}

/* Off; where it has happened, or NULL. */
static inline const char *
disarm(void)
{
	static char text[128];
	size_t size = sizeof(text);
	char *fired;

	if (sysctlbyname("debug.inject", text, &size, "off", 3) == -1) {
		perror("debug.inject");
		exit(2);
	}
	fired = strstr(text, " fired ");
	return fired == NULL ? NULL : fired + 7;
}

#endif /* _INJECTOPS_H_ */
