/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * crowd: many processes open, look at and change the same few files in the
 * directory that is given, all at once, each from a directory of its own that
 * has links to them.  Each file has its own first byte and mode: whoever sees
 * another's has got the wrong file.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rnd.h"
#include "tap.h"

#define FILES 5
#define CROWD 12
#define TURNS 150

static mode_t
mode_of(int i)
{
	return 0600 | i;
}

static void
name_of(int i, char *name)
{
	sprintf(name, "crowd%d", i);
}

static int
complain(int i, const char *what)
{
	char text[80];

	snprintf(text, sizeof(text), "# file %d: %s: %s\n", i, what,
	    strerror(errno));
	write(1, text, strlen(text));
	return 1;
}

/* The status: is anything wrong? */
static int
look(int i)
{
	char name[16], c = 0;
	struct stat st;
	int fd, bad = 0;

	errno = 0;
	name_of(i, name);
	if (chmod(name, mode_of(i)) != 0)
		bad |= complain(i, "chmod");
	if ((fd = open(name, O_RDONLY)) == -1)
		return complain(i, "open");
	if (read(fd, &c, 1) != 1 || c != 'a' + i)
		bad |= complain(i, "read");
	if (fstat(fd, &st) != 0 || (st.st_mode & 0777) != mode_of(i))
		bad |= complain(i, "fstat");
	close(fd);
	if (stat(name, &st) != 0 || (st.st_mode & 0777) != mode_of(i))
		bad |= complain(i, "stat");
	return bad;
}

static int
one_of_them(unsigned seed)
{
	char dir[16], from[32], name[24];
	int turn, i, bad = 0;

	sprintf(dir, "own%u", seed);
	if (mkdir(dir, 0700) != 0 || chdir(dir) != 0)
		return complain(0, dir);
	for (i = 0; i < FILES; i++) {
		name_of(i, name);
		sprintf(from, "../%s", name);
		if (link(from, name) != 0)
			bad |= complain(i, "link");
	}

	rng = seed;
	for (turn = 0; turn < TURNS && !bad; turn++)
		bad = look(rnd(FILES));
	return bad;
}

int
main(int argc, char **argv)
{
	int i, fd, status, good = 0;
	char name[16], c;

	if (argc < 2 || chdir(argv[1]) != 0)
		return 2;
	for (i = 0; i < FILES; i++) {
		name_of(i, name);
		c = 'a' + i;
		fd = open(name, O_CREAT | O_WRONLY, mode_of(i));
		ok(fd != -1 && write(fd, &c, 1) == 1, "%s is made", name);
		close(fd);
	}
	for (i = 0; i < CROWD; i++)
		if (fork() == 0)
			_exit(one_of_them(i + 1));
	for (i = 0; i < CROWD; i++)
		if (wait(&status) > 0 && status == 0)
			good++;
	is(good, CROWD, "each of them always got the file it asked for");
	return tap_done();
}
