/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fsmodel.h: what a file system should hold: files, folders and links in
 * memory, and a comparison with a tree of real ones.
 *
 * A file's bytes are not kept: each write has a number, its tag, and a byte
 * is a function of that and of its place.  So a file is a list of pieces.
 */
#ifndef FSMODEL_H
#define FSMODEL_H

#include <sys/stat.h>
#include <sys/types.h>
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rnd.h"

#define NODES_MAX   600
#define ENTRIES_MAX 900
#define NAME_LEN    64

struct piece {              /* of a file: from off up to end */
	struct piece *next; /* by off; they do not overlap */
	int64_t off, end;
	uint32_t tag;
};

struct node {
	int used;
	mode_t type; /* S_IFREG, S_IFDIR, S_IFLNK */
	int nlink;   /* names; of a directory one */
	int64_t size;
	struct piece *pieces;
	char *target;
	int serial;  /* no other node ever has it */
	int changed; /* since model_mark() */
};

struct entry {
	int dir, node; /* numbers of nodes */
	char name[NAME_LEN];
};

struct model {
	struct node node[NODES_MAX]; /* 0 is the root */
	struct entry entry[ENTRIES_MAX];
	int nentries;
};

static struct model model;
static struct node marked[NODES_MAX]; /* as they were at model_mark() */

static inline uint8_t
model_byte(uint32_t tag, int64_t off)
{
	uint32_t x = tag * 2654435761u + (uint32_t)off * 40503u +
	    (uint32_t)(off >> 12) * 7919u;

	return (uint8_t)(x >> 13 ^ x >> 21);
}

/* ---- pieces ---- */

/* Forget what lies between off and end. */
static void
pieces_cut(struct node *n, int64_t off, int64_t end)
{
	struct piece **pp = &n->pieces, *p, *tail;

	while ((p = *pp) != NULL) {
		if (p->end <= off || p->off >= end)
			pp = &p->next;
		else if (p->off < off && p->end > end) {
			tail = malloc(sizeof(*tail));
			*tail = *p;
			tail->off = end;
			p->end = off;
			p->next = tail;
			return;
		} else if (p->off < off) {
			p->end = off;
			pp = &p->next;
		} else if (p->end > end) {
			p->off = end;
			pp = &p->next;
		} else {
			*pp = p->next;
			free(p);
		}
	}
}

static void
pieces_add(struct node *n, int64_t off, int64_t end, uint32_t tag)
{
	struct piece **pp = &n->pieces, *p = malloc(sizeof(*p));

	pieces_cut(n, off, end);
	while (*pp != NULL && (*pp)->off < off)
		pp = &(*pp)->next;
	*p = (struct piece){*pp, off, end, tag};
	*pp = p;
	if (end > n->size)
		n->size = end;
}

static void
model_setsize(struct node *n, int64_t size)
{
	pieces_cut(n, size, INT64_MAX);
	n->size = size;
}

/* What the file should have from off on. */
static void
model_expect(const struct node *n, int64_t off, uint8_t *buf, size_t len)
{
	int64_t end = off + (int64_t)len, i;
	const struct piece *p;

	memset(buf, 0, len);
	for (p = n->pieces; p != NULL && p->off < end; p = p->next)
		for (i = p->off > off ? p->off : off; i < p->end && i < end;
		     i++)
			buf[i - off] = model_byte(p->tag, i);
}

/* ---- nodes and names ---- */

static int
node_new(mode_t type)
{
	static int serial;
	int i;

	for (i = 0; i < NODES_MAX; i++)
		if (!model.node[i].used) {
			model.node[i] = (struct node){
			    .used = 1, .type = type, .serial = ++serial};
			return i;
		}
	return -1;
}

static void
node_unlink(int i)
{
	struct node *n = &model.node[i];

	if (--n->nlink > 0)
		return;
	pieces_cut(n, 0, INT64_MAX);
	free(n->target);
	*n = (struct node){.used = 0};
}

static int
entry_add(int dir, int node, const char *name)
{
	struct entry *e = &model.entry[model.nentries];

	if (model.nentries == ENTRIES_MAX)
		return -1;
	e->dir = dir;
	e->node = node;
	snprintf(e->name, sizeof(e->name), "%s", name);
	model.node[node].nlink++;
	return model.nentries++;
}

static void
entry_remove(int i)
{
	int node = model.entry[i].node;

	model.entry[i] = model.entry[--model.nentries];
	node_unlink(node);
}

static int
entry_find(int dir, const char *name)
{
	int i;

	for (i = 0; i < model.nentries; i++)
		if (model.entry[i].dir == dir &&
		    strcmp(model.entry[i].name, name) == 0)
			return i;
	return -1;
}

/* The name of a directory; it has one. */
static int
entry_of(int node)
{
	int i;

	for (i = 0; i < model.nentries; i++)
		if (model.entry[i].node == node)
			return i;
	return -1;
}

/* "a/b/c" of a name in a directory. */
static const char *
model_path(int dir, const char *name, char *buf, size_t size)
{
	char up[PATH_MAX];
	int e;

	if (dir == 0)
		snprintf(buf, size, "%s", name);
	else {
		e = entry_of(dir);
		model_path(
		    model.entry[e].dir, model.entry[e].name, up, sizeof(up));
		if (snprintf(buf, size, "%s/%s", up, name) >= (int)size)
			errx(1, "a path too long");
	}
	return buf;
}

static int
dir_is_empty(int dir)
{
	int i;

	for (i = 0; i < model.nentries; i++)
		if (model.entry[i].dir == dir)
			return 0;
	return 1;
}

/* Is it dir itself, or somewhere below? */
static int
is_below(int node, int dir)
{
	while (node != dir && node != 0)
		node = model.entry[entry_of(node)].dir;
	return node == dir;
}

