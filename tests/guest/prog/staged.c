/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * staged: the old calls of /dev/lkm, each state and each error that they
 * have; whatever happens, nothing is left of a load that came to nothing.
 * Images lie in /s, and are linked for an empty kernel.
 */
#include <sys/sysctl.h>
#include <sys/wait.h>
#include <signal.h>

#include "tap.h"

#include "stagedutil.h"

static int dev;
static struct staged *hello, *bss, *odd;
static struct check before, after;

static void
nothing_left(const char *when)
{
	take_check(&after);
	ok(same_check(&before, &after), "%s: nothing is left", when);
}

static int
reserve(int fd, const struct staged *s)
{
	struct lmc_resrv r = request(s, 0);

	return ioctl(fd, LMRESERV, &r) == -1 ? -1 : r.slot;
}

static int
ready(int fd, u_long entry)
{
	return ioctl(fd, LMREADY, &entry);
}

static int
piece(int fd, u_long call, const void *data, int cnt)
{
	struct lmc_loadbuf lb = {cnt, (char *)(uintptr_t)data};

	return ioctl(fd, call, &lb);
}

static void
on_alarm(int sig)
{
}

/* ---- open and close ---- */

/* In a child: opens to write, says so by its exit. */
static pid_t
open_in_child(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		close(dev); /* or it would wait for itself */
		_exit(open("/dev/lkm", O_RDWR) == -1 ? errno : 0);
	}
	return pid;
}

static int
status_of(pid_t pid)
{
	int status = -1;

	waitpid(pid, &status, 0);
	return status;
}

static void
test_open(void)
{
	struct lmc_stat st = {.id = 0};
	struct sigaction sa = {.sa_handler = on_alarm};
	int fd, status;
	pid_t pid;

	mknod("/tmp/lkm1", S_IFCHR | 0600, makedev(28, 1));
	fails(open("/tmp/lkm1", O_RDWR), ENXIO, "open: minor 1: ENXIO");
	fails(open("/dev/lkm", O_RDWR | O_NONBLOCK), EBUSY,
	    "open: held by another, O_NONBLOCK: EBUSY");
	fails(open("/dev/lkm", O_WRONLY | O_NONBLOCK), EBUSY,
	    "open: only to write: the same");
	fd = open("/dev/lkm", O_RDONLY | O_NONBLOCK);
	fails(ioctl(fd, LMSTAT, &st), EINVAL, "open: to read, at any time");
	close(fd);

	pid = open_in_child();
	msleep(50);
	is(waitpid(pid, &status, WNOHANG), 0, "open: held: it sleeps");
	kill(pid, SIGTERM);
	is(signal_of(status_of(pid)), SIGTERM, "open: and can be killed");
	sigaction(SIGALRM, &sa, NULL);
	alarm(1);
	fails(open("/dev/lkm", O_RDWR), EINTR, "open: and interrupted");
	pid = open_in_child();
	msleep(50);
	close(dev);
	is(status_of(pid), 0, "open: it goes on when the holder closes");
	dev = open("/dev/lkm", O_RDWR | O_NONBLOCK);
	ok(dev != -1, "open: and then it is free again");
}

static int
leave_unfinished(void *arg)
{
	struct lmc_loadbuf lb = {100, hello->bytes};
	int fd = open("/dev/lkm", O_RDWR);

	if (reserve(fd, hello) == -1 || ioctl(fd, LMLOADBUF, &lb) == -1)
		return 1;
	if (*(int *)arg != 0)
		raise(*(int *)arg);
	return 0;
}

static void
test_close(void)
{
	int fd, sig = 0;
	pid_t pid;

	close(dev);
	take_check(&before);
	is(in_child(leave_unfinished, &sig), 0, "close: by exit");
	nothing_left("close by exit");
	sig = SIGKILL;
	is(signal_of(in_child(leave_unfinished, &sig)), SIGKILL,
	    "close: killed");
	nothing_left("killed");

	dev = open("/dev/lkm", O_RDWR);
	take_check(&before);
	is(reserve(dev, hello), 0, "reserve");
	fd = dup(dev);
	close(dev);
	is(piece(fd, LMLOADBUF, hello->bytes, 100), 0,
	    "close: another descriptor of the file has the load");
	if ((pid = fork()) == 0) {
		close(fd);
		_exit(0);
	}
	(void)status_of(pid);
	is(piece(fd, LMLOADBUF, hello->bytes + 100, 10), 0,
	    "close: a child's close changes nothing");
	if ((pid = fork()) == 0) {
		msleep(50);
		_exit(piece(fd, LMLOADBUF, hello->bytes + 110, 10));
	}
	close(fd);
	is(status_of(pid), 0, "close: the child has it still");
	dev = open("/dev/lkm", O_RDWR); /* when the child has closed it */
	nothing_left("the last descriptor closed");
}

