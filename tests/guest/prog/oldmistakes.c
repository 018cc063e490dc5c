/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * oldmistakes: ten things that the old module systems got wrong, each with
 * the calls and the images that found it there.  The images of /s lie one
 * behind the other, in the order in which main() reads them.
 */
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <signal.h>

#include "tap.h"

#include "injectops.h"
#include "stagedutil.h"

static struct staged *over[3], *first_odd, *second_odd, *small;
static struct check before, after;

static void
same(const char *what)
{
	take_check(&after);
	ok(same_check(&before, &after), "%s", what);
}

static int
no_signal(int number, int arg)
{
	errno = 0;
	return (int)syscall(number, arg);
}

static void
one_slot(void)
{
	static const int orders[6][3] = {
	    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	int i, j, k, there[3], wrong = 0, top;

	for (i = 0; i < 6; i++) {
		for (j = 0; j < 3; j++) {
			if (stage(dev, over[j], 0, 512) != j)
				wrong++;
			there[j] = 1;
		}
		for (j = 0; j < 3; j++) {
			wrong += unload_id(dev, orders[i][j]) != 0;
			there[orders[i][j]] = 0;
			for (top = 0, k = 0; k < 3; k++)
				top = there[k] ? k + 1 : top;
			if (top == 0 ? no_signal(215, 0) != -1
				     : no_signal(215, 0) != top)
				wrong++;
		}
	}
	is(wrong, 0, "5.1 modules on one slot, in any order, oldest first too");
	same("5.1 the slot is what it was");
}

static void
stat_meanwhile(void)
{
	struct lmc_stat st = {.id = -1, .name = "over_a"}, other = {.id = 0};
	struct lmc_resrv r = request(over[1], 0);
	int fd = open("/dev/lkm", O_RDONLY), wrong = 0;
	u_long entry = over[1]->entry;
	uint32_t at;

	is(stage(dev, over[0], 0, 512), 0, "5.2 a module");
	is(ioctl(dev, LMRESERV, &r), 0, "5.2 another is being sent");
	for (at = 0; at < over[1]->filled; at++) {
		struct lmc_loadbuf lb = {1, over[1]->bytes + at};

		wrong += ioctl(dev, LMLOADBUF, &lb) != 0 ||
		    ioctl(dev, LMSTAT, &st) != 0 ||
		    ioctl(fd, LMSTAT, &other) != 0 || st.id != 0 ||
		    other.area != over[0]->addr;
	}
	is(wrong, 0, "5.2 LMSTAT of the first between any two pieces");
	is(ioctl(dev, LMREADY, &entry), 0, "5.2 the second goes live");
	st = (struct lmc_stat){.id = 1};
	ok(ioctl(dev, LMSTAT, &st) == 0 && strcmp(st.name, "over_b") == 0 &&
		st.area == over[1]->addr && no_signal(215, 0) == 2,
	    "5.2 and it is the second");
	close(fd);
	unload_all(dev);
	same("5.2 nothing is left");
}

/* No number is known. */
static void
unlisted(const char *when)
{
	struct lmc_stat st = {.id = 0};

	fails(ioctl(dev, LMSTAT, &st), EINVAL, "5.3 %s: not listed", when);
}

static int
reserve_some(int fd, const struct staged *s, int bytes)
{
	struct lmc_resrv r = request(s, 1);
	struct lmc_loadbuf lb = {bytes, (char *)(uintptr_t)s->bytes};

	return ioctl(fd, LMRESERV, &r) != 0 || ioctl(fd, LMLOADBUF, &lb) != 0;
}

static void
abandoned(void)
{
	struct lmc_stat st = {.id = 0};

	is(reserve_some(dev, over[0], 100), 0, "5.3 half a load");
	fails(ioctl(dev, LMSTAT, &st), ENOENT, "5.3 meanwhile: not listed");
	ioctl(dev, LMUNRESRV);
	unlisted("LMUNRESRV");
	is(reserve_some(dev, over[0], 100), 0, "5.3 half a load");
	close(dev);
	open_lkm();
	unlisted("close");
	host("load 5");
	fails(stage(dev, first_odd, 1, 512), EIO, "5.3 its load fails");
	host("graft");
	unlisted("its load function failed");
	is(stage(dev, over[0], 0, 512), 0, "5.3 the number is free");
	unload_all(dev);
	same("5.3 nothing is left");
}

static void
second_reserve(void)
{
	struct lmc_resrv r = request(over[0], 1);
	int n, wrong = 0;
	const char *fired = "";

	is(ioctl(dev, LMRESERV, &r), 0, "5.4 LMRESERV");
	r = request(over[1], 1);
	fails(ioctl(dev, LMRESERV, &r), EBUSY, "5.4 a second is refused");
	is(ioctl(dev, LMUNRESRV), 0, "5.4 LMUNRESRV");
	same("5.4 and nothing is lost");
	r.size = 0;
	fails(ioctl(dev, LMRESERV, &r), EINVAL, "5.4 size 0");
	for (n = 1; n < 100 && fired != NULL; n++) {
		r = request(over[0], 1);
		arm("fail", n, 0);
		if (ioctl(dev, LMRESERV, &r) == 0)
			wrong += disarm() != NULL, fired = NULL;
		else
			wrong += errno != ENOMEM || (fired = disarm()) == NULL;
		ioctl(dev, LMUNRESRV);
	}
	ok(wrong == 0 && n > 3, "5.4 each of %d allocations fails", n - 2);
	same("5.4 and nothing is lost");
}

static void
small_image(void)
{
	ok(small->filled <= 512 && small->size == small->filled,
	    "5.5 an image of %u bytes, without bss", (u_int)small->size);
	is(stage(dev, small, 0, 512), 0, "5.5 goes live");
	is(unload_id(dev, 0), 0, "5.5 and goes");
	same("5.5 nothing is left");
}

static void
any_address(void)
{
	u_long wild[] = {0, 1, 0x1000, (u_long)small, 0xc0100000, 0xf0000000,
	    small->addr - 1, small->addr + small->size, small->addr + 4096,
	    small->addr + 0x100000, 0xffffffff};
	u_int i;

	is(reserve_some(dev, small, (int)small->filled), 0, "5.6 an image");
	for (i = 0; i < sizeof(wild) / sizeof(wild[0]); i++)
		fails(ioctl(dev, LMREADY, &wild[i]), EINVAL,
		    "5.6 an entry at 0x%lx is refused", wild[i]);
	ioctl(dev, LMUNRESRV);
	same("5.6 nothing is left");
}

static void
unload_unheard(void)
{
	struct object unheard = read_object("/m/unheard.o");
	struct statvfs sv;
	int id;

	mkdir("/tmp/mnt", 0755);
	id = load_object(dev, &unheard);
	is(mount("unheard", "/tmp/mnt", 0, NULL, 0), 0, "5.7 a mount");
	fails(unload_id(dev, id), EBUSY, "5.7 the module is busy");
	ok(statvfs("/tmp/mnt", &sv) == 0 && sv.f_files == 0,
	    "5.7 its unload function has not been called");
	is(unmount("/tmp/mnt", 0), 0, "5.7 unmounted");
	is(unload_id(dev, id), 0, "5.7 it goes");
	free(unheard.bytes);
}

static void
exists(void)
{
	is(stage(dev, first_odd, 0, 512), 0, "5.8 a module");
	host("load 5");
	take_check(&before);
	fails(stage(dev, second_odd, 0, 512), EEXIST,
	    "5.8 the second of its name: before its load function, which "
	    "would have failed");
	same("5.8 and without an effect");
	host("graft");
	unload_all(dev);
}

static void
executing(void)
{
	struct object sleeper = read_object("/m/sleeper.o");
	int id = load_object(dev, &sleeper), status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(no_signal(216, 3) == -1 && errno == EINTR ? 0 : 1);
	msleep(50);
	fails(unload_id(dev, id), EBUSY, "5.10 somebody executes it");
	ok(strstr(reason, "in sleep_here") != NULL, "5.10 it is known who: %s",
	    reason);
	kill(pid, SIGTERM);
	waitpid(pid, &status, 0);
	is(unload_id(dev, id), 0, "5.10 it goes when he has gone");
	free(sleeper.bytes);
}

static void
symbols_secured(void)
{
	struct lmc_loadbuf lb = {4, over[0]->bytes};
	int level = 1;

	is(reserve_some(dev, over[0], 100), 0, "5.9 a load has begun");
	sysctlbyname("kern.securelevel", NULL, NULL, &level, sizeof(level));
	fails(ioctl(dev, LMLOADSYMS, &lb), EPERM, "5.9 LMLOADSYMS");
	fails(ioctl(dev, LMLOADBUF, &lb), EPERM, "5.9 and LMLOADBUF");
	close(dev);
	open_lkm();
	unlisted("the descriptor was closed at securelevel 1");
}

int
main(void)
{
	over[0] = read_image("/s/over_a.img");
	over[1] = read_image("/s/over_b.img");
	over[2] = read_image("/s/over_c.img");
	first_odd = read_image("/s/odd.img");
	second_odd = read_image("/s/odd2.img");
	small = read_image("/s/tiny.img");
	signal(SIGSYS, SIG_IGN);
	open_lkm();
	first_check(&before, &after);
	first_check(&before, &after);
	(void)stage(dev, over[0], 1, 512);
	unload_all(dev);
	first_check(&before, &after);
	one_slot();
	stat_meanwhile();
	take_check(&before); /* the device is not held the second time */
	abandoned();
	second_reserve();
	small_image();
	any_address();
	unload_unheard();
	exists();
	executing();
	symbols_secured();
	return tap_done();
}
