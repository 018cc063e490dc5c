/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fsload: works in a folder as many programs would, at random but the same
 * for each seed, and knows what the folder must hold then.  It runs in the
 * guest, and on the host, which can so look at what the guest has left.
 *
 *	fsload run seed first last folder
 *		the steps from first (1) up to last, the ones before it only
 *		in memory; then a comparison
 *	fsload check seed last folder
 *		compare the folder with what it holds after step last
 *	fsload crash seed synced last folder
 *		the machine went down somewhere between these two steps, the
 *		first of which was a sync: see that nothing is lost that was
 *		there then and was left alone since
 *	fsload steps seed from
 *		the number of the first sync behind from
 *
 * While it runs it prints "synced N" as soon as a sync, step N, is over.
 * MAXOFF in the environment is the largest offset that is written to; with
 * NOLINKS no links are made, of either kind.
 */
#include <fcntl.h>
#include <termios.h>

#include "fsmodel.h"

#define SYNC_EVERY 20 /* steps, about */
#define NEW_NAME   24 /* random names end in one of so many numbers */

static uint32_t rng;
static int real; /* the folder is worked on, not the model only */
static int step;
static int64_t maxoff = 3 << 20;
static int nolinks;

static uint32_t
rnd(uint32_t n)
{
	rng ^= rng << 13;
	rng ^= rng >> 17;
	rng ^= rng << 5;
	return rng % n;
}

/* A call that must go well, if it is made at all. */
#define MUST(call, path)                                              \
	do {                                                          \
		if (real && (call) < 0)                               \
			err(1, "step %d: %s: %s", step, #call, path); \
	} while (0)

/* ---- choosing ---- */

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

/* ---- the steps ---- */

/* Write a piece, from buffers of random size. */
static void
put(struct node *n, int fd, const char *path, int64_t off, int64_t len)
{
	static uint8_t buf[20000];
	uint32_t tag = rnd(UINT32_MAX);
	int64_t at, i, piece = 1 + rnd(sizeof(buf));

	n->changed = 1;
	pieces_add(n, off, off + len, tag);
	for (at = off; real && at < off + len; at += piece) {
		if (piece > off + len - at)
			piece = off + len - at;
		for (i = 0; i < piece; i++)
			buf[i] = model_byte(tag, at + i);
		if (pwrite(fd, buf, piece, at) != piece)
			err(1, "step %d: write: %s", step, path);
	}
}

/* Where: near the start or, if it is regular for the file, far away. */
static void
write_some(struct node *n, int fd, const char *path)
{
	int64_t off, len = 1 + (rnd(4) == 0 ? rnd(60000) : rnd(3000));

	switch (rnd(6)) {
	case 0:
		off = (int64_t)rnd((uint32_t)(maxoff >> 8)) << 8;
		break;
	case 1:
	case 2:
		off = n->size > 0 ? rnd((uint32_t)n->size) : 0;
		break;
	default:
		off = n->size;
	}
	if (off > maxoff)
		off = rnd(5000);
	put(n, fd, path, off, len);
}

static void
do_create(void)
{
	int dir = some_dir(), i, fd = -1, writes = rnd(4);
	char name[NAME_LEN], path[PATH_MAX];

	some_name(name);
	if (entry_find(dir, name) >= 0 || model.nentries > ENTRIES_MAX / 3 ||
	    (i = node_new(S_IFREG)) < 0)
		return;
	model_path(dir, name, path, sizeof(path));
	entry_add(dir, i, name);
	MUST(fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0644), path);
	while (writes-- > 0)
		write_some(&model.node[i], fd, path);
	MUST(close(fd), path);
}

static void
do_write(void)
{
	int e = some_entry(S_IFREG), fd = -1, writes = 1 + rnd(5);
	char path[PATH_MAX];

	if (e < 0)
		return;
	path_of(e, path);
	MUST(fd = open(path, O_RDWR), path);
	while (writes-- > 0)
		write_some(&model.node[model.entry[e].node], fd, path);
	MUST(close(fd), path);
}

static void
do_truncate(void)
{
	int e = some_entry(S_IFREG);
	char path[PATH_MAX];
	struct node *n;
	int64_t size;

	if (e < 0)
		return;
	n = &model.node[model.entry[e].node];
	path_of(e, path);
	size = rnd(4) == 0 ? 0
	    : rnd(3) == 0  ? n->size + rnd(20000)
			   : rnd((uint32_t)n->size + 1);
	n->changed = 1;
	model_setsize(n, size);
	MUST(truncate(path, size), path);
}

