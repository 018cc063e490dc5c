/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nullfs: one tree seen at two places.  Called with the two, the place below
 * and the one where it is mounted; both hold nothing.
 *
 *	nullfs below above
 *	nullfs deep above
 *		of two new files there one is read into a page of the other
 *		that is not in memory yet: all layers are gone through twice
 *	nullfs race below above seed steps
 *		both are worked on at once, by several processes, at random
 */
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tap.h"

static const char *below, *above;

/* Paths that are used at once: four. */
static const char *
at(const char *where, const char *name)
{
	static char paths[4][512];
	static int next;

	next = (next + 1) % 4;
	snprintf(paths[next], sizeof(paths[next]), "%s/%s", where, name);
	return paths[next];
}

static bool
put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	bool good =
	    fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	close(fd);
	return good;
}

static bool
holds(const char *path, const char *text)
{
	char buf[100];
	int fd = open(path, O_RDONLY);
	ssize_t n = read(fd, buf, sizeof(buf));

	close(fd);
	return n == (ssize_t)strlen(text) && memcmp(buf, text, n) == 0;
}

/* ---- the two are one ---- */

static void
test_files(void)
{
	struct stat a, b;
	char *page;
	int fd;

	ok(put(at(above, "x"), "above") && holds(at(below, "x"), "above"),
	    "written above, read below");
	ok(put(at(below, "x"), "below") && holds(at(above, "x"), "below"),
	    "and the other way");
	ok(stat(at(above, "x"), &a) == 0 && stat(at(below, "x"), &b) == 0 &&
		a.st_ino == b.st_ino && a.st_dev != b.st_dev,
	    "the same file, on two devices");
	fd = open(at(above, "x"), O_RDONLY);
	page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
	ok(page != MAP_FAILED && memcmp(page, "below", 6) == 0, "mapped");
	munmap(page, 4096);
	is(unlink(at(below, "x")), 0, "removed below");
	ok(fstat(fd, &a) == 0 && a.st_nlink == 0 && read(fd, &a, 5) == 5,
	    "open above: still there, without a name");
	fails(open(at(above, "x"), O_RDONLY), ENOENT, "none above either");
	close(fd);
}

static void
test_names(void)
{
	char name[NAME_MAX + 2], text[20];
	struct stat a;

	is(mkdir(at(above, "d"), 0755), 0, "a directory");
	is(symlink("d", at(above, "l")), 0, "a link to it");
	ok(put(at(above, "l/f"), "f") && holds(at(below, "d/f"), "f"),
	    "followed");
	is(readlink(at(above, "l"), text, 20), 1, "its text");
	is(link(at(above, "d/f"), at(above, "g")), 0, "a second name");
	ok(stat(at(below, "g"), &a) == 0 && a.st_nlink == 2, "counted below");
	fails(link(at(above, "g"), at(below, "h")), EXDEV, "not across");
	fails(rename(at(above, "g"), at(below, "h")), EXDEV, "nor moved");
	is(rename(at(above, "g"), at(above, "d/f")), 0, "two of one file stay");
	is(rename(at(above, "g"), at(above, "h")), 0, "renamed");
	is(rename(at(above, "h"), at(above, "d/i")), 0, "and moved");
	fails(rename(at(above, "d"), at(above, "d/j")), EINVAL, "into itself");
	fails(rmdir(at(above, "d")), ENOTEMPTY, "not empty");
	fails(mkdir(at(above, "d"), 0755), EEXIST, "there already");
	fails(unlink(at(above, "nosuch")), ENOENT, "not there");
	memset(name, 'n', NAME_MAX + 1);
	name[NAME_MAX + 1] = '\0';
	fails(mkdir(at(above, name), 0755), ENAMETOOLONG, "too long");
	name[NAME_MAX] = '\0';
	is(mkdir(at(above, name), 0755), 0, "as long as can be");
	is(rmdir(at(below, name)), 0, "and gone");
	ok(unlink(at(above, "d/f")) == 0 && unlink(at(below, "d/i")) == 0 &&
		rmdir(at(below, "d")) == 0 && unlink(at(above, "l")) == 0,
	    "all gone");
}

