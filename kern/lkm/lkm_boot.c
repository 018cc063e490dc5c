/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lkm_boot.c: modules that the boot loader brings.  They take the way of
 * every other (lkm_load.c); what is particular is that nobody is there yet
 * to be told: reasons go to the console.  Who they were is remembered, so
 * that /etc/rc.lkm need not load them again (sysctl lkm.boot).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>
#include <sys/malloc.h>
#include <sys/queue.h>
#include <sys/sysctlvar.h>

/* One that was loaded.  It may be gone since: the serial number tells. */
struct brought {
	TAILQ_ENTRY(brought) b_list;
	int b_id;
	u_int b_serial;
	char b_file[];
};
static TAILQ_HEAD(, brought) all_brought = TAILQ_HEAD_INITIALIZER(all_brought);

/* Its name now, if it is still there; cannot sleep. */
static const char *
still_there(const struct brought *b)
{
	struct lkm_table *t;
	const char *name = NULL;

	lkm_lock();
	if (lkm_find(b->b_id, NULL, &t) == 0 && t->serial == b->b_serial &&
	    t->state == LKM_LIVE)
		name = t->name;
	lkm_unlock();
	return name;
}

/* A line for each that is loaded: file, number, name. */
static int
do_boot(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	char line[16 + MAXLKMNAME];
	const char *between = "", *name;
	struct brought *b;
	int error;

	/* An entry stays for ever, so it may be slept between two. */
	TAILQ_FOREACH(b, &all_brought, b_list) {
		if ((name = still_there(b)) == NULL)
			continue;
		snprintf(line, sizeof(line), " %d %s", b->b_id, name);
		if ((error = sysctl_out(req, between, strlen(between))) != 0 ||
		    (error = sysctl_out(req, b->b_file, strlen(b->b_file))) !=
			0 ||
		    (error = sysctl_out(req, line, strlen(line))) != 0)
			return error;
		between = "\n";
	}
	return sysctl_out(req, "", 1);
}

static struct sysctl_leaf boot_leaf = {.sl_name = "lkm.boot",
    .sl_descr = "the boot loader's modules: file, number, name",
    .sl_type = SYSCTL_STRING,
    .sl_handler = do_boot};

void
lkm_boot_init(void)
{
	if (sysctl_attach(&boot_leaf, -1) != 0)
		panic("lkm.boot: no sysctl");
}

static void
remember(const char *file, const struct lkm_table *t)
{
	struct brought *b;
	size_t size = strlen(file) + 1;

	b = malloc(sizeof(*b) + size, M_LKM, M_WAITOK);
	b->b_id = t->id;
	b->b_serial = t->serial;
	memcpy(b->b_file, file, size);
	TAILQ_INSERT_TAIL(&all_brought, b, b_list);
}

void
lkm_tell_refusal(
    const char *kind, const char *file, const struct lkm_reason *r, int error)
{
	const char *line = r->lr_text, *end, *more, *code;

	if (line == NULL && !r->lr_full)
		printf("%s module %s: refused: error %d\n", kind, file, error);
	for (; line != NULL && *line != '\0'; line = end + (*end == '\n')) {
		for (end = line; *end != '\0' && *end != '\n'; end++)
			continue;
		printf("%s module %s: refused: %.*s\n", kind, file,
		    (int)(end - line), line);
	}
	if ((more = lkm_reason_more(r, &code)) != NULL)
		printf(
		    "%s module %s: refused: %s: %s\n", kind, file, code, more);
}

static int
read_memory(void *cookie, void *buf, uint32_t off, uint32_t len)
{
	memcpy(buf, (const char *)cookie + off, len);
	return 0;
}

/* The length of a file's name without ".o". */
static size_t
stem(const char *file)
{
	size_t n = strlen(file);

	return n > 2 && strcmp(file + n - 2, ".o") == 0 ? n - 2 : n;
}

int
lkm_load_boot(const char *file, const char *entry, int flags, const void *obj,
    size_t size)
{
	struct lkm_reason reason;
	struct lkm_load_args a = {.la_file = file,
	    .la_entry = entry,
	    .la_flags = flags,
	    .la_reason = &reason,
	    .la_source = {(void *)(vaddr_t)obj, size, read_memory}};
	int error;

	lkm_reason_init(&reason);
	error = lkm_disabled(file, stem(file), &reason);
	if (error == 0)
		error = lkm_load(&a);
	if (error == 0) {
		printf("boot module %s: loaded as module %d, %s\n", file,
		    a.la_table.id, a.la_table.name);
		remember(file, &a.la_table);
	} else
		lkm_tell_refusal("boot", file, &reason, error);
	lkm_reason_free(&reason);
	return error;
}
