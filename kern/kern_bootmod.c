/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_bootmod.c: what the boot loader brings beside the kernel.
 *
 * What a file is, its bytes tell: a ustar archive goes into the root, all
 * else is taken for an object, and refused by the linker if it is none.
 *
 * Beside each file the loader has a string for us: the file's name and then
 * options, boot(8).  QEMU puts the path of the file on its host before what
 * it was told to say; GRUB says only what it was told, which may be nothing.
 * So the name is the last word before the options, without its folders.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/bootmod.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/vm.h>
#include <machine/cpu.h>

struct bootmod {
	const void *bm_base;
	size_t bm_size;
	int bm_archive;
	char *bm_words;       /* a copy of the string, cut into words */
	const char *bm_name;  /* in there, or in bm_number */
	const char *bm_entry; /* -e; or NULL */
	int bm_flags;         /* LMF_FORCE: -f */
	int bm_extract;       /* -x */
	char bm_number[16];   /* the name of one that has none */
};

/* The next word of *s, ended by a NUL; or NULL. */
static char *
next_word(char **s)
{
	char *word;

	while (**s == ' ')
		(*s)++;
	if (**s == '\0')
		return NULL;
	for (word = *s; **s != '\0' && **s != ' '; (*s)++)
		continue;
	if (**s == ' ')
		*(*s)++ = '\0';
	return word;
}

/* EINVAL: the word is no option here; said on the console. */
static int
take_option(struct bootmod *b, const char *word, char **rest)
{
	const char *why;

	if (b->bm_archive && strcmp(word, "-x") == 0) {
		b->bm_extract = 1;
		return 0;
	}
	if (!b->bm_archive && strcmp(word, "-f") == 0) {
		b->bm_flags |= LMF_FORCE;
		return 0;
	}
	if (!b->bm_archive && strcmp(word, "-e") == 0) {
		if ((b->bm_entry = next_word(rest)) != NULL)
			return 0;
		why = "the name of a function is missing behind it";
	} else if (b->bm_archive)
		why = "not an option of an archive: there is -x";
	else
		why = "not an option of an object: there are -e entry and -f";
	printf("boot module %s: refused: %s: %s\n", b->bm_name, word, why);
	return EINVAL;
}

/*
 * Find out how module i is called and what is wanted of it; bm_words is the
 * caller's to free.  EINVAL: an option is wrong.
 */
static int
describe(int i, struct bootmod *b)
{
	const char *string = boot_module(i).bm_string;
	size_t size = strlen(string) + 1;
	char *s, *word, *slash;
	int error = 0;

	s = b->bm_words = malloc(size, M_TEMP, M_WAITOK);
	memcpy(s, string, size);
	snprintf(b->bm_number, sizeof(b->bm_number), "number %d", i + 1);
	b->bm_name = b->bm_number;
	while ((word = next_word(&s)) != NULL && word[0] != '-') {
		slash = strrchr(word, '/');
		b->bm_name =
		    slash != NULL && slash[1] != '\0' ? slash + 1 : word;
	}
	for (; error == 0 && word != NULL; word = next_word(&s))
		error = take_option(b, word, &s);
	return error;
}

/* Call fn for each archive, or for each object. */
static void
each(int archives, void (*fn)(const struct bootmod *, void *arg), void *arg)
{
	struct bootmod b;
	struct boot_module m;
	int i, n = boot_nmodules();

	for (i = 0; i < n; i++) {
		m = boot_module(i);
		b = (struct bootmod){
		    .bm_base = (void *)(KERNBASE + (vaddr_t)m.bm_start),
		    .bm_size = m.bm_end - m.bm_start};
		b.bm_archive = tarfs_is_archive(b.bm_base, b.bm_size);
		if (b.bm_archive != archives)
			continue;
		if (describe(i, &b) == 0)
			fn(&b, arg);
		free(b.bm_words, M_TEMP);
	}
}

static void
load(const struct bootmod *b, void *arg)
{
	(void)lkm_load_boot(
	    b->bm_name, b->bm_entry, b->bm_flags, b->bm_base, b->bm_size);
}

void
bootmod_load(void)
{
	each(0, load, NULL);
}

static void
unpack(const struct bootmod *b, void *arg)
{
	const int *onto_disk = arg;

	if (!*onto_disk || b->bm_extract)
		(void)tarfs_unpack(b->bm_name, b->bm_base, b->bm_size);
}

void
bootmod_unpack(int onto_disk)
{
	each(1, unpack, &onto_disk);
}

static void
note_root(const struct bootmod *b, void *arg)
{
	if (!b->bm_extract)
		*(int *)arg = 1;
}

int
bootmod_have_root(void)
{
	int found = 0;

	each(1, note_root, &found);
	return found;
}

void
bootmod_done(void)
{
	struct boot_module m;
	int i, n = boot_nmodules();

	for (i = 0; i < n; i++) {
		m = boot_module(i);
		vm_page_giveback(m.bm_start, m.bm_end);
	}
}
