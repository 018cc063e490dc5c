/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dd: copy in blocks of a given size, as disks and other raw devices want.
 *
 * Each block is one read(2) and one write(2), as long as what was read; so a
 * block that ends within a sector shows as the error that it is.
 */
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "util.h"

static const char synopsis[] =
    "dd [if=file] [of=file] [bs=n] [count=n] [skip=n] [seek=n]\n"
    "          [conv=notrunc,fsync] [status=none]";

static const char *in_name, *out_name;
static long long block_size = 512, count = -1, skip, seek;
static bool no_trunc, do_fsync, quiet;

static long long in_whole, in_part, out_whole, out_part, bytes;
static struct timespec started;

static void
conversions(char *list)
{
	for (char *w = strtok(list, ","); w != NULL; w = strtok(NULL, ","))
		if (strcmp(w, "notrunc") == 0)
			no_trunc = true;
		else if (strcmp(w, "fsync") == 0)
			do_fsync = true;
		else
			errx(1, "conv=%s: there are notrunc and fsync", w);
}

static void
operand(char *arg)
{
	const long long max = 1LL << 40;
	char *value = strchr(arg, '=');

	if (value == NULL)
		usage_exit(1, synopsis);
	*value++ = '\0';
	if (strcmp(arg, "if") == 0)
		in_name = value;
	else if (strcmp(arg, "of") == 0)
		out_name = value;
	else if (strcmp(arg, "bs") == 0)
		block_size = size_arg("bs", value, 1, 64 << 20);
	else if (strcmp(arg, "count") == 0)
		count = size_arg("count", value, 0, max);
	else if (strcmp(arg, "skip") == 0)
		skip = size_arg("skip", value, 0, max);
	else if (strcmp(arg, "seek") == 0)
		seek = size_arg("seek", value, 0, max);
	else if (strcmp(arg, "conv") == 0)
		conversions(value);
	else if (strcmp(arg, "status") == 0 && strcmp(value, "none") == 0)
		quiet = true;
	else
		usage_exit(1, synopsis);
}

static void
report(void)
{
	struct timespec now;
	long long ms;

	if (quiet)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (now.tv_sec - started.tv_sec) * 1000LL +
	    (now.tv_nsec - started.tv_nsec) / 1000000;
	fprintf(stderr,
	    "%lld+%lld records in\n%lld+%lld records out\n"
	    "%lld bytes transferred in %lld.%03lld secs (%lld bytes/sec)\n",
	    in_whole, in_part, out_whole, out_part, bytes, ms / 1000, ms % 1000,
	    bytes * 1000 / (ms > 0 ? ms : 1));
}

static void
interrupted(int sig)
{
	report();
	_exit(128 + sig);
}

/* Blocks that are left out of the input: read, if there is no seeking. */
static void
skip_input(int in, char *block)
{
	if (lseek(in, skip * block_size, SEEK_SET) != -1)
		return;
	for (; skip > 0; skip--)
		if (read(in, block, block_size) <= 0)
			return;
}

/* All of a block; a device may take less at its end, and then nothing. */
static void
write_block(int out, const char *block, ssize_t n)
{
	ssize_t done = 0, k = 0;

	while (done < n && (k = write(out, block + done, n - done)) > 0)
		done += k;
	bytes += done;
	if (done == block_size)
		out_whole++;
	else if (done > 0)
		out_part++;
	if (done == n)
		return;
	warn("%s", out_name != NULL ? out_name : "standard output");
	report();
	exit(1);
}

static int
copy(int in, int out, char *block)
{
	ssize_t n = 0;

	while ((count < 0 || in_whole + in_part < count) &&
	    (n = read(in, block, block_size)) > 0) {
		if (n == block_size)
			in_whole++;
		else
			in_part++;
		write_block(out, block, n);
	}
	if (n >= 0)
		return 0;
	warn("%s", in_name != NULL ? in_name : "standard input");
	return 1;
}

int
main(int argc, char **argv)
{
	int in = STDIN_FILENO, out = STDOUT_FILENO, status, i;
	char *block;

	for (i = 1; i < argc; i++)
		operand(argv[i]);
	if ((block = malloc(block_size)) == NULL)
		err(1, "bs=%lld", block_size);
	if (in_name != NULL && (in = open(in_name, O_RDONLY)) == -1)
		err(1, "%s", in_name);
	if (out_name != NULL &&
	    (out = open(out_name,
		 O_WRONLY | O_CREAT | (no_trunc || seek > 0 ? 0 : O_TRUNC),
		 0666)) == -1)
		err(1, "%s", out_name);
	clock_gettime(CLOCK_MONOTONIC, &started);
	signal(SIGINT, interrupted);
	if (skip > 0)
		skip_input(in, block);
	if (seek > 0 && lseek(out, seek * block_size, SEEK_SET) == -1)
		err(1, "seek=%lld", seek);
	if (seek > 0 && !no_trunc)
		(void)ftruncate(out, seek * block_size);
	status = copy(in, out, block);
	if (do_fsync && fsync(out) != 0) {
		warn("%s: fsync", out_name != NULL ? out_name : "output");
		status = 1;
	}
	if (close(out) != 0) {
		warn("%s", out_name != NULL ? out_name : "standard output");
		status = 1;
	}
	report();
	return status;
}
