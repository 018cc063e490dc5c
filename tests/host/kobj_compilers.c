/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects as compilers and assemblers write them. Each is linked by us and,
 * at the same addresses, by GNU ld; every loaded section must come out the
 * same, byte for byte. And what compilers write that modules cannot be,
 * must be refused for the right reason.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "kobjtest.h"
#include "sameld.h"

#define SRC "tests/host/objects"

static const struct object {
	const char *name;
	const char *tool;
	const char *command; /* makes $O in the work directory */
	const char *entry;   /* NULL: must be refused */
	enum kobj_code code;
} objects[] = {
    {"gcc -O2", "i686-linux-gnu-gcc",
	GCC " -O2 " PLAIN " -c " SRC "/all.c -o $O", "entry", 0},
    {"gcc -O0 -g", "i686-linux-gnu-gcc",
	GCC " -O0 -g " PLAIN " -c " SRC "/all.c -o $O", "entry", 0},
    {"gcc -O2, PIC but without a GOT", "i686-linux-gnu-gcc",
	GCC " -O2 -fno-pic -fplt -c " SRC "/all.c -o $O", "entry", 0},
    {"gcc -ffunction-sections -fdata-sections", "i686-linux-gnu-gcc",
	GCC " -O2 -ffunction-sections -fdata-sections " PLAIN " -c " SRC
	    "/all.c -o $O",
	"entry", 0},
    {"gcc -fcommon", "i686-linux-gnu-gcc",
	GCC " -O1 -fcommon " PLAIN " -c " SRC "/all.c -o $O", "entry", 0},
    {"gcc -fasynchronous-unwind-tables", "i686-linux-gnu-gcc",
	GCC " -O2 -fasynchronous-unwind-tables " PLAIN " -c " SRC
	    "/all.c -o $O",
	"entry", 0},
    {"gcc -std=gnu89, old style", "i686-linux-gnu-gcc",
	GCC " -std=gnu89 -O2 " PLAIN " -c " SRC "/old.c -o $O", "entry", 0},
    {"clang -O2", "clang-14", CLANG " -O2 " PLAIN " -c " SRC "/all.c -o $O",
	"entry", 0},
    {"clang -O0 -g", "clang-14",
	CLANG " -O0 -g " PLAIN " -c " SRC "/all.c -o $O", "entry", 0},
    {"clang -ffunction-sections -faddrsig", "clang-14",
	CLANG " -O2 -ffunction-sections -faddrsig " PLAIN " -c " SRC
	      "/all.c -o $O",
	"entry", 0},
    {"tcc", "i386-tcc", "i386-tcc -c " SRC "/all.c -o $O", "entry", 0},
    {"tcc -fcommon", "i386-tcc", "i386-tcc -fcommon -c " SRC "/all.c -o $O",
	"entry", 0},
    {"genmod, 200 functions, 2,000 relocations", "i686-linux-gnu-as",
	"seq -f symbol%g 50 > $O.n && build/host/genmod 200 65536 2000 50 "
	"$O.n gen entry > $O.s && i686-linux-gnu-as $O.s -o $O",
	"entry", 0},
    {"tcc -g", "i386-tcc", "i386-tcc -g -c " SRC "/old.c -o $O", "entry", 0},
    {"nasm", "nasm", "nasm -f elf32 " SRC "/all.asm -o $O", "entry", 0},
    {"as, all relocation types", "i686-linux-gnu-as",
	"i686-linux-gnu-as " SRC "/types.s -o $O", "entry", 0},
    {"ld -r of two, with addresses", "i686-linux-gnu-ld",
	GCC " -O2 " PLAIN " -c " SRC "/all.c -o $O.1 && " GCC " -O2 " PLAIN
	    " -c " SRC "/other.c -o $O.2 && "
	    "i686-linux-gnu-ld -r -Ttext 0x12340000 $O.1 $O.2 -o $O",
	"entry", 0},
    {"ld -r of gcc, clang and nasm", "clang-14",
	GCC " -O2 " PLAIN " -c " SRC "/all.c -o $O.1 && " CLANG " -O2 " PLAIN
	    " -c " SRC "/other.c -o $O.2 && "
	    "i686-linux-gnu-ld -r $O.1 $O.2 -o $O",
	"entry", 0},
    {"objcopy --strip-debug of -g", "i686-linux-gnu-objcopy",
	GCC " -O2 -g " PLAIN " -c " SRC "/all.c -o $O && "
	    "i686-linux-gnu-objcopy --strip-debug $O",
	"entry", 0},

    {"gcc -fpic", "i686-linux-gnu-gcc", GCC " -O2 -fpic -c " SRC "/all.c -o $O",
	NULL, KOBJ_RELOC_PIC},
    {"clang -fpic", "clang-14", CLANG " -O2 -fpic -c " SRC "/all.c -o $O", NULL,
	KOBJ_RELOC_PIC},
    {"a program", "i686-linux-gnu-gcc",
	GCC " -nostdlib -static -Wl,-r,-e,0 " PLAIN " " SRC
	    "/old.c -o $O.1 && i686-linux-gnu-ld --defsym printf=0 "
	    "-e entry $O.1 -o $O",
	NULL, KOBJ_NOT_RELOCATABLE},
    {"a shared library", "i686-linux-gnu-gcc",
	GCC " -nostdlib -shared -fpic " SRC "/other.c -o $O", NULL,
	KOBJ_NOT_RELOCATABLE},
    {"a 64-bit object", "gcc", "gcc -c " SRC "/other.c -o $O", NULL,
	KOBJ_WRONG_CLASS},
    {"a big-endian object", "clang-14",
	"clang-14 --target=powerpc-linux-gnu -c " SRC "/other.c -o $O", NULL,
	KOBJ_WRONG_BYTE_ORDER},
    {"an ARM object", "clang-14",
	"clang-14 --target=arm-linux-gnueabi -c " SRC "/other.c -o $O", NULL,
	KOBJ_WRONG_MACHINE},
    {"gcc -flto", "i686-linux-gnu-gcc",
	GCC " -O2 -flto " PLAIN " -c " SRC "/all.c -o $O", NULL,
	KOBJ_LTO_OBJECT},
    {"clang -flto", "clang-14",
	CLANG " -O2 -flto " PLAIN " -c " SRC "/all.c -o $O", NULL,
	KOBJ_BITCODE},
    {"gcc -pg", "i686-linux-gnu-gcc",
	GCC " -O2 -pg " PLAIN " -c " SRC "/other.c -o $O", NULL, KOBJ_PROFILED},
    {"gcc -fsanitize=undefined", "i686-linux-gnu-gcc",
	GCC " -O1 -fsanitize=undefined " PLAIN " -c " SRC "/all.c -o $O", NULL,
	KOBJ_SANITIZED},
    {"C++ with exceptions", "clang-14",
	CLANG " -O1 -x c++ " PLAIN " -c " SRC "/plus.cc -o $O", NULL,
	KOBJ_CPLUSPLUS},
    {"a C++ constructor", "clang-14",
	CLANG " -O1 -x c++ " PLAIN " -DCONSTRUCTOR -c " SRC "/plus.cc -o $O",
	NULL, KOBJ_CPLUSPLUS},
    {"a constructor attribute", "i686-linux-gnu-gcc",
	GCC " -O1 " PLAIN " -DCONSTRUCTOR -c " SRC "/other.c -o $O", NULL,
	KOBJ_CONSTRUCTORS},
    {"__thread", "i686-linux-gnu-gcc",
	GCC " -O1 " PLAIN " -DTHREAD -c " SRC "/other.c -o $O", NULL,
	KOBJ_SECTION_TLS},
    {"an ifunc", "i686-linux-gnu-gcc",
	GCC " -O1 " PLAIN " -DIFUNC -c " SRC "/other.c -o $O", NULL,
	KOBJ_SYMBOL_IFUNC},
    {"a writable section of code", "i686-linux-gnu-as",
	"printf '.section .x,\"awx\"\\n.globl entry\\nentry: ret\\n' | "
	"i686-linux-gnu-as -o $O -",
	NULL, KOBJ_SECTION_WRITABLE_CODE},
    {"stripped", "i686-linux-gnu-strip",
	GCC " -O2 " PLAIN " -c " SRC "/other.c -o $O && "
	    "i686-linux-gnu-strip $O",
	NULL, KOBJ_NO_SYMBOLS},
    {"an archive", "i686-linux-gnu-ar",
	GCC " -O2 " PLAIN " -c " SRC "/other.c -o $O.1 && rm -f $O && "
	    "i686-linux-gnu-ar rc $O $O.1",
	NULL, KOBJ_ARCHIVE},
    {"C source", "cp", "cp " SRC "/other.c $O", NULL, KOBJ_TEXT_FILE},
};

