/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkmdev: /dev/lkm, called with what no tool would: who may, wild pointers,
 * lengths that do not fit; a call that fails has changed nothing.  And the
 * memory of a module through /dev/kmem.
 */
#include <sys/types.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "tap.h"

#include "lkmutil.h"

#define PAGE 4096

static int dev, readonly;
static struct object hello, missing;
static char *hole;  /* a page, and behind it nothing */
static char *fixed; /* a page that is read-only */

/* Nothing is loaded. */
static void
none(const char *when)
{
	struct lmc_stat st = {.id = 0};
	int result = ioctl(dev, LMSTAT, &st), id;

	fails(result, EINVAL, "%s: nothing is loaded", when);
	for (id = 0; id < 10; id++)
		unload_id(dev, id);
}

static struct lmc_loadobj
good_load(void)
{
	return (struct lmc_loadobj){.obj = hello.bytes,
	    .size = hello.size,
	    .file = hello.path,
	    .reason = {reason, sizeof(reason)}};
}

/* ---- who may ---- */

static int
list_variables(void *arg)
{
	if (setuid(100) == 0 && freopen("/dev/null", "w", stdout) != NULL)
		execl("/sbin/sysctl", "sysctl", "-a", NULL);
	return 127;
}

static void
test_rights(void)
{
	char text[2048];
	size_t len = sizeof(text);
	struct lmc_loadobj lo = good_load();
	struct lmc_unloadmod um = {.id = 0};
	struct lmc_unload ul = {.id = 0};
	struct lmc_stat st = {.id = 0};
	int id = load_object(dev, &hello), fd;

	fails(ioctl(readonly, LMLOADOBJ, &lo), EPERM, "read-only: load");
	fails(ioctl(readonly, LMUNLOADMOD, &um), EPERM, "read-only: unload");
	fails(ioctl(readonly, LMUNLOAD, &ul), EPERM, "read-only: old unload");
	is(ioctl(readonly, LMSTAT, &st), 0, "read-only: stat");
	fails(ioctl(dev, _IO('K', 99), 0), ENOTTY, "an unknown call");
	fails(ioctl(readonly, _IO('K', 99), 0), ENOTTY,
	    "an unknown call, read-only");
	is(unload_id(dev, id), 0, "unload");
	none("after that");

	mknod("/tmp/lkm1", S_IFCHR | 0600, makedev(28, 1));
	fails(open("/tmp/lkm1", O_RDWR), ENXIO, "another minor number");
	seteuid(100);
	fails(fd = open("/dev/lkm", O_RDONLY), EACCES, "open by another user");
	fails(sysctlbyname("lkm.selfcheck", text, &len, NULL, 0), EPERM,
	    "the self-check is not for another user");
	fails(sysctlbyname("lkm.selfcheck.all", text, &len, NULL, 0), EPERM,
	    "nor is all of it");
	seteuid(0);
	ok(sysctlbyname("lkm.selfcheck", text, &len, NULL, 0) == 0,
	    "it is for root");
	is(in_child(list_variables, NULL), 0,
	    "sysctl -a of another user leaves it out");
}

/* ---- LMSTAT, LMUNLOAD ---- */

static void
test_stat(void)
{
	struct lmc_loadobj lo = good_load();
	struct lmc_stat st = {.id = -1, .name = "hello"}, by_id = {.id = 0};
	struct lmc_unload ul = {.id = -1, .name = (char *)"hello"};

	is(ioctl(dev, LMLOADOBJ, &lo), 0, "load");
	ok(lo.id == 0 && lo.type == LM_MISC && lo.offset == (u_long)-1 &&
		strcmp(lo.name, "hello") == 0 && lo.memsize % PAGE == 0 &&
		lo.area >= 0xf0400000,
	    "what the load tells");
	is(ioctl(dev, LMSTAT, &st), 0, "stat by name");
	is(ioctl(dev, LMSTAT, &by_id), 0, "stat by number");
	ok(st.id == 0 && st.type == lo.type && st.offset == lo.offset &&
		st.area == lo.area && st.size * 1024 == lo.memsize &&
		st.private_data >= lo.area &&
		st.private_data < lo.area + lo.memsize && st.ver == 2,
	    "what stat tells");
	ok(memcmp(&st, &by_id, sizeof(st)) == 0, "both tell the same");
	st = (struct lmc_stat){.id = -1};
	fails(ioctl(dev, LMSTAT, &st), ENOENT, "stat: the empty name");
	memset(st.name, 'x', sizeof(st.name));
	fails(ioctl(dev, LMSTAT, &st), ENOENT, "stat: a name without end");
	st.id = -2;
	fails(ioctl(dev, LMSTAT, &st), EINVAL, "stat: number -2");
	st.id = INT32_MAX;
	fails(ioctl(dev, LMSTAT, &st), EINVAL, "stat: the largest number");
	is(ioctl(dev, LMUNLOAD, &ul), 0, "the old unload, by name");
	fails(ioctl(dev, LMUNLOAD, &ul), ENOENT, "a second time");
	is(load_object(dev, &hello), 0, "load");
	ul = (struct lmc_unload){.id = 0};
	is(ioctl(dev, LMUNLOAD, &ul), 0, "the old unload, by number");
	fails(ioctl(dev, LMUNLOAD, &ul), EINVAL, "a second time");
	ul.id = INT32_MIN;
	fails(ioctl(dev, LMUNLOAD, &ul), EINVAL, "the smallest number");
}

