/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * subr_disk_mbr.c: the partitions of a disk, as PCs have them.
 *
 * The last 66 bytes of the first sector are four entries of 16 bytes and a
 * signature.  An entry says where a partition begins and how many sectors it
 * has.  An extended one contains a chain of further such tables, one sector
 * each: the first entry of a link is a partition, counted from that sector;
 * the second leads to the next link, counted from where the extended partition
 * begins.
 *
 * All that may be nonsense.  What cannot be is left out, with a line on the
 * console; no more than MAXLINKS sectors are read, so it comes to an end.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/disk.h>
#include <sys/malloc.h>

#define TABLE    446 /* in its sector */
#define MAGIC    510 /* 0x55, 0xaa */
#define NENTRIES 4
#define MAXLINKS 32

enum mbr_type {
	EMPTY = 0x00,
	EXTENDED = 0x05,
	EXTENDED_LBA = 0x0f,
	EXTENDED_LINUX = 0x85,
	GPT = 0xee
};

struct entry {
	uint8_t status, type;
	uint64_t start, size; /* in blocks of DEV_BSIZE */
};

/* Reading a table: the disk, a sector of memory, the links so far. */
struct walk {
	struct disk *dk;
	uint8_t *sector;
	u_int nlinks;
	uint64_t links[MAXLINKS];
};

static uint32_t
le32(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static struct entry
get_entry(const struct walk *w, int i)
{
	const uint8_t *p = w->sector + TABLE + 16 * i;
	u_int unit = w->dk->dk_secsize / DEV_BSIZE;

	return (struct entry){.status = p[0],
	    .type = p[4],
	    .start = (uint64_t)le32(p + 8) * unit,
	    .size = (uint64_t)le32(p + 12) * unit};
}

static int
in_use(const struct entry *e)
{
	return e->type != EMPTY && e->size > 0;
}

static int
is_extended(const struct entry *e)
{
	return e->type == EXTENDED || e->type == EXTENDED_LBA ||
	    e->type == EXTENDED_LINUX;
}

/* The signature alone is also that of a FAT without partitions. */
static int
is_table(const struct walk *w)
{
	int i;

	if (w->sector[MAGIC] != 0x55 || w->sector[MAGIC + 1] != 0xaa)
		return 0;
	for (i = 0; i < NENTRIES; i++)
		if (get_entry(w, i).status & 0x7f)
			return 0;
	return 1;
}

/* Who opens the disk is told what is wrong with it; printf's format. */
static void __printflike(2, 3)
    complain(const struct disk *dk, const char *fmt, ...)
{
	va_list ap;

	if (dk->dk_quiet)
		return;
	printf("%s: ", dk->dk_name);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
}

/* The next letter, which there is; its partition is entered if it can be. */
static void
add(struct disk *dk, const struct entry *e)
{
	struct partition *new = &dk->dk_part[dk->dk_npart], *p;
	int letter = 'a' + dk->dk_npart;

	*new = (struct partition){.p_fstype = e->type};
	dk->dk_npart++;
	if (e->start == 0 || e->start >= dk->dk_nblks ||
	    e->size > dk->dk_nblks - e->start) {
		complain(
		    dk, "partition %c is not within the disk: ignored", letter);
		return;
	}
	for (p = dk->dk_part; p < new; p++)
		if (e->start < p->p_offset + p->p_size &&
		    p->p_offset < e->start + e->size) {
			complain(dk, "partition %c overlaps %c: ignored",
			    letter, 'a' + (int)(p - dk->dk_part));
			return;
		}
	new->p_offset = e->start;
	new->p_size = e->size;
}

static int
seen(const struct walk *w, uint64_t link)
{
	u_int i;

	for (i = 0; i < w->nlinks; i++)
		if (w->links[i] == link)
			return 1;
	return 0;
}

/* Why the chain is not followed to this link, or NULL. */
static const char *
bad_link(const struct walk *w, const struct entry *ext, uint64_t link)
{
	if (link < ext->start || link - ext->start >= ext->size)
		return "leaves it";
	if (seen(w, link))
		return "goes in a circle";
	return w->nlinks == MAXLINKS ? "is too long" : NULL;
}

/* The partitions in an extended one.  EIO. */
static int
follow(struct walk *w, const struct entry *ext)
{
	struct disk *dk = w->dk;
	uint64_t link = ext->start;
	const char *bad;
	struct entry e;
	int error;

	if (ext->start == 0 || ext->start >= dk->dk_nblks ||
	    ext->size > dk->dk_nblks - ext->start) {
		complain(dk,
		    "the extended partition is not within the disk: "
		    "ignored");
		return 0;
	}
	for (;;) {
		if ((bad = bad_link(w, ext, link)) != NULL) {
			complain(dk,
			    "the chain of the extended partition %s: "
			    "the rest is ignored",
			    bad);
			return 0;
		}
		w->links[w->nlinks++] = link;
		if ((error = disk_readsector(dk, link, w->sector)) != 0)
			return error;
		if (!is_table(w)) {
			complain(dk,
			    "no table in the extended partition where "
			    "one should be: the rest is ignored");
			return 0;
		}
		e = get_entry(w, 0);
		e.start += link;
		if (in_use(&e) && !is_extended(&e)) {
			if (dk->dk_npart == MAXPARTITIONS) {
				complain(dk,
				    "more partitions than letters: "
				    "the rest is ignored");
				return 0;
			}
			add(dk, &e);
		}
		e = get_entry(w, 1);
		if (!in_use(&e) || !is_extended(&e))
			return 0;
		link = ext->start + e.start;
	}
}

/* The four entries, then what is in those that are extended. */
static int
read_entries(struct walk *w)
{
	struct entry e[NENTRIES];
	int i, error = 0;

	for (i = 0; i < NENTRIES; i++)
		e[i] = get_entry(w, i);
	for (i = 0; i < NENTRIES; i++)
		if (in_use(&e[i]) && e[i].type == GPT)
			complain(w->dk,
			    "a GUID partition table is not "
			    "understood: ignored");
		else if (in_use(&e[i]) && !is_extended(&e[i]))
			add(w->dk, &e[i]);
	for (i = 0; i < NENTRIES && error == 0; i++)
		if (in_use(&e[i]) && is_extended(&e[i]))
			error = follow(w, &e[i]);
	return error;
}

/* A table with nothing in it. */
static int
no_entries(const struct walk *w)
{
	struct entry e;
	int i;

	for (i = 0; i < NENTRIES; i++) {
		e = get_entry(w, i);
		if (in_use(&e))
			return 0;
	}
	return 1;
}

/*
 * Read the disk's table into dk_part.  An error of the device, or ENOMEM;
 * there are the partitions then that had been found before.
 */
int
disk_readtable(struct disk *dk)
{
	struct walk w = {.dk = dk};
	int error;

	dk->dk_npart = 0;
	w.sector = malloc(dk->dk_secsize, M_CALL, M_CANFAIL);
	if (w.sector == NULL)
		return ENOMEM;
	error = disk_readsector(dk, 0, w.sector);
	if (error == 0 && (!is_table(&w) || no_entries(&w))) {
		dk->dk_npart = 1;
		dk->dk_part[0] = (struct partition){.p_size = dk->dk_nblks};
	} else if (error == 0)
		error = read_entries(&w);
	free(w.sector, M_CALL);
	return error;
}
