/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel.c: what there is to say of the kernel.  Each of these functions
 * writes one moment: it does not sleep or, as with modules, has been given a
 * list that was made without.
 */
#include <sys/kernel.h>
#include <sys/ksyms.h>
#include <sys/lkmlist.h>
#include <sys/lkmvar.h>
#include <sys/statvfs.h>
#include <sys/vm.h>
#include "procfs.h"

/* Where things are in memory helps who wants to break in: root alone is told. */
static u_long
address(u_long a, int root)
{
	return root ? a : 0;
}

/* ---- modules ---- */

static const char *
next_record(const struct lmm_head *list, const char *at)
{
	at = at == NULL ? (const char *)(list + 1)
			: at + ((const struct lmm *)at)->lmm_size;
	return at < (const char *)list + list->lmm_len ? at : NULL;
}

/* Its first string lies behind the fixed part. */
#define STRING_OF(rec, type) ((rec) + sizeof(type))

int
pfs_modules(struct pfs_text *t, const struct proc *p, int root)
{
	static const char *const states[] = {[LMM_LIVE] = "live",
	    [LMM_UNLOADING] = "unloading",
	    [LMM_DETACHED] = "detached"};
	const struct lmm_listed *l;
	struct lmm_head *list;
	const char *rec = NULL;
	int error;

	if ((error = lkm_list(-1, NULL, 0, &list)) != 0)
		return error;
	while ((rec = next_record(list, rec)) != NULL) {
		l = (const struct lmm_listed *)rec;
		if (l->lmm.lmm_kind != LMM_LISTED)
			continue;
		pfs_printf(t, "%3d %-8s %08lx %7u %-9s ", l->id,
		    l->type != LMM_NONE ? lkm_type_name(l->type) : "?",
		    address(l->area, root), l->size,
		    l->state < nitems(states) && states[l->state] != NULL
			? states[l->state]
			: "?");
		pfs_putname(t, STRING_OF(rec, struct lmm_listed));
		pfs_printf(t, "\n");
	}
	free(list, M_LKM);
	return 0;
}

static void
put_symbol(struct pfs_text *t, const char *name, u_long value, int root,
    const char *owner)
{
	pfs_printf(t, "%08lx ", address(value, root));
	pfs_putname(t, name);
	pfs_printf(t, " %s\n", owner);
}

/* The global names: those that a module can use. */
int
pfs_ksyms(struct pfs_text *t, const struct proc *p, int root)
{
	const char *name, *rec = NULL, *owner = "?";
	struct lmm_head *list;
	uint32_t cursor = 0;
	int error;

	if ((error = lkm_list(-1, NULL, LML_NAMES, &list)) != 0)
		return error;
	while ((name = ksyms_next(&cursor)) != NULL)
		put_symbol(t, name, ksyms_header.kh_syms[cursor - 1].ks_value,
		    root, "kernel");
	while ((rec = next_record(list, rec)) != NULL)
		if (((const struct lmm *)rec)->lmm_kind == LMM_LISTED)
			owner = STRING_OF(rec, struct lmm_listed);
		else if (((const struct lmm *)rec)->lmm_kind == LMM_PROVIDES)
			put_symbol(t, STRING_OF(rec, struct lmm_provides),
			    ((const struct lmm_provides *)rec)->value, root,
			    owner);
	free(list, M_LKM);
	return 0;
}

/* ---- memory ---- */

int
pfs_malloc(struct pfs_text *t, const struct proc *p, int root)
{
	const struct malloc_type *ks;

	pfs_printf(t, "%-12s %6s %9s %9s %9s  %s\n", "type", "pieces", "bytes",
	    "most", "calls", "for");
	for (ks = kmemstatistics; ks != NULL; ks = ks->ks_next)
		pfs_printf(t, "%-12s %6lu %9lu %9lu %9lu  %s\n",
		    ks->ks_shortdesc, ks->ks_inuse, ks->ks_memuse,
		    ks->ks_maxused, ks->ks_calls, ks->ks_longdesc);
	return 0;
}

/* What the types that take most are for.  They have no header of their own. */
extern struct malloc_type M_USER[1], M_FILEPAGE[1], M_TMPFSDATA[1], M_BUF[1];

int
pfs_meminfo(struct pfs_text *t, const struct proc *p, int root)
{
	const u_long kib = PAGE_SIZE / 1024;
	u_long used = (vm_page_total - vm_page_nfree) * kib;
	u_long programs = M_USER->ks_memuse / 1024;
	u_long files = (M_TMPFSDATA->ks_memuse + M_FILEPAGE->ks_memuse) / 1024;
	u_long cache = M_BUF->ks_memuse / 1024;

	pfs_printf(t,
	    "total\t\t%lu KiB\nfree\t\t%lu KiB\nprograms\t%lu KiB\n"
	    "files\t\t%lu KiB\ndisk cache\t%lu KiB\nkernel\t\t%lu KiB\n"
	    "modules\t\t%u KiB\n",
	    vm_page_total * kib, vm_page_nfree * kib, programs, files, cache,
	    used - programs - files - cache, kmem_used(lkm_map) * (u_int)kib);
	return 0;
}

/* ---- the rest ---- */

/* As in fstab(5): from where, where to, type, options. */
int
pfs_mounts(struct pfs_text *t, const struct proc *p, int root)
{
	static const struct {
		u_int bit;
		const char *name;
	} options[] = {{MNT_SYNCHRONOUS, "sync"}, {MNT_ASYNC, "async"},
	    {MNT_NOEXEC, "noexec"}, {MNT_NOSUID, "nosuid"},
	    {MNT_NODEV, "nodev"}, {MNT_NOATIME, "noatime"}};
	const struct mount *mp;
	u_int i;

	TAILQ_FOREACH(mp, &mountlist, mnt_list) {
		pfs_putname(t, mp->mnt_stat.f_mntfromname);
		pfs_printf(t, " ");
		pfs_putname(t, mp->mnt_stat.f_mntonname);
		pfs_printf(t, " %s %s", mp->mnt_stat.f_fstypename,
		    mp->mnt_flag & MNT_RDONLY ? "ro" : "rw");
		for (i = 0; i < nitems(options); i++)
			if (mp->mnt_flag & options[i].bit)
				pfs_printf(t, ",%s", options[i].name);
		pfs_printf(t, "\n");
	}
	return 0;
}

int
pfs_uptime(struct pfs_text *t, const struct proc *p, int root)
{
	uint64_t hundredths = clock_nsec() / 10000000;

	pfs_printf(t, "%lu.%02lu\n", (u_long)(hundredths / 100),
	    (u_long)(hundredths % 100));
	return 0;
}

int
pfs_version(struct pfs_text *t, const struct proc *p, int root)
{
	pfs_printf(t, "%s\n", version);
	return 0;
}
