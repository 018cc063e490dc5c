/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * process.c: what a system call costs, a process, and going from one to
 * another.
 */
#include <sys/syscall.h>
#include <sys/wait.h>
#include <err.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench.h"

#define CALLS       1000
#define WARM_UP     2
#define PROCESSES   20
#define ROUNDS      100
#define ROUNDS_WARM 10

/*
 * CALLS times the same loop with and without the int instruction: what is
 * left is that instruction and all that the kernel does.
 */
#define LOOP(body)                                         \
	__asm volatile("movl %2, %1\n"                     \
		       "1: movl %3, %0\n" body "decl %1\n" \
		       "jnz 1b"                            \
		       : "=&a"(result), "=&S"(n)           \
		       : "i"(CALLS), "rm"(number)          \
		       : "ecx", "edx", "memory", "cc")

/* A system call that has no arguments, and answers as getppid does. */
static void
measure_number(const char *name, int number)
{
	uint64_t with, without;
	int result, n;

	LOOP("int $0x80\n");
	if (result != getppid())
		errx(1, "system call %d by int 0x80 answers %d, not %d", number,
		    result, getppid());
	settle();
	with = count_begin();
	LOOP("int $0x80\n");
	with = count_end(with);
	without = count_begin();
	LOOP("");
	without = count_end(without);
	report(name, (with - without + CALLS / 2) / CALLS);
}

void
measure_getppid(char **argv)
{
	measure_number("getppid", SYS_getppid);
}

void
measure_call(char **argv)
{
	measure_number(argv[0], atoi(argv[1]));
}

/* Wait for the child; a child that failed ends the measurement. */
static void
bury(pid_t pid)
{
	int status;

	if (pid < 0)
		err(1, "fork");
	if (waitpid(pid, &status, 0) != pid)
		err(1, "waitpid");
	if (status != 0)
		errx(1, "the child ended with status 0x%x", status);
}

/* A child, from fork to wait; program NULL: it only exits. */
static uint64_t
count_child(char *program)
{
	char *argv[] = {program, NULL}, *envp[] = {NULL};
	uint64_t t;
	pid_t pid;

	settle();
	t = count_begin();
	pid = fork();
	if (pid == 0) {
		if (program != NULL)
			execve(program, argv, envp);
		_exit(program != NULL);
	}
	bury(pid);
	return count_end(t);
}

/* The mean of PROCESSES children, one after the other. */
static void
measure_children(const char *name, char *program)
{
	uint64_t t, sum = 0;
	int i;

	for (i = 0; i < WARM_UP + PROCESSES; i++) {
		t = count_child(program);
		if (i >= WARM_UP)
			sum += t;
	}
	report(name, sum / PROCESSES);
}

void
measure_fork(char **argv)
{
	measure_children("fork", NULL);
}

void
measure_exec(char **argv)
{
	measure_children("exec", argv[0]);
}

/*
 * The least of PROCESSES children, each beside one more process that sleeps:
 * some may need a page where others find room.
 */
void
measure_least(char **argv)
{
	uint64_t t, least = UINT64_MAX;
	pid_t sleeper[PROCESSES];
	int i;

	for (i = 0; i < PROCESSES; i++) {
		if ((sleeper[i] = fork()) == 0)
			for (;;)
				pause();
		if (sleeper[i] == -1)
			err(1, "fork");
		t = count_child(argv[1]);
		if (t < least)
			least = t;
	}
	while (i-- > 0)
		kill(sleeper[i], SIGKILL);
	report(argv[0], least);
}

/* One byte through one pipe and back through the other. */
static void
round_trips(int to, int from, int n)
{
	char c = 'x';

	while (n-- > 0)
		if (write(to, &c, 1) != 1 || read(from, &c, 1) != 1)
			err(1, "pipe");
}

void
measure_pipe(char **argv)
{
	int there[2], back[2];
	uint64_t t;
	pid_t pid;
	char c;

	if (pipe(there) != 0 || pipe(back) != 0)
		err(1, "pipe");
	pid = fork();
	if (pid == 0) {
		close(there[1]);
		close(back[0]);
		while (read(there[0], &c, 1) == 1)
			if (write(back[1], &c, 1) != 1)
				_exit(1);
		_exit(0);
	}
	close(there[0]);
	close(back[1]);
	round_trips(there[1], back[0], ROUNDS_WARM);
	settle();
	t = count_begin();
	round_trips(there[1], back[0], ROUNDS);
	t = count_end(t);
	close(there[1]);
	bury(pid);
	report("pipe", t / ROUNDS);
}
