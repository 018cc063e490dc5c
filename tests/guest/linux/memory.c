/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * memory: the heap, mappings, and what moves them.
 */
#include "lx.h"

#define PAGE         4096
#define R            1
#define RW           3
#define RX           5
#define RWX          7
#define SHARED       0x01
#define PRIVATE      0x02
#define FIXED        0x10
#define ANON         0x20
#define NOREPLACE    0x100000
#define MAYMOVE      1
#define MREMAP_FIXED 2

static volatile int faulted;

static void
skip(int sig, struct lx_siginfo *si, struct lx_ucontext *uc)
{
	faulted = 1;
	uc->mc.eip += 2;
}

/* Can it be read, or written? */
static int
readable(volatile char *p)
{
	faulted = 0;
	__asm__ volatile("movb (%0), %%al" : : "c"(p) : "eax", "memory");
	return !faulted;
}

static int
writable(volatile char *p)
{
	faulted = 0;
	__asm__ volatile("movb %%al, (%0)" : : "c"(p), "a"(*p) : "memory");
	return !faulted;
}

static char *
map(u_int len, int prot)
{
	int r = lx(LX_mmap2, 0, len, prot, PRIVATE | ANON, -1, 0);

	return r < 0 && r > -4096 ? 0 : (char *)r;
}

static void
test_brk(void)
{
	char *end = (char *)lx(LX_brk, 0);

	is((u_int)end & (PAGE - 1), 0, "the heap begins with a page");
	is(lx(LX_brk, end + 10000), (int)end + 10000, "it grows");
	end[0] = end[9999] = 1;
	is(lx(LX_brk, end + 100), (int)end + 100, "it shrinks");
	ok(!readable(end + 8192), "what is gone is gone");
	is(lx(LX_brk, end + 10000), (int)end + 10000, "it grows again");
	is(end[9999], 0, "with zeros");
	is(lx(LX_brk, 0xd0000000), (int)end + 10000, "not into the kernel");
	is(lx(LX_brk, 0x1000), (int)end + 10000, "nor below its beginning");
	is(lx(LX_brk, end), (int)end, "back");
}

static void
test_map(void)
{
	char *p = map(3 * PAGE, RW);
	struct {
		u_int addr, len;
		int prot, flags, fd;
		u_int off;
	} old = {0, PAGE, RW, PRIVATE | ANON, -1, 0};
	int r;

	ok(p != 0 && p[0] == 0 && writable(p), "anonymous memory");
	is(lx(LX_mprotect, p + PAGE, PAGE, R), 0, "its middle");
	ok(readable(p + PAGE) && !writable(p + PAGE), "is read-only");
	ok(writable(p) && writable(p + 2 * PAGE), "and no more");
	is(lx(LX_mprotect, p, 4 * PAGE, R), -LX_ENOMEM, "a hole behind");
	is(lx(LX_mprotect, p + 1, PAGE, R), -LX_EINVAL, "not at a page");
	is(lx(LX_munmap, p + PAGE, PAGE), 0, "the middle goes");
	ok(!readable(p + PAGE) && writable(p + 2 * PAGE), "alone");
	is(lx(LX_mmap2, p, PAGE, RW, PRIVATE | ANON | NOREPLACE, -1, 0),
	    -LX_EEXIST, "somebody is there");
	is(lx(LX_mmap2, p + PAGE, PAGE, RW, PRIVATE | ANON | NOREPLACE, -1, 0),
	    (int)p + PAGE, "nobody");
	p[0] = 7;
	is(lx(LX_mmap2, p, PAGE, RW, PRIVATE | ANON | FIXED, -1, 0), (int)p,
	    "over what is there");
	is(p[0], 0, "which is gone");
	is(lx(LX_mmap2, 0, PAGE, RW, ANON, -1, 0), -LX_EINVAL, "what kind?");
	is(lx(LX_mmap2, 0, 0, RW, PRIVATE | ANON, -1, 0), -LX_EINVAL,
	    "nothing");
	is(lx(LX_mmap2, 0, PAGE, RW, PRIVATE, 77, 0), -9, "no such file");
	is(lx(LX_mmap2, 0xbffff000, PAGE * 2, RW, PRIVATE | ANON | FIXED, -1,
	       0),
	    -LX_EINVAL, "into the kernel");
	r = lx(LX_old_mmap, &old);
	ok(r > 0 && writable((char *)r), "the old call");
	is(lx(LX_munmap, r, PAGE), 0, "munmap");
	is(lx(LX_old_mmap, 4), -LX_EFAULT, "a wild pointer");
}

