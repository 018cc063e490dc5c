/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hostile: every object that tests/objects makes goes through modload in one
 * running kernel. Each is refused with its own code and status, and leaves
 * nothing: the totals of kernel memory, the modules and the self-check are
 * what they were. In the end a good module still loads.
 *
 *	hostile all DIR GOOD.o	all of DIR/INDEX
 *	hostile cut GOOD.o	an object whose end is not in memory
 *	hostile cost A.o B.o	how long A takes, against B
 */
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

#include "tap.h"

#include "selfutil.h"

#define PAGE 4096

static int dev;

/* ---- what must not change ---- */

struct state {
	struct totals totals;
	int modules;
	struct check check;
};

static void
take_state(struct state *s)
{
	memset(s, 0, sizeof(*s));
	s->modules = sysctl_int("lkm.count");
	take_check(&s->check);
	take_totals(&s->totals);
}

/* Of all objects, and of one; the memory for them is there from the start. */
static struct state first, before, after;

static void
touch_states(void)
{
	memset(&first, 1, sizeof(first));
	memset(&before, 1, sizeof(before));
	memset(&after, 1, sizeof(after));
}

static bool
same_state(const struct state *a, const struct state *b)
{
	bool same = same_totals(&a->totals, &b->totals);

	if (a->modules != b->modules) {
		diag("modules: %d, now %d", a->modules, b->modules);
		same = false;
	}
	return same_check(&a->check, &b->check) && same;
}

/* ---- all of them ---- */

/* Run modload; its status, and the start of what it wrote. */
static int
modload(const char *file, char *said, size_t size)
{
	int fd[2], status;
	size_t n = 0;
	ssize_t got;
	char rest[512];
	pid_t pid;

	if (pipe(fd) == -1 || (pid = fork()) == -1) {
		perror("modload");
		exit(2);
	}
	if (pid == 0) {
		dup2(fd[1], STDOUT_FILENO);
		dup2(fd[1], STDERR_FILENO);
		close(fd[0]);
		close(fd[1]);
		execl("/sbin/modload", "modload", file, (char *)NULL);
		execl("/usr/sbin/modload", "modload", file, (char *)NULL);
		_exit(127);
	}
	close(fd[1]);
	while ((got = read(fd[0], n < size - 1 ? said + n : rest,
		    n < size - 1 ? size - 1 - n : sizeof(rest))) > 0)
		n += n < size - 1 ? got : 0;
	said[n] = '\0';
	close(fd[0]);
	while (waitpid(pid, &status, 0) == -1)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Is a line of it "modload: FILE: CODE: a sentence"? */
static bool
says(const char *said, const char *file, const char *code)
{
	char start[256];
	int n = snprintf(start, sizeof(start), "modload: %s: %s: ", file, code);
	const char *end;

	/* A hint at what is missing comes behind what is. */
	while (
	    (end = strchr(said, '\n')) != NULL && strncmp(said, start, n) != 0)
		said = end + 1;
	return strncmp(said, start, n) == 0 && end != NULL &&
	    end - said > n + 10;
}

static void
test_one(const char *file, const char *code, int status)
{
	char said[1024];
	bool good;
	int got;

	take_state(&before);
	got = modload(file, said, sizeof(said));
	take_state(&after);
	good = got == status && says(said, file, code) &&
	    same_state(&before, &after);
	if (!ok(good, "%s", file))
		diag("wanted %d and %s, got %d and %.150s", status, code, got,
		    said);
}

/* It loads, does something, and goes. */
static void
test_good(const char *path)
{
	struct object o = read_object(path);
	int id = load_object(dev, &o);

	ok(id != -1, "a good module loads %s", reason);
	is(unload_id(dev, id), 0, "and goes");
	free(o.bytes);
}

static void
test_all(const char *dir, const char *good)
{
	char line[512], file[256], code[64], kind[16], said[1024];
	int status, objects = 0;
	FILE *index;

	if (chdir(dir) == -1 || (index = fopen("INDEX", "r")) == NULL) {
		perror(dir);
		exit(2);
	}
	/* The first time may bring what stays for the next. */
	test_good(good);
	fgets(line, sizeof(line), index);
	rewind(index);
	take_state(&first);
	modload(strtok(line, " "), said, sizeof(said));
	take_state(&first);
	while (fgets(line, sizeof(line), index) != NULL) {
		if (sscanf(line, "%255s %63s %d %15s", file, code, &status,
			kind) != 4) {
			ok(false, "a line of INDEX: %s", line);
			continue;
		}
		if (strcmp(kind, "file") != 0)
			continue;
		test_one(file, code, status);
		objects++;
	}
	take_state(&after);
	ok(objects >= 200, "there were %d objects", objects);
	ok(same_state(&first, &after), "after all of them all is as it was");
	fclose(index);
	test_good(good);
}

/* ---- memory ---- */

/* The object lies so that from some byte on it is not there. */
static void
test_cut(const char *path)
{
	struct object o = read_object(path), cut = o;
	size_t pages = (o.size + PAGE - 1) / PAGE, tried = 0, wrong = 0;
	char *at = mmap(NULL, (pages + 1) * PAGE, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE, -1, 0);

	if (at == MAP_FAILED || munmap(at + pages * PAGE, PAGE) == -1) {
		perror("mmap");
		exit(2);
	}
	is(load_object(dev, &cut), 0, "the object loads %s", reason);
	is(unload_id(dev, 0), 0, "and goes");
	memset(at, 0, pages * PAGE);
	take_state(&before);
	take_state(&before);
	for (size_t n = 0; n < o.size; n += n < 64 ? 1 : 13) {
		cut.bytes = at + pages * PAGE - n;
		memcpy(cut.bytes, o.bytes, n);
		tried++;
		if (load_object(dev, &cut) != -1 || errno != EFAULT) {
			diag("%d bytes: error %d: %s", (int)n, errno, reason);
			wrong++;
		}
	}
	take_state(&after);
	is(wrong, 0, "EFAULT with the first bytes alone, %d times", (int)tried);
	ok(same_state(&before, &after), "nothing is left");
	test_good(path);
}

/* ---- time ---- */

/* In guests that count instructions, it is as exact as they are. */
static long
cost(const char *path)
{
	struct object o = read_object(path);
	struct timespec a, b;
	long best = 0, t;

	for (int i = 0; i < 3; i++) {
		clock_gettime(CLOCK_MONOTONIC, &a);
		if (load_object(dev, &o) != -1)
			exit(2);
		clock_gettime(CLOCK_MONOTONIC, &b);
		t = (b.tv_sec - a.tv_sec) * 1000000000L + b.tv_nsec - a.tv_nsec;
		if (i == 0 || t < best)
			best = t;
	}
	free(o.bytes);
	return best;
}

static void
test_cost(const char *hostile, const char *usual)
{
	long a = cost(hostile), b = cost(usual);

	ok(a < 3 * b, "%ld us against %ld us: less than three times", a / 1000,
	    b / 1000);
}

int
main(int argc, char **argv)
{
	touch_states();
	dev = open("/dev/lkm", O_RDWR);
	if (dev == -1 || argc < 3) {
		perror("hostile");
		return 2;
	}
	if (strcmp(argv[1], "all") == 0 && argc == 4)
		test_all(argv[2], argv[3]);
	else if (strcmp(argv[1], "cut") == 0)
		test_cut(argv[2]);
	else if (strcmp(argv[1], "cost") == 0 && argc == 4)
		test_cost(argv[2], argv[3]);
	return tap_done();
}