/* ---- reasons and maps ---- */

static void
test_reason(void)
{
	char text[4096];
	struct lmc_loadobj lo = {.obj = missing.bytes,
	    .size = missing.size,
	    .file = missing.path,
	    .reason = {text, sizeof(text)}};
	char whole[4096];
	size_t len, n;
	int wrong = 0;

	fails(ioctl(dev, LMLOADOBJ, &lo), ENOEXEC, "undefined symbols");
	strcpy(whole, text);
	len = strlen(whole);
	for (n = 0; n <= len + 2; n++) {
		memset(text, '#', sizeof(text));
		lo.reason.len = n;
		(void)ioctl(dev, LMLOADOBJ, &lo);
		if (text[n] != '#' || (n > 0 && strlen(text) >= n))
			wrong++;
		else if (n > len && strcmp(text, whole) != 0)
			wrong++;
		else if (n > 20 && n <= len &&
		    (strcmp(text + n - 4, "...") != 0 ||
			strncmp(text, whole, n - 4) != 0))
			wrong++;
	}
	is(wrong, 0, "the reason, cut to any length");
	lo.reason = (struct lmc_reason){NULL, 100};
	fails(ioctl(dev, LMLOADOBJ, &lo), ENOEXEC, "no reason wanted");
}

/* What is in a map: its records, whole ones and no gaps. */
static int
count_records(const char *map, int kind)
{
	const struct lmm_head *head = (const void *)map;
	const struct lmm *rec;
	uint32_t at, n = 0;
	int found = 0;

	for (at = sizeof(*head); at < head->lmm_len; at += rec->lmm_size) {
		rec = (const void *)(map + at);
		if (rec->lmm_size < sizeof(*rec) || rec->lmm_size % 4 != 0 ||
		    rec->lmm_size > head->lmm_len - at)
			return -1;
		found += rec->lmm_kind == kind;
		n++;
	}
	return n == head->lmm_count ? found : -2;
}

static void
test_map(void)
{
	static char map[65536], cut[65536];
	const struct lmm_head *head = (const void *)map;
	const struct lmm_head *cut_head = (const void *)cut;
	struct lmc_loadobj lo = good_load();
	uint32_t n, step, wrong = 0;

	lo.flags = LMF_NORUN;
	lo.map = memset(map, '#', sizeof(map));
	lo.maplen = sizeof(map);
	is(ioctl(dev, LMLOADOBJ, &lo), 0, "LMF_NORUN");
	is(lo.id, -1, "it has no number");
	is(head->lmm_needed, head->lmm_len, "the map is complete");
	ok(count_records(map, LMM_OBJECT) == 1 &&
		count_records(map, LMM_MODULE) == 1 &&
		count_records(map, LMM_SECTION) > 2 &&
		count_records(map, LMM_SYMBOL) > 2 &&
		count_records(map, LMM_RELOC) > 2 &&
		count_records(map, LMM_REFUSAL) == 0,
	    "and there is something of all kinds in it");
	none("LMF_NORUN");

	/* With any room: the same, as far as it goes, and not a byte more. */
	lo.map = cut;
	step = head->lmm_needed / 97 | 1;
	for (n = sizeof(*head); n < head->lmm_needed + step; n += step) {
		lo.maplen = n;
		memset(cut, '#', sizeof(cut));
		if (ioctl(dev, LMLOADOBJ, &lo) != 0 ||
		    cut_head->lmm_needed != head->lmm_needed ||
		    cut_head->lmm_len > n || count_records(cut, 0) != 0 ||
		    memcmp(cut + sizeof(*head), map + sizeof(*head),
			cut_head->lmm_len - sizeof(*head)) != 0 ||
		    cut[cut_head->lmm_len] != '#' || cut[n] != '#')
			wrong++;
	}
	is(wrong, 0, "the map, cut to any length");
	lo.maplen = sizeof(*head) - 1;
	fails(ioctl(dev, LMLOADOBJ, &lo), EINVAL, "no room for its head");
	none("maps that were cut");

	/* One that is cut does not keep a module from being loaded. */
	lo.flags = 0;
	lo.maplen = 100;
	is(ioctl(dev, LMLOADOBJ, &lo), 0, "a load with a map that is cut");
	is(cut_head->lmm_needed, head->lmm_needed, "it needs as much");
	is(unload_id(dev, lo.id), 0, "unload");
	none("that");
	lo = good_load();
	lo.flags = 0x80;
	fails(ioctl(dev, LMLOADOBJ, &lo), EINVAL, "an unknown flag");
}

