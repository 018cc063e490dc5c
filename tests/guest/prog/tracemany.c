/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tracemany: /dev/ktrace with many processes, with no memory, and with one
 * who asks for nonsense.
 */
#include <sys/mman.h>
#include <sys/sysctl.h>

#include "tracing.h"

#define MANY 200 /* processes */

static void
nothing(void)
{
}

/* ---- many ---- */

static void
many_children(void)
{
	int i;

	for (i = 0; i < MANY; i++)
		if (fork() == 0) {
			(void)getppid();
			msleep(200);
			_exit(3);
		}
	while (wait(NULL) > 0)
		continue;
}

static void
test_many(uint32_t flags, int told)
{
	pid_t pid = child(many_children);
	int fd = open_trace();
	struct seen s;

	attach(fd, pid, flags);
	let_go();
	s = read_all(fd, 8192, "getppid");
	is(s.type[KTR_FORK], told, "%d of %d children are told of", told, MANY);
	is(s.type[KTR_EXIT], told + 1, "and the end of each");
	is(s.named, told, "and what they do");
	is(s.wrong, 0, "in records that are sound");
	waitpid(pid, NULL, 0);
	close(fd);
}

/* They go on, though nobody reads any more. */
static void
test_many_left(void)
{
	pid_t pid = child(many_children);
	int fd = open_trace(), status = -1;

	attach(fd, pid, KTRF_INHERIT);
	let_go();
	msleep(150);
	close(fd);
	is(waitpid(pid, &status, 0), pid, "a trace of many is closed");
	is(status, 0, "and they go on");
}

/* ---- no memory ---- */

static int
armed(int n)
{
	char text[16];

	snprintf(text, sizeof(text), "fail %d", n);
	return sysctlbyname("debug.inject", NULL, NULL, text, strlen(text));
}

static void
disarm(void)
{
	sysctlbyname("debug.inject", NULL, NULL, "off", 3);
}

static void
test_no_memory(void)
{
	pid_t pid = child(nothing);
	int fd, n, opened = 0, attached = 0, other = 0;

	for (n = 1; n < 20 && !opened; n++) {
		armed(n);
		fd = open("/dev/ktrace", O_RDWR);
		opened = fd >= 0;
		if (!opened && errno != ENOMEM)
			other++;
		disarm();
	}
	ok(opened && n > 2, "it cannot be opened without memory");
	for (n = 1; opened && n < 20 && !attached; n++) {
		armed(n);
		attached = attach(fd, pid, 0) == 0;
		if (!attached && errno != ENOMEM)
			other++;
		disarm();
	}
	ok(attached && n > 2, "nor anybody be traced");
	is(other, 0, "the error is that");
	let_go();
	is(read_all(fd, sizeof(buf), NULL).wrong, 0,
	    "with memory, all is well");
	waitpid(pid, NULL, 0);
	close(fd);
}

/* ---- nonsense from who is traced ---- */

static void
nonsense(void)
{
	char *wild[] = {
	    (char *)16, (char *)0xc0100000, (char *)0xffffffff, NULL};
	unsigned i;

	for (i = 0; i < 4; i++) {
		(void)open(wild[i], O_RDONLY);
		(void)write(1, wild[i], 0x7fffffff);
		(void)write(1, wild[i], 10);
		(void)read(-1, wild[i], ~0U);
		(void)execve("/", (char **)wild[i], NULL);
		(void)execve(wild[i], wild, wild);
		(void)rename(wild[i], wild[3 - i]);
		/* A number that no call has, and arguments that are nowhere. */
		__asm__ volatile("int $0x80"
				 :
				 : "a"(511 + i)
				 : "memory", "edx", "ecx", "cc");
		__asm__ volatile("xchgl %%esp, %%esi; int $0x80; "
				 "xchgl %%esp, %%esi"
				 :
				 : "a"(5), "S"(wild[i])
				 : "memory", "edx", "ecx", "cc");
	}
}

static void
test_nonsense(void)
{
	pid_t pid = child(nonsense);
	int fd = open_trace(), status = -1;
	struct seen s;

	attach(fd, pid, KTRF_INHERIT);
	let_go();
	s = read_all(fd, sizeof(buf), "open");
	is(s.wrong, 0, "of nonsense is told in records that are sound");
	is(s.named, 8, "each call of it");
	waitpid(pid, &status, 0);
	is(status, 0, "and it is answered");
	close(fd);
}

int
main(void)
{
	test_many(KTRF_INHERIT, MANY);
	test_many(0, 0);
	test_many_left();
	test_no_memory();
	test_nonsense();
	return tap_done();
}
