/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * scandir.c: a whole directory at once, chosen from and sorted.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct entries {
	struct dirent **list;
	size_t used, room;
};

/* Append a copy of e. */
static int
entries_add(struct entries *es, const struct dirent *e)
{
	struct dirent **list, *copy;
	size_t room;

	if (es->used == es->room) {
		room = es->room != 0 ? es->room * 2 : 32;
		list = reallocarray(es->list, room, sizeof(*list));
		if (list == NULL)
			return -1;
		es->list = list;
		es->room = room;
	}
	copy = malloc(e->d_reclen);
	if (copy == NULL)
		return -1;
	memcpy(copy, e, e->d_reclen);
	es->list[es->used++] = copy;
	return 0;
}

static void
entries_free(struct entries *es)
{
	while (es->used > 0)
		free(es->list[--es->used]);
	free(es->list);
}

int
alphasort(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/*
 * Put those entries of the directory path that want() likes (all, when it
 * is NULL) into *list, sorted by cmp, and return their number.  Each entry
 * and the list are the caller's to free.  -1: errno as opendir(3),
 * readdir(3) or malloc(3) set it.
 */
int
scandir(const char *path, struct dirent ***list,
    int (*want)(const struct dirent *),
    int (*cmp)(const struct dirent **, const struct dirent **))
{
	struct entries es = {NULL, 0, 0};
	struct dirent *e;
	int error;
	DIR *d;

	d = opendir(path);
	if (d == NULL)
		return -1;
	errno = 0;
	while ((e = readdir(d)) != NULL) {
		if (want != NULL && !want(e))
			continue;
		if (entries_add(&es, e) == -1)
			break;
		errno = 0;
	}
	error = errno;
	closedir(d);
	if (error != 0) {
		entries_free(&es);
		errno = error;
		return -1;
	}
	if (cmp != NULL && es.used > 1)
		qsort(es.list, es.used, sizeof(*es.list),
		    (int (*)(const void *, const void *))(void (*)(void))cmp);
	*list = es.list;
	return (int)es.used;
}
