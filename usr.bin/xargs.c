/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * xargs: run a command with the words of the standard input as arguments.
 * Blanks and newlines part words; quotes and backslashes take away that
 * meaning.  -0: a NUL ends a word, and nothing else has a meaning.
 */
#include <sys/wait.h>
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] =
    "xargs [-0rt] [-n number] [-s bytes] [command [argument ...]]";

#define MAXARGS 4096
#define MAXSIZE (64 * 1024)

static char *args[MAXARGS + 1];
static size_t nargs, fixed_args, bytes;
static size_t max_words = MAXARGS, max_bytes = MAXSIZE;
static bool trace, by_nul;
static int status;

/* One word in memory of its own; NULL at the end of the input. */
static char *
read_word(void)
{
	size_t len = 0, size = 64;
	bool started = false;
	int c, quote = 0;
	char *word = malloc(size);

	if (word == NULL)
		err(1, NULL);
	while ((c = getchar()) != EOF) {
		if (by_nul ? c == '\0' : quote == 0 && isspace(c)) {
			if (started || by_nul)
				goto done;
			continue;
		}
		started = true;
		if (!by_nul && c == quote) {
			quote = 0;
			continue;
		}
		if (!by_nul && quote == 0 && (c == '\'' || c == '"')) {
			quote = c;
			continue;
		}
		if (!by_nul && quote == 0 && c == '\\' &&
		    (c = getchar()) == EOF)
			break;
		if (len + 1 == size) {
			word = realloc(word, size *= 2);
			if (word == NULL)
				err(1, NULL);
		}
		word[len++] = (char)c;
	}
	if (ferror(stdin))
		err(1, "standard input");
	if (quote != 0)
		errx(1, "a quote `%c' is not closed", quote);
	if (!started) {
		free(word);
		return NULL;
	}
done:
	word[len] = '\0';
	return word;
}

/*
 * As POSIX has it: 126 and 127 when the command cannot be run, 124 when it
 * says 255, 125 when a signal ends it: all these end xargs; 123 at the end
 * when any run failed.
 */
static void
check_status(int how)
{
	if (WIFSIGNALED(how)) {
		warnx("%s: ended by signal %d", args[0], WTERMSIG(how));
		exit(125);
	}
	switch (WEXITSTATUS(how)) {
	case 0:
		break;
	case 126:
	case 127:
		exit(WEXITSTATUS(how));
	case 255:
		warnx("%s: exit status 255", args[0]);
		exit(124);
	default:
		status = 123;
		break;
	}
}

static void
run(void)
{
	size_t i;
	pid_t pid;
	int how;

	args[nargs] = NULL;
	for (i = 0; trace && i < nargs; i++)
		fprintf(stderr, "%s%c", args[i], i + 1 < nargs ? ' ' : '\n');
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (pid == 0) {
		execvp(args[0], args);
		warn("%s", args[0]);
		_exit(errno == ENOENT ? 127 : 126);
	}
	while (waitpid(pid, &how, 0) < 0)
		if (errno != EINTR)
			err(1, "wait");
	check_status(how);
	while (nargs > fixed_args)
		free(args[--nargs]);
}

static void
set_command(int argc, char **argv)
{
	static char echo[] = "echo";
	int i;

	if (argc == 0)
		args[nargs++] = echo;
	for (i = 0; i < argc; i++) {
		if (nargs == MAXARGS)
			errx(1, "more than %d arguments", MAXARGS);
		args[nargs++] = argv[i];
	}
	fixed_args = nargs;
	for (i = 0; i < (int)nargs; i++)
		bytes += strlen(args[i]) + 1 + sizeof(char *);
}

int
main(int argc, char **argv)
{
	bool even_if_empty = true, ran = false;
	size_t base, need;
	char *word;
	int c;

	while ((c = getopt(argc, argv, "+0n:rs:t")) != -1) {
		switch (c) {
		case '0':
			by_nul = true;
			break;
		case 'n':
			max_words =
			    (size_t)number_arg("number", optarg, 1, MAXARGS);
			break;
		case 'r':
			even_if_empty = false;
			break;
		case 's':
			max_bytes =
			    (size_t)number_arg("size", optarg, 1, MAXSIZE);
			break;
		case 't':
			trace = true;
			break;
		default:
			usage_exit(1, synopsis);
		}
	}
	set_command(argc - optind, argv + optind);
	base = bytes;
	while ((word = read_word()) != NULL) {
		need = strlen(word) + 1 + sizeof(char *);
		if (base + need > max_bytes)
			errx(1, "a word is too long");
		if (nargs > fixed_args &&
		    (bytes + need > max_bytes || nargs == MAXARGS ||
			nargs - fixed_args == max_words)) {
			run();
			ran = true;
			bytes = base;
		}
		args[nargs++] = word;
		bytes += need;
	}
	if (nargs > fixed_args || (even_if_empty && !ran))
		run();
	return status;
}
