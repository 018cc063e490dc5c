/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modstat: list the modules of the running kernel.
 */
#include <sys/param.h>
#include <sys/ioctl.h>
#include <sys/lkm.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define _PATH_LKM "/dev/lkm"

enum { EX_USAGE = 1, EX_DEVICE = 2, EX_NONE = 3 };

static const char *const type_names[] = {MODTYPE_NAMES};

static void
usage(void)
{
	fprintf(stderr, "usage: modstat [-i id | -n name]\n");
	exit(EX_USAGE);
}

/* It is an object's, and may be any bytes: one line it stays. */
static void
print_name(const char *s)
{
	for (; *s != '\0'; s++)
		putchar(*s < ' ' || *s > '~' ? '?' : *s);
	printf("\n");
}

static void
print_module(const struct lmc_stat *st)
{
	long offset = (long)st->offset;

	printf("%-7s %3d ", type_names[st->type], st->id);
	if (st->type == LM_DEV)
		printf("%3d/%-3d", (short)(offset >> 16), (short)offset);
	else if (offset < 0)
		printf("%7s", "-");
	else
		printf("%7ld", offset);
	printf(" %08lx %04lx %08lx %3d ", st->area, st->size, st->private_data,
	    st->ver);
	print_name(st->name);
}

int
main(int argc, char **argv)
{
	struct lmc_stat st = {.id = -1};
	const char *what = NULL;
	char *end;
	long id;
	int ch, dev, i;

	while ((ch = getopt(argc, argv, "i:n:")) != -1)
		switch (ch) {
		case 'i':
			id = strtol(optarg, &end, 10);
			if (end == optarg || *end != '\0' || id < 0 ||
			    id > INT_MAX)
				errx(EX_USAGE, "%s: not a module's number",
				    optarg);
			st.id = id;
			what = optarg;
			break;
		case 'n':
			if (strlen(optarg) >= sizeof(st.name))
				errx(EX_NONE, "%s: no module is named so",
				    optarg);
			strcpy(st.name, optarg);
			what = optarg;
			break;
		default:
			usage();
		}
	if (argc != optind || (st.id != -1 && st.name[0] != '\0'))
		usage();

	if ((dev = open(_PATH_LKM, O_RDONLY)) == -1)
		err(EX_DEVICE, _PATH_LKM);
	/* The right to list was the group's; nothing else is done with it. */
	if (setgid(getgid()) != 0)
		err(EX_DEVICE, "setgid");
	if (what != NULL && ioctl(dev, LMSTAT, &st) == -1)
		errx(EX_NONE, "%s: no such module", what);
	printf("Type    Id   Offset Loadaddr Size Info     Rev Module Name\n");
	if (what != NULL)
		print_module(&st);
	else {
		/* Numbers may have holes; EINVAL is behind the highest. */
		for (i = 0;; i++) {
			st.id = i;
			if (ioctl(dev, LMSTAT, &st) == 0)
				print_module(&st);
			else if (errno != ENOENT)
				break;
		}
		if (errno != EINVAL)
			err(EX_DEVICE, _PATH_LKM);
	}
	if (fflush(stdout) != 0)
		err(EX_DEVICE, "standard output");
	return 0;
}
