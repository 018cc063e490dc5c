/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * execrace: the modules exec_script and exec_aout come and go a hundred times
 * while programs of theirs start, are stopped and are killed at any moment,
 * and while the files that are started are written, cut, replaced and removed.
 * Each refusal to unload names a process; afterwards nothing is left.
 *
 *	execrace folder
 *
 * The folder has the programs.  It should be one where reading takes its time:
 * exec sleeps only there.
 */
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#include "rnd.h"
#include "selfutil.h"

#define TIMES    100
#define WORKERS  4

#define SCRIPT   "script"
#define NESTED   "nested"
#define CHANGING "changing"
#define SPARE    "spare"
#define INTERP   "./execrace"

static const char *const targets[] = {SCRIPT, NESTED, CHANGING, CHANGING,
    CHANGING, "cat.omagic", "cat.nmagic", "cat.zmagic", "cat.qmagic"};

static void
seed(uint32_t n)
{
	rng = n * 2654435761u + 12345;
	rnd(2);
}

static void
write_file(const char *path, const char *text, size_t n, int flags)
{
	int fd = open(path, O_WRONLY | O_CREAT | flags, 0755);

	(void)!write(fd, text, n);
	close(fd);
}

/* ---- who starts programs ---- */

/* What execve(2) may say of a file that others change. */
static int
is_expected(int error)
{
	return error == ENOEXEC || error == ENOENT || error == EACCES ||
	    error == ELOOP;
}

static _Noreturn void
become(void)
{
	const char *path = targets[rnd(sizeof(targets) / sizeof(targets[0]))];
	char *args[] = {(char *)"race", (char *)"/dev/null", NULL};
	char *none[] = {NULL};
	int error;

	dup2(open("/dev/null", O_RDWR), 1);
	dup2(1, 2);
	alarm(1); /* what was spoilt may run on for ever */
	execve(path, args, none);
	error = errno;
	_exit(is_expected(error) ? 0 : error);
}

/* An odd error, or 0.  Programs may end in any way. */
static int
start_one(void)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		seed(getpid());
		become();
	}
	if (pid == -1)
		return 0;
	if (rnd(4) != 0)
		usleep(rnd(4000));
	switch (rnd(3)) {
	case 0:
		kill(pid, SIGKILL);
		break;
	case 1:
		kill(pid, SIGSTOP);
		usleep(rnd(3000));
		kill(pid, rnd(2) ? SIGCONT : SIGKILL);
		break;
	}
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	return WIFEXITED(status) && WEXITSTATUS(status) > 2
	    ? WEXITSTATUS(status)
	    : 0;
}

static volatile sig_atomic_t ended;

static void
end(int sig)
{
	ended = sig;
}

/* For a function that goes on until SIGTERM. */
static pid_t
run(int (*fn)(void), uint32_t number)
{
	struct sigaction sa = {.sa_handler = end};
	pid_t pid = fork();
	int odd = 0, n;

	if (pid != 0)
		return pid;
	sigaction(SIGTERM, &sa, NULL);
	seed(number);
	for (n = 0; !ended; n++)
		if ((odd = fn()) != 0)
			break;
	if (odd != 0)
		diag("after %d: %s", n, strerror(odd));
	_exit(odd != 0 || n < 10);
}

/* ---- who changes the file ---- */

static struct object program;

static int
change(void)
{
	static const char *const texts[] = {"#!" INTERP "\n", "#!/nope\n",
	    "#!" CHANGING "\n", "#!" NESTED " x", "text\n", ""};
	const char *text = texts[rnd(sizeof(texts) / sizeof(texts[0]))];

	switch (rnd(7)) {
	case 0:
		write_file(CHANGING, text, strlen(text), O_TRUNC);
		break;
	case 1:
		write_file(CHANGING, program.bytes, program.size, 0);
		break;
	case 2:
		truncate(CHANGING, rnd(program.size + 4096));
		break;
	case 3:
		unlink(CHANGING);
		break;
	case 4:
		write_file(SPARE, program.bytes, program.size, O_TRUNC);
		rename(SPARE, CHANGING);
		break;
	case 5:
		write_file(CHANGING, program.bytes, rnd(program.size), O_TRUNC);
		break;
	default:
		chmod(CHANGING, rnd(4) ? 0755 : 06711);
		break;
	}
	if (rnd(3) == 0)
		usleep(rnd(2000));
	return 0;
}

