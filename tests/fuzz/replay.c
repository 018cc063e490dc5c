/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Run every file of a corpus through a fuzz target, without a fuzzer: a
 * host test (TAP), and what measures coverage. Files called NAME.o were made
 * on purpose, by mkcorpus or after a bug: they must link, or, called
 * refused-NAME.o, must not. What the harness finds wrong ends the program.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "harness.h"

#define CORPUS "tests/fuzz/corpus/"

static int tests, failures;

static void
result(bool good, const char *name, const char *what)
{
	printf("%sok %d - %s: %s\n", good ? "" : "not ", ++tests, name, what);
	failures += !good;
}

/* Of exactly its size, so that a sanitizer sees what is read behind it. */
static bool
replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *p;
	long size;

	if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0)
		return false;
	rewind(f);
	p = malloc((size_t)size);
	if (fread(p, 1, (size_t)size, f) != (size_t)size)
		size = -1;
	fclose(f);
	if (size >= 0)
		LLVMFuzzerTestOneInput(p, (size_t)size);
	free(p);
	return size >= 0;
}

static void
one(const char *folder, const char *name)
{
	size_t n = strlen(name);
	bool refused = strncmp(name, "refused-", 8) == 0;
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	/* Where it is if the harness does not come back. */
	fprintf(stderr, "# %s\n", path);
	if (!replay(path))
		result(false, name, "cannot be read");
	else if (n < 2 || strcmp(name + n - 2, ".o") != 0)
		result(true, name, "does no harm");
	else
		result(fuzz_linked != refused, name,
		    refused ? "is refused" : "links");
}

/* The format is in the program's name: corpus_FORMAT.t. */
int
main(int argc, char *argv[])
{
	char folder[256], *format = strrchr(argv[0], '_');
	struct dirent **names;
	int n;

	(void)argc;
	if (format == NULL || strlen(format) > 100)
		return 1;
	snprintf(folder, sizeof(folder), CORPUS "%.*s",
	    (int)strcspn(format + 1, "."), format + 1);
	n = scandir(folder, &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		if (names[i]->d_name[0] != '.')
			one(folder, names[i]->d_name);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	if (tests == 0)
		result(false, folder, "no files here");
	printf("1..%d\n", tests);
	return failures != 0;
}
