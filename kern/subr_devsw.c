/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_devsw.c: which driver has which major number.  The kernel's own
 * drivers and those of modules stand in the same tables.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/holders.h>
#include <sys/malloc.h>
#include <sys/queue.h>
#include <sys/selfcheck.h>
#include <sys/sysctlvar.h>

struct devsw_entry {
	const char *name;
	const void *sw;
	int suspended;
	LIST_ENTRY(devsw_entry) link; /* of those that are there */
};
static struct devsw_entry chars[DEVSW_MAX], blocks[DEVSW_MAX];
static LIST_HEAD(, devsw_entry) attached = LIST_HEAD_INITIALIZER(attached);

/* What stays free for modules: lkm-interface's pools, then the high ones. */
#define LKM_BMAJOR_FIRST 8
#define LKM_BMAJOR_LAST  13
#define LKM_CMAJOR_FIRST 29
#define LKM_CMAJOR_LAST  34
#define HIGH_FIRST       160

const struct cdevsw *
cdevsw_lookup(dev_t dev)
{
	int m = major(dev);

	return m < DEVSW_MAX ? chars[m].sw : NULL;
}

const struct bdevsw *
bdevsw_lookup(dev_t dev)
{
	int m = major(dev);

	return m < DEVSW_MAX ? blocks[m].sw : NULL;
}

const struct cdevsw *
cdevsw_lookup_open(dev_t dev)
{
	int m = major(dev);

	return m < DEVSW_MAX && !chars[m].suspended ? chars[m].sw : NULL;
}

const struct bdevsw *
bdevsw_lookup_open(dev_t dev)
{
	int m = major(dev);

	return m < DEVSW_MAX && !blocks[m].suspended ? blocks[m].sw : NULL;
}

void
devsw_suspend(const struct bdevsw *b, const struct cdevsw *c, int suspended)
{
	struct devsw_entry *e;

	LIST_FOREACH(e, &attached, link)
		if (e->sw == b || e->sw == c)
			e->suspended = suspended;
}

const char *
devsw_name(dev_t dev, int isblk)
{
	int m = major(dev);

	return m >= DEVSW_MAX ? NULL : isblk ? blocks[m].name : chars[m].name;
}

int
devsw_name2blk(const char *name)
{
	const struct devsw_entry *e;

	LIST_FOREACH(e, &attached, link)
		if (e >= blocks && e < blocks + DEVSW_MAX &&
		    strcmp(e->name, name) == 0)
			return e - blocks;
	return -1;
}

dev_t
devsw_chr2blk(dev_t dev)
{
	const char *name = devsw_name(dev, 0);
	int b = name != NULL ? devsw_name2blk(name) : -1;

	return b != -1 ? makedev(b, minor(dev)) : NODEV;
}

/* Choose *major if it is -1, and see that it is free. */
static int
choose(const struct devsw_entry *t, const char *name, const void *sw,
    int *major, int first, int last)
{
	int m;

	for (m = 0; m < DEVSW_MAX; m++)
		if (t[m].sw != NULL &&
		    (t[m].sw == sw || strcmp(t[m].name, name) == 0))
			return EEXIST;
	if (*major == -1) {
		for (m = first; m < DEVSW_MAX && t[m].sw != NULL; m++)
			if (m == last)
				m = HIGH_FIRST - 1;
		if (m == DEVSW_MAX)
			return ENOMEM;
		*major = m;
		return 0;
	}
	if (*major < 0 || *major >= DEVSW_MAX)
		return EINVAL;
	return t[*major].sw != NULL ? EEXIST : 0;
}

static void
enter(struct devsw_entry *e, const char *name, const void *sw)
{
	e->name = name;
	e->sw = sw;
	LIST_INSERT_HEAD(&attached, e, link);
}

static void
leave(struct devsw_entry *e)
{
	LIST_REMOVE(e, link);
	*e = (struct devsw_entry){.name = NULL};
}

int
devsw_choose(const char *name, const struct bdevsw *b, int *bmajor,
    const struct cdevsw *c, int *cmajor)
{
	int error, bm = b != NULL ? *bmajor : 0, cm = c != NULL ? *cmajor : 0;

	if (b == NULL && c == NULL)
		return EINVAL;
	if (b != NULL &&
	    (error = choose(
		 blocks, name, b, &bm, LKM_BMAJOR_FIRST, LKM_BMAJOR_LAST)) != 0)
		return error;
	if (c != NULL &&
	    (error = choose(
		 chars, name, c, &cm, LKM_CMAJOR_FIRST, LKM_CMAJOR_LAST)) != 0)
		return error;
	if (b != NULL)
		*bmajor = bm;
	if (c != NULL)
		*cmajor = cm;
	return 0;
}

int
devsw_attach(const char *name, const struct bdevsw *b, int *bmajor,
    const struct cdevsw *c, int *cmajor)
{
	int error = devsw_choose(name, b, bmajor, c, cmajor);

	if (error != 0)
		return error;
	if (b != NULL)
		enter(&blocks[*bmajor], name, b);
	if (c != NULL)
		enter(&chars[*cmajor], name, c);
	return 0;
}

