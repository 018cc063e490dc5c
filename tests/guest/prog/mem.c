/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mem: the memory of a process: break, mmap, munmap, mprotect, what is
 * shared after fork, pages that come when they are touched, the stack.
 */
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#define PAGE        4096
#define STACK_LIMIT (8 << 20)

static char *
anon(size_t len, int prot)
{
	return mmap(NULL, len, prot, MAP_ANON | MAP_PRIVATE, -1, 0);
}

/* ---- what a child does that shall end it ---- */

static int
read_byte(void *p)
{
	(void)*(volatile char *)p;
	return 0;
}

static int
write_byte(void *p)
{
	*(volatile char *)p = 1;
	return 0;
}

static int
run_at(void *p)
{
	((void (*)(void))p)();
	return 0;
}

/* ---- break ---- */

static void
test_break(void)
{
	char *start = sbrk(0), *p;

	ok(sbrk(3 * PAGE) == start, "sbrk: memory begins where the heap ended");
	is(start[0] + start[3 * PAGE - 1], 0, "sbrk: the new memory is zeros");
	memset(start, 7, 3 * PAGE);
	ok(sbrk(-2 * PAGE) == start + 3 * PAGE, "sbrk: it shrinks");
	p = (char *)(((uintptr_t)start + PAGE + PAGE - 1) & ~(PAGE - 1UL));
	dies(SIGSEGV, read_byte, p, "sbrk: what was given back is gone");
	sbrk(2 * PAGE);
	is(p[0], 0, "sbrk: what comes again is zeros");
	fails(brk((void *)0x1000), ENOMEM, "brk below the heap");
	fails(brk((void *)0xc0000000), ENOMEM, "brk in the kernel");
	fails(brk((void *)0xffffffff), ENOMEM, "brk at the end of the world");
	fails(brk((void *)0x3f700000), ENOMEM, "brk into the stack");
	ok(sbrk(0) == start + 3 * PAGE, "a break that failed moved nothing");
	ok(brk(start) == 0, "brk back");
}

/* ---- mmap ---- */

static void
test_mmap(void)
{
	char *p = anon(4 * PAGE, PROT_READ | PROT_WRITE), *q;
	size_t i, sum = 0;

	ok(p != MAP_FAILED, "mmap: anonymous memory");
	for (i = 0; i < 4 * PAGE; i++)
		sum += p[i];
	is(sum, 0, "mmap: zeros");
	memset(p, 'x', 4 * PAGE);
	q = mmap(p + PAGE, PAGE, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE | MAP_FIXED, -1, 0);
	ok(q == p + PAGE && q[0] == 0 && p[0] == 'x' && p[2 * PAGE] == 'x',
	    "mmap: MAP_FIXED replaces just that page");
	is(munmap(p + PAGE, PAGE), 0, "munmap: a hole");
	dies(SIGSEGV, read_byte, p + PAGE, "munmap: the hole is one");
	ok(p[PAGE - 1] == 'x' && p[2 * PAGE] == 'x',
	    "munmap: its neighbours are not touched");
	q = mmap(p + PAGE, PAGE, PROT_READ, MAP_ANON | MAP_PRIVATE, -1, 0);
	ok(q != MAP_FAILED && q[0] == 0, "mmap with a hint");
	is(munmap(p, 4 * PAGE), 0, "munmap: over holes");
	dies(SIGSEGV, read_byte, p + 3 * PAGE, "munmap: all is gone");
	is(munmap(p, 4 * PAGE), 0, "munmap: of nothing");
}

