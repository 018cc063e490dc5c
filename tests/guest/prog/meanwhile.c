/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * meanwhile: calls that were permitted when they began, and sleep over an
 * argument in a mapped file, until the securelevel has been raised.  They
 * change nothing any more.
 *
 *	meanwhile
 *	meanwhile types	a list of types of memory, which sleeps, while one of them
 *			goes with its module
 */
#include <sys/types.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "tap.h"

#include "lkmutil.h"

#define PAGE 4096

static struct object hello;
static char *late;   /* a page of zeros, for which one waits */
static char *before; /* the page before it, which is there */

static int
set(const char *name, int value)
{
	return sysctlbyname(name, NULL, NULL, &value, sizeof(value));
}

static int
loads(void)
{
	struct lmc_loadobj lo = {.obj = hello.bytes,
	    .size = hello.size,
	    .file = late,
	    .entry = "hello_lkmentry"};

	return ioctl(open("/dev/lkm", O_RDWR), LMLOADOBJ, &lo);
}

/* All is there but room for the map. */
static int
maps(void)
{
	struct lmc_loadobj lo = {.obj = hello.bytes,
	    .size = hello.size,
	    .file = "hello.o",
	    .map = late,
	    .maplen = PAGE};

	return ioctl(open("/dev/lkm", O_RDWR), LMLOADOBJ, &lo);
}

static int
unloads(void)
{
	struct lmc_unloadmod ul = {
	    .id = -1, .name = "newsyscall", .serial = (u_int *)(void *)late};

	return ioctl(open("/dev/lkm", O_RDWR), LMUNLOADMOD, &ul);
}

static int
writes_memory(void)
{
	int fd = open("/dev/mem", O_RDWR);

	return (int)pwrite(fd, late, 4, 0x500); /* nobody's */
}

/* The first two blocks are the page before, the third is late. */
static int
writes_disk(void)
{
	int fd = open("/tmp/sd0", O_RDWR);

	return (int)pwrite(fd, before, 3 * 2048, 0);
}

static int
names_itself(void)
{
	return sysctlbyname("kern.securelevel_by", NULL, NULL, late, 4);
}

static int
injects(void)
{
	return sysctlbyname("debug.inject", NULL, NULL, late, 4);
}

static int
panics(void)
{
	return sysctlbyname("debug.panic", NULL, NULL, late, 4);
}

/* It holds /dev/lkm from its LMRESERV on: the last one. */
static int
sends_a_piece(void)
{
	struct lmc_resrv r = {.size = PAGE};
	struct lmc_loadbuf lb = {8, late};
	int fd = open("/dev/lkm", O_RDWR);

	return ioctl(fd, LMRESERV, &r) != 0 ? -1 : ioctl(fd, LMLOADBUF, &lb);
}

static const struct {
	const char *name;
	int (*call)(void);
} calls[] = {
    {"LMLOADOBJ", loads},
    {"LMLOADOBJ, with a map", maps},
    {"LMUNLOADMOD", unloads},
    {"a write to /dev/mem", writes_memory},
    {"a write to a disk", writes_disk},
    {"kern.securelevel_by", names_itself},
    {"debug.inject", injects},
    {"debug.panic", panics},
    {"LMLOADBUF", sends_a_piece},
};
#define CALLS (sizeof(calls) / sizeof(calls[0]))

/* Two neighbouring pages; the second is waitfs's. */
static void
map_pages(void)
{
	int fd;

	set("debug.waitfs", 0);
	is(mount("waitfs", "/mnt", 0, NULL, 0), 0, "waitfs is mounted");
	fd = open("/mnt/file", O_RDONLY);
	before = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE, -1, 0);
	memset(before, 'x', PAGE);
	late = mmap(before + PAGE, PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_FIXED, fd, 0);
	ok(late == before + PAGE, "its page follows one of memory");
	set("debug.waitfs", 1);
}

static void
load_file(const char *path)
{
	struct object o = read_object(path);
	int fd = open("/dev/lkm", O_RDWR);

	ok(load_object(fd, &o) >= 0, "%s is loaded %s", path, reason);
	close(fd);
}

static bool
wait_for(int sleepers)
{
	int patience = 200;

	while (sysctl_int("debug.waitfs") != sleepers && --patience > 0)
		msleep(10);
	return patience > 0;
}

static int
list_types(void)
{
	size_t len = PAGE;

	if (sysctlbyname("vm.malloc", late, &len, NULL, 0) != 0)
		return errno;
	return strstr(late, "\nuser ") != NULL ? 0 : 255;
}

static int
test_types(void)
{
	int fd, id, status;
	struct object hog = read_object("/t/owntype.o");
	struct object filler = read_object("/lkm/hello.o");
	pid_t pid;

	load_file("/t/waitfs.o");
	map_pages();
	fd = open("/dev/lkm", O_RDWR);
	id = load_object(fd, &hog);
	ok(id > 0, "a module with a type of its own");
	if ((pid = fork()) == 0)
		_exit(list_types());
	ok(wait_for(1), "a list of types begins");
	is(unload_id(fd, id), 0, "the module goes %s", reason);
	ok(load_object(fd, &filler) >= 0, "another takes its place");
	set("debug.waitfs", 2);
	waitpid(pid, &status, 0);
	is(status, 0, "the list is whole");
	return tap_done();
}

int
main(int argc, char **argv)
{
	pid_t pid[CALLS];
	int status, fd;
	char text[64] = "";
	size_t i, len = sizeof(text);

	if (argc > 1)
		return test_types();
	hello = read_object("/lkm/hello.o");
	load_file("/t/waitfs.o");
	load_file("/t/secdisk.o");
	load_file("/lkm/newsyscall.o");
	mknod("/tmp/sd0", S_IFBLK | 0600, makedev(12, 0));
	map_pages();
	set("debug.secdisk", 1);
	for (i = 0; i < CALLS; i++) {
		if ((pid[i] = fork()) == 0)
			_exit(calls[i].call() == -1 ? errno : 0);
		ok(wait_for((int)i + 1), "%s: begins", calls[i].name);
	}
	is(set("kern.securelevel", 1), 0, "the level is raised");
	set("debug.waitfs", 2);
	for (i = 0; i < CALLS; i++) {
		waitpid(pid[i], &status, 0);
		is(status, EPERM << 8, "%s: EPERM", calls[i].name);
	}
	fd = open("/tmp/sd0", O_RDONLY);
	lseek(fd, 2 * 2048, SEEK_SET);
	ok(read(fd, text, 4) == 4 && text[0] == '\0', "the third block is old");
	fd = open("/dev/lkm", O_RDONLY);
	for (i = 0; i < 2; i++) {
		struct lmc_stat st = {.id = -1};

		strcpy(st.name, i == 0 ? "newsyscall" : "hello");
		is(ioctl(fd, LMSTAT, &st), i == 0 ? 0 : -1, "%s is %s", st.name,
		    i == 0 ? "there" : "not there");
	}
	sysctlbyname("kern.securelevel_by", text, &len, NULL, 0);
	ok(strcmp(text, "meanwhile") == 0, "who has raised it: %s", text);
	return tap_done();
}
