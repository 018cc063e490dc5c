/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * elf2aoutexe: make an a.out program of an ELF one. See usage() for what it
 * does, elf2aoutexe_convert.c for how.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../sys/exec_aout.h"
#include "elf2aout.h"

#define SUMMARY                                                      \
	"usage: elf2aoutexe [-k omagic | nmagic | zmagic | qmagic] " \
	"[-f netbsd | linux | plain] IN OUT\n"

const char *const tool_name = "elf2aoutexe";

static const char manual[] = SUMMARY
    "\n"
    "Makes an a.out program of a static ELF program for i386, for a kernel\n"
    "that has the module exec_aout. IN and OUT may be the same file.\n"
    "\n"
    "  -k KIND    omagic: text and data together, all can be written\n"
    "             nmagic: text read-only, data from a page on\n"
    "             zmagic: the same, and paged from the file (the default)\n"
    "             qmagic: zmagic under another number\n"
    "  -f FORMAT  the spelling of the header: netbsd (the default), linux,\n"
    "             or plain\n"
    "  --help     print this\n"
    "\n"
    "Text has to begin at 0x1000, where a.out has it, since a program that is\n"
    "linked cannot be moved: link with the cross linker's\n"
    "-Ttext-segment=0x1000, or with lib/user.ld and --defsym=TEXT_START=0x1000."
    "\n"
    "Code that can be written, as ld -N -Ttext=0x1000 makes it, is omagic "
    "alone.\n"
    "Symbols are left out.\n"
    "\n"
    "Exit status: 0; or 1 with a reason on standard error, and no OUT.\n";

static _Noreturn void
usage(void)
{
	fputs(SUMMARY "elf2aoutexe --help says more\n", stderr);
	exit(1);
}

static unsigned
magic_of(const char *name)
{
	static const struct {
		const char *name;
		unsigned magic;
	} kinds[] = {{"omagic", OMAGIC}, {"nmagic", NMAGIC}, {"zmagic", ZMAGIC},
	    {"qmagic", QMAGIC}};

	for (int i = 0; i < 4; i++) {
		if (strcmp(name, kinds[i].name) == 0)
			return kinds[i].magic;
	}
	fail(name, "not a kind: omagic, nmagic, zmagic or qmagic");
}

int
main(int argc, char *argv[])
{
	enum aout_spelling spelling = AOUT_NETBSD;
	unsigned magic = ZMAGIC;
	char reason[512];
	uint8_t *in, *out;
	size_t in_size, size;
	int c;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(manual, stdout);
		return 0;
	}
	while ((c = getopt(argc, argv, "f:k:")) != -1) {
		if (c == 'f')
			spelling = spelling_of(optarg);
		else if (c == 'k')
			magic = magic_of(optarg);
		else
			usage();
	}
	if (argc - optind != 2)
		usage();
	in = read_all(argv[optind], &in_size);
	out = elf2aoutexe(
	    in, in_size, magic, spelling, &size, reason, sizeof(reason));
	if (out == NULL)
		fail(argv[optind], reason);
	write_all(argv[optind + 1], out, size, 1);
	free(out);
	free(in);
	return 0;
}