static void
test(const struct object *t)
{
	char object[128], command[2048];
	struct world w;
	uint8_t *bytes;
	size_t size = 0;
	int error;

	if (!have_tool(t->tool)) {
		skip_tool(t->name, t->tool);
		return;
	}
	snprintf(
	    object, sizeof(object), "%s/t%d.o", work_dir(), (int)(t - objects));
	snprintf(command, sizeof(command), "O=%s; %s", object, t->command);
	if (run("%s", command) != 0) {
		ok(false, "%s: could not be made", t->name);
		return;
	}
	bytes = read_file(object, &size);
	world_start(&w, bytes, size);
	w.resolve_all = t->code != KOBJ_PROFILED && t->code != KOBJ_SANITIZED &&
	    t->code != KOBJ_CPLUSPLUS;
	error = world_load(&w, t->entry);
	if (t->entry == NULL) {
		ok(error != 0 && w.refusal.code == t->code && w.images == 0,
		    "%s: %s", t->name, world_reason(&w));
	} else {
		ok(error == 0, "%s: loads", t->name);
		if (error != 0)
			note("%s", world_reason(&w));
		else
			ok(same_as_ld(&w, object), "%s: as GNU ld", t->name);
	}
	ok(world_end(&w), "%s: nothing left", t->name);
	free(bytes);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++)
		test(&objects[i]);
	return done();
}
