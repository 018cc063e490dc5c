/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ktrace: what a program asks of the kernel: each of its system calls, with
 * arguments and result, and the signals that it gets.  The records come from
 * /dev/ktrace, see ktrace(4); this starts or finds whom to trace, and goes on
 * until nobody is left.
 */
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ktrace.h"
#include "util.h"

#define MAXPIDS 256
#define BUFLEN  65536

static const char synopsis[] =
    "ktrace [-cfiT] [-o file] [-s size] command [argument ...]\n"
    "       ktrace [-cfiT] [-o file] [-s size] -p pid [-p pid ...]";

static int trace = -1; /* /dev/ktrace */
static uint32_t inherit;
static bool counting;
static volatile sig_atomic_t stopped; /* by which signal */

/* ---- whom ---- */

static void
explain(pid_t pid, int error)
{
	switch (error) {
	case EPERM:
		errx(1,
		    "process %d: not permitted: only root traces what runs "
		    "with "
		    "other rights than his own; the kernel's own processes and "
		    "init nobody",
		    (int)pid);
	case EBUSY:
		errx(1, "process %d: it is being traced already", (int)pid);
	case EDEADLK:
		errx(1,
		    "process %d: it traces, or is, this one: each would wait "
		    "for the other",
		    (int)pid);
	default:
		errc(1, error, "process %d", (int)pid);
	}
}

static void
attach(pid_t pid)
{
	struct ktr_attach ka = {.ka_pid = pid, .ka_flags = inherit};

	if (ioctl(trace, KTRIOCATTACH, &ka) != 0)
		explain(pid, errno);
}

/* In a signal's handler: the kernel lets go, and what was told is read. */
static void
stop(int sig)
{
	int32_t everybody = 0;
	int error = errno;

	stopped = sig;
	ioctl(trace, KTRIOCDETACH, &everybody);
	errno = error;
}

static void catch (int sig)
{
	struct sigaction sa = {.sa_handler = stop};

	if (sigaction(sig, NULL, &sa) == 0 && sa.sa_handler == SIG_IGN)
		return;
	sa = (struct sigaction){.sa_handler = stop};
	sigaction(sig, &sa, NULL);
}

/*
 * Start the command; it waits, in a call that nobody is told of, until it is
 * traced.
 */
static pid_t
start(char **argv)
{
	const char *dirs = program_dirs();
	char *path = strchr(argv[0], '/') != NULL
	    ? argv[0]
	    : next_program(argv[0], &dirs);
	int go[2];
	pid_t pid;
	char byte;

	if (path == NULL)
		errc(127, ENOENT, "%s", argv[0]);
	if (access(path, X_OK) != 0)
		err(errno == ENOENT ? 127 : 126, "%s", argv[0]);
	if (pipe(go) != 0)
		err(1, "pipe");
	fcntl(go[0], F_SETFD, FD_CLOEXEC);
	fcntl(go[1], F_SETFD, FD_CLOEXEC);
	if ((pid = fork()) < 0)
		err(1, "fork");
	if (pid == 0) {
		close(go[1]);
		if (read(go[0], &byte, 1) == 1)
			execv(path, argv);
		_exit(errno == ENOENT ? 127 : 126);
	}
	close(go[0]);
	attach(pid);
	if (write(go[1], "", 1) != 1)
		err(1, "pipe");
	close(go[1]);
	return pid;
}

/* ---- what they do ---- */

static void
take(const char *buf, size_t len)
{
	const struct ktr_header *h;
	size_t at;

	for (at = 0; len - at >= sizeof(*h); at += h->ktr_len) {
		h = (const void *)(buf + at);
		if (h->ktr_len < sizeof(*h) || h->ktr_len > len - at)
			errx(1, "/dev/ktrace: a record of %lu bytes",
			    (unsigned long)h->ktr_len);
		if (counting)
			count_record(h);
		else
			print_record(h);
	}
	if (fflush(output.to) != 0 || ferror(output.to))
		err(1, "what was to be written is lost");
}

static void
follow(void)
{
	static uint64_t buf[BUFLEN / sizeof(uint64_t)];
	ssize_t n;

	while ((n = read(trace, buf, sizeof(buf))) != 0) {
		if (n > 0)
			take((const char *)buf, n);
		else if (errno != EINTR)
			err(1, "/dev/ktrace");
	}
	if (counting)
		count_print(output.to);
	else
		print_end();
	if (fflush(output.to) != 0)
		err(1, "what was to be written is lost");
}

/* The command's status, as a shell has it, unless it is left to itself. */
static int
end_of(pid_t pid)
{
	int status;

	if (stopped != 0)
		return 128 + stopped;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			err(1, "wait");
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

/* ^C is for the command; whoever wants this to end can say so. */
static int
run(char **argv)
{
	pid_t pid = start(argv);

	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	catch (SIGHUP);
	catch (SIGTERM);
	follow();
	return end_of(pid);
}

static void
look_at(const pid_t *pids, int npids)
{
	int i;

	catch (SIGINT);
	catch (SIGQUIT);
	catch (SIGHUP);
	catch (SIGTERM);
	for (i = 0; i < npids; i++)
		attach(pids[i]);
	follow();
}

static void
open_output(const char *file)
{
	output.to = file != NULL ? fopen(file, "w") : stderr;
	if (output.to == NULL)
		err(1, "%s", file);
	if (file != NULL)
		fcntl(fileno(output.to), F_SETFD, FD_CLOEXEC);
	setvbuf(output.to, NULL, _IOFBF, BUFSIZ);
}

int
main(int argc, char **argv)
{
	const char *file = NULL;
	pid_t pids[MAXPIDS];
	uint32_t cut = KTR_CUT;
	int c, npids = 0;

	while ((c = getopt(argc, argv, "+cfio:p:s:T")) != -1) {
		switch (c) {
		case 'c':
			counting = true;
			break;
		case 'f':
		case 'i':
			inherit = KTRF_INHERIT;
			break;
		case 'o':
			file = optarg;
			break;
		case 'p':
			if (npids == MAXPIDS)
				errx(1, "-p: more than %d processes", MAXPIDS);
			pids[npids++] = number_arg("pid", optarg, 1, INT32_MAX);
			break;
		case 's':
			cut = number_arg("size", optarg, 0, KTR_MAXCUT);
			break;
		case 'T':
			output.with_time = true;
			break;
		default:
			usage_exit(1, synopsis);
		}
	}
	argc -= optind;
	if ((argc > 0) == (npids > 0))
		usage_exit(1, synopsis);
	output.with_pid = inherit != 0 || npids > 1;
	open_output(file);
	trace = open("/dev/ktrace", O_RDWR | O_CLOEXEC);
	if (trace < 0)
		err(1, "/dev/ktrace");
	cut = counting ? 0 : cut;
	if (ioctl(trace, KTRIOCCUT, &cut) != 0)
		err(1, "/dev/ktrace");
	if (argc > 0)
		return run(argv + optind);
	look_at(pids, npids);
	return 0;
}
