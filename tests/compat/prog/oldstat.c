/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * oldstat: walks the modules as modstat always has: number after number,
 * until there is an error other than that of a hole.
 */
#include <sys/param.h>
#include <sys/ioctl.h>
#include <sys/conf.h>
#include <sys/mount.h>
#include <sys/lkm.h>
#include <sys/file.h>
#include <sys/errno.h>
#include <a.out.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef _PATH_LKM
#define _PATH_LKM "/dev/lkm"
#endif

static char *types[] = { MODTYPE_NAMES };
static int devfd;

int main __P((int, char **));
static int dostat __P((int, char *));

static int
dostat(modnum, modname)
	int modnum;
	char *modname;
{
	struct lmc_stat sbuf;

	bzero(&sbuf, sizeof sbuf);
	if (modname != NULL)
		strcpy(sbuf.name, modname);
	sbuf.id = modnum;
	if (ioctl(devfd, LMSTAT, &sbuf) == -1) {
		switch (errno) {
		case EINVAL:
			return 2;
		case ENOENT:
			return 1;
		default:
			err(4, "LMSTAT");
		}
	}
	if (sbuf.private == 0 || sbuf.private != sbuf.private_data)
		errx(4, "no private data");
	printf("%s %d %ld %s %d\n", types[sbuf.type], sbuf.id,
	    (long)sbuf.offset, sbuf.name, sbuf.ver);
	return 0;
}

int
main(argc, argv)
	int argc;
	char *argv[];
{
	int c, modnum = -1;
	char *modname = NULL;
	extern char *optarg;
	extern int optind;

	while ((c = getopt(argc, argv, "i:n:")) != EOF)
		switch (c) {
		case 'i':
			modnum = atoi(optarg);
			break;
		case 'n':
			modname = optarg;
			break;
		default:
			exit(1);
		}
	if ((devfd = open(_PATH_LKM, O_RDONLY, 0)) == -1)
		err(2, _PATH_LKM);
	if (modnum != -1 || modname != NULL) {
		if (dostat(modnum, modname))
			exit(3);
		exit(0);
	}
	for (modnum = 0; dostat(modnum, NULL) < 2; modnum++)
		;
	exit(0);
}