/* ---- the modules ---- */

static pid_t workers[WORKERS + 1];
static int nbusy, nodd;

static void
signal_all(int sig)
{
	int i;

	for (i = 0; i <= WORKERS; i++)
		kill(workers[i], sig);
}

/* Is it the name of a process that keeps the module? */
static int
names_holder(const char *text)
{
	return strstr(text, "pid ") != NULL && strchr(text, '(') != NULL &&
	    (strstr(text, ") runs on it") != NULL ||
		strstr(text, ") starts ") != NULL ||
		strstr(text, ") in ") != NULL);
}

/* Until it goes; after a while nothing new is started, now and then. */
static int
unload(int dev, int id)
{
	int n, error = 0;

	for (n = 0; n < 3000 && unload_id(dev, id) == -1; n++) {
		if ((error = errno) != EBUSY)
			return error;
		nbusy++;
		if (!names_holder(reason) && nodd++ < 3)
			diag("busy: %s", reason);
		if (n % 64 == 16)
			signal_all(SIGSTOP);
		if (n % 64 == 48)
			signal_all(SIGCONT);
		usleep(1000);
	}
	signal_all(SIGCONT);
	return n == 3000 ? EBUSY : 0;
}

static int
cycle(int dev, const struct object *objects)
{
	int first = rnd(2), ids[2], error;

	ids[first] = load_object(dev, &objects[first]);
	usleep(rnd(3000));
	ids[!first] = load_object(dev, &objects[!first]);
	if (ids[0] == -1 || ids[1] == -1)
		return errno;
	usleep(rnd(10000));
	first = rnd(2);
	if ((error = unload(dev, ids[first])) != 0)
		return error;
	return unload(dev, ids[!first]);
}

static void
remove_files(void)
{
	unlink(SCRIPT);
	unlink(NESTED);
	unlink(CHANGING);
	unlink(SPARE);
}

int
main(int argc, char **argv)
{
	struct object objects[] = {
	    read_object("/lkm/exec_script.o"), read_object("/lkm/exec_aout.o")};
	static struct check before, after;
	int dev, i, status, error, failed = 0;

	if (argc != 2 || chdir(argv[1]) == -1) {
		usleep(5000); /* as an interpreter */
		return 0;
	}
	seed(1);
	program = read_object("cat.zmagic");
	dev = open("/dev/lkm", O_RDWR);
	/* Also of the program itself, which has the memory to print now. */
	is(cycle(dev, objects), 0, "both come and go");
	first_check(&before, &after);
	write_file(SCRIPT, "#!" INTERP "\n", strlen("#!" INTERP "\n"), 0);
	write_file(NESTED, "#!" SCRIPT "\n", strlen("#!" SCRIPT "\n"), 0);
	for (i = 0; i < WORKERS; i++)
		workers[i] = run(start_one, i + 2);
	workers[WORKERS] = run(change, 1);
	for (i = 0; i < TIMES; i++)
		if ((error = cycle(dev, objects)) != 0) {
			diag("time %d: %s %s", i, strerror(error), reason);
			break;
		}
	is(i, TIMES, "both come and go while programs start");
	signal_all(SIGTERM);
	for (i = 0; i <= WORKERS; i++) {
		waitpid(workers[i], &status, 0);
		failed += status != 0;
	}
	is(failed, 0, "no other error from execve");
	ok(nbusy > TIMES / 5, "refused %d times", nbusy);
	is(nodd, 0, "each time with a process's name");
	remove_files();
	msleep(200);
	take_check(&after);
	ok(same_check(&before, &after), "and nothing is left");
	close(dev);
	return tap_done();
}
