/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modload: load a module into the running kernel.  The object goes in as
 * it is; the kernel links it, and says why when it does not.
 */
#include <sys/param.h>
#include <sys/ioctl.h>
#include <sys/lkm.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define _PATH_LKM "/dev/lkm"

/* Exit statuses, those of NetBSD's modload. */
enum {
	EX_OTHER = 1,    /* usage, the object, linking */
	EX_NAME = 2,     /* not called something.o */
	EX_DEVICE = 3,   /* no /dev/lkm */
	EX_RESERVE = 9,  /* no memory in the kernel */
	EX_LOAD = 11,    /* loading is not permitted, or the call failed */
	EX_REFUSED = 14, /* the module, or a table, said no */
	EX_POSTINSTALL = 16
};

static int debug, dry_run, force, verbose;
static const char *entry, *postinstall;
static const char *const type_names[] = {MODTYPE_NAMES};

static void
usage(void)
{
	fprintf(stderr,
	    "usage: modload [-dfnv] [-e entry] [-p postinstall] "
	    "file.o\n");
	exit(EX_OTHER);
}

/* All of the file, in memory; its size in *sizep. */
static void *
read_object(const char *path, size_t *sizep)
{
	struct stat st;
	char *buf;
	size_t done = 0;
	ssize_t n;
	/* Whatever it is, do not wait for somebody to write into it. */
	int fd = open(path, O_RDONLY | O_NONBLOCK);

	if (fd == -1 || fstat(fd, &st) == -1)
		err(EX_OTHER, "%s", path);
	if (S_ISDIR(st.st_mode))
		errx(EX_OTHER, "%s: is a directory, not an object", path);
	if (!S_ISREG(st.st_mode))
		errx(EX_OTHER, "%s: not a file", path);
	if (st.st_size > 1 << 30)
		errx(EX_OTHER, "%s: too large", path);
	if ((buf = malloc(st.st_size + 1)) == NULL)
		err(EX_OTHER, "%s", path);
	while (done < (size_t)st.st_size) {
		n = read(fd, buf + done, st.st_size - done);
		if (n == -1)
			err(EX_OTHER, "%s", path);
		if (n == 0)
			break;
		done += n;
	}
	close(fd);
	*sizep = done;
	return buf;
}

/*
 * The kernel's reason, each line with our name and the file's before it.
 * There is none when the call as such was turned away.
 */
