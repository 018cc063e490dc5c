/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kern_selfcheck.c: sysctl lkm.selfcheck and lkm.selfcheck.all.
 *
 * Either is a line: a digest of everything, then one of each part, so that
 * a difference says where.  When something is broken, the first word is
 * BROKEN, and the line is followed by one for each thing that is.  Nothing
 * is kept between two readings, and nothing happens when nobody reads.  Only
 * root may: it takes the longer the more modules there are.
 *
 * lkm.selfcheck holds still while programs come and go, and so can be asked
 * from a shell before and after.  lkm.selfcheck.all also has what programs
 * have: it can only be compared within one process, with the others asleep.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lkmvar.h>
#include <sys/selfcheck.h>
#include <sys/sysctlvar.h>

#define TEXT 1280 /* on the stack: the line, and what is broken */

static const struct {
	const char *name;
	void (*digest)(struct digest *);
} parts[] = {
    {"sysent", sysent_digest},
    {"devsw", devsw_digest},
    {"disks", disk_digest},
    {"exec", exec_digest},
    {"vfs", vfs_digest},
    {"devices", config_digest},
    {"sysctl", sysctl_digest},
    {"cons", cons_digest},
    {"traps", trap_digest},
    {"intr", intr_digest},
    {"timeouts", callout_digest},
    {"probes", kprobe_digest},
    {"symbols", lkm_symbols_digest},
    {"registry", lkm_registry_digest},
    {"hooks", lkm_hook_digest},
    {"pointers", holders_digest},
    {"memory", malloc_digest},
    {"maps", kmem_digest},
    {"pages", vm_page_digest},
};

extern char __kernel_start[], __kernel_text_end[];

/* ---- digests ---- */

/* FNV-1a with 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
#define FNV_START 0xcbf29ce484222325ULL
#define FNV_PRIME 0x100000001b3ULL

void
digest_bytes(struct digest *d, const void *p, size_t n)
{
	const u_char *s = p;

	while (n-- > 0)
		d->d_hash = (d->d_hash ^ *s++) * FNV_PRIME;
}

void
digest_word(struct digest *d, u_long w)
{
	digest_bytes(d, &w, sizeof(w));
}

void
digest_string(struct digest *d, const char *s)
{
	const char *at = s;

	/* Each page of it is looked at once. */
	while ((at == s || ((vaddr_t)at & PAGE_MASK) == 0
		       ? kernel_addr_valid(at, 1, 0)
		       : 1) &&
	    *at != '\0')
		digest_bytes(d, at++, 1);
	digest_word(d, at - s);
}

void
digest_item(struct digest *d)
{
	d->d_outer = d->d_hash;
	d->d_hash = FNV_START;
}

/* A sum does not ask for the order of what is added. */
void
digest_item_end(struct digest *d)
{
	d->d_sum += d->d_hash ^ d->d_hash >> 32;
	d->d_hash = d->d_outer;
}

void
digest_item_drop(struct digest *d)
{
	d->d_hash = d->d_outer;
}

/* ---- checks ---- */

static void
add_line(struct digest *d, const char *fmt, va_list ap)
{
	size_t room = d->d_size - d->d_len;
	int n;

	d->d_broken++;
	if (room <= 1)
		return;
	d->d_text[d->d_len] = '\n';
	n = vsnprintf(d->d_text + d->d_len + 1, room - 1, fmt, ap);
	d->d_len = MIN(d->d_len + 1 + n, d->d_size - 1);
}

void
selfcheck_broken(struct digest *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_line(d, fmt, ap);
	va_end(ap);
}

int
selfcheck_in_modules(const void *p)
{
	return (vaddr_t)p >= KERN_LKM_BASE && (vaddr_t)p < KERN_LKM_END;
}

/* What is wrong with p, whose name is the format's. */
static void
broken_pointer(struct digest *d, const void *p, const char *what,
    const char *fmt, va_list ap)
{
	char name[80];

	vsnprintf(name, sizeof(name), fmt, ap);
	if (selfcheck_in_modules(p) && lkm_at((vaddr_t)p) == NULL)
		what = "points into freed module memory";
	selfcheck_broken(d, "%s %s: %p", name, what, p);
}

int
selfcheck_data(
    struct digest *d, const void *p, size_t size, const char *fmt, ...)
{
	const struct lkm_table *t = lkm_at((vaddr_t)p);
	va_list ap;
	int good;

	digest_word(d, (u_long)p);
	good = selfcheck_in_modules(p)
	    ? t != NULL && size <= t->area + t->size - (vaddr_t)p
	    : kernel_addr_valid(p, size, 0);
	if (good)
		return 1;
	va_start(ap, fmt);
	broken_pointer(d, p, "points nowhere", fmt, ap);
	va_end(ap);
	return 0;
}

int
selfcheck_code(struct digest *d, const void *p, const char *fmt, ...)
{
	const struct lkm_table *t = lkm_at((vaddr_t)p);
	va_list ap;

	digest_word(d, (u_long)p);
	if (p == NULL ||
	    ((const char *)p >= __kernel_start &&
		(const char *)p < __kernel_text_end) ||
	    (t != NULL && (vaddr_t)p - t->area < t->image.layout.text_size))
		return 1;
	va_start(ap, fmt);
	broken_pointer(d, p, "points to no code", fmt, ap);
	va_end(ap);
	return 0;
}

/* ---- the variables ---- */

/* "name=12345678" for each part; the digest of all. */
static uint64_t
digest_parts(struct digest *d, char *line, size_t size)
{
	struct digest whole = {.d_hash = FNV_START};
	size_t len = 0;
	u_int i;

	for (i = 0; i < nitems(parts); i++) {
		d->d_hash = FNV_START;
		d->d_sum = 0;
		parts[i].digest(d);
		digest_bytes(d, &d->d_sum, sizeof(d->d_sum));
		digest_bytes(&whole, &d->d_hash, sizeof(d->d_hash));
		len += snprintf(line + len, size - len, " %s=%08x",
		    parts[i].name, (u_int)(d->d_hash ^ d->d_hash >> 32));
	}
	return whole.d_hash;
}

static int
do_selfcheck(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	char line[320], broken[TEXT - 320], head[32];
	struct digest d = {.d_all = l->sl_data != NULL,
	    .d_text = broken,
	    .d_size = sizeof(broken)};
	uint64_t whole;
	int error;

	broken[0] = '\0';
	whole = digest_parts(&d, line, sizeof(line));
	snprintf(head, sizeof(head), "%s%08x%08x",
	    d.d_broken > 0 ? "BROKEN " : "", (u_int)(whole >> 32),
	    (u_int)whole);
	if ((error = sysctl_out(req, head, strlen(head))) != 0 ||
	    (error = sysctl_out(req, line, strlen(line))) != 0)
		return error;
	return sysctl_out(req, broken, strlen(broken) + 1);
}

static struct sysctl_leaf leaf = {.sl_name = "lkm.selfcheck",
    .sl_descr = "digest of all that modules can change; BROKEN if not sound",
    .sl_type = SYSCTL_STRING,
    .sl_flags = SYSCTL_PRIVATE,
    .sl_handler = do_selfcheck};
static struct sysctl_leaf all_leaf = {.sl_name = "lkm.selfcheck.all",
    .sl_descr = "the same, with what programs change, too",
    .sl_type = SYSCTL_STRING,
    .sl_flags = SYSCTL_PRIVATE,
    .sl_data = &all_leaf,
    .sl_handler = do_selfcheck};

void
selfcheck_init(void)
{
	sysctl_attach(&leaf, -1);
	sysctl_attach(&all_leaf, -1);
}
