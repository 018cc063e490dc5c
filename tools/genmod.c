/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Write the assembler source of a large module, for measuring how long a
 * load takes. It has many small functions, each of 64 bytes and with four
 * relocations: a call of an undefined function, the address of an
 * undefined symbol, a word of local data, and a call of the next function
 * through its symbol. The other relocations are addresses in .data, by
 * turns of undefined symbols and of local functions. Nothing ever calls
 * the functions.
 *
 * With -g prefix:n there are n global functions besides, prefix0, prefix1
 * and so on, of 16 bytes and without relocations: what other modules may
 * use, when the names that they have not come from a file of these.
 *
 * The entry comes from a file given with -i, which is copied to the end,
 * so that the module can be of any type; the label genmod_name stands
 * before its name. Without -i, the entry is a function that returns 0.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FUNCTION_SIZE   64
#define FUNCTION_RELOCS 4
#define GLOBAL_SIZE     16

struct module {
	unsigned long functions;
	unsigned long bytes; /* of text and data */
	unsigned long relocs;
	unsigned long undefined;
	char **names; /* undefined of them */
	unsigned long globals;
	char *prefix; /* of their names */
	const char *name;
	const char *entry;
	const char *include; /* NULL for none */
};

static _Noreturn void
usage(void)
{
	fprintf(stderr,
	    "usage: genmod [-i file.s] [-g prefix:n] functions bytes"
	    " relocations undefined names-file module entry\n"
	    "writes assembler source to standard output; bytes are those of"
	    " text and data together\n");
	exit(2);
}

static _Noreturn void
fail(const char *what, const char *why)
{
	fprintf(stderr, "genmod: %s: %s\n", what, why);
	exit(1);
}

static unsigned long
number(const char *s)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(s, &end, 0);
	if (errno != 0 || end == s || *end != '\0' || *s == '-')
		fail(s, "not a number");
	return n;
}

/* The first lines of a file, without their ends. */
static char **
read_names(const char *path, unsigned long n)
{
	FILE *f = fopen(path, "r");
	char **names = calloc(n + 1, sizeof(*names));
	char line[256];
	unsigned long i;

	if (f == NULL)
		fail(path, strerror(errno));
	if (names == NULL)
		fail(path, strerror(ENOMEM));
	for (i = 0; i < n && fgets(line, sizeof(line), f) != NULL; i++) {
		line[strcspn(line, " \t\r\n")] = '\0';
		if (line[0] == '\0')
			fail(path, "an empty line");
		names[i] = strdup(line);
		if (names[i] == NULL)
			fail(path, strerror(ENOMEM));
	}
	fclose(f);
	if (i < n)
		fail(path, "fewer names than undefined symbols wanted");
	return names;
}

/* A word to be relocated; the assembler must not resolve it by itself. */
static void
put_reloc(const char *type, const char *symbol, const char *addend)
{
	printf("\t.reloc ., %s, %s\n\t.long %s\n", type, symbol, addend);
}

static void
put_functions(const struct module *m, unsigned long data)
{
	char symbol[32];

	printf("\t.text\n");
	for (unsigned long i = 0; i < m->functions; i++) {
		printf("\t.balign %d, 0x90\n"
		       "\t.type f%lu, @function\n"
		       "f%lu:\n"
		       "\tpush %%ebp\n"
		       "\tmov %%esp, %%ebp\n",
		    FUNCTION_SIZE, i, i);
		printf("\tcall %s\n", m->names[i % m->undefined]);
		printf("\tmov $%s, %%eax\n", m->names[(i + 1) % m->undefined]);
		printf("\tmov genmod_data+%lu, %%ecx\n", i * 4 % (data & ~3ul));
		snprintf(
		    symbol, sizeof(symbol), "f%lu", (i + 1) % m->functions);
		printf("\t.byte 0xe8\n");
		put_reloc("R_386_PC32", symbol, "-4");
		printf("\tleave\n\tret\n\t.size f%lu, . - f%lu\n", i, i);
	}
	printf("\t.balign %d, 0x90\n", FUNCTION_SIZE);
}

