/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hog: takes memory, or processes, until there are no more.
 *
 *	hog memory	touch page after page
 *	hog keep FILE	the same, and sleep once FILE's space is all that is
 *			left; says "full"
 *	hog fork	fork until it fails, also in the children; the error
 *	hog tree	a fork bomb, which its parent kills as a group; how many
 *			processes there were, and how many are left
 */
#include <sys/types.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#define PAGE  4096
#define CHUNK (256 * PAGE)

/* Pages, touched one after the other, until this many are free. */
static void
take_until(int left)
{
	char *p;
	int i;

	for (;;) {
		p = mmap(NULL, CHUNK, PROT_READ | PROT_WRITE,
		    MAP_ANON | MAP_PRIVATE, -1, 0);
		if (p == MAP_FAILED)
			return;
		for (i = 0; i < CHUNK; i += PAGE) {
			if (sysctl_int("vm.free") <= left)
				return;
			p[i] = 1;
		}
	}
}

static int
hog_memory(void)
{
	take_until(-1);
	return 1;
}

/* Processes that sleep until we are through. */
static int
hog_fork(void)
{
	int n = 0, error;
	pid_t pid, group = getpid();

	setpgid(0, group);
	for (;;) {
		if ((pid = fork()) == 0) {
			for (;;)
				pause();
		}
		if (pid == -1)
			break;
		n++;
	}
	error = errno;
	printf("%d processes, then %s\n", n,
	    error == EAGAIN ? "EAGAIN" : strerror(error));
	fflush(stdout);
	signal(SIGTERM, SIG_IGN);
	kill(-group, SIGTERM);
	while (n > 0 && wait(NULL) > 0)
		n--;
	printf("%d left\n", n);
	return 0;
}

static void
tree(void)
{
	int i;

	setpgid(0, 0);
	for (i = 0; i < 2000; i++)
		fork();
	_exit(0);
}

/*
 * Forks once only: a shell would need a process for each look at the bomb,
 * when the bomb has them all.
 */
static int
hog_tree(void)
{
	int before = sysctl_int("kern.nprocs"), most, left, i;
	pid_t pid;

	if ((pid = fork()) == 0)
		tree();
	if (pid == -1) {
		perror("hog: fork");
		return 1;
	}
	msleep(500);
	most = sysctl_int("kern.nprocs");
	kill(-pid, SIGKILL);
	/* Its orphans are init's to wait for. */
	waitpid(pid, NULL, 0);
	for (i = 0; i < 100; i++) {
		if ((left = sysctl_int("kern.nprocs") - before) <= 0)
			break;
		msleep(100);
	}
	printf("%d processes\n%d left\n", most - before, left);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";

	if (strcmp(how, "memory") == 0)
		return hog_memory();
	if (strcmp(how, "fork") == 0)
		return hog_fork();
	if (strcmp(how, "tree") == 0)
		return hog_tree();
	if (strcmp(how, "keep") == 0 && argc > 2) {
		take_until(atoi(argv[2]));
		puts("full");
		fflush(stdout);
		sleep(20); /* to be killed */
		return 0;
	}
	return 2;
}
