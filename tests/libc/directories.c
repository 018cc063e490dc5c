/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * directories.c: directories, names, links, patterns.
 */
#include <sys/param.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "libctest.h"

#define MANY 300

static int
is_file(const struct dirent *e)
{
	return strncmp(e->d_name, "file", 4) == 0;
}

/* Count the entries, without . and ..; -1: one comes twice or is strange. */
static int
count_entries(DIR *d)
{
	char seen[MANY] = {0};
	struct dirent *e;
	int i, n = 0;

	errno = 0;
	while ((e = readdir(d)) != NULL) {
		if (e->d_namlen != strlen(e->d_name))
			return -1;
		if (sscanf(e->d_name, "file%d", &i) != 1)
			continue;
		if (i < 0 || i >= MANY || seen[i])
			return -1;
		seen[i] = 1;
		n++;
	}
	return errno == 0 ? n : -1;
}

static void
test_many(void)
{
	struct dirent **list;
	char name[32];
	glob_t g;
	int i, n;
	DIR *d;

	for (i = 0; i < MANY; i++) {
		snprintf(name, sizeof(name), "dir/file%03d", i);
		close(open(name, O_WRONLY | O_CREAT, 0644));
	}
	d = opendir("dir");
	ok(d != NULL, "opendir");
	if (d == NULL)
		return;
	n = count_entries(d);
	ok(n == MANY, "readdir finds each of %d files once: %d", MANY, n);
	rewinddir(d);
	n = count_entries(d);
	ok(n == MANY, "and again after rewinddir: %d", n);
	ok(fcntl(dirfd(d), F_GETFD) == FD_CLOEXEC,
	    "a directory is closed on exec");
	ok(closedir(d) == 0, "closedir");
	n = scandir("dir", &list, is_file, alphasort);
	ok(n == MANY && strcmp(list[17]->d_name, "file017") == 0,
	    "scandir, sorted");
	for (i = 0; i < n; i++)
		free(list[i]);
	if (n >= 0)
		free(list);
	ok(glob("dir/file*[13]5", 0, NULL, &g) == 0 && g.gl_pathc == 6 &&
		strcmp(g.gl_pathv[0], "dir/file015") == 0,
	    "glob");
	globfree(&g);
	for (i = 0; i < MANY; i++) {
		snprintf(name, sizeof(name), "dir/file%03d", i);
		unlink(name);
	}
}

static void
test_links(void)
{
	char buf[16];
	struct stat st;

	ok(symlink("dir", "sym") == 0, "symlink");
	ok(readlink("sym", buf, sizeof(buf)) == 3 && memcmp(buf, "dir", 3) == 0,
	    "readlink");
	ok(lstat("sym", &st) == 0 && S_ISLNK(st.st_mode), "lstat");
	ok(stat("sym", &st) == 0 && S_ISDIR(st.st_mode), "stat follows");
	ok(unlink("sym") == 0, "unlink of the link");
	close(creat("a", 0644));
	ok(link("a", "b") == 0 && stat("b", &st) == 0 && st.st_nlink == 2,
	    "link");
	ok(rename("a", "c") == 0 && access("a", F_OK) == -1 &&
		errno == ENOENT && access("c", R_OK) == 0,
	    "rename");
	unlink("b");
	unlink("c");
	ok(mkfifo("fifo", 0600) == 0 && stat("fifo", &st) == 0 &&
		S_ISFIFO(st.st_mode),
	    "mkfifo");
	unlink("fifo");
	ok(mknod("null", S_IFCHR | 0600, makedev(2, 70002)) == 0 &&
		stat("null", &st) == 0 && S_ISCHR(st.st_mode) &&
		major(st.st_rdev) == 2 && minor(st.st_rdev) == 70002,
	    "mknod");
	unlink("null");
}

static void
test_where(void)
{
	char here[PATH_MAX], small[3], there[PATH_MAX], *own;
	int fd;

	ok(getcwd(here, sizeof(here)) == here &&
		strncmp(here, "/tmp/libctest.", 14) == 0,
	    "getcwd: %s", here);
	ok(getcwd(small, sizeof(small)) == NULL && errno == ERANGE,
	    "getcwd without room: ERANGE");
	own = getcwd(NULL, 0);
	ok(own != NULL && strcmp(own, here) == 0, "getcwd in its own memory");
	free(own);
	fd = open(".", O_RDONLY);
	ok(chdir("dir") == 0 && getcwd(there, sizeof(there)) == there &&
		strncmp(there, here, strlen(here)) == 0 &&
		strcmp(there + strlen(here), "/dir") == 0,
	    "chdir");
	ok(fchdir(fd) == 0 && getcwd(there, sizeof(there)) != NULL &&
		strcmp(there, here) == 0,
	    "fchdir");
	close(fd);
}

void
test_directories(void)
{
	struct statvfs fs;

	ok(mkdir("dir", 0755) == 0, "mkdir");
	ok(opendir("nothing") == NULL && errno == ENOENT,
	    "opendir of nothing: ENOENT");
	ok(opendir("/etc/passwd") == NULL && errno == ENOTDIR,
	    "opendir of a file: ENOTDIR");
	test_many();
	test_links();
	test_where();
	ok(rmdir("dir") == 0, "rmdir");
	ok(statvfs("/", &fs) == 0 && fs.f_namemax == NAME_MAX &&
		strcmp(fs.f_mntonname, "/") == 0,
	    "statvfs");
	ok(pathconf("/", _PC_NAME_MAX) == NAME_MAX, "pathconf");
	ok(pathconf("nothing", _PC_NAME_MAX) == -1 && errno == ENOENT,
	    "pathconf of nothing: ENOENT");
	ok(fnmatch("*.[ch]", "a.c", 0) == 0 &&
		fnmatch("*.[ch]", "a.o", 0) == FNM_NOMATCH,
	    "fnmatch");
}
