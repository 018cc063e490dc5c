/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modstat: list the modules of the running kernel, as they are at one
 * moment.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "modstat.h"

/* Exit statuses, those of NetBSD's modstat. */
enum { EX_USAGE = 1, EX_DEVICE = 2, EX_NONE = 3 };

#define USAGE                                          \
	"usage: modstat [-j | -v] [-i id | -n name]\n" \
	"       modstat -h\n"

static void __attribute__((__noreturn__)) help(void)
{
	printf(USAGE
	    "  -i  that module alone, by its number\n"
	    "  -n  by its name\n"
	    "  -v  say all that there is to say of each\n"
	    "  -j  the same as one JSON object\n"
	    "Exit status: 1 usage; 2 no /dev/lkm; 3 no such module.\n"
	    "Fields of -j; addresses are numbers, a byte of a name is one "
	    "character, what\ndoes not apply is null:\n"
	    "  modules[]: id name type type_name state(reserved loading live "
	    "unloading\n"
	    "      detached)\n"
	    "    serial(counts the loads) version offset block_major "
	    "character_major\n"
	    "    address size private entry entry_address forced stat_error\n"
	    "    parts[]: name address size protection\n"
	    "    uses[]: symbol address module id\n"
	    "    used_by[]: symbol address module id\n"
	    "    provides[]: name address\n"
	    "    overrides[]: table index slot_address function "
	    "function_address before\n"
	    "      before_address before_module in_force overridden_by\n"
	    "    busy[]: code text(why it could not be unloaded now)\n");
	exit(fflush(stdout) == 0 ? 0 : EX_DEVICE);
}

static void __attribute__((__noreturn__)) usage(void)
{
	fprintf(stderr, USAGE);
	exit(EX_USAGE);
}

const void *
next_about(const struct records *r, const void *rec, int kind)
{
	const struct lmm *p = rec;

	while ((p = records_next(r, p)) != NULL && p->lmm_kind != LMM_LISTED)
		if (p->lmm_kind == kind)
			return p;
	return NULL;
}

/* The line that it has always been. */
static void
print_line(const struct lmm_listed *m)
{
	char offset[16];
	long off = (int32_t)m->offset;

	if (m->type == LM_DEV)
		snprintf(offset, sizeof(offset), "%3d/%-3d",
		    LKM_BLOCK_MAJOR(off), LKM_CHAR_MAJOR(off));
	else if (off < 0)
		strcpy(offset, " -");
	else
		snprintf(offset, sizeof(offset), " %3ld", off);
	printf("%-7s %3d %7s %08lx %04lx %08lx %3d ", type_name(m->type),
	    (int)m->id, offset, (u_long)m->area, (u_long)howmany(m->size, 1024),
	    (u_long)m->private_data, (int)m->ver);
	lkm_print_name(STRING(m, 0));
	printf("\n");
}

static void
print_listing(const struct records *r)
{
	size_t i;

	printf("Type    Id   Offset Loadaddr Size Info     Rev Module Name\n");
	for (i = 0; i < records_count(r, LMM_LISTED); i++)
		print_line(records_of(r, LMM_LISTED, i));
}

/* Modules whose stat function has failed: how many. */
static int
complain(const struct records *r)
{
	const struct lmm_listed *m;
	size_t i;
	int n = 0;

	for (i = 0; i < records_count(r, LMM_LISTED); i++) {
		m = records_of(r, LMM_LISTED, i);
		if (m->stat_error == 0)
			continue;
		warnx("%s: the module's own stat function failed: %s",
		    STRING(m, 0), strerror(m->stat_error));
		n++;
	}
	return n;
}

static void
print_all(const struct records *r)
{
	size_t i;

	for (i = 0; i < records_count(r, LMM_LISTED); i++) {
		if (i > 0)
			printf("\n");
		print_words(r, records_of(r, LMM_LISTED, i));
	}
}

int
main(int argc, char **argv)
{
	struct lkm_which which = LKM_NOBODY;
	struct records r = {.buf = NULL};
	int ch, dev, error, failed, json = 0, verbose = 0;

	while ((ch = getopt(argc, argv, "hi:jn:v")) != -1)
		switch (ch) {
		case 'h':
			help();
		case 'i':
			lkm_which_id(&which, optarg, EX_USAGE);
			break;
		case 'j':
			json = 1;
			break;
		case 'n':
			lkm_which_name(&which, optarg);
			break;
		case 'v':
			verbose = 1;
			break;
		default:
			usage();
		}
	if (argc != optind || lkm_which_both(&which) || (json && verbose))
		usage();

	if ((dev = open(_PATH_LKM, O_RDONLY)) == -1)
		err(EX_DEVICE, _PATH_LKM);
	/* The right to list was the group's; nothing else is done with it. */
	if (setgid(getgid()) != 0)
		err(EX_DEVICE, "setgid");
	error = lkm_list(
	    dev, &which, LML_ASK | (json || verbose ? LML_DETAIL : 0), &r);
	/* A name may even be too long to be one. */
	if (which.what != NULL &&
	    (error == ENOENT || error == EINVAL || error == ENAMETOOLONG))
		errx(EX_NONE, "%s: no such module", which.what);
	if (error != 0)
		errx(EX_DEVICE, "%s: %s", _PATH_LKM, strerror(error));
	records_index(&r);
	failed = complain(&r);
	if (json)
		print_json(&r);
	else if (verbose)
		print_all(&r);
	else
		print_listing(&r);
	if (fflush(stdout) != 0)
		err(EX_DEVICE, "standard output");
	return which.what != NULL && failed > 0 ? EX_NONE : 0;
}
