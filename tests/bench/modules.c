/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modules.c: loading and unloading modules, by the calls of /dev/lkm
 * themselves.  An object is read into memory first: what is counted is the
 * kernel's work, copying it in included.
 */
#include <sys/ioctl.h>
#include <sys/lkm.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

#define LKM_DEVICE "/dev/lkm"
#define LATER      10 /* loads after the first */
#define MANY       1000
#define SOME       100 /* loads over which memory is compared */

static int dev; /* /dev/lkm */
static char reason_text[4096];

void
read_object(const char *file, struct object *o)
{
	struct stat st;
	int fd = open(file, O_RDONLY);

	if (fd < 0 || fstat(fd, &st) != 0)
		err(1, "%s", file);
	o->file = file;
	strcpy(o->name, FIRST_NAME);
	o->size = (size_t)st.st_size;
	if ((o->bytes = malloc(o->size)) == NULL)
		err(1, "%s", file);
	if (read(fd, o->bytes, o->size) != (ssize_t)o->size)
		err(1, "%s", file);
	close(fd);
	if (dev == 0 && (dev = open(LKM_DEVICE, O_RDWR)) < 0)
		err(1, LKM_DEVICE);
}

uint64_t
load(const struct object *o, int *id)
{
	struct lmc_loadobj lo = {.obj = o->bytes,
	    .size = o->size,
	    .file = o->file,
	    .reason = {reason_text, sizeof(reason_text)}};
	uint64_t t;
	int status;

	reason_text[0] = '\0';
	t = count_begin();
	status = ioctl(dev, LMLOADOBJ, &lo);
	t = count_end(t);
	if (status != 0)
		err(1, "%s: %s", o->file, reason_text);
	*id = lo.id;
	return t;
}

uint64_t
unload(int id)
{
	struct lmc_unloadmod um = {
	    .id = id, .reason = {reason_text, sizeof(reason_text)}};
	uint64_t t;
	int status;

	reason_text[0] = '\0';
	t = count_begin();
	status = ioctl(dev, LMUNLOADMOD, &um);
	t = count_end(t);
	if (status != 0)
		err(1, "module %d: %s", id, reason_text);
	return t;
}

/* argv: what to call it in the report, the object's file. */
void
measure_load(char **argv)
{
	uint64_t first, first_unload, later = 0, later_unload = 0;
	struct object o;
	int id, i;

	read_object(argv[1], &o);
	settle();
	first = load(&o, &id);
	settle();
	first_unload = unload(id);
	for (i = 0; i < LATER; i++) {
		settle();
		later += load(&o, &id);
		settle();
		later_unload += unload(id);
	}
	report_part(argv[0], "first", first);
	report_part(argv[0], "later", later / LATER);
	report_part(argv[0], "unload.first", first_unload);
	report_part(argv[0], "unload.later", later_unload / LATER);
}

/* argv: the object's file.  For tools/guestprof: a load, and nothing else. */
void
measure_load_once(char **argv)
{
	struct lmc_unloadmod um = {.id = -1};
	struct object o;

	read_object(argv[0], &o);
	settle();
	report("load", load(&o, &um.id));
	if (ioctl(dev, LMUNLOADMOD, &um) != 0)
		err(1, "module %d", um.id);
}

static int
free_pages(void)
{
	int n;
	size_t len = sizeof(n);

	if (sysctlbyname("vm.free", &n, &len, NULL, 0) != 0)
		err(1, "vm.free");
	return n;
}

static u_long
listed_size(int id)
{
	struct lmc_stat st = {.id = id};

	if (ioctl(dev, LMSTAT, &st) != 0)
		err(1, "module %d: LMSTAT", id);
	return st.size;
}

void
rename_object(struct object *o, unsigned number)
{
	char name[sizeof(o->name)];
	size_t i, len = strlen(o->name), n = 0;

	snprintf(name, sizeof(name), "bench%04u", number);
	for (i = 0; i + len <= o->size; i++)
		if (memcmp(o->bytes + i, o->name, len) == 0) {
			memcpy(o->bytes + i, name, len);
			n++;
		}
	if (n == 0)
		errx(1, "%s: the name %s is not in it", o->file, o->name);
	memcpy(o->name, name, sizeof(name));
}

/* argv: the object's file.  Each load is of a module with another name. */
void
measure_many(char **argv)
{
	static uint64_t cost[MANY];
	static int id[MANY];
	uint64_t max = 0;
	struct object o;
	int i, before;

	read_object(argv[0], &o);
	before = free_pages();
	for (i = 0; i < MANY; i++) {
		if (i == SOME)
			report("memory.pages_of_100",
			    (uint64_t)(before - free_pages()));
		rename_object(&o, i);
		settle();
		cost[i] = load(&o, &id[i]);
		if (cost[i] > max)
			max = cost[i];
	}
	report("memory.listed", listed_size(id[0]));
	report("many.first", cost[0]);
	report("many.last", cost[MANY - 1]);
	report("many.most", max);
	for (i = 0; i < MANY; i++)
		(void)unload(id[i]);
	report("many.pages_kept", (uint64_t)(before - free_pages()));
}