/* What is held above is held below: locks, a writer, a directory. */
static void
test_shared(void)
{
	struct flock fl = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	int fd = open(at(above, "lock"), O_RDWR | O_CREAT, 0644), other;
	pid_t pid;

	is(fcntl(fd, F_SETLK, &fl), 0, "a record lock above");
	if ((pid = fork()) == 0) {
		other = open(at(below, "lock"), O_RDWR);
		_exit(fcntl(other, F_SETLK, &fl) == -1 && errno == EAGAIN);
	}
	waitpid(pid, &other, 0);
	is(WEXITSTATUS(other), 1, "is there below");
	close(fd);
	unlink(at(below, "lock"));
	mkdir(at(above, "m"), 0755);
	is(mount("tmpfs", at(above, "m"), 0, NULL, 0), 0, "mounted on above");
	fails(rmdir(at(below, "m")), EBUSY, "not removed below");
	fails(rename(at(below, "m"), at(below, "o")), EBUSY, "nor moved");
	is(unmount(at(above, "m"), 0), 0, "unmounted");
	is(mount("tmpfs", at(below, "m"), 0, NULL, 0), 0, "mounted on below");
	fails(rmdir(at(above, "m")), EBUSY, "not removed above");
	ok(put(at(above, "m/under"), "u") && access(at(below, "m/under"), 0),
	    "above one sees what is under it");
	is(unmount(at(below, "m"), 0), 0, "unmounted");
	ok(unlink(at(below, "m/under")) == 0 && rmdir(at(below, "m")) == 0,
	    "then it goes");
}

static void
test_special(void)
{
	char text[10] = "";
	pid_t pid;
	int fd, status;

	is(mkfifo(at(above, "fifo"), 0644), 0, "a fifo");
	if ((pid = fork()) == 0) {
		fd = open(at(above, "fifo"), O_WRONLY);
		_exit(write(fd, "through", 7) != 7);
	}
	fd = open(at(below, "fifo"), O_RDONLY);
	ok(read(fd, text, 10) == 7 && strcmp(text, "through") == 0,
	    "through it from above to below");
	waitpid(pid, &status, 0);
	is(status, 0, "who wrote is content");
	close(fd);
	fails(open(at(above, "fifo"), O_WRONLY | O_NONBLOCK), ENXIO,
	    "nobody reads");
	fd = open("/dev/null", O_RDWR);
	struct stat sb;
	fstat(fd, &sb);
	close(fd);
	is(mknod(at(above, "null"), S_IFCHR | 0666, sb.st_rdev), 0, "a device");
	fd = open(at(above, "null"), O_RDWR);
	ok(write(fd, "x", 1) == 1 && read(fd, text, 1) == 0, "is used");
	close(fd);
	ok(unlink(at(above, "null")) == 0 && unlink(at(below, "fifo")) == 0,
	    "and removed");
}

/* A directory that leaves what is shown: who is in it is no worse off. */
static void
test_escape(void)
{
	char out[200], cwd[220];

	mkdir(at(above, "e"), 0755);
	mkdir(at(above, "e/f"), 0755);
	is(chdir(at(above, "e/f")), 0, "into a directory above");
	snprintf(out, sizeof(out), "%s.out", below);
	if (rename(at(below, "e"), out) == -1) {
		is(errno, EXDEV, "nothing can leave a whole file system");
		chdir("/");
		rmdir(at(below, "e/f"));
		rmdir(at(below, "e"));
		return;
	}
	ok(put("file", "x") && unlink("file") == 0, "it can be used");
	ok(getcwd(cwd, sizeof(cwd)) == NULL || cwd[0] == '/',
	    "with a path "
	    "or without");
	for (int i = 0; i < 8; i++)
		(void)chdir("..");
	ok(chdir("/") == 0 && access("/dev/null", F_OK) == 0, "and left");
	snprintf(cwd, sizeof(cwd), "%s/f", out);
	ok(rmdir(cwd) == 0 && rmdir(out) == 0, "and removed");
}

