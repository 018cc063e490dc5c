/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * strmode.c: a file's mode as ls(1) shows it.
 */
#include <sys/stat.h>
#include <unistd.h>

/* One digit's three letters; special replaces the x, in upper case without. */
static void
rwx(mode_t bits, int special, char letter, char *p)
{
	p[0] = bits & 4 ? 'r' : '-';
	p[1] = bits & 2 ? 'w' : '-';
	if (special)
		p[2] = bits & 1 ? letter : (char)(letter - 'a' + 'A');
	else
		p[2] = bits & 1 ? 'x' : '-';
}

/* Eleven characters and a NUL: "drwxr-xr-x ". */
void
strmode(mode_t mode, char *p)
{
	static const struct {
		mode_t type;
		char letter;
	} types[] = {{S_IFDIR, 'd'}, {S_IFCHR, 'c'}, {S_IFBLK, 'b'},
	    {S_IFREG, '-'}, {S_IFLNK, 'l'}, {S_IFIFO, 'p'}, {S_IFSOCK, 's'}};
	unsigned i;

	p[0] = '?';
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if ((mode & S_IFMT) == types[i].type)
			p[0] = types[i].letter;
	rwx(mode >> 6, (mode & S_ISUID) != 0, 's', p + 1);
	rwx(mode >> 3, (mode & S_ISGID) != 0, 's', p + 4);
	rwx(mode, (mode & S_ISVTX) != 0, 't', p + 7);
	p[10] = ' ';
	p[11] = '\0';
}
