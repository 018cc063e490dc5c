/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tee: copy the standard input to the standard output and to files.
 */
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "util.h"

struct output {
	const char *o_name;
	int o_fd; /* -1 once writing has failed */
};

static int
put(struct output *o, const char *buf, size_t len)
{
	ssize_t n;

	for (; o->o_fd >= 0 && len > 0; buf += n, len -= (size_t)n) {
		n = write(o->o_fd, buf, len);
		if (n < 0) {
			warn("%s", o->o_name);
			o->o_fd = -1;
			return 1;
		}
	}
	return 0;
}

int
main(int argc, char **argv)
{
	int c, count, i, flags = O_TRUNC, status = 0;
	static char buf[8192];
	struct output *o;
	ssize_t n;

	while ((c = getopt(argc, argv, "ai")) != -1) {
		if (c == 'a')
			flags = O_APPEND;
		else if (c == 'i')
			signal(SIGINT, SIG_IGN);
		else
			usage_exit(1, "tee [-ai] [file ...]");
	}
	count = argc - optind + 1;
	o = calloc((size_t)count, sizeof(*o));
	if (o == NULL)
		err(1, NULL);
	o[0] = (struct output){"standard output", STDOUT_FILENO};
	for (i = 1; i < count; i++) {
		o[i].o_name = argv[optind + i - 1];
		o[i].o_fd = open(o[i].o_name, O_WRONLY | O_CREAT | flags, 0666);
		if (o[i].o_fd < 0) {
			warn("%s", o[i].o_name);
			status = 1;
		}
	}
	while ((n = read(STDIN_FILENO, buf, sizeof(buf))) > 0)
		for (i = 0; i < count; i++)
			status |= put(&o[i], buf, (size_t)n);
	if (n < 0)
		err(1, "standard input");
	free(o);
	return status;
}