static void
test_mmap_errors(void)
{
	const int rw = PROT_READ | PROT_WRITE, anonp = MAP_ANON | MAP_PRIVATE;
	int fds[2], fd;

#define MMAP(...) (mmap(__VA_ARGS__) == MAP_FAILED ? -1 : 0)
	fails(MMAP(NULL, 0, rw, anonp, -1, 0), EINVAL, "mmap: no length");
	fails(MMAP(NULL, 0xfffff001, rw, anonp, -1, 0), EINVAL,
	    "mmap: a length that wraps");
	fails(MMAP(NULL, 0xc0000000, rw, anonp, -1, 0), ENOMEM,
	    "mmap: more than there is room for");
	fails(MMAP(NULL, PAGE, 0x80, anonp, -1, 0), EINVAL,
	    "mmap: an unknown protection");
	fails(MMAP(NULL, PAGE, rw, MAP_ANON, -1, 0), EINVAL,
	    "mmap: neither shared nor private");
	fails(MMAP((void *)0xc0100000, PAGE, rw, anonp | MAP_FIXED, -1, 0),
	    EINVAL, "mmap: over the kernel");
	fails(MMAP((void *)0xbffff000, 2 * PAGE, rw, anonp | MAP_FIXED, -1, 0),
	    EINVAL, "mmap: into the kernel");
	fails(MMAP(NULL, PAGE, rw, anonp | MAP_FIXED, -1, 0), EINVAL,
	    "mmap: at address 0");
	fails(MMAP((void *)0x50000001, PAGE, rw, anonp | MAP_FIXED, -1, 0),
	    EINVAL, "mmap: fixed, but not at a page");
	fails(MMAP((void *)0x3ff00000, PAGE, rw, anonp | MAP_FIXED, -1, 0),
	    EINVAL, "mmap: over the signal trampoline");
	fails(MMAP(NULL, PAGE, rw, MAP_PRIVATE, 99, 0), EBADF,
	    "mmap: no such descriptor");
	is(pipe(fds), 0, "pipe");
	fails(MMAP(NULL, PAGE, rw, MAP_PRIVATE, fds[0], 0), ENODEV,
	    "mmap: of a pipe");
	close(fds[0]);
	close(fds[1]);
	fd = open("/tmp", O_RDONLY);
	fails(MMAP(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0), ENODEV,
	    "mmap: of a directory");
	close(fd);
	fd = open("/bin/cat", O_RDONLY);
	fails(MMAP(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 1), EINVAL,
	    "mmap: an offset within a page");
	fails(MMAP(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, -PAGE), EINVAL,
	    "mmap: a negative offset");
	close(fd);
	fails(munmap((void *)1, PAGE), EINVAL, "munmap: not at a page");
	fails(munmap((void *)0xc0100000, PAGE), EINVAL, "munmap: the kernel");
	fails(munmap((void *)0x3ff00000, PAGE), EINVAL,
	    "munmap: the signal trampoline");
	fails(mprotect((void *)0x3ff00000, PAGE, rw), EINVAL,
	    "mprotect: the signal trampoline");
	fails(mprotect((void *)0x60000000, PAGE, rw), ENOMEM,
	    "mprotect: of nothing");
	fails(mprotect((void *)0xc0100000, PAGE, rw), EINVAL,
	    "mprotect: the kernel");
	dies(SIGSEGV, write_byte, (void *)0x3ff00000,
	    "the signal trampoline cannot be written");
}

/* ---- protection ---- */

static void
test_protection(void)
{
	char *p = anon(3 * PAGE, PROT_READ | PROT_WRITE);

	memset(p, 'a', 3 * PAGE);
	is(mprotect(p + PAGE, PAGE, PROT_READ), 0,
	    "mprotect: one page of three");
	dies(SIGSEGV, write_byte, p + PAGE, "read-only: a write");
	dies(0, read_byte, p + PAGE, "read-only: a read");
	dies(0, write_byte, p, "the page before can be written");
	dies(0, write_byte, p + 2 * PAGE, "and the page behind");
	is(mprotect(p + PAGE, PAGE, PROT_NONE), 0, "mprotect: to none");
	dies(SIGSEGV, read_byte, p + PAGE, "none: a read");
	fails(write(STDOUT_FILENO, p + PAGE, 1), EFAULT,
	    "none: the kernel does not read it either");
	is(mprotect(p + PAGE, PAGE, PROT_READ | PROT_WRITE), 0,
	    "mprotect: back");
	is(p[PAGE], 'a', "what was there is still there");
	p[PAGE] = 'b';
	is(p[PAGE], 'b', "and can be written");
	munmap(p, 3 * PAGE);
	dies(SIGSEGV, write_byte, (void *)test_protection, "text: a write");
}