static void
do_mkdir(void)
{
	char name[NAME_LEN], path[PATH_MAX];
	int dir = some_dir(), i;

	some_name(name);
	if (entry_find(dir, name) >= 0 || model.nentries > ENTRIES_MAX / 3)
		return;
	model_path(dir, name, path, sizeof(path));
	if (strlen(path) > 300 || (i = node_new(S_IFDIR)) < 0)
		return;
	entry_add(dir, i, name);
	MUST(mkdir(path, 0755), path);
}

/* A folder only when it is empty. */
static void
do_remove(void)
{
	int e = some_entry(0), keep = rnd(3) == 0, fd = -1, node;
	char path[PATH_MAX];

	if (e < 0)
		return;
	node = model.entry[e].node;
	path_of(e, path);
	if (model.node[node].type == S_IFDIR) {
		if (!dir_is_empty(node)) {
			if (real && (rmdir(path) == 0 || errno != ENOTEMPTY))
				err(1, "step %d: rmdir: %s", step, path);
			return;
		}
		entry_remove(e);
		MUST(rmdir(path), path);
		return;
	}
	/* Open it meanwhile, at times: it then goes with the last close. */
	if (keep && model.node[node].type == S_IFREG)
		MUST(fd = open(path, O_RDWR), path);
	entry_remove(e);
	MUST(unlink(path), path);
	if (fd >= 0) {
		if (model.node[node].nlink == 0)
			MUST(pwrite(fd, path, 100, 30000), path);
		MUST(close(fd), path);
	}
}

static void
do_link(void)
{
	int e = some_entry(S_IFREG), dir = some_dir();
	char name[NAME_LEN], path[PATH_MAX], old[PATH_MAX];

	if (nolinks)
		return;
	some_name(name);
	if (e < 0 || entry_find(dir, name) >= 0 ||
	    model.nentries > ENTRIES_MAX / 3)
		return;
	path_of(e, old);
	model_path(dir, name, path, sizeof(path));
	entry_add(dir, model.entry[e].node, name);
	MUST(link(old, path), path);
}

static void
do_symlink(void)
{
	char name[NAME_LEN], path[PATH_MAX], text[1000];
	int dir = some_dir(), len = 1 + (rnd(2) ? rnd(59) : rnd(900)), i;

	if (nolinks)
		return;
	some_name(name);
	if (entry_find(dir, name) >= 0 || model.nentries > ENTRIES_MAX / 3 ||
	    (i = node_new(S_IFLNK)) < 0)
		return;
	memset(text, 'a' + (int)rnd(26), len);
	text[len] = '\0';
	model.node[i].target = strdup(text);
	model_path(dir, name, path, sizeof(path));
	entry_add(dir, i, name);
	MUST(symlink(text, path), path);
}

/* May what is called that give its place to a file of this type? */
static int
may_replace(int victim, int node)
{
	const struct entry *v = &model.entry[victim];

	if (v->node == node)
		return 0;
	if (model.node[node].type != S_IFDIR)
		return model.node[v->node].type != S_IFDIR;
	return model.node[v->node].type == S_IFDIR && dir_is_empty(v->node);
}

static void
do_rename(void)
{
	char name[NAME_LEN], from[PATH_MAX], to[PATH_MAX];
	int e = some_entry(0), dir = some_dir(), victim, node;
	char oldname[NAME_LEN];
	int olddir;

	some_name(name);
	if (e < 0)
		return;
	node = model.entry[e].node;
	olddir = model.entry[e].dir;
	strcpy(oldname, model.entry[e].name);
	if (model.node[node].type == S_IFDIR && is_below(dir, node))
		return;
	victim = rnd(3) == 0 ? some_entry(0) : entry_find(dir, name);
	if (victim >= 0) {
		if (!may_replace(victim, node) ||
		    is_below(model.entry[victim].dir, node))
			return;
		dir = model.entry[victim].dir;
		strcpy(name, model.entry[victim].name);
	}
	path_of(e, from);
	model_path(dir, name, to, sizeof(to));
	if (strlen(to) > 300)
		return;
	if (victim >= 0)
		entry_remove(victim);
	e = entry_find(olddir, oldname);
	model.entry[e].dir = dir;
	strcpy(model.entry[e].name, name);
	MUST(rename(from, to), to);
}

