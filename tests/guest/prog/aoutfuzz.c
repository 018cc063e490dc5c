/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * aoutfuzz: a.out programs whose header lies, when the module exec_aout is
 * there.  Each is run by a user without rights, for a moment: it may be
 * refused, run, or die; what must not happen is a panic, another error, or
 * anything left behind.
 *
 *	aoutfuzz first last program ...
 *	aoutfuzz errors program ...	says what execve(2) makes of each
 *
 * Mutant number n is the same each time, and does not depend on those before.
 */
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/exec_aout.h>

#include "tap.h"

#include "rnd.h"
#include "selfutil.h"

#define USER        1000
#define MOMENT      20000 /* microseconds */
#define MAXPROGRAMS 32

static struct program {
	char path[32];
	struct exec header;
	char *bytes;
	off_t size;
} programs[MAXPROGRAMS];
static int nprograms;
static int nran, nrefused, nlarge, nodd;

/* A number that is near to something: a page, the file's end, a wrap. */
static uint32_t
interesting(off_t size)
{
	static const uint32_t near[] = {0, 0, 0x20, 0x1000, 0x2000, 0x3f600000,
	    0x3fe00000, 0x7fffffff, 0xbffff000, 0xc0000000, 0xf0400000,
	    0xfffff000};
	uint32_t n = near[rnd(sizeof(near) / sizeof(near[0]))];

	switch (rnd(4)) {
	case 0:
		return (uint32_t)size + rnd(9) - 4;
	case 1:
		return rng;
	default:
		return n + (rnd(2) ? rnd(9) - 4 : 0);
	}
}

static void
mutate(struct exec *ex, off_t *size)
{
	uint32_t *word = (uint32_t *)ex + 1 + rnd(7);

	switch (rnd(6)) {
	case 0:
		*word ^= 1u << rnd(32);
		break;
	case 1:
		*word = interesting(*size);
		break;
	case 2:
		*word += (rnd(9) - 4) * (rnd(2) ? 4096 : 1);
		break;
	case 3: /* another kind, or nearly */
		ex->a_midmag ^=
		    rnd(3) ? 1u << rnd(32) : __builtin_bswap32(0407 ^ 0413);
		break;
	case 4:
		*size = rnd(*size + 4096);
		break;
	default:
		memcpy(word, (uint32_t *)ex + rnd(8), sizeof(*word));
		break;
	}
}

/* In the child: whoever it becomes can do no harm, nor for long. */
static _Noreturn void
become(const char *path, int report)
{
	struct itimerval moment = {.it_value.tv_usec = MOMENT};
	char *args[] = {(char *)"mutant", NULL}, *none[] = {NULL};
	int fd, error;

	setsid();
	for (fd = 0; fd < 3; fd++) {
		close(fd);
		open("/dev/null", O_RDWR);
	}
	setitimer(ITIMER_REAL, &moment, NULL);
	if (setgid(USER) == -1 || setuid(USER) == -1)
		_exit(1);
	execve(path, args, none);
	error = errno;
	(void)!write(report, &error, sizeof(error));
	_exit(1);
}

/* Run it and wait for its end; the error of execve(2), or 0. */
static int
run(const char *path, int *status)
{
	int fds[2], error = 0;
	pid_t pid;

	if (pipe(fds) == -1 || (pid = fork()) == -1)
		return -1;
	if (pid == 0) {
		fcntl(fds[1], F_SETFD, FD_CLOEXEC);
		close(fds[0]);
		become(path, fds[1]);
	}
	close(fds[1]);
	(void)!read(fds[0], &error, sizeof(error));
	close(fds[0]);
	waitpid(pid, status, 0);
	kill(-pid, SIGKILL); /* what it has started */
	return error;
}

static void
run_mutant(int number)
{
	struct program *p = &programs[number % nprograms];
	struct exec header = p->header;
	off_t size = p->size;
	int fd, i, n, status, error;

	rng = (uint32_t)number * 2654435761u + 12345;
	for (i = 0; i < 8; i++)
		rnd(2);
	for (n = 1 + rnd(3); n > 0; n--)
		mutate(&header, &size);
	fd = open(p->path, O_RDWR);
	if (pwrite(fd, p->bytes, p->size, 0) != p->size ||
	    pwrite(fd, &header, sizeof(header), 0) != sizeof(header) ||
	    ftruncate(fd, size) == -1)
		nodd++;
	close(fd);
	error = run(p->path, &status);
	nran += error == 0;
	nrefused += error == ENOEXEC;
	nlarge += error == ENOMEM;
	if (error != 0 && error != ENOEXEC && error != ENOMEM) {
		diag("mutant %d of %s: error %d", number, p->path, error);
		nodd++;
	}
}

