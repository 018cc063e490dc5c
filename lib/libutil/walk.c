/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * walk.c: visit a tree of files.  One path buffer grows and shrinks with
 * the depth; no directory stays open while what lies below is visited, so
 * that a deep tree does not run out of descriptors.
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "util.h"

struct walker {
	char *w_path;
	size_t w_size;
	walk_fn *w_fn;
	void *w_arg;
};

bool
walk_failed(const struct walk_entry *e, enum walk_what what)
{
	if (what != WALK_NOSTAT && what != WALK_UNREADABLE)
		return false;
	warnc(e->w_errno, "%s", e->w_path);
	return true;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
free_names(char **names, size_t count)
{
	while (count > 0)
		free(names[--count]);
	free(names);
}

static int
add_name(char ***namesp, size_t *countp, const char *name)
{
	char **grown = *namesp;

	/* Grown when the count is a power of two: 16, 32, ... */
	if (*countp == 0 || (*countp >= 16 && (*countp & (*countp - 1)) == 0))
		grown = realloc(
		    grown, (*countp == 0 ? 16 : *countp * 2) * sizeof(*grown));
	if (grown == NULL)
		return -1;
	*namesp = grown;
	grown[*countp] = strdup(name);
	if (grown[*countp] == NULL)
		return -1;
	(*countp)++;
	return 0;
}

int
read_names(const char *path, char ***namesp, size_t *countp)
{
	struct dirent *de;
	int error;
	DIR *d;

	*namesp = NULL;
	*countp = 0;
	d = opendir(path);
	if (d == NULL)
		return -1;
	while (errno = 0, (de = readdir(d)) != NULL) {
		if (strcmp(de->d_name, ".") == 0 ||
		    strcmp(de->d_name, "..") == 0)
			continue;
		if (add_name(namesp, countp, de->d_name) != 0)
			break;
	}
	error = errno;
	closedir(d);
	if (error != 0) {
		free_names(*namesp, *countp);
		errno = error;
		return -1;
	}
	if (*countp > 1)
		qsort(*namesp, *countp, sizeof(char *), by_name);
	return 0;
}

/* Make the path len bytes and a slash and a name long. */
static int
extend(struct walker *w, size_t len, const char *name)
{
	size_t need = len + strlen(name) + 2;
	char *grown;

	if (need > w->w_size) {
		grown = realloc(w->w_path, need + 256);
		if (grown == NULL)
			return -1;
		w->w_path = grown;
		w->w_size = need + 256;
	}
	if (len > 0 && w->w_path[len - 1] != '/')
		w->w_path[len++] = '/';
	strcpy(w->w_path + len, name);
	return 0;
}

static int visit(struct walker *, int depth, bool follow);

static int
visit_directory(struct walker *w, struct walk_entry *e)
{
	size_t len = strlen(w->w_path), count, i;
	char **names;
	int error = 0;

	if (w->w_fn(e, WALK_PRE, w->w_arg) == WALK_SKIP)
		return 0;
	if (read_names(w->w_path, &names, &count) != 0) {
		if (errno == ENOMEM)
			return -1;
		e->w_errno = errno;
		w->w_fn(e, WALK_UNREADABLE, w->w_arg);
		count = 0;
		names = NULL;
	}
	for (i = 0; i < count && error == 0; i++) {
		error = extend(w, len, names[i]);
		if (error == 0)
			error = visit(w, e->w_depth + 1, false);
		w->w_path[len] = '\0';
	}
	free_names(names, count);
	e->w_path = w->w_path; /* it may have moved */
	if (error == 0)
		w->w_fn(e, WALK_POST, w->w_arg);
	return error;
}

/* Visit w_path. */
static int
visit(struct walker *w, int depth, bool follow)
{
	struct stat st;
	struct walk_entry e = {
	    .w_path = w->w_path, .w_stat = &st, .w_depth = depth};

	if ((follow ? stat : lstat)(w->w_path, &st) != 0) {
		e.w_errno = errno;
		w->w_fn(&e, WALK_NOSTAT, w->w_arg);
		return 0;
	}
	if (S_ISDIR(st.st_mode))
		return visit_directory(w, &e);
	w->w_fn(&e, WALK_FILE, w->w_arg);
	return 0;
}

int
walk(const char *path, bool follow, walk_fn *fn, void *arg)
{
	struct walker w = {.w_fn = fn, .w_arg = arg};
	int error;

	error = extend(&w, 0, path);
	if (error == 0)
		error = visit(&w, 0, follow);
	free(w.w_path);
	return error;
}