static void
test_execute(void)
{
	static char data[] = {(char)0xc3}; /* ret */
	int nx = sysctl_int("hw.nx");
	char *p = anon(PAGE, PROT_READ | PROT_WRITE);
	volatile char stack[] = {(char)0xc3};

	/* Without NX all that can be read can be executed. */
	p[0] = (char)0xc3;
	dies(nx ? SIGSEGV : 0, run_at, data, "data executed, NX is %d", nx);
	dies(nx ? SIGSEGV : 0, run_at, (void *)stack,
	    "the stack executed, NX is %d", nx);
	dies(nx ? SIGSEGV : 0, run_at, p, "mapped memory executed, NX is %d",
	    nx);
	mprotect(p, PAGE, PROT_READ | PROT_EXEC);
	dies(0, run_at, p, "memory made executable");
	dies(SIGSEGV, write_byte, p, "it cannot be written then");
	munmap(p, PAGE);
}

/* ---- fork ---- */

static int
child_changes(void *arg)
{
	char *p = arg;

	if (p[0] != 'p' || p[PAGE] != 'p')
		return 1;
	p[0] = 'c';
	msleep(30);
	/* What the parent wrote meanwhile is not seen here. */
	return p[0] == 'c' && p[PAGE] == 'p' ? 0 : 2;
}

static void
test_copy_on_write(void)
{
	char *p = anon(2 * PAGE, PROT_READ | PROT_WRITE);
	int status;
	pid_t pid;

	p[0] = p[PAGE] = 'p';
	if ((pid = fork()) == 0)
		_exit(child_changes(p));
	msleep(10);
	p[PAGE] = 'P';
	is(p[0], 'p', "fork: the child's write is not the parent's");
	waitpid(pid, &status, 0);
	is(status, 0, "fork: the parent's write is not the child's");
	is(p[PAGE], 'P', "fork: the parent keeps its own");

	/* A child of a child, with a page that none has written yet. */
	if ((pid = fork()) == 0) {
		p[0] = '1';
		if (in_child(child_changes, p) != W_EXITCODE(1, 0))
			_exit(1);
		_exit(p[0] == '1' ? 0 : 2);
	}
	waitpid(pid, &status, 0);
	is(status, 0, "fork: three generations");
	is(p[0], 'p', "fork: the oldest one's page is its own");

	/* Read-only in the parent: the child must not come to write it. */
	mprotect(p, PAGE, PROT_READ);
	dies(SIGSEGV, write_byte, p, "fork: protection is inherited");
	munmap(p, 2 * PAGE);
}

/* The kernel writes to a page that two processes share. */
static void
test_copyout_to_shared(void)
{
	char *p = anon(PAGE, PROT_READ | PROT_WRITE);
	int fds[2], status;
	pid_t pid;

	p[0] = 'o';
	if (pipe(fds) == -1)
		return;
	if ((pid = fork()) == 0) {
		if (write(fds[1], "n", 1) != 1 || read(fds[0], p, 1) != 1)
			_exit(1);
		_exit(p[0] == 'n' ? 0 : 2);
	}
	waitpid(pid, &status, 0);
	is(status, 0, "read(2) into a shared page: the reader has it");
	is(p[0], 'o', "read(2) into a shared page: the other has not");
	close(fds[0]);
	close(fds[1]);
	munmap(p, PAGE);
}

/* ---- files ---- */