/* A copy, which will be spoilt. */
static void
take(const char *path)
{
	struct program *p = &programs[nprograms];
	char command[128];
	struct stat st;
	int fd;

	snprintf(p->path, sizeof(p->path), "/tmp/mutant.%d", nprograms++);
	snprintf(command, sizeof(command), "cp %s %s; chmod 755 %s", path,
	    p->path, p->path);
	if (system(command) != 0 || stat(p->path, &st) == -1 ||
	    (fd = open(p->path, O_RDONLY)) == -1 ||
	    (p->bytes = malloc(st.st_size)) == NULL ||
	    read(fd, p->bytes, st.st_size) != st.st_size) {
		perror(path);
		exit(2);
	}
	p->size = st.st_size;
	memcpy(&p->header, p->bytes, sizeof(p->header));
	close(fd);
}

/* Without memory at the n-th allocation: ENOMEM, or it is for later. */
static int
run_starved(void *arg)
{
	char text[32], *args[] = {(char *)"starved", NULL}, *none[] = {NULL};
	int n = snprintf(text, sizeof(text), "fail %d", *(int *)arg);

	if (sysctlbyname("debug.inject", NULL, NULL, text, n) == -1)
		return 1;
	execve(programs[0].path, args, none);
	return errno == ENOMEM ? 100 : 1;
}

static void
test_no_memory(void)
{
	struct program *p = &programs[0];
	struct check before, after;
	int fd = open(p->path, O_RDWR | O_TRUNC), n, status, failed = 0;

	if (write(fd, p->bytes, p->size) != p->size)
		diag("%s: %s", p->path, strerror(errno));
	close(fd);
	n = 1;
	in_child(run_starved, &n);
	first_check(&before, &after);
	do {
		status = in_child(run_starved, &n);
		failed += WEXITSTATUS(status) == 100;
	} while (n++ < 100 && WEXITSTATUS(status) == 100);
	ok(status != 1 << 8 && n < 100 && failed > 3,
	    "each of %d allocations fails", failed);
	take_check(&after);
	ok(same_check(&before, &after), "and nothing is left");
}

/* Text that is larger than memory, all holes: it is read until that is full. */
static void
test_larger_than_memory(void)
{
	struct exec header = {.a_midmag = OMAGIC,
	    .a_text = 512u << 20,
	    .a_entry = N_TXTADDR(&header)};
	const char *path = programs[0].path;
	int fd = open(path, O_RDWR | O_TRUNC), status = 0, error;

	if (pwrite(fd, &header, sizeof(header), 0) != sizeof(header) ||
	    ftruncate(fd, 513 << 20) == -1)
		diag("%s: %s", path, strerror(errno));
	close(fd);
	error = run(path, &status);
	ok(error == ENOMEM || signal_of(status) == SIGKILL,
	    "a program larger than memory ends");
	if (error != ENOMEM && signal_of(status) != SIGKILL)
		diag("error %d, status 0x%x", error, status);
}

int
main(int argc, char **argv)
{
	static struct check before, after;
	int first, last, i, status;

	for (i = 2; argc > 2 && strcmp(argv[1], "errors") == 0; i++) {
		if (i == argc)
			return 0;
		printf("%s %s\n", argv[i], strerror(run(argv[i], &status)));
	}
	if (argc < 4 || argc > 3 + MAXPROGRAMS)
		return 2;
	first = atoi(argv[1]);
	last = atoi(argv[2]);
	for (i = 3; i < argc; i++)
		take(argv[i]);
	run_mutant(first); /* what is made once is made */
	nran = nrefused = nlarge = nodd = 0;
	first_check(&before, &after);
	for (i = first; i <= last; i++)
		run_mutant(i);
	take_check(&after);
	diag("%d ran, %d were refused, %d too large", nran, nrefused, nlarge);
	is(nran + nrefused + nlarge, last - first + 1, "all mutants");
	is(nodd, 0, "no other error");
	if (last - first > 500) {
		ok(nran > (last - first) / 20, "some of them ran");
		ok(nrefused > (last - first) / 5, "others were refused");
		ok(nlarge > 5, "or too large");
	}
	if (!ok(strcmp(before.part, after.part) == 0 && !broken(after.part),
		"the self-check"))
		same_check(&before, &after);
	test_no_memory();
	test_larger_than_memory();
	return tap_done();
}
