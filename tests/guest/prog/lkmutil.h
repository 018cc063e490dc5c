/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkmutil.h: for programs that load modules without modload, and want to
 * know whether anything is left of them.
 */
#ifndef _LKMUTIL_H_
#define _LKMUTIL_H_

#include <sys/ioctl.h>
#include <sys/lkm.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* An object in memory. */
struct object {
	const char *path;
	char *bytes;
	size_t size;
};

static inline struct object
read_object(const char *path)
{
	struct object o = {path, NULL, 0};
	struct stat st;
	int fd = open(path, O_RDONLY);

	if (fd == -1 || fstat(fd, &st) == -1) {
		perror(path);
		exit(2);
	}
	o.size = st.st_size;
	o.bytes = malloc(o.size);
	if (read(fd, o.bytes, o.size) != (ssize_t)o.size) {
		perror(path);
		exit(2);
	}
	close(fd);
	return o;
}

static char reason[4096]; /* of the last refusal */

/* Load it; the module's number, or -1 and the error and the reason. */
static inline int
load_object(int dev, const struct object *o)
{
	struct lmc_loadobj lo = {.obj = o->bytes,
	    .size = o->size,
	    .file = o->path,
	    .reason = {reason, sizeof(reason)}};

	reason[0] = '\0';
	return ioctl(dev, LMLOADOBJ, &lo) == -1 ? -1 : lo.id;
}

static inline int
unload_id(int dev, int id)
{
	struct lmc_unloadmod ul = {
	    .id = id, .reason = {reason, sizeof(reason)}};

	reason[0] = '\0';
	return ioctl(dev, LMUNLOADMOD, &ul);
}

/*
 * What is allocated in the kernel: for each kind the pieces and the bytes,
 * not what there has ever been; and the free pages, among them those that
 * are kept ready for a certain use.
 */
struct totals {
	int free;
	int lines;
	char line[64][40];
};

static inline void
take_totals(struct totals *t)
{
	static char text[8192];
	size_t size = sizeof(text), n = sizeof(t->free);
	char *p;

	memset(t, 0, sizeof(*t));
	if (sysctlbyname("vm.malloc", text, &size, NULL, 0) == -1 ||
	    sysctlbyname("vm.free", &t->free, &n, NULL, 0) == -1) {
		perror("sysctl");
		exit(2);
	}
	for (p = strtok(text, "\n"); p != NULL && t->lines < 64;
	     p = strtok(NULL, "\n")) {
		char *spare = strstr(p, "spare ");

		if (spare != NULL) {
			int pieces = 0, bytes = 0;

			sscanf(spare, "spare %d %d", &pieces, &bytes);
			t->free += bytes / 4096;
			continue;
		}
		/* "type pieces bytes most calls": the first three columns */
		snprintf(t->line[t->lines++], 40, "%.29s", p);
	}
}

/* Are they equal?  Kinds are looked up by name: a new one may be used up. */
static inline int
same_totals(const struct totals *a, const struct totals *b)
{
	int i, j, same = a->free == b->free;

	if (!same)
		diag("free pages: %d, now %d", a->free, b->free);
	for (i = 0; i < b->lines; i++) {
		for (j = 0; j < a->lines; j++)
			if (strncmp(a->line[j], b->line[i], 12) == 0)
				break;
		if (j < a->lines ? strcmp(a->line[j], b->line[i]) == 0
				 : strstr(b->line[i], "     0 ") != NULL)
			continue;
		diag("%s, now %s", j < a->lines ? a->line[j] : "nothing",
		    b->line[i]);
		same = 0;
	}
	return same;
}

#endif /* _LKMUTIL_H_ */