/* ---- at once ---- */

static unsigned seed;

static unsigned
rnd(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % n;
}

static const char *
somewhere(void)
{
	static char names[4][8];
	static int next;

	next = (next + 1) % 4;
	snprintf(names[next], sizeof(names[next]), "%c%s%c", 'a' + rnd(3),
	    "/" + rnd(2), 'a' + rnd(3));
	return at(rnd(2) ? below : above, names[next]);
}

/* Whatever the others do, an answer is one of those that can be. */
static int
steps(int n)
{
	static const int fine[] = {0, ENOENT, EEXIST, ENOTDIR, EISDIR,
	    ENOTEMPTY, EXDEV, EINVAL, EPERM, ELOOP};
	char buf[50] = "x";
	size_t i;
	int fd, r;

	while (n-- > 0) {
		errno = 0;
		switch (rnd(7)) {
		case 0:
			r = mkdir(somewhere(), 0755);
			break;
		case 1:
			r = rmdir(somewhere());
			break;
		case 2:
			r = unlink(somewhere());
			break;
		case 3:
			r = link(somewhere(), somewhere());
			break;
		case 4:
		case 5:
			r = rename(somewhere(), somewhere());
			break;
		default:
			r = fd = open(somewhere(), O_RDWR | O_CREAT, 0644);
			if (fd >= 0) {
				(void)write(fd, buf, sizeof(buf));
				(void)pread(fd, buf, sizeof(buf), 0);
				close(fd);
			}
		}
		if (r >= 0)
			continue;
		for (i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
			if (errno == fine[i])
				break;
		if (i == sizeof(fine) / sizeof(fine[0])) {
			perror("step");
			return 1;
		}
	}
	return 0;
}

static int
race(int n)
{
	int i, status, bad = 0;

	for (i = 0; i < 4; i++)
		if (fork() == 0) {
			seed = seed * 7 + i;
			_exit(steps(n));
		}
	while (wait(&status) > 0)
		bad |= status;
	return bad != 0;
}

/* ---- deep ---- */

#define DEEP_SIZE (40 * 4096)

static int
deep(void)
{
	static char buf[DEEP_SIZE];
	int from = open(at(above, "from"), O_RDWR | O_CREAT, 0644);
	int to = open(at(above, "to"), O_RDWR | O_CREAT, 0644);
	char *pages;

	memset(buf, 'x', sizeof(buf));
	if (write(from, buf, sizeof(buf)) != DEEP_SIZE ||
	    write(to, buf, sizeof(buf)) != DEEP_SIZE)
		return 1;
	memset(buf, 'y', sizeof(buf));
	pwrite(from, buf, 4096, 4096);
	pages =
	    mmap(NULL, DEEP_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE, to, 0);
	if (pages == MAP_FAILED ||
	    pread(from, pages, DEEP_SIZE, 0) != DEEP_SIZE || pages[0] != 'x' ||
	    pages[4096] != 'y')
		return 2;
	/* And back: what is written has to come in first. */
	munmap(pages, DEEP_SIZE);
	pages = mmap(NULL, DEEP_SIZE, PROT_READ, MAP_PRIVATE, from, 0);
	if (pages == MAP_FAILED || pwrite(to, pages, DEEP_SIZE, 0) != DEEP_SIZE)
		return 3;
	munmap(pages, DEEP_SIZE);
	close(from);
	close(to);
	return unlink(at(above, "from")) != 0 || unlink(at(above, "to")) != 0;
}

int
main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "deep") == 0) {
		above = argv[2];
		return deep();
	}
	if (argc == 6 && strcmp(argv[1], "race") == 0) {
		below = argv[2];
		above = argv[3];
		seed = atoi(argv[4]);
		return race(atoi(argv[5]));
	}
	if (argc != 3)
		return 2;
	below = argv[1];
	above = argv[2];
	test_files();
	test_names();
	test_shared();
	test_special();
	test_escape();
	return tap_done();
}
