/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Refusals that say what the mistake was, and not what it led to: files of
 * other kinds, and objects compiled in a way that modules cannot be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "kobjtest.h"
#include "sameld.h"

#define CXX CLANG " -O1 -x c++ " PLAIN " "
#define ASAN                                                                 \
	"printf 'extern int a[]; int b[9]; int\\nxxxinit(int n)\\n{ return " \
	"a[n] + b[n]; }\\n' >$O.c && "
#define WILD                                                             \
	"printf 'void f(char *); int xxxinit(void) { char b[64]; f(b); " \
	"return "                                                        \
	"b[3]; }' >$O.c && "

/* ---- files of other kinds ---- */

static const struct file {
	const char *bytes;
	size_t size;
	const char *line; /* how the refusal begins */
} files[] = {
    {"", 0, "empty-file: the file"},
    {"!<thin>\n", 8, "archive: a thin archive"},
    {"!<arch>\n", 8, "archive: a library of objects: "},
    {"\x1f\x8b\x08\0", 4, "compressed: a file of gzip's: uncompress it first"},
    {"BZh91AY&SY\x12", 11, "compressed: a file of bzip2's: "},
    {"\xfd"
     "7zXZ\0\0\4",
	8, "compressed: a file of xz's: "},
    {"\x28\xb5\x2f\xfd", 4, "compressed: a file of zstd's: "},
    {"PK\3\4", 4, "compressed: a zip archive: "},
    {"\x4c\1\3\0", 4, "not-an-object: an object for another system: COFF: "},
    {"\x64\x86\3\0", 4, "not-an-object: an object for another system: COFF: "},
    {"MZ\x90\0", 4, "not-an-object: a program for another system: DOS or PE: "},
    {"\xce\xfa\xed\xfe", 4,
	"not-an-object: an object for another system: Mach-O: "},
    {"\xcf\xfa\xed\xfe", 4,
	"not-an-object: an object for another system: Mach-O: "},
    {"\0asm\1\0\0\0", 8,
	"not-an-object: an object for another machine: WebAssembly: "},
    {"MZ, said he.\n", 13, "text-file: this is text: "},
    {"BZh is short", 12, "text-file: this is text: "},
    {"\x1f", 1, "not-an-object: not in any object format"},
    {"\1\2\3\4", 4, "not-an-object: not in any object format"},
};

static bool
begins(const char *line, const char *how)
{
	return strncmp(line, how, strlen(how)) == 0;
}

static void
test_file(const struct file *f)
{
	struct world w;

	world_start(&w, (const uint8_t *)f->bytes, f->size);
	ok(world_load(&w, NULL) != 0 && begins(world_reason(&w), f->line), "%s",
	    world_reason(&w));
	ok(world_end(&w), "nothing left");
}

/* ---- how it was compiled ---- */

static const struct object {
	const char *name;
	const char *tool;
	const char *command; /* makes $O in the work directory */
	const char *line;    /* how the refusal begins */
	const char *has;     /* and what is in it */
} objects[] = {
    {"gcc -fsanitize=address", "i686-linux-gnu-gcc",
	ASAN GCC " -O1 -fsanitize=address " PLAIN " -c $O.c -o $O",
	"sanitized: ", "compile without -fsanitize"},
    {"clang -fsanitize=address", "clang-14",
	ASAN CLANG " -O1 -fsanitize=address " PLAIN " -c $O.c -o $O",
	"sanitized: ", "compile without -fsanitize"},
    {"gcc --coverage", "i686-linux-gnu-gcc",
	WILD GCC " -O1 --coverage " PLAIN " -c $O.c -o $O",
	"profiled: ", "--coverage"},
    {"clang --coverage", "clang-14",
	WILD CLANG " -O1 --coverage " PLAIN " -c $O.c -o $O",
	"profiled: ", "--coverage"},
    {"C++: new, virtual, throw", "clang-14",
	"printf 'struct A { virtual int f() { throw 1; } A(); virtual ~A() "
	"{ } }; A::A() { } A a; extern \"C\" int xxxinit() { return (new "
	"A)->f(); }' >$O.cc && " CXX "-c $O.cc -o $O",
	"c-plus-plus: ", "write the module in C"},
    {"C++: an entry with another name", "clang-14",
	"printf 'int other() { return 2; } int good_lkmentry(void *p, int c, "
	"int v) { return p == 0 ? c + v : 0; }' >$O.cc && " CXX
	"-c $O.cc -o $O",
	"c-plus-plus: declare the entry extern \"C\", or it is called "
	"_Z13good_lkmentryPvii: ",
	"write the module in C"},
    {"C++: the default entry", "clang-14",
	"printf 'int other() { return 2; } int xxxinit(void *p, int c, "
	"int v) { return p == 0 ? c + v : 0; }' >$O.cc && " CXX
	"-c $O.cc -o $O",
	"c-plus-plus: declare the entry extern \"C\"", "_Z7xxxinitPvii"},
    {"gcc -fstack-protector", "i686-linux-gnu-gcc",
	WILD GCC " -O2 -fno-pic -fstack-protector-all -c $O.c -o $O",
	"stack-protector: ", "compile with -fno-stack-protector"},
    {"clang -fstack-protector", "clang-14",
	WILD CLANG " -O2 -fno-pic -fstack-protector-all -c $O.c -o $O",
	"stack-protector: ", "compile with -fno-stack-protector"},
    {"a constructor and nothing else", "i686-linux-gnu-gcc",
	"printf 'int x; __attribute__((constructor)) static void f(void) "
	"{ x = 1; } int xxxinit(void) { return x; }' >$O.c && " GCC
	" -O1 " PLAIN " -c $O.c -o $O",
	"constructors: ", "call them from the entry"},
    {"another entry, in C", "i686-linux-gnu-gcc",
	"printf 'int other_lkmentry(void) { return 1; }' >$O.c && " GCC
	" -O1 " PLAIN " -c $O.c -o $O",
	"entry-missing: ", "but there is other_lkmentry"},
};

static const struct test_name known[] = {
    {"a", 0xc0100000}, {"f", 0xc0100010}, {NULL, 0}};

static void
test_object(const struct object *t)
{
	char object[128];
	struct world w;
	uint8_t *bytes;
	size_t size = 0;

	if (!have_tool(t->tool)) {
		skip_tool(t->name, t->tool);
		return;
	}
	snprintf(
	    object, sizeof(object), "%s/t%d.o", work_dir(), (int)(t - objects));
	if (run("O=%s; %s", object, t->command) != 0) {
		ok(false, "%s: could not be made", t->name);
		return;
	}
	bytes = read_file(object, &size);
	world_start(&w, bytes, size);
	w.known = known;
	ok(world_load(&w, "xxxinit") != 0 &&
		begins(world_reason(&w), t->line) &&
		strstr(world_reason(&w), t->has) != NULL && w.images == 0,
	    "%s: %s", t->name, world_reason(&w));
	ok(world_end(&w), "%s: nothing left", t->name);
	free(bytes);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		test_file(&files[i]);
	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++)
		test_object(&objects[i]);
	return done();
}