static void
model_init(void)
{
	model.node[0] = (struct node){.used = 1, .type = S_IFDIR, .nlink = 1};
}

/*
 * Keep a copy of the nodes as they are, and note from now on what changes.
 * What is done later must not depend on it: the guest does not do this.
 */
static void
model_mark(void)
{
	const struct piece *p;
	int i;

	for (i = 0; i < NODES_MAX; i++) {
		model.node[i].changed = 0;
		marked[i] = model.node[i];
		marked[i].pieces = NULL;
		for (p = model.node[i].pieces; p != NULL; p = p->next)
			pieces_add(&marked[i], p->off, p->end, p->tag);
		if (marked[i].target != NULL)
			marked[i].target = strdup(marked[i].target);
	}
}

/* Is the one of then still there? */
static int
is_marked(int node)
{
	return marked[node].used && model.node[node].used &&
	    marked[node].serial == model.node[node].serial;
}

/* ---- comparison with what is there; paths are below the current folder ---- */

static int
wrong(const char *path, const char *what)
{
	printf("# %s: %s\n", path, what);
	return 1;
}

static int
compare_bytes(const struct node *n, const char *path, int fd)
{
	static uint8_t have[65536], want[65536];
	int64_t off;
	ssize_t len;
	char what[64];
	size_t i;

	for (off = 0; (len = read(fd, have, sizeof(have))) > 0; off += len) {
		model_expect(n, off, want, len);
		if (memcmp(have, want, len) == 0)
			continue;
		for (i = 0; have[i] == want[i]; i++)
			;
		snprintf(what, sizeof(what), "byte %lld is 0x%02x, not 0x%02x",
		    (long long)(off + (int64_t)i), have[i], want[i]);
		return wrong(path, what);
	}
	return len < 0 ? wrong(path, strerror(errno)) : 0;
}

/* nlinks: are counts of links to be right, too? */
static int
compare_file(const struct node *n, const char *path, int nlinks)
{
	char text[PATH_MAX];
	struct stat sb;
	ssize_t len;
	int fd, bad;

	if (lstat(path, &sb) != 0)
		return wrong(path, strerror(errno));
	if ((sb.st_mode & S_IFMT) != n->type)
		return wrong(path, "another kind of file");
	if (n->type == S_IFDIR)
		return 0;
	if (nlinks && (int)sb.st_nlink != n->nlink)
		return wrong(path, "another number of links");
	if (n->type == S_IFLNK) {
		len = readlink(path, text, sizeof(text));
		return len != (ssize_t)strlen(n->target) ||
			memcmp(text, n->target, len) != 0
		    ? wrong(path, "another text of the link")
		    : 0;
	}
	if (sb.st_size != n->size) {
		snprintf(text, sizeof(text), "%lld bytes, not %lld",
		    (long long)sb.st_size, (long long)n->size);
		return wrong(path, text);
	}
	if ((fd = open(path, O_RDONLY)) < 0)
		return wrong(path, strerror(errno));
	bad = compare_bytes(n, path, fd);
	close(fd);
	return bad;
}

/* Names that are there and should not. */
static int
compare_names(int dir, const char *path)
{
	struct dirent *d;
	DIR *dp = opendir(path);
	int bad = 0, n = 0, i;

	if (dp == NULL)
		return wrong(path, strerror(errno));
	while ((d = readdir(dp)) != NULL) {
		if (strcmp(d->d_name, ".") == 0 ||
		    strcmp(d->d_name, "..") == 0 ||
		    (dir == 0 && strcmp(d->d_name, "lost+found") == 0))
			continue;
		n++;
		if (entry_find(dir, d->d_name) < 0)
			bad += wrong(d->d_name, "is there, and should not");
	}
	closedir(dp);
	for (i = 0; i < model.nentries; i++)
		n -= model.entry[i].dir == dir;
	return n == 0 ? bad : bad + wrong(path, "another number of names");
}

/* The whole tree; the number of things that are wrong. */
static int
compare_tree(int nlinks)
{
	char path[PATH_MAX];
	int i, bad = compare_names(0, ".");

	for (i = 0; i < model.nentries; i++) {
		const struct entry *e = &model.entry[i];

		model_path(e->dir, e->name, path, sizeof(path));
		bad += compare_file(&model.node[e->node], path, nlinks);
		if (model.node[e->node].type == S_IFDIR)
			bad += compare_names(e->node, path);
	}
	return bad;
}

/* ---- choosing ---- */

#define NEW_NAME 24 /* random names end in one of so many numbers */

/* A random directory. */
static int
some_dir(void)
{
	int dirs[NODES_MAX], n = 0, i;

	for (i = 0; i < NODES_MAX; i++)
		if (model.node[i].used && model.node[i].nlink > 0 &&
		    model.node[i].type == S_IFDIR)
			dirs[n++] = i;
	return dirs[rnd(n)];
}

/* A random name of a file of this type; -1: there is none. */
static int
some_entry(mode_t type)
{
	int all[ENTRIES_MAX], n = 0, i;

	for (i = 0; i < model.nentries; i++)
		if (type == 0 || model.node[model.entry[i].node].type == type)
			all[n++] = i;
	return n == 0 ? -1 : all[rnd(n)];
}

/* A name, of any length, that may be there already. */
static void
some_name(char name[NAME_LEN])
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";

	snprintf(name, NAME_LEN, "%.*s%u", (int)(rnd(6) == 0 ? rnd(50) : 3),
	    letters, (unsigned)rnd(NEW_NAME));
}

static void
path_of(int e, char *path)
{
	model_path(model.entry[e].dir, model.entry[e].name, path, PATH_MAX);
}

#endif
