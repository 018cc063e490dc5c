/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modload: load a module into the running kernel.  The object goes in as
 * it is; the kernel links it, says what it did, and why when it does not.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "modload.h"

static int debug, dry_run, json, keep, verbose;
static const char *kernel, *output, *postinstall, *script;
static struct answer answer;

#define USAGE                                                            \
	"usage: modload [-dfnsSvx] [-A kernel] [-e entry] [-o output]\n" \
	"\t[-p postinstall] [-T script] file.o\n"                        \
	"       modload -h\n"

static void __attribute__((__noreturn__)) help(void)
{
	printf(USAGE
	    "  -n  check and link, but load nothing\n"
	    "  -v  say where it is; with -n, print the link map\n"
	    "  -x  print the link map as one JSON object\n"
	    "  -d  print the line for gdb first\n"
	    "  -f  load it whatever version it was made for\n"
	    "  -e  the function to enter: xxxinit or file_lkmentry else\n"
	    "  -p  a program to run afterwards, with id, type, slot (DEV: "
	    "character and\n      block major)\n"
	    "  -o  write what was linked to a file, which gdb and nm can read\n"
	    "  -S  the same, to file.o's name without the .o\n"
	    "  -A  the kernel that it was meant for: warns if that is not the "
	    "running one\n"
	    "  -s, -T  are of no effect: symbols are always loaded, and the "
	    "kernel needs no\n      linker script\n"
	    "Exit status: 1 usage, the object, linking; 2 not a .o; 3 no "
	    "/dev/lkm; 9 no\nmemory; 11 not permitted; 14 refused by the "
	    "module or a table (with -n: would\nbe); 15 its stat function "
	    "failed; 16 postinstall failed.\n"
	    "docs/refusals.md explains each reason's code.\n"
	    "Fields of -x; addresses are numbers, a byte of a name is one "
	    "character, what\ndoes not apply is null:\n"
	    "  file loaded id status errno complaint(not the kernel's)\n"
	    "  object: format address size entry entry_address\n"
	    "    parts[]: name address size protection\n"
	    "  sections[]: number name address size part protection\n"
	    "  symbols[]: number name value binding(local global weak)\n"
	    "    from(section common number outside nobody skipped) section\n"
	    "    provider(kernel, or a module) provider_id\n"
	    "  relocations[]: table index section offset address type "
	    "type_name width\n    pc_relative symbol segment plus minus old "
	    "new(= old + plus - minus)\n"
	    "  module: name type type_name interface kernel loaded_id\n"
	    "  slot: number wanted free holder holder_address "
	    "holder_module\n"
	    "  block(major of a DEV, whose slot is the other): number wanted\n"
	    "  refusals[]: code errno text section section_name index "
	    "offset symbol\n    nearest(known name)\n");
	exit(fflush(stdout) == 0 ? 0 : EX_OTHER);
}

static void __attribute__((__noreturn__)) usage(void)
{
	fprintf(stderr, USAGE);
	exit(EX_OTHER);
}

/* Nobody is to take half of an output for all of it. */
static void
flush(void)
{
	if (fflush(stdout) != 0 || ferror(stdout))
		err(EX_OTHER, "standard output");
}