void
devsw_detach(const struct bdevsw *b, const struct cdevsw *c)
{
	int m;

	for (m = 0; m < DEVSW_MAX; m++) {
		if (b != NULL && blocks[m].sw == b)
			leave(&blocks[m]);
		if (c != NULL && chars[m].sw == c)
			leave(&chars[m]);
	}
}

vaddr_t
devsw_holds(const struct holders *h, const void *sw, int isblk)
{
	/* d_type, a small number, is no address; behind it is d_fopen. */
	return holds_ops(h, sw,
	    isblk ? offsetof(struct bdevsw, d_type) : sizeof(struct cdevsw));
}

void
devsw_holders(struct holders *h)
{
	struct devsw_entry *e;
	vaddr_t va;
	int isblk;

	LIST_FOREACH(e, &attached, link) {
		if (is_constant(e->sw) && is_constant(e->name))
			continue;
		isblk = e >= blocks && e < blocks + DEVSW_MAX;
		va = devsw_holds(h, e->sw, isblk);
		if (va == 0 && holds(h, (vaddr_t)e->name))
			va = (vaddr_t)e->name;
		if (va != 0)
			holder_found(h, e->sw, va,
			    "%s device %d (%s) points to",
			    isblk ? "block" : "character",
			    (int)(e - (isblk ? blocks : chars)), e->name);
	}
}

/* ---- sysctl kern.drivers ---- */

/* Has the driver of this block number a character device, too? */
static int
chars_major(const char *name)
{
	const struct devsw_entry *e;

	LIST_FOREACH(e, &attached, link)
		if (e >= chars && e < chars + DEVSW_MAX &&
		    strcmp(e->name, name) == 0)
			return e - chars;
	return -1;
}

/*
 * "vd 29 8": name, character and block major, -1 for none.  The bytes that it
 * takes.
 */
static size_t
list_drivers(char *text, size_t size)
{
	const struct devsw_entry *e;
	size_t n = 0;
	int isblk;

	LIST_FOREACH(e, &attached, link) {
		isblk = e >= blocks && e < blocks + DEVSW_MAX;
		if (isblk && chars_major(e->name) != -1)
			continue; /* told with its character device */
		n += snprintf(text + MIN(n, size), size - MIN(n, size),
		    "%s%s %d %d", n > 0 ? "\n" : "", e->name,
		    isblk ? -1 : (int)(e - chars), devsw_name2blk(e->name));
	}
	return n + 1;
}

static int
do_drivers(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	size_t size = list_drivers(NULL, 0);
	char *text = malloc(size, M_TEMP, M_NOWAIT);
	int error;

	if (text == NULL)
		return ENOMEM;
	(void)list_drivers(text, size);
	error = sysctl_out(req, text, size);
	free(text, M_TEMP);
	return error;
}

static struct sysctl_leaf drivers_leaf = {.sl_name = "kern.drivers",
    .sl_descr = "device drivers: name, character and block major number",
    .sl_type = SYSCTL_STRING,
    .sl_handler = do_drivers};

void
devsw_init(void)
{
	if (sysctl_attach(&drivers_leaf, -1) != 0)
		panic("devsw_init: kern.drivers");
}

/* ---- self-check ---- */

/* n functions, one behind the other, of the driver with this number. */
static void
functions_digest(
    struct digest *d, void *const *functions, u_int n, const char *kind, int m)
{
	u_int i;

	for (i = 0; i < n; i++)
		selfcheck_code(d, functions[i], "%s[%d]: function %u of %u",
		    kind, m, i + 1, n);
}

static void
table_digest(struct digest *d, const struct devsw_entry *t, size_t size,
    u_int n, const char *kind)
{
	int m;

	for (m = 0; m < DEVSW_MAX; m++) {
		if (t[m].sw == NULL)
			continue;
		digest_word(d, m);
		digest_word(d, t[m].suspended);
		if (selfcheck_data(
			d, t[m].name, 1, "the name of %s[%d]", kind, m))
			digest_string(d, t[m].name);
		if (!selfcheck_data(d, t[m].sw, size, "%s[%d]", kind, m))
			continue;
		functions_digest(d, (void *const *)t[m].sw, n, kind, m);
		if (t == chars)
			selfcheck_code(d,
			    (const void *)((const struct cdevsw *)t[m].sw)
				->d_fopen,
			    "%s[%d]: d_fopen", kind, m);
		digest_bytes(d, t[m].sw, size);
	}
}

void
devsw_digest(struct digest *d)
{
	table_digest(d, blocks, sizeof(struct bdevsw),
	    offsetof(struct bdevsw, d_type) / sizeof(void *), "bdevsw");
	table_digest(d, chars, sizeof(struct cdevsw),
	    offsetof(struct cdevsw, d_type) / sizeof(void *), "cdevsw");
}
