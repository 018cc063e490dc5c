/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ttyname.c: the name of a terminal: that character device in /dev which
 * has the same device number.
 */
#include <sys/stat.h>
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define DEV "/dev/"

/*
 * Put the name of the terminal fd into buf; 0 or an error number.  ENOTTY:
 * no terminal, or not one in /dev; ERANGE: the name does not fit.
 */
int
ttyname_r(int fd, char *buf, size_t size)
{
	struct stat tty, st;
	struct dirent *e;
	int error = ENOTTY;
	DIR *d;

	if (!isatty(fd) || fstat(fd, &tty) == -1)
		return errno;
	if (size < sizeof(DEV))
		return ERANGE;
	d = opendir(DEV);
	if (d == NULL)
		return errno;
	strcpy(buf, DEV);
	while (error == ENOTTY && (e = readdir(d)) != NULL) {
		if (strlcpy(buf + sizeof(DEV) - 1, e->d_name,
			size - (sizeof(DEV) - 1)) >= size - (sizeof(DEV) - 1))
			error = ERANGE;
		else if (stat(buf, &st) == 0 && S_ISCHR(st.st_mode) &&
		    st.st_rdev == tty.st_rdev)
			error = 0;
	}
	closedir(d);
	return error;
}

char *
ttyname(int fd)
{
	static char name[sizeof(DEV) + MAXNAMLEN];
	int error;

	error = ttyname_r(fd, name, sizeof(name));
	if (error != 0) {
		errno = error;
		return NULL;
	}
	return name;
}

char *
ctermid(char *buf)
{
	static char name[] = DEV "tty";

	return buf != NULL ? strcpy(buf, name) : name;
}