/* ---- pointers ---- */

static char *
wild(int i)
{
	char *const at[] = {NULL, (char *)1, (char *)0xc0100000,
	    (char *)0xf0400000, (char *)0xfffffff0, hole + PAGE,
	    hole + PAGE - 2, fixed};

	return i < (int)(sizeof(at) / sizeof(at[0])) ? at[i] : (char *)-1;
}
#define NWILD      8
#define WILD_EDGE  6 /* two bytes of this one are there */
#define WILD_FIXED 7 /* this one can be read */

/* The field at this offset of the argument is wild. */
static void
test_field(u_long cmd, const void *good, size_t size, size_t field, int written,
    const char *name)
{
	struct totals before, after;
	char arg[256];
	int i, wrong = 0;

	/* NULL, the first, often means "not wanted". */
	take_totals(&before);
	take_totals(&before);
	for (i = 1; i < NWILD; i++) {
		if (i == WILD_FIXED && !written)
			continue;
		/* A reason that is not needed takes one byte. */
		if (i == WILD_EDGE && strstr(name, "reason") != NULL)
			continue;
		memcpy(arg, good, size);
		*(char **)(arg + field) = wild(i);
		if (ioctl(dev, cmd, arg) == -1 && errno == EFAULT)
			continue;
		diag("%s = %p: error %d", name, wild(i), errno);
		wrong++;
	}
	take_totals(&after);
	is(wrong, 0, "%s wild: EFAULT", name);
	ok(same_totals(&before, &after), "and nothing is left");
	none(name);
}

/* The argument itself is wild. */
static void
test_argument(u_long cmd, const char *name)
{
	int i, wrong = 0;

	for (i = 0; i < NWILD; i++)
		if (i != WILD_FIXED &&
		    (ioctl(dev, cmd, wild(i)) != -1 || errno != EFAULT))
			wrong++;
	is(wrong, 0, "%s: the argument wild: EFAULT", name);
	none(name);
}

