/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * elf2aout: make an a.out object of an ELF one. See usage() for what it
 * does, elf2aout_convert.c for how.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "elf2aout.h"

#define SUMMARY "usage: elf2aout [-f netbsd | linux | plain] IN.o OUT.o\n"

const char *const tool_name = "elf2aout";

static const char manual[] = SUMMARY
    "\n"
    "Makes an a.out object (OMAGIC) of a relocatable ELF object for i386, for\n"
    "modload to load. IN.o and OUT.o may be the same file.\n"
    "\n"
    "  -f FORMAT  the spelling of the header: netbsd (the default), linux,\n"
    "             or plain, as GNU as wrote it\n"
    "  --help     print this\n"
    "\n"
    "Code and read-only data become text, writable data becomes data, and all\n"
    "lies where the kernel lays out the ELF object, so that both, linked at\n"
    "one address, have the same bytes. For that text is padded to whole\n"
    "pages. Names get the underscore that names of C have in a.out. Debugging\n"
    "information is left out. Local symbols are kept.\n"
    "\n"
    "What a.out cannot say is refused: relocations other than absolute and\n"
    "relative ones of 8, 16 and 32 bits, thread-local storage, COMDAT groups,\n"
    "constructors, weak common symbols, common symbols with an alignment that\n"
    "does not follow from their size; and so is all that the kernel refuses "
    "in\n"
    "an ELF object.\n"
    "\n"
    "Exit status: 0; or 1 with a reason on standard error, and no OUT.o.\n";

static _Noreturn void
usage(void)
{
	fputs(SUMMARY "elf2aout --help says more\n", stderr);
	exit(1);
}

int
main(int argc, char *argv[])
{
	enum aout_spelling spelling = AOUT_NETBSD;
	char reason[512];
	uint8_t *in, *out;
	size_t in_size, size;
	int c;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(manual, stdout);
		return 0;
	}
	while ((c = getopt(argc, argv, "f:")) != -1) {
		if (c != 'f')
			usage();
		spelling = spelling_of(optarg);
	}
	if (argc - optind != 2)
		usage();
	in = read_all(argv[optind], &in_size);
	out = elf2aout(in, in_size, spelling, &size, reason, sizeof(reason));
	if (out == NULL)
		fail(argv[optind], reason);
	write_all(argv[optind + 1], out, size, 0);
	free(out);
	free(in);
	return 0;
}
