/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * df: how full the file systems are, in blocks of 512 bytes, -k of 1024,
 * -h with units.
 */
#include <sys/types.h>
#include <sys/statvfs.h>
#include <err.h>
#include <stdlib.h>
#include <unistd.h>

#include "util.h"

static unsigned unit = 512; /* 0: with units */

static void
print_blocks(uint64_t blocks, uint64_t size)
{
	char buf[HUMAN_LEN];

	if (unit == 0)
		printf(" %9s", human_size(buf, blocks * size));
	else
		printf(" %9llu", (unsigned long long)(blocks * size / unit));
}

static void
print_one(const struct statvfs *v)
{
	uint64_t size = v->f_frsize != 0 ? v->f_frsize : v->f_bsize;
	uint64_t used = v->f_blocks - v->f_bfree;
	uint64_t usable = used + v->f_bavail;

	printf("%-14s", v->f_mntfromname);
	print_blocks(v->f_blocks, size);
	print_blocks(used, size);
	print_blocks(v->f_bavail, size);
	if (usable == 0)
		printf("        -");
	else
		printf("     %3u%%",
		    (unsigned)((used * 100 + usable - 1) / usable));
	printf("  %s\n", v->f_mntonname);
}

static void
print_all(void)
{
	struct statvfs *v;
	int count, i;

	count = getvfsstat(NULL, 0, ST_NOWAIT);
	if (count < 0)
		err(1, "getvfsstat");
	v = calloc((size_t)count + 1, sizeof(*v));
	if (v == NULL)
		err(1, NULL);
	count = getvfsstat(v, (size_t)count * sizeof(*v), ST_NOWAIT);
	if (count < 0)
		err(1, "getvfsstat");
	for (i = 0; i < count; i++)
		print_one(&v[i]);
	free(v);
}

int
main(int argc, char **argv)
{
	struct statvfs v;
	int c, status = 0;

	check_stdout(1);
	while ((c = getopt(argc, argv, "hk")) != -1) {
		if (c != 'h' && c != 'k')
			usage_exit(1, "df [-h | -k] [file ...]");
		unit = c == 'k' ? 1024 : 0;
	}
	printf("%-14s %9s %9s %9s %8s  %s\n", "Filesystem",
	    unit == 0         ? "Size"
		: unit == 512 ? "512-blks"
			      : "1K-blks",
	    "Used", "Avail", "Capacity", "Mounted on");
	if (optind == argc)
		print_all();
	for (; optind < argc; optind++) {
		if (statvfs(argv[optind], &v) != 0) {
			warn("%s", argv[optind]);
			status = 1;
			continue;
		}
		print_one(&v);
	}
	return status;
}