/* What is printed has left the machine before anything else is done. */
static void
do_sync(void)
{
	if (!real)
		return;
	sync();
	printf("synced %d\n", step);
	fflush(stdout);
	tcdrain(STDOUT_FILENO);
}

static void
do_fsync(void)
{
	int e = some_entry(S_IFREG), fd = -1;
	char path[PATH_MAX];

	if (e < 0)
		return;
	path_of(e, path);
	MUST(fd = open(path, O_RDWR), path);
	MUST(fsync(fd), path);
	MUST(close(fd), path);
}

/* Read one through, in the middle of all. */
static void
do_compare(void)
{
	int e = some_entry(0);
	char path[PATH_MAX];

	if (e < 0 || !real)
		return;
	path_of(e, path);
	if (compare_file(&model.node[model.entry[e].node], path, 1) != 0)
		errx(1, "step %d: %s is not what was written", step, path);
}

/* Is step n a sync?  It depends on nothing else. */
static int
is_sync(int n, uint32_t seed)
{
	return (((uint32_t)n * 2654435761u + seed * 40503u) >> 8) %
	    SYNC_EVERY ==
	    0;
}

static void
do_step(uint32_t seed)
{
	static void (*const steps[])(void) = {do_create, do_create, do_create,
	    do_write, do_write, do_write, do_write, do_truncate, do_truncate,
	    do_mkdir, do_remove, do_remove, do_remove, do_link, do_symlink,
	    do_rename, do_rename, do_compare, do_compare, do_compare};

	rng = seed * 2654435761u ^ (uint32_t)step * 747796405u;
	if (rng == 0)
		rng = 1;
	(void)rnd(2);
	(void)rnd(2);
	if (real && getenv("STEPS") != NULL) {
		printf("step %d\n", step);
		fflush(stdout);
		tcdrain(STDOUT_FILENO);
	}
	if (is_sync(step, seed))
		do_sync();
	else if (rnd(50) == 0)
		do_fsync();
	else
		steps[rnd(sizeof(steps) / sizeof(steps[0]))]();
}

/* ---- after a crash ---- */

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
		path_of(i, path);
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

static int
crash(uint32_t seed, int synced, int last)
{
	int i, bad = 0, checked = 0;
	struct known *k;

	for (step = 1; step <= synced; step++)
		do_step(seed);
	model_mark();
	note_paths();
	for (; step <= last; step++) {
		do_step(seed);
		note_paths();
	}
	for (i = 1; i < NODES_MAX; i++) {
		if (!is_marked(i))
			continue;
		checked++;
		for (k = knowns; k != NULL; k = k->next)
			if (k->node == i && is_intact(i, k->path))
				break;
		if (k != NULL)
			continue;
		bad++;
		for (k = knowns; k != NULL; k = k->next)
			if (k->node == i)
				printf("# lost: %s\n", k->path);
	}
	printf("%d files and folders, %d lost\n", checked, bad);
	return bad != 0;
}

static void
enter(const char *folder)
{
	if (chdir(folder) != 0)
		err(2, "%s", folder);
}

int
main(int argc, char **argv)
{
	uint32_t seed = argc > 2 ? (uint32_t)atoi(argv[2]) : 0;
	int first, last, bad;

	nolinks = getenv("NOLINKS") != NULL;
	if (getenv("MAXOFF") != NULL)
		maxoff = atoll(getenv("MAXOFF"));
	model_init();
	if (argc == 6 && strcmp(argv[1], "run") == 0) {
		first = atoi(argv[3]);
		last = atoi(argv[4]);
		enter(argv[5]);
		for (step = 1; step <= last; step++) {
			real = step >= first;
			do_step(seed);
		}
		bad = compare_tree(1);
	} else if (argc == 5 && strcmp(argv[1], "check") == 0) {
		enter(argv[4]);
		for (step = 1; step <= atoi(argv[3]); step++)
			do_step(seed);
		bad = compare_tree(0);
	} else if (argc == 6 && strcmp(argv[1], "crash") == 0) {
		enter(argv[5]);
		return crash(seed, atoi(argv[3]), atoi(argv[4]));
	} else if (argc == 4 && strcmp(argv[1], "steps") == 0) {
		step = atoi(argv[3]);
		do
			step++;
		while (!is_sync(step, seed));
		printf("%d\n", step);
		return 0;
	} else
		errx(2, "run, check, crash or steps: see the source");
	printf("%d names, %d wrong\n", model.nentries, bad);
	return bad != 0;
}