static void
test_wild(void)
{
	static char map[65536];
	struct lmc_loadobj lo = good_load();
	struct lmc_unloadmod um = {.id = -1, .name = "hello"};

	lo.map = memset(map, 1, sizeof(map)); /* has its pages by now */
	lo.maplen = sizeof(map);
#define LOAD_FIELD(f, written)                 \
	test_field(LMLOADOBJ, &lo, sizeof(lo), \
	    offsetof(struct lmc_loadobj, f), written, "load: " #f)
	LOAD_FIELD(obj, 0);
	LOAD_FIELD(file, 0);
	LOAD_FIELD(entry, 0);
	LOAD_FIELD(reason.text, 1);
	LOAD_FIELD(map, 1);
	test_field(LMUNLOADMOD, &um, sizeof(um),
	    offsetof(struct lmc_unloadmod, name), 0, "unload: name");
	test_field(LMUNLOADMOD, &um, sizeof(um),
	    offsetof(struct lmc_unloadmod, serial), 1, "unload: serial");
	test_argument(LMLOADOBJ, "load");
	test_argument(LMUNLOADMOD, "unload");
	test_argument(LMUNLOAD, "old unload");
	test_argument(LMSTAT, "stat");

	/* It can be read, but the answer cannot be written. */
	mprotect(fixed, PAGE, PROT_READ | PROT_WRITE);
	lo = good_load();
	memcpy(fixed, &lo, sizeof(lo));
	mprotect(fixed, PAGE, PROT_READ);
	fails(ioctl(dev, LMLOADOBJ, fixed), EFAULT,
	    "load with a read-only argument");
	none("load with a read-only argument");
}

/* A map that goes on where there is nothing: wherever that is, no load. */
static void
test_map_hole(void)
{
	struct lmc_loadobj lo = good_load();
	struct totals before, after;
	struct lmm_head head = {0};
	uint32_t n;
	int wrong = 0;

	lo.map = &head;
	lo.maplen = sizeof(head);
	lo.flags = LMF_NORUN;
	is(ioctl(dev, LMLOADOBJ, &lo), 0, "how large a map is");
	take_totals(&before);
	take_totals(&before);
	lo.maplen = 65536;
	for (n = 1; n < head.lmm_needed; n = n * 3 / 2 + 1) {
		lo.map = hole + PAGE - n;
		for (lo.flags = 0; lo.flags <= LMF_NORUN; lo.flags++)
			if (ioctl(dev, LMLOADOBJ, &lo) != -1 || errno != EFAULT)
				wrong++;
	}
	take_totals(&after);
	is(wrong, 0, "a map that ends in the void: EFAULT");
	ok(same_totals(&before, &after), "and nothing is left");
	none("a map that ends in the void");
}

/* An object whose last part is not there, or of a length that wraps. */
static void
test_sizes(void)
{
	struct lmc_loadobj lo = good_load();
	char *end = hole + PAGE - 1000, name[300];

	memcpy(end, hello.bytes, 1000);
	lo.obj = end;
	fails(ioctl(dev, LMLOADOBJ, &lo), EFAULT,
	    "an object that ends in the void");
	lo = good_load();
	lo.size = 0;
	fails(ioctl(dev, LMLOADOBJ, &lo), ENOEXEC, "no bytes");
	ok(strncmp(reason, "empty-file: ", 12) == 0, "and that is the reason");
	lo.size = 0xffffffff;
	ok(ioctl(dev, LMLOADOBJ, &lo) == -1, "4 GiB");
	lo = good_load();
	memset(name, 'n', sizeof(name));
	name[256] = '\0';
	lo.file = name;
	fails(ioctl(dev, LMLOADOBJ, &lo), ENAMETOOLONG, "a long file name");
	lo.file = hello.path;
	lo.entry = name;
	fails(ioctl(dev, LMLOADOBJ, &lo), ENAMETOOLONG, "a long entry name");
	name[255] = '\0';
	fails(ioctl(dev, LMLOADOBJ, &lo), ENOEXEC,
	    "the longest entry name: not in the object");
	lo.entry = NULL;
	lo.file = name;
	fails(ioctl(dev, LMLOADOBJ, &lo), ENOEXEC, "the longest file name");
	none("lengths");
}

/* ---- the module's memory, by /dev/kmem ---- */

static void
test_kmem(void)
{
	struct lmc_loadobj lo = good_load();
	struct lmc_stat st = {.id = 0};
	int kmem = open("/dev/kmem", O_RDWR);
	char byte;

	ok(kmem != -1, "/dev/kmem");
	is(ioctl(dev, LMLOADOBJ, &lo), 0, "load");
	is(ioctl(dev, LMSTAT, &st), 0, "stat");
	is(pread(kmem, &byte, 1, lo.area), 1, "its text can be read");
	fails(pwrite(kmem, &byte, 1, lo.area), EFAULT, "but not written");
	is(pread(kmem, &byte, 1, st.private_data), 1, "its data can be read");
	is(pwrite(kmem, &byte, 1, st.private_data), 1, "and written");
	fails(pwrite(kmem, &byte, 1, 0xc0101000), EFAULT,
	    "kernel text cannot be written");
	fails(pread(kmem, &byte, 1, lo.area + lo.memsize), EFAULT,
	    "behind the module is nothing");
	is(unload_id(dev, 0), 0, "unload");
	fails(
	    pread(kmem, &byte, 1, lo.area), EFAULT, "where it was is nothing");
	close(kmem);
}

int
main(void)
{
	dev = open("/dev/lkm", O_RDWR);
	readonly = open("/dev/lkm", O_RDONLY);
	if (dev == -1 || readonly == -1) {
		perror("/dev/lkm");
		return 2;
	}
	hello = read_object("/lkm/hello.o");
	missing = read_object("/m/missing.o");
	hole = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE, -1, 0);
	memset(hole, 'h', 4 * PAGE);
	fixed = hole + 2 * PAGE;
	munmap(hole + PAGE, PAGE);
	munmap(fixed + PAGE, PAGE);
	mprotect(fixed, PAGE, PROT_READ);

	test_rights();
	test_stat();
	test_reason();
	test_map();
	test_wild();
	test_map_hole();
	test_sizes();
	test_kmem();
	return tap_done();
}
