/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sse: the kernel borrows %xmm0 to %xmm7 to copy and clear memory and to read
 * the relocations of modules.  A program sees nothing of it, whatever it has
 * the kernel do; nor does another one, whose registers they may be.
 *
 *	sse MODULE.o BAD.o
 *
 * Both have more than 16 relocations a section; BAD.o is refused for one.
 */
#include <sys/types.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <stdint.h>

#include "tap.h"
#include "lkmutil.h"

#define BIG   65536
#define PAGE  4096
#define PAGES 8

static struct object module, bad;
static int lkm, zero, file;
static char big[BIG];

/* ---- the registers; this program is compiled to use none itself ---- */

static uint32_t wanted[8][4] __attribute__((aligned(128)));
static uint32_t found[8][4] __attribute__((aligned(128)));

static void
fill(uint32_t salt)
{
	int i;

	for (i = 0; i < 32; i++)
		wanted[i / 4][i % 4] = (salt + i) * 0x9e3779b9;
	__asm volatile("movups (%0), %%xmm0; movups 16(%0), %%xmm1;"
		       "movups 32(%0), %%xmm2; movups 48(%0), %%xmm3;"
		       "movups 64(%0), %%xmm4; movups 80(%0), %%xmm5;"
		       "movups 96(%0), %%xmm6; movups 112(%0), %%xmm7"
		       :
		       : "r"(wanted)
		       : "memory");
}

/* The registers that fill() would set anew: a bit each. */
static int
changed(void)
{
	int i, bits = 0;

	__asm volatile("movups %%xmm0, (%0); movups %%xmm1, 16(%0);"
		       "movups %%xmm2, 32(%0); movups %%xmm3, 48(%0);"
		       "movups %%xmm4, 64(%0); movups %%xmm5, 80(%0);"
		       "movups %%xmm6, 96(%0); movups %%xmm7, 112(%0)"
		       :
		       : "r"(found)
		       : "memory");
	for (i = 0; i < 8; i++)
		if (memcmp(found[i], wanted[i], sizeof(found[i])) != 0)
			bits |= 1 << i;
	return bits;
}

static int
has_sse(void)
{
	uint32_t a = 1, b, c, d;

	__asm("cpuid" : "+a"(a), "=b"(b), "=c"(c), "=d"(d));
	return (d & 1 << 25) != 0;
}

/* ---- what the kernel is to do; each returns whether it worked ---- */

static int
read_zeros(void)
{
	return read(zero, big, BIG) == BIG;
}

static int
write_file(void)
{
	return pwrite(file, big, BIG, 0) == BIG;
}

static int
read_file(void)
{
	return pread(file, big, BIG, 0) == BIG;
}

static int
touch_new_pages(void)
{
	char *p = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE, -1, 0);
	int i;

	if (p == MAP_FAILED)
		return 0;
	for (i = 0; i < PAGES; i++)
		p[i * PAGE] = 1;
	return munmap(p, PAGES * PAGE) == 0;
}

static int
copy_file_pages(void)
{
	char *p = mmap(
	    NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
	int i;

	if (p == MAP_FAILED)
		return 0;
	for (i = 0; i < PAGES; i++)
		p[i * PAGE]++;
	return munmap(p, PAGES * PAGE) == 0;
}

static int
load_module(void)
{
	int id = load_object(lkm, &module);

	return id != -1 && unload_id(lkm, id) == 0;
}

/* Nothing large is copied after this has looked at the relocations. */
static int
refuse_module(void)
{
	return load_object(lkm, &bad) == -1 &&
	    strstr(reason, "reloc-pic") != NULL;
}

static const struct {
	const char *name;
	int (*work)(void);
} works[] = {
    {"a read of zeros", read_zeros},
    {"a write to a file", write_file},
    {"a read of a file", read_file},
    {"faults on new pages", touch_new_pages},
    {"faults on a file's private pages", copy_file_pages},
    {"a load of a module", load_module},
    {"a module that is refused", refuse_module},
};
#define NWORKS ((int)(sizeof(works) / sizeof(works[0])))

/*
 * Do it twice: the second time, all of this process's pages are its own.  A
 * fault for one of them would have the kernel copy, and hide what it did
 * wrong before.
 */
static int
work_twice(int n)
{
	*(volatile uint32_t *)wanted = wanted[0][0];
	*(volatile uint32_t *)found = 0;
	return works[n].work() && works[n].work();
}

/*
 * The registers in the CPU are still the parent's.  First this process has
 * its own copy of them; then it changes that.
 */
static int
work_in_child(void *arg)
{
	int n = *(int *)arg;

	if (!work_twice(n))
		return 1;
	if (changed() != 0)
		return 2;
	/* Right after it, a use has to be noticed again. */
	fill(1000);
	return changed() == 0 ? 0 : 3;
}

static int
change_after_work(void *arg)
{
	int n = *(int *)arg;

	if (!work_twice(n))
		return 1;
	fill(2000);
	return works[n].work() && changed() == 0 ? 0 : 2;
}

int
main(int argc, char **argv)
{
	int i, good, bits;

	if (argc != 3)
		return 2;
	module = read_object(argv[1]);
	bad = read_object(argv[2]);
	lkm = open("/dev/lkm", O_RDWR);
	zero = open("/dev/zero", O_RDONLY);
	file = open("/tmp/sse", O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (!ok(lkm != -1 && zero != -1 && file != -1 && has_sse(),
		"the files are there, and SSE is"))
		return tap_done();
	for (i = 0; i < NWORKS; i++) {
		fill(i + 1);
		good = works[i].work();
		bits = changed();
		ok(good, "%s works", works[i].name);
		is(bits, 0, "%s keeps the registers", works[i].name);

		fill(i + 101);
		good = in_child(work_in_child, &i);
		bits = changed();
		is(good, 0, "%s in a child keeps its copy", works[i].name);
		is(bits, 0, "%s in a child keeps the parent's", works[i].name);

		fill(i + 201);
		good = in_child(change_after_work, &i);
		bits = changed();
		is(good, 0, "%s, then a change in a child", works[i].name);
		is(bits, 0, "%s, then a change in a child: the parent's",
		    works[i].name);
	}
	return tap_done();
}