static void
print_reason(const char *path, char *text, int error)
{
	char *line;

	if (text[0] == '\0' && error == EPERM)
		warnx("%s: not permitted: modules are loaded by root, and at "
		      "securelevel 0 or below",
		    path);
	else if (text[0] == '\0')
		warnx("%s: %s", path, strerror(error));
	for (line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
		/* The kernel knows errors by number only. */
		if (strncmp(line, "entry-failed:", 13) == 0)
			warnx("%s: %s (%s)", path, line, strerror(error));
		else
			warnx("%s: %s", path, line);
}

static int
status_of(int error, const char *text)
{
	/* A module's own error may be any: it is the module that said no. */
	if (strncmp(text, "entry-failed:", 13) == 0 ||
	    (text[0] != '\0' && error != ENOEXEC && error != EFBIG &&
		error != ENOMEM))
		return EX_REFUSED;
	switch (error) {
	case ENOEXEC:
	case EFBIG:
		return EX_OTHER;
	case ENOMEM:
		return EX_RESERVE;
	case EPERM:
	case EFAULT:
	case ENOTTY:
		return EX_LOAD;
	default:
		return EX_REFUSED;
	}
}

/*
 * Ask the kernel to load.  The text of a reason can be long: one line for
 * each missing symbol.
 */
static void
load(int dev, const char *path, struct lmc_loadobj *lo)
{
	static char text[65536];
	int error, status;

	lo->reason.text = text;
	lo->reason.len = sizeof(text);
	text[0] = '\0';
	if (ioctl(dev, LMLOADOBJ, lo) == 0)
		return;
	error = errno;
	status = status_of(error, text);
	print_reason(path, text, error);
	exit(status);
}

/*
 * What a debugger wants to know: where each section is.  It runs elsewhere
 * and has folders of its own, so the file's name comes without ours.
 */
static void
print_sections(const char *path, char *sections)
{
	const char *base = strrchr(path, '/');
	char *name, *addr, *text = NULL, *line;
	char *copy = strdup(sections);

	if (copy == NULL)
		err(EX_OTHER, NULL);
	for (line = strtok(copy, "\n"); line != NULL; line = strtok(NULL, "\n"))
		if (strncmp(line, ".text ", 6) == 0)
			text = line + 6;
	printf("add-symbol-file %s %s", base != NULL ? base + 1 : path,
	    text != NULL ? text : "0");
	for (name = strtok(sections, " "); name != NULL;
	     name = strtok(NULL, " ")) {
		if ((addr = strtok(NULL, "\n")) == NULL)
			break;
		if (strcmp(name, ".text") != 0)
			printf(" -s %s %s", name, addr);
	}
	printf("\n");
	/* The debugger may stop the kernel next: all of it goes out now. */
	if (fflush(stdout) != 0)
		err(EX_OTHER, "standard output");
	(void)tcdrain(STDOUT_FILENO);
	free(copy);
}

static void
run_postinstall(const char *program, const struct lmc_loadobj *lo)
{
	char id[16], type[16], offset[16];
	int status;
	pid_t pid;

	snprintf(id, sizeof(id), "%d", lo->id);
	snprintf(type, sizeof(type), "0x%x", lo->type);
	snprintf(offset, sizeof(offset), "%ld", (long)lo->offset);
	if ((pid = fork()) == -1)
		err(EX_POSTINSTALL, "%s", program);
	if (pid == 0) {
		execl(program, program, id, type, offset, (char *)NULL);
		/* A script: the shell reads it, as it would have itself. */
		if (errno == ENOEXEC)
			execl("/bin/sh", "sh", program, id, type, offset,
			    (char *)NULL);
		err(127, "%s", program);
	}
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			err(EX_POSTINSTALL, "%s", program);
	if (status != 0)
		errx(EX_POSTINSTALL,
		    "%s: failed (status 0x%x); the module stays loaded",
		    program, status);
}

static void
describe(const char *path, const struct lmc_loadobj *lo)
{
	printf("%s: %lu bytes at 0x%lx", path, lo->memsize, lo->area);
	if (lo->id != -1) {
		printf(", %s module %s", type_names[lo->type], lo->name);
		if ((long)lo->offset >= 0)
			printf(", slot %ld", (long)lo->offset);
	} else
		printf(" if it were loaded now");
	printf("\n");
}

/* The options; the object's name comes back. */
static const char *
parse(int argc, char **argv)
{
	const char *path;
	size_t len;
	int ch;

	while ((ch = getopt(argc, argv, "de:fnp:v")) != -1)
		switch (ch) {
		case 'd':
			debug = 1;
			break;
		case 'e':
			entry = optarg;
			break;
		case 'f':
			force = LMF_FORCE;
			break;
		case 'n':
			dry_run = 1;
			break;
		case 'p':
			postinstall = optarg;
			break;
		case 'v':
			verbose = 1;
			break;
		default:
			usage();
		}
	if (argc - optind != 1)
		usage();
	path = argv[optind];
	len = strlen(path);
	if (len < 3 || strcmp(path + len - 2, ".o") != 0)
		errx(EX_NAME, "%s: not an object's name: it must end in .o",
		    path);
	return path;
}

/* Link, and say where things would be; nothing of the module runs. */
static void
try_load(int dev, const char *path, struct lmc_loadobj *lo)
{
	static char sections[16384];

	lo->flags = LMF_NORUN | force;
	lo->sections = sections;
	lo->sectionslen = sizeof(sections);
	load(dev, path, lo);
	lo->sections = NULL;
	if (debug)
		print_sections(path, sections);
	if (verbose && dry_run)
		describe(path, lo);
}

int
main(int argc, char **argv)
{
	const char *path = parse(argc, argv);
	struct lmc_loadobj lo = {.file = path, .entry = entry};
	u_long first_area = 0;
	int dev;

	lo.obj = read_object(path, &lo.size);
	if ((dev = open(_PATH_LKM, O_RDWR)) == -1)
		err(EX_DEVICE, _PATH_LKM);

	/*
	 * A debugger wants the addresses before the entry runs: the kernel
	 * gives the same ones to the next load of the same object.
	 */
	if (debug || dry_run) {
		try_load(dev, path, &lo);
		if (dry_run)
			return 0;
		first_area = lo.area;
	}
	lo.flags = force;
	load(dev, path, &lo);
	if (debug && lo.area != first_area)
		warnx("%s: another load came between: the sections lie 0x%lx "
		      "further",
		    path, lo.area - first_area);
	printf("Module loaded as ID %d\n", lo.id);
	if (verbose)
		describe(path, &lo);
	if (fflush(stdout) != 0)
		err(EX_OTHER, "standard output");
	if (postinstall != NULL)
		run_postinstall(postinstall, &lo);
	return 0;
}