/* ---- each call ---- */

static void
test_rights(void)
{
	static const u_long calls[] = {LMRESERV, LMLOADBUF, LMLOADSYMS, LMREADY,
	    LMUNRESRV, LMFORCE, LMUNLOAD};
	int fd = open("/dev/lkm", O_RDONLY);
	char arg[64] = {0};
	u_int i;

	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		fails(ioctl(fd, calls[i], arg), EPERM,
		    "0x%lx: read-only: EPERM", calls[i]);
	close(fd);
	fails(ioctl(dev, LMLOAD, arg), ENOTTY, "LMLOAD: ENOTTY");
	fails(ioctl(dev, _IO('K', 5)), ENOTTY, "an unknown call: ENOTTY");
}

static void
test_reserve(void)
{
	struct lmc_resrv r = request(hello, 0);
	u_long pages = 0;
	size_t len = sizeof(pages);
	char page[1];

	r.size = 0;
	fails(ioctl(dev, LMRESERV, &r), EINVAL, "LMRESERV: size 0: EINVAL");
	r.size = 0xffffffff;
	fails(ioctl(dev, LMRESERV, &r), ENOMEM, "LMRESERV: 4 GiB: ENOMEM");
	r.size = 100 << 20;
	fails(ioctl(dev, LMRESERV, &r), ENOMEM, "LMRESERV: 100 MiB: ENOMEM");
	r = request(hello, 0);
	r.sym_size = 100 << 20;
	fails(ioctl(dev, LMRESERV, &r), ENOMEM,
	    "LMRESERV: 100 MiB of symbols: ENOMEM");
	sysctlbyname("vm.free", &pages, &len, NULL, 0);
	r.sym_size = (pages - 64) << 12;
	fails(ioctl(dev, LMRESERV, &r), ENOMEM,
	    "LMRESERV: symbols of all memory but 256 KiB: ENOMEM");
	r.sym_size = 100;
	r.sym_symsize = 101;
	fails(ioctl(dev, LMRESERV, &r), EINVAL,
	    "LMRESERV: more symbols than there is room for: EINVAL");
	r = request(hello, 0);
	r.name = (char *)1;
	fails(
	    ioctl(dev, LMRESERV, &r), EFAULT, "LMRESERV: a wild name: EFAULT");
	nothing_left("LMRESERV refused");

	r = request(hello, 1);
	is(ioctl(dev, LMRESERV, &r), 0, "LMRESERV");
	ok(r.slot == 0 && r.addr == hello->addr && r.sym_addr != 0,
	    "LMRESERV: where: slot %d, 0x%lx, symbols 0x%lx", r.slot, r.addr,
	    r.sym_addr);
	fails(ioctl(dev, LMRESERV, &r), EBUSY, "LMRESERV: a second: EBUSY");
	is(ioctl(dev, LMUNRESRV), 0, "LMUNRESRV");
	nothing_left("LMUNRESRV");
	is(ioctl(dev, LMUNRESRV), 0, "LMUNRESRV: nothing to give up: 0");
	r = (struct lmc_resrv){.size = 1, .name = NULL};
	is(ioctl(dev, LMRESERV, &r), 0, "LMRESERV: one byte, no name");
	memset(page, 0xc3, 1);
	is(piece(dev, LMLOADBUF, page, 1), 0, "LMLOADBUF: that byte");
	is(ioctl(dev, LMUNRESRV), 0, "LMUNRESRV");
	nothing_left("one byte");
}

static void
test_pieces(u_long call, const char *name, int symbols)
{
	static char buf[513];
	struct lmc_resrv r = {.size = 1000, .sym_size = 1000};

	fails(piece(dev, call, buf, 1), ENOMEM, "%s: nothing reserved: ENOMEM",
	    name);
	is(ioctl(dev, LMRESERV, &r), 0, "%s: reserve", name);
	if (symbols) {
		fails(piece(dev, call, buf, 1), ENOMEM,
		    "%s: before the image: ENOMEM", name);
		is(piece(dev, LMLOADBUF, buf, 1), 0, "%s: the image", name);
	}
	fails(piece(dev, call, buf, -1), ENOMEM, "%s: cnt -1: ENOMEM", name);
	fails(piece(dev, call, buf, INT32_MIN), ENOMEM, "%s: the least: ENOMEM",
	    name);
	fails(piece(dev, call, buf, 513), ENOMEM, "%s: cnt 513: ENOMEM", name);
	fails(
	    piece(dev, call, (void *)1, 10), EFAULT, "%s: wild: EFAULT", name);
	fails(piece(dev, call, (void *)0xc0100000, 10), EFAULT,
	    "%s: the kernel's own: EFAULT", name);
	is(piece(dev, call, buf, 0), 0, "%s: cnt 0", name);
	is(piece(dev, call, buf, 512), 0, "%s: cnt 512", name);
	fails(piece(dev, call, buf, 489), ENOMEM, "%s: past the end: ENOMEM",
	    name);
	is(piece(dev, call, buf, 488), 0, "%s: up to the end", name);
	fails(piece(dev, call, buf, 1), ENOMEM, "%s: behind the end: ENOMEM",
	    name);
	is(piece(dev, call, buf, 0), 0, "%s: nothing, at the end", name);
	ioctl(dev, LMUNRESRV);
	nothing_left(name);
}