static void
put_globals(const struct module *m)
{
	printf("\t.text\n");
	for (unsigned long i = 0; i < m->globals; i++)
		printf("\t.globl %s%lu\n\t.type %s%lu, @function\n"
		       "%s%lu:\n\tret\n\t.balign %d, 0x90\n",
		    m->prefix, i, m->prefix, i, m->prefix, i, GLOBAL_SIZE);
}

static void
put_data(const struct module *m, unsigned long data, unsigned long relocs)
{
	char symbol[32];

	printf("\t.data\n\t.balign 4\ngenmod_data:\n");
	for (unsigned long i = 0; i < relocs; i++) {
		if (i % 2 == 0) {
			printf("\t.long %s\n", m->names[i / 2 % m->undefined]);
			continue;
		}
		if (m->functions == 0) {
			printf("\t.long genmod_data\n");
			continue;
		}
		snprintf(symbol, sizeof(symbol), "f%lu", i / 2 % m->functions);
		put_reloc("R_386_32", symbol, "0");
	}
	printf("\t.fill %lu, 1, 0x55\n", data - relocs * 4);
	printf("\t.section .rodata\ngenmod_name:\n\t.asciz \"%s\"\n", m->name);
}

static void
put_entry(const struct module *m)
{
	char buf[4096];
	size_t n;
	FILE *f;

	if (m->include == NULL) {
		printf("\t.text\n\t.globl %s\n\t.type %s, @function\n%s:\n"
		       "\txor %%eax, %%eax\n\tret\n",
		    m->entry, m->entry, m->entry);
		return;
	}
	f = fopen(m->include, "r");
	if (f == NULL)
		fail(m->include, strerror(errno));
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		fwrite(buf, 1, n, stdout);
	if (ferror(f))
		fail(m->include, strerror(errno));
	fclose(f);
}

/* The argument of -g. */
static void
globals(struct module *m, char *arg)
{
	char *colon = strrchr(arg, ':');

	if (colon == NULL || colon == arg)
		fail(arg, "not prefix:n");
	*colon = '\0';
	m->prefix = arg;
	m->globals = number(colon + 1);
}

/* The words of data with a relocation; fails if the numbers do not go. */
static unsigned long
check(const struct module *m, unsigned long data)
{
	unsigned long relocs = m->relocs - m->functions * FUNCTION_RELOCS;

	if (m->relocs != 0 && m->undefined == 0)
		fail("undefined", "at least 1 where there are relocations");
	if (m->relocs < m->functions * FUNCTION_RELOCS)
		fail("relocations", "each function has four");
	if (data < 4 || relocs > data / 4)
		fail("bytes", "too little data for that many relocations");
	return relocs;
}

int
main(int argc, char **argv)
{
	struct module m = {0};
	unsigned long text, data, relocs;
	int c;

	while ((c = getopt(argc, argv, "i:g:")) != -1) {
		if (c == 'i')
			m.include = optarg;
		else if (c == 'g')
			globals(&m, optarg);
		else
			usage();
	}
	argv += optind;
	if (argc - optind != 7)
		usage();
	m.functions = number(argv[0]);
	m.bytes = number(argv[1]);
	m.relocs = number(argv[2]);
	m.undefined = number(argv[3]);
	if (m.functions > m.bytes / FUNCTION_SIZE ||
	    m.globals > m.bytes / GLOBAL_SIZE)
		fail(argv[1], "too few bytes for that many functions");
	text = m.functions * FUNCTION_SIZE + m.globals * GLOBAL_SIZE;
	if (text > m.bytes)
		fail(argv[1], "too few bytes for that many functions");
	data = m.bytes - text;
	relocs = check(&m, data);
	m.names = read_names(argv[4], m.undefined);
	m.name = argv[5];
	m.entry = argv[6];

	put_functions(&m, data);
	put_globals(&m);
	put_data(&m, data, relocs);
	put_entry(&m);
	printf("\t.section .note.GNU-stack, \"\", @progbits\n");
	if (fflush(stdout) != 0 || ferror(stdout))
		fail("standard output", strerror(errno));
	return 0;
}