/* What is wrong, before the kernel could be asked. */
static void __attribute__((__noreturn__, __format__(__printf__, 2, 3)))
complain(int status, const char *fmt, ...)
{
	char text[MAXPATHLEN + 256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	warnx("%s", text);
	output_abandon();
	if (json) {
		print_json(&answer, status, text);
		flush();
	}
	exit(status);
}

/* The options; the object's name comes back. */
static const char *
parse(int argc, char **argv, struct lmc_loadobj *lo)
{
	int ch;

	while ((ch = getopt(argc, argv, "A:de:fhno:p:sST:vx")) != -1)
		switch (ch) {
		case 'A':
			kernel = optarg;
			break;
		case 'd':
			debug = 1;
			break;
		case 'e':
			lo->entry = optarg;
			break;
		case 'f':
			lo->flags |= LMF_FORCE;
			break;
		case 'h':
			help();
		case 'n':
			dry_run = 1;
			break;
		case 'o':
			output = optarg;
			break;
		case 'p':
			postinstall = optarg;
			break;
		case 's':
			break; /* they always are */
		case 'S':
			keep = 1;
			break;
		case 'T':
			script = optarg;
			break;
		case 'v':
			verbose = 1;
			break;
		case 'x':
			json = 1;
			break;
		default:
			usage();
		}
	/* The output of -x is one object and nothing else. */
	if (argc - optind != 1 || (json && (debug || verbose)))
		usage();
	return argv[optind];
}

static void __attribute__((__noreturn__)) refused(const struct answer *a)
{
	int status = tell_reason(a);

	output_abandon();
	if (json)
		print_json(a, status, NULL);
	flush();
	exit(status);
}

/* Link, and say where things would be; nothing of the module runs. */
static void
plan(int dev, struct answer *a)
{
	ask_plan(dev, a);
	if (a->error != 0)
		refused(a);
	if (kernel != NULL)
		check_kernel(kernel, &a->map);
	if (debug)
		print_sections(a);
	if (!dry_run)
		return;
	if (output != NULL && output_write(a) == -1)
		err(EX_OTHER, "%s", output);
	if (verbose) {
		describe(a);
		print_map(a);
	}
	if (a->text[0] != '\0')
		refused(a);
	if (json)
		print_json(a, 0, NULL);
	flush();
	exit(0);
}

int
main(int argc, char **argv)
{
	struct answer *a = &answer;
	const char *path, *why;
	u_long first_area = 0;
	size_t len;
	int dev;

	a->lo.id = -1;
	a->lo.file = path = a->path = parse(argc, argv, &a->lo);
	len = strlen(path);
	if (len < 3 || strcmp(path + len - 2, ".o") != 0)
		complain(EX_NAME, "%s: not an object's name: it must end in .o",
		    path);
	if ((a->lo.obj = read_file(path, &a->lo.size, &why)) == NULL)
		complain(EX_OTHER, "%s: %s", path, why);
	if (output == NULL && keep)
		output = output_name(path);
	if (output != NULL && (why = output_open(output, path)) != NULL)
		complain(EX_OTHER, "%s: %s", output, why);
	if ((dev = open(_PATH_LKM, O_RDWR)) == -1)
		complain(EX_DEVICE, "%s: %s%s", _PATH_LKM, strerror(errno),
		    errno == EACCES ? ": modules are loaded by root" : "");
	if (verbose && script != NULL)
		printf("%s: not read: the kernel links, and lays out sections "
		       "by itself\n",
		    script);

	/*
	 * A debugger wants the addresses before the entry runs: the kernel
	 * gives the same ones to the next load of the same object.  And how
	 * large a map is has to be known by then, too.
	 */
	a->want_map = debug || json || (verbose && dry_run) || output != NULL ||
	    kernel != NULL;
	if (output != NULL)
		a->lo.flags |= LMF_IMAGE;
	if (a->want_map || dry_run) {
		plan(dev, a);
		first_area = a->lo.area;
	}
	ask_load(dev, a);
	if (a->error != 0)
		refused(a);
	if (debug && a->lo.area != first_area)
		warnx("%s: another load came between: the sections lie 0x%lx "
		      "further",
		    path, a->lo.area - first_area);
	if (json)
		print_json(a, 0, NULL);
	else
		printf("Module loaded as ID %d\n", a->lo.id);
	if (verbose)
		describe(a);
	flush();
	if (output != NULL && output_write(a) == -1)
		err(EX_OTHER, "%s: %s; the module stays loaded", path, output);
	if (postinstall != NULL)
		run_postinstall(dev, postinstall, a->lo.id);
	return 0;
}
