/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fscrash.h: what is left of a model after a crash: a file that was marked
 * may be at any of the paths that it has had since, and if it was not changed
 * it must be as it was.
 */
#ifndef FSCRASH_H
#define FSCRASH_H

#include "fsmodel.h"

/* Paths at which a file of before may be, as the steps went on. */
static struct known {
	struct known *next;
	int node;
	char path[];
} * knowns;

static void
note_paths(void)
{
	char path[PATH_MAX];
	struct known *k;
	int i;

	for (i = 0; i < model.nentries; i++) {
		if (!is_marked(model.entry[i].node))
			continue;
		model_path(model.entry[i].dir, model.entry[i].name, path,
		    sizeof(path));
		for (k = knowns; k != NULL; k = k->next)
			if (k->node == model.entry[i].node &&
			    strcmp(k->path, path) == 0)
				break;
		if (k != NULL)
			continue;
		k = malloc(sizeof(*k) + strlen(path) + 1);
		k->next = knowns;
		k->node = model.entry[i].node;
		strcpy(k->path, path);
		knowns = k;
	}
}

static int
is_intact(int node, const char *path)
{
	struct stat sb;

	if (lstat(path, &sb) != 0)
		return 0;
	if (model.node[node].changed)
		return (sb.st_mode & S_IFMT) == marked[node].type;
	return compare_file(&marked[node], path, 0) == 0;
}

#endif
