/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mkrefusals: write docs/refusals.md, every reason for which a module is
 * not loaded or unloaded, from the tables that the kernel has them from.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* An errno that <errno.h> of Linux and others has not: NetBSD's. */
#ifndef EPROGMISMATCH
#define EPROGMISMATCH 75
#endif

struct code {
	const char *name;
	int error;
	const char *advice;
};

static const struct code object_codes[] = {
#define KOBJ_CODE(id, name, error, advice) {name, error, advice},
#include "../kern/kobj/kobj_codes.h"
#undef KOBJ_CODE
};

static const struct code module_codes[] = {
#define LKM_CODE(id, name, error, advice) {name, error, advice},
#include "../kern/lkm/lkm_codes.h"
#undef LKM_CODE
};

static const struct code elf2aout_codes[] = {
#define ELF2AOUT_CODE(id, name, advice) {name, 0, advice},
#include "elf2aout_codes.h"
#undef ELF2AOUT_CODE
};

#define NITEMS(a) (sizeof(a) / sizeof((a)[0]))

/* By its name: numbers differ between systems. NULL: unknown. */
static const char *
error_name(int error)
{
	static const struct {
		int error;
		const char *name;
	} names[] = {
	    {0, "-"},
	    {ENOENT, "ENOENT"},
	    {ENOEXEC, "ENOEXEC"},
	    {ESRCH, "ESRCH"},
	    {ENXIO, "ENXIO"},
	    {ENOMEM, "ENOMEM"},
	    {EPERM, "EPERM"},
	    {EBUSY, "EBUSY"},
	    {EEXIST, "EEXIST"},
	    {EINVAL, "EINVAL"},
	    {ENFILE, "ENFILE"},
	    {EFBIG, "EFBIG"},
	    {EINTR, "EINTR"},
	    {EAGAIN, "EAGAIN"},
	    {EACCES, "EACCES"},
	    {EFAULT, "EFAULT"},
	    {EIO, "EIO"},
	    {EDEADLK, "EDEADLK"},
	    {ETIMEDOUT, "ETIMEDOUT"},
	    {EOPNOTSUPP, "EOPNOTSUPP"},
	    {EPROGMISMATCH, "EPROGMISMATCH"},
	};

	for (size_t i = 0; i < NITEMS(names); i++) {
		if (names[i].error == error)
			return names[i].name;
	}
	return NULL;
}

/* Text in a cell of a table. */
static void
print_cell(const char *s)
{
	for (; *s != '\0'; s++) {
		if (strchr("|<>*_`\\", *s) != NULL)
			putchar('\\');
		putchar(*s);
	}
}

static int
print_table(const char *title, const struct code *codes, size_t n)
{
	printf("\n## %s\n\n| code | errno | what it means, what to do |\n"
	       "|---|---|---|\n",
	    title);
	for (size_t i = 0; i < n; i++) {
		const char *error = error_name(codes[i].error);

		if (strcmp(codes[i].name, "ok") == 0)
			continue;
		if (error == NULL) {
			fprintf(stderr,
			    "mkrefusals: %s: errno %d has no name here\n",
			    codes[i].name, codes[i].error);
			return 1;
		}
		printf("| `%s` | %s | ", codes[i].name, error);
		print_cell(codes[i].advice);
		printf(" |\n");
	}
	return 0;
}

int
main(void)
{
	printf(
	    "# Why a module was refused\n\n"
	    "modload and modunload print a line for each reason:\n\n"
	    "    modload: foo.o: CODE: what is wrong: what to do (where)\n\n"
	    "The code never changes; programs can match it. The place is the "
	    "object's own:\nthe number and name of a section, an entry in it, "
	    "an offset, a symbol. `readelf\n-SsrW foo.o` shows the same "
	    "numbers. `modload -x` prints all of it as JSON\n(`modload -h` "
	    "names the fields), and `modload -n` asks without loading.\n\n"
	    "The error number is the one of the ioctl; \"-\" is one that "
	    "depends: on what the\nmodule's own function returned, or on what "
	    "failed underneath.\n\n"
	    "`make docs` writes this page from kern/kobj/kobj\\_codes.h,\n"
	    "kern/lkm/lkm\\_codes.h and tools/elf2aout\\_codes.h. "
	    "elf2aout prints the same lines; what\nit finds wrong with the "
	    "ELF object itself is in the first table.\n");
	if (print_table("What is wrong with an object", object_codes,
		NITEMS(object_codes)) != 0 ||
	    print_table("What is wrong with a module, or in its way",
		module_codes, NITEMS(module_codes)) != 0 ||
	    print_table("What elf2aout cannot make of an ELF object",
		elf2aout_codes, NITEMS(elf2aout_codes)) != 0)
		return 1;
	return fflush(stdout) != 0;
}