static int
value_of(int number, int arg)
{
	return (int)syscall(number, arg);
}

static void
test_ready(void)
{
	u_long one = 1;
	int id;

	fails(ready(dev, hello->entry), ENXIO,
	    "LMREADY: nothing reserved: ENXIO");
	fails(ioctl(dev, LMFORCE, &one), ENXIO,
	    "LMFORCE: nothing reserved: ENXIO");
	id = reserve(dev, bss);
	fails(ready(dev, bss->entry), ENXIO, "LMREADY: nothing sent: ENXIO");
	is(piece(dev, LMLOADBUF, bss->bytes, 0), 0, "LMLOADBUF: cnt 0");
	fails(ready(dev, bss->entry), ENXIO, "LMREADY: still nothing: ENXIO");
	is(send_image(dev, bss, MODIOBUF), 0, "the image, but not the bss");
	fails(ready(dev, bss->addr - 1), EINVAL, "LMREADY: below: EINVAL");
	fails(ready(dev, 0), EINVAL, "LMREADY: at 0: EINVAL");
	fails(ready(dev, 0xc0100000), EINVAL, "LMREADY: in the kernel: EINVAL");
	fails(ready(dev, bss->addr + bss->filled), EINVAL,
	    "LMREADY: in the bss: EINVAL");
	fails(ready(dev, bss->addr + bss->size), EINVAL,
	    "LMREADY: behind the image: EINVAL");
	fails(ready(dev, 0xffffffff), EINVAL, "LMREADY: far away: EINVAL");
	is(ready(dev, bss->entry), 0, "LMREADY: then where it should be");
	is(value_of(219, 0), 42, "LMREADY: the rest is zero");
	fails(ready(dev, bss->entry), ENXIO, "LMREADY: once more: ENXIO");
	fails(piece(dev, LMLOADBUF, "x", 1), ENOMEM, "LMLOADBUF: live: ENOMEM");
	is(ioctl(dev, LMUNRESRV), 0, "LMUNRESRV: a live module");
	is(value_of(219, 1), 11, "LMUNRESRV: lives on");
	is(unload_id(dev, id), 0, "unload");
	nothing_left("LMREADY");
}

static void
test_own_error(void)
{
	u_long one = 1;

	host("load 5");
	fails(stage(dev, odd, 0, 512), EIO, "LMREADY: the module's own error");
	host("graft");
	nothing_left("the module's own error");
	is(ioctl(dev, LMUNRESRV), 0, "LMUNRESRV, as the old modload did then");
	host("kernel 1");
	fails(stage(dev, odd, 0, 512), EPROGMISMATCH, "another kernel's");
	nothing_left("another kernel's");
	is(reserve(dev, odd), 0, "reserve");
	is(ioctl(dev, LMFORCE, &one), 0, "LMFORCE");
	is(send_image(dev, odd, 512), 0, "the image");
	is(ready(dev, odd->entry), 0, "another kernel's, forced");
	host("graft");
	is(unload_id(dev, 0), 0, "unload");
	nothing_left("LMFORCE");
}

/* Any size of pieces; listed like any other. */
static void
test_whole(void)
{
	static const int steps[] = {512, 511, 100, 7, 1};
	struct lmc_stat st;
	struct lmc_unload ul;
	u_int i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		is(stage(dev, hello, i & 1, steps[i]), 0, "pieces of %d bytes",
		    steps[i]);
		st = (struct lmc_stat){.id = -1, .name = "hello"};
		is(ioctl(dev, LMSTAT, &st), 0, "LMSTAT");
		ok(st.id == 0 && st.type == LM_MISC && st.area == hello->addr &&
			st.size == (hello->size + 4095) / 4096 * 4 &&
			st.ver == 2 && st.offset == (u_long)-1,
		    "LMSTAT: as any module");
		ul = (struct lmc_unload){.id = 0};
		is(ioctl(dev, LMUNLOAD, &ul), 0, "LMUNLOAD");
	}
	nothing_left("whole loads");
}