/* Machine code that returns 42, written and then run. */
static void
test_code(void)
{
	static const char code[] = "\xb8\x2a\0\0\0\xc3";
	char *p = map(PAGE, RWX);

	memcpy(p, code, sizeof(code));
	is(((int (*)(void))p)(), 42, "memory to write and to execute");
	p = map(PAGE, RW);
	memcpy(p, code, sizeof(code));
	is(lx(LX_mprotect, p, PAGE, RX), 0, "one after the other");
	is(((int (*)(void))p)(), 42, "works as well");
}

/* This program's own text, mapped where a linker wants it. */
static void
test_file(const char *name)
{
	int fd = lx(LX_openat, -100, name, 0, 0), r;
	char *p = map(4 * PAGE, RW);

	if (!ok(fd >= 0, "this program's file"))
		return;
	p[PAGE] = p[3 * PAGE] = 3;
	r = lx(LX_mmap2, p + PAGE, PAGE, RX, PRIVATE | FIXED, fd, 0);
	is(r, (int)p + PAGE, "is mapped where it is wanted");
	is(*(int *)(p + PAGE), 0x464c457f, "from its beginning");
	ok(!writable(p + PAGE) && p[3 * PAGE] == 3, "read-only, alone");
	is(lx(LX_mmap2, p + 2 * PAGE, PAGE, RW, PRIVATE | FIXED, fd, 1),
	    (int)p + 2 * PAGE, "its second page");
	p[2 * PAGE] = 99;
	r = lx(LX_mmap2, 0, PAGE, R, PRIVATE, fd, 1);
	ok(*(char *)r != 99, "what is written is private");
	is(lx(LX_close, fd), 0, "closed");
	is(lx(LX_mremap, r, PAGE, 2 * PAGE, MAYMOVE) != 0, 1, "it grows");
}

static void
fill(char *p, u_int pages)
{
	u_int i;

	for (i = 0; i < pages; i++)
		p[i * PAGE] = i + 1;
}

static int
filled(const char *p, u_int pages)
{
	u_int i;

	for (i = 0; i < pages; i++)
		if (p[i * PAGE] != (char)(i + 1))
			return 0;
	return 1;
}

static void
test_remap(void)
{
	char *p = map(16 * PAGE, RW), *q, *r;

	fill(p, 16);
	is(lx(LX_mremap, p, 16 * PAGE, 8 * PAGE, 0), (int)p, "it shrinks");
	ok(filled(p, 8) && !readable(p + 8 * PAGE), "and keeps the rest");
	is(lx(LX_mremap, p, 8 * PAGE, 16 * PAGE, 0), (int)p,
	    "it grows where it is");
	ok(filled(p, 8) && p[8 * PAGE] == 0 && writable(p + 15 * PAGE),
	    "with zeros");
	fill(p, 16);
	/* Its end is walled in. */
	lx(LX_mmap2, p + 16 * PAGE, PAGE, R, PRIVATE | ANON | FIXED, -1, 0);
	is(lx(LX_mremap, p, 16 * PAGE, 40 * PAGE, 0), -LX_ENOMEM, "no room");
	q = (char *)lx(LX_mremap, p, 16 * PAGE, 40 * PAGE, MAYMOVE);
	ok(q != p && filled(q, 16) && q[16 * PAGE] == 0, "elsewhere");
	ok(!readable(p) && writable(q) && writable(q + 39 * PAGE),
	    "and not here");
	fill(q, 40);
	r = map(64 * PAGE, RW);
	is(lx(LX_mremap, q, 40 * PAGE, 50 * PAGE, MAYMOVE | MREMAP_FIXED,
	       r + PAGE),
	    (int)r + PAGE, "to a place of choice");
	ok(filled(r + PAGE, 40) && r[41 * PAGE] == 0, "all of it");
	ok(writable(r) && writable(r + 51 * PAGE), "the neighbours stay");
	/* Parts with other rights go together. */
	lx(LX_mprotect, r + 5 * PAGE, 5 * PAGE, R);
	lx(LX_mprotect, r + 20 * PAGE, PAGE, 0);
	q = (char *)lx(LX_mremap, r + PAGE, 40 * PAGE, 41 * PAGE, MAYMOVE);
	ok(q != r + PAGE && q > (char *)0x1000, "in parts");
	ok(!writable(q + 4 * PAGE) && writable(q + 10 * PAGE) &&
		!readable(q + 19 * PAGE),
	    "each as it was");
	lx(LX_mprotect, q, 40 * PAGE, RW);
	ok(filled(q, 40), "with what was there");
}

