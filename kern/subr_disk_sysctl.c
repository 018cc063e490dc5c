/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_disk_sysctl.c: what there is to know of disks: hw.disks and
 * hw.diskstats, and what of a module is in their list.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/disk.h>
#include <sys/holders.h>
#include <sys/selfcheck.h>
#include <sys/sysctlvar.h>

/* A line is handed out; which may sleep, but the disk stays. */
static int
line(struct sysctl_req *req, struct disk *dk, const char *text)
{
	int error;

	if (dk != TAILQ_FIRST(&disklist) &&
	    (error = sysctl_out(req, "\n", 1)) != 0)
		return error;
	return sysctl_out(req, text, strlen(text));
}

/* tell() of each disk, which cannot go meanwhile. */
static int
each_disk(
    struct sysctl_req *req, int (*tell)(struct sysctl_req *, struct disk *))
{
	struct disk *dk;
	int error;

	TAILQ_FOREACH(dk, &disklist, dk_link) {
		dk->dk_holds++;
		error = tell(req, dk);
		dk->dk_holds--;
		if (error != 0)
			return error;
	}
	return sysctl_out(req, "", 1);
}

/* "vd0 131072", and of each partition "vd0a 2048 129024 131". */
static int
tell_disk(struct sysctl_req *req, struct disk *dk)
{
	const struct partition *p;
	char text[80];
	int error;
	u_int i;

	if (dk->dk_nblks > 0)
		(void)disk_probe(dk, 1);
	snprintf(text, sizeof(text), "%s 0 %llu", dk->dk_name,
	    (unsigned long long)dk->dk_nblks);
	if ((error = line(req, dk, text)) != 0)
		return error;
	for (i = 0; i < dk->dk_npart; i++) {
		p = &dk->dk_part[i];
		snprintf(text, sizeof(text), "\n%s%c %llu %llu %u", dk->dk_name,
		    'a' + i, (unsigned long long)p->p_offset,
		    (unsigned long long)p->p_size, p->p_fstype);
		if (p->p_size > 0 &&
		    (error = sysctl_out(req, text, strlen(text))) != 0)
			return error;
	}
	return 0;
}

static int
tell_stats(struct sysctl_req *req, struct disk *dk)
{
	char text[192];

	snprintf(text, sizeof(text),
	    "%s: %llu reads %llu bytes, %llu writes %llu bytes, %u flushes, "
	    "%u errors, %u in flight",
	    dk->dk_name, (unsigned long long)dk->dk_rxfer,
	    (unsigned long long)dk->dk_rbytes, (unsigned long long)dk->dk_wxfer,
	    (unsigned long long)dk->dk_wbytes, dk->dk_flushes, dk->dk_errors,
	    dk->dk_inflight);
	return line(req, dk, text);
}

static int
do_disks(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	return each_disk(req, tell_disk);
}

static int
do_diskstats(const struct sysctl_leaf *l, struct sysctl_req *req)
{
	return each_disk(req, tell_stats);
}

static struct sysctl_leaf leaves[] = {
    {.sl_name = "hw.disks",
	.sl_descr = "disks and partitions: name, first block, blocks of 512 "
		    "bytes, type",
	.sl_type = SYSCTL_STRING,
	.sl_handler = do_disks},
    {.sl_name = "hw.diskstats",
	.sl_descr = "what disks have done",
	.sl_type = SYSCTL_STRING,
	.sl_handler = do_diskstats},
};

void
disk_init(void)
{
	u_int i;

	for (i = 0; i < nitems(leaves); i++)
		if (sysctl_attach(&leaves[i], -1) != 0)
			panic("disk_init: %s", leaves[i].sl_name);
}

/* ---- who holds a piece of memory ---- */

void
disk_holders(struct holders *h)
{
	struct disk *dk;
	vaddr_t va;

	TAILQ_FOREACH(dk, &disklist, dk_link) {
		va = holds_ops(h, dk->dk_driver, sizeof(*dk->dk_driver));
		if (va == 0 && holds(h, (vaddr_t)dk))
			va = (vaddr_t)dk;
		if (va != 0)
			holder_found(
			    h, dk, va, "disk %s points to", dk->dk_name);
	}
}

/* ---- self-check ---- */

void
disk_digest(struct digest *d)
{
	const struct disk *dk;

	TAILQ_FOREACH(dk, &disklist, dk_link) {
		if (!selfcheck_data(d, dk, sizeof(*dk), "a disk"))
			return;
		digest_string(d, dk->dk_name);
		digest_word(d, (u_long)dk->dk_nblks);
		digest_word(d, dk->dk_flags);
		if (!selfcheck_data(d, dk->dk_driver, sizeof(*dk->dk_driver),
			"the driver of %s", dk->dk_name))
			continue;
		selfcheck_code(d, (const void *)dk->dk_driver->d_start,
		    "d_start of %s", dk->dk_name);
		if (d->d_all) {
			digest_word(d, dk->dk_bopenmask);
			digest_word(d, dk->dk_copenmask);
		}
	}
}