static void
test_stat_unload(void)
{
	struct lmc_stat st = {.id = 0};
	struct lmc_unload ul = {.id = 0};

	fails(ioctl(dev, LMSTAT, &st), EINVAL,
	    "LMSTAT: above the highest: EINVAL");
	fails(ioctl(dev, LMUNLOAD, &ul), EINVAL,
	    "LMUNLOAD: above the highest: EINVAL");
	is(reserve(dev, hello), 0, "reserve");
	fails(ioctl(dev, LMSTAT, &st), ENOENT, "LMSTAT: only reserved: ENOENT");
	fails(
	    ioctl(dev, LMUNLOAD, &ul), EBUSY, "LMUNLOAD: only reserved: EBUSY");
	st = (struct lmc_stat){.id = -1, .name = "staged"};
	fails(ioctl(dev, LMSTAT, &st), ENOENT, "LMSTAT: no such name: ENOENT");
	ul = (struct lmc_unload){.id = -1, .name = (char *)"staged"};
	fails(ioctl(dev, LMUNLOAD, &ul), ENOENT,
	    "LMUNLOAD: no such name: ENOENT");
	is(ioctl(dev, LMUNRESRV), 0, "LMUNRESRV");
	nothing_left("LMSTAT and LMUNLOAD");
}

/* ---- symbols ---- */

static struct staged *
spoilt(const struct staged *s, size_t at, uint32_t word)
{
	size_t size = sizeof(*s) + s->filled + s->symbols;
	struct staged *bad = malloc(size);

	memcpy(bad, s, size);
	memcpy(bad->bytes + s->filled + at, &word, sizeof(word));
	return bad;
}

static void
test_symbols(void)
{
	static const struct {
		int at; /* from the strings, if negative: they begin at -1 */
		uint32_t word;
	} bad[] = {{0, 0xffffffff}, {0, 1}, {12, 0x7fffffff}, {-1, 0xffffffff},
	    {-1, 0}, {-1, 3}, {-1, 6}};
	struct staged *s;
	u_int i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		s = spoilt(hello, bad[i].at < 0 ? (int)hello->table : bad[i].at,
		    bad[i].word);
		is(stage(dev, s, 1, 512), 0, "bad symbols %u: left out", i);
		is(unload_id(dev, 0), 0, "unload");
		free(s);
		take_check(&after);
		take_check(&before);
		nothing_left("bad symbols");
	}
	s = spoilt(hello, 0, 0);
	s->table--;
	is(stage(dev, s, 1, 512), 0, "a table that ends in the middle");
	is(unload_id(dev, 0), 0, "unload");
	free(s);
	take_check(&before);
}

static void
test_securelevel(void)
{
	static const u_long calls[] = {LMRESERV, LMLOADBUF, LMLOADSYMS, LMREADY,
	    LMUNRESRV, LMFORCE, LMUNLOAD};
	char arg[64] = {0};
	struct lmc_stat st = {.id = 0};
	int fd = open("/dev/lkm", O_RDONLY), level = 1;
	u_int i;

	sysctlbyname("kern.securelevel", NULL, NULL, &level, sizeof(level));
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		fails(ioctl(dev, calls[i], arg), EPERM,
		    "0x%lx: securelevel 1: EPERM", calls[i]);
		fails(ioctl(fd, calls[i], arg), EPERM,
		    "0x%lx: securelevel 1, read-only: EPERM", calls[i]);
	}
	fails(ioctl(dev, LMSTAT, &st), EINVAL, "LMSTAT: at any securelevel");
	fails(ioctl(fd, LMSTAT, &st), EINVAL, "LMSTAT: the same, read-only");
}

int
main(void)
{
	hello = read_image("/s/hello.img");
	bss = read_image("/s/bss.img");
	odd = read_image("/s/odd.img");
	if ((dev = open("/dev/lkm", O_RDWR)) == -1) {
		perror("/dev/lkm");
		return 2;
	}
	(void)stage(dev, hello, 1, 512);
	unload_id(dev, 0); /* which lets others in; LMRESERV does not */
	ioctl(dev, LMUNRESRV);
	close(dev);
	dev = open("/dev/lkm", O_RDWR);
	first_check(&before, &after);
	test_open();
	take_check(&before);
	test_close();
	test_rights();
	test_reserve();
	test_pieces(LMLOADBUF, "LMLOADBUF", 0);
	test_pieces(LMLOADSYMS, "LMLOADSYMS", 1);
	test_ready();
	test_own_error();
	test_whole();
	test_stat_unload();
	test_symbols();
	test_securelevel();
	return tap_done();
}