static void
test_remap_refused(void)
{
	char *p = map(4 * PAGE, RW);

	is(lx(LX_mremap, p + 1, PAGE, PAGE, 0), -LX_EINVAL, "not at a page");
	is(lx(LX_mremap, p, PAGE, 0, 0), -LX_EINVAL, "to nothing");
	is(lx(LX_mremap, p, 0, PAGE, MAYMOVE), -LX_EINVAL, "of nothing");
	is(lx(LX_mremap, p, PAGE, PAGE, 8), -LX_EINVAL, "flags");
	is(lx(LX_mremap, p, PAGE, PAGE, MREMAP_FIXED, 0x50000000), -LX_EINVAL,
	    "fixed, but not to be moved");
	is(lx(LX_mremap, p, 2 * PAGE, 2 * PAGE, MAYMOVE | MREMAP_FIXED,
	       p + PAGE),
	    -LX_EINVAL, "over itself");
	is(lx(LX_mremap, p, PAGE, PAGE, MAYMOVE | MREMAP_FIXED, 0xbffff001),
	    -LX_EINVAL, "to no page");
	is(lx(LX_mremap, p, 2 * PAGE, 2 * PAGE, MAYMOVE | MREMAP_FIXED,
	       0xbffff000),
	    -LX_EINVAL, "into the kernel");
	is(lx(LX_mremap, 0x7f000000, PAGE, 2 * PAGE, MAYMOVE), -LX_EFAULT,
	    "nobody's");
	is(lx(LX_mremap, p, PAGE, 0xfffff001, MAYMOVE), -LX_EINVAL, "large");
	is(lx(LX_mremap, p, PAGE, 0x90000000, MAYMOVE), -LX_ENOMEM,
	    "larger than there is room");
}

static void
test_advice(void)
{
	char *p = map(4 * PAGE, RW);

	fill(p, 4);
	is(lx(LX_madvise, p + PAGE, 2 * PAGE, 4), 0, "DONTNEED");
	ok(p[0] == 1 && p[PAGE] == 0 && p[2 * PAGE] == 0 && p[3 * PAGE] == 4,
	    "makes zeros of it");
	is(lx(LX_madvise, p, 4 * PAGE, 3), 0, "WILLNEED");
	is(lx(LX_madvise, p, 4 * PAGE, 77), -LX_EINVAL, "no such advice");
	is(lx(LX_madvise, p + 1, PAGE, 4), -LX_EINVAL, "not at a page");
	lx(LX_munmap, p + PAGE, PAGE);
	is(lx(LX_madvise, p, 4 * PAGE, 4), -LX_ENOMEM, "a hole");
	is(lx(LX_madvise, 0xc0000000, PAGE, 4), -LX_EINVAL, "the kernel's");
}

static void
test_random(void)
{
	u_int a[64], b[64], i, same = 0;

	is(lx(LX_getrandom, a, sizeof(a), 0), sizeof(a), "random bytes");
	is(lx(LX_getrandom, b, sizeof(b), 0), sizeof(b), "and others");
	for (i = 0; i < 64; i++)
		same += a[i] == b[i];
	ok(same < 3, "which differ");
	is(lx(LX_getrandom, 4, 100, 0), -LX_EFAULT, "a wild pointer");
	is(lx(LX_getrandom, a, 4, 0x100), -LX_EINVAL, "flags");
}

int
lx_main(int argc, char **argv, char **envp)
{
	lx_handle(LX_SIGSEGV, skip, LX_SA_SIGINFO);
	test_brk();
	test_map();
	test_code();
	test_file(argv[0]);
	test_remap();
	test_remap_refused();
	test_advice();
	test_random();
	return lx_done();
}