static void
test_map_file(void)
{
	char line[8] = "";
	char *p;
	int fd = open("/tmp/mapped", O_RDWR | O_CREAT | O_TRUNC, 0600), i;

	for (i = 0; i < 5000; i++)
		if (write(fd, "z", 1) != 1)
			break;
	p = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	ok(p != MAP_FAILED, "mmap: a file");
	ok(p[0] == 'z' && p[4999] == 'z', "mmap: the file's bytes");
	ok(p[5000] == 0 && p[2 * PAGE - 1] == 0,
	    "mmap: zeros to the end of its last page");
	dies(SIGSEGV, read_byte, p + 2 * PAGE, "mmap: nothing behind the file");
	p[0] = 'm';
	pread(fd, line, 1, 0);
	is(line[0], 'z', "mmap: a private write does not reach the file");
	pwrite(fd, "w", 1, 0);
	is(p[0], 'm', "mmap: nor the file's change the private page");
	close(fd);
	is(p[4096], 'z', "mmap: the descriptor is not needed any more");
	unlink("/tmp/mapped");
	is(p[4097], 'z', "mmap: nor is the name");
	munmap(p, 3 * PAGE);

	fd = open("/tmp/mapped", O_WRONLY | O_CREAT, 0600);
	fails(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED ? -1
									    : 0,
	    EACCES, "mmap: of a file that cannot be read");
	close(fd);
	unlink("/tmp/mapped");
}

/* A file that shrinks under its mapping. */
static void
test_truncated_file(void)
{
	int fd = open("/tmp/shrinks", O_RDWR | O_CREAT | O_TRUNC, 0600);
	char *p;

	ftruncate(fd, 2 * PAGE);
	p = mmap(NULL, 2 * PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
	ftruncate(fd, 0);
	dies(SIGSEGV, read_byte, p + PAGE, "a mapped file that was truncated");
	fails(write(STDOUT_FILENO, p + PAGE, 1), EFAULT,
	    "the kernel finds nothing there either");
	munmap(p, 2 * PAGE);
	close(fd);
	unlink("/tmp/shrinks");
}

/* ---- the stack ---- */

static int
dig(volatile char *above, int bytes)
{
	volatile char room[2048];

	room[0] = above[0] + 1;
	return bytes <= 0 ? 0 : dig(room, bytes - 2048) + room[0] - room[0];
}

static int
use_stack(void *bytes)
{
	volatile char c = 0;

	return dig(&c, *(int *)bytes);
}

static void
test_stack(void)
{
	int most = STACK_LIMIT - (128 << 10), more = STACK_LIMIT + (1 << 20);

	dies(0, use_stack, &most, "the stack grows to almost 8 MiB");
	dies(SIGSEGV, use_stack, &more, "and no further");
	dies(SIGSEGV, read_byte, (char *)0x3fe00000 - STACK_LIMIT - PAGE,
	    "nothing is below the stack");
}

/* Pages are there when they are touched, not when they are asked for. */
static void
test_demand(void)
{
	int before = sysctl_int("vm.free"), after;
	char *p = anon(64 << 20, PROT_READ | PROT_WRITE);

	ok(p != MAP_FAILED, "64 MiB of address space");
	after = sysctl_int("vm.free");
	ok(before - after < 16, "take no memory until they are touched");
	p[0] = p[32 << 20] = 1;
	after = sysctl_int("vm.free");
	ok(before - after >= 2 && before - after < 20,
	    "two pages touched: two pages, and page tables, are taken");
	munmap(p, 64 << 20);
	/* An empty page table may stay with the process. */
	ok(before - sysctl_int("vm.free") < 8, "and given back");
}

int
main(void)
{
	test_break();
	test_mmap();
	test_mmap_errors();
	test_protection();
	test_execute();
	test_copy_on_write();
	test_copyout_to_shared();
	test_map_file();
	test_truncated_file();
	test_stack();
	test_demand();
	return tap_done();
}
