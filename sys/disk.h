/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * disk.h: what all disks have in common: partitions, the raw device, sizes,
 * statistics.  A driver says how large its disk is and how transfers are
 * begun; the rest is kern/subr_disk.c's.
 *
 * Minor numbers: unit * 16 + 0 is the whole disk, + 1 its partition a, and so
 * on to o.  The letters go by the entries of the table in the disk's first
 * sector that are in use, then by those in the tables of an extended
 * partition, which has no letter itself.  One that cannot be (it reaches
 * beyond the disk, say) keeps its letter and cannot be opened.  Without a
 * table, or with nothing in it, a is the whole disk.
 */
#ifndef _SYS_DISK_H_
#define _SYS_DISK_H_

#include <sys/types.h>
#include <sys/ioccom.h>

#define DISK_MINORS        16
#define MAXPARTITIONS      (DISK_MINORS - 1)
#define DISKUNIT(dev)      (minor(dev) / DISK_MINORS)
#define DISKPART(dev)      (minor(dev) % DISK_MINORS) /* 0: whole, 1: a */
#define DISKMINOR(unit, p) ((unit)*DISK_MINORS + (p))

/* Sizes and places are in blocks of 512 bytes, whatever the disk's sectors. */
struct partition {
	uint64_t p_offset;
	uint64_t p_size;   /* 0: it is not there */
	uint32_t p_fstype; /* as the table has it: 0x83 for Linux's, ... */
	uint32_t p_pad;
};

/* What DIOCGDINFO tells of a disk. */
struct disklabel {
	char d_packname[16];    /* "vd0" */
	uint32_t d_secsize;     /* bytes of a sector */
	uint32_t d_npartitions; /* letters that are in use */
	uint64_t d_secperunit;  /* size, in blocks of 512 bytes */
	struct partition d_partitions[MAXPARTITIONS];
};

#define DIOCGDINFO      _IOR('d', 101, struct disklabel)
#define DIOCCACHESYNC   _IOW('d', 118, int)   /* what was written is to last */
#define DIOCGMEDIASIZE  _IOR('d', 132, off_t) /* bytes of this partition */
#define DIOCGSECTORSIZE _IOR('d', 133, u_int) /* bytes of a sector */

#ifdef _KERNEL
#include <sys/buf.h>
#include <sys/queue.h>

struct disk;
struct uio;
struct proc;

struct dkdriver {
	const char *d_name; /* "vd"; the name given to devsw_attach(), too */
	/*
	 * There is something in dk_queue: take off as much as the device
	 * has room for, and have it transfer.  Called at splbio, perhaps from
	 * an interrupt.  disk_done() is the answer to each.
	 */
	void (*d_start)(struct disk *);
};

/* A disk.  It is part of the driver's own structure. */
struct disk {
	TAILQ_ENTRY(disk) dk_link;
	const struct dkdriver *dk_driver;
	char dk_name[16]; /* "vd0" */
	int dk_unit;
	/* To be set before disk_attach(). */
	void *dk_softc;    /* the driver's */
	uint64_t dk_nblks; /* blocks of 512 bytes; 0: there is no medium; what
			    * is no whole sector disk_attach() leaves out */
	u_int dk_secsize;  /* bytes of a sector: 512 to 4096 */
	int dk_flags;
	TAILQ_HEAD(, buf) dk_queue; /* not yet begun, by b_actq; at splbio */
	/* Who uses it: a bit for each minor. */
	uint16_t dk_bopenmask, dk_copenmask;
	u_int dk_holds;    /* calls that are asleep within */
	int dk_dirty;      /* written to since the last flush */
	int dk_probing;    /* the table is being read */
	int dk_probed;     /* it has been */
	int dk_quiet;      /* what is wrong with it is not told */
	int dk_tableerror; /* with what error */
	u_int dk_npart;
	struct partition dk_part[MAXPARTITIONS];
	/* Statistics. */
	uint64_t dk_rxfer, dk_wxfer, dk_rbytes, dk_wbytes;
	u_int dk_flushes, dk_errors, dk_inflight;
};
#define DKF_READONLY 0x01 /* opening it for writing is EROFS */
#define DKF_CACHE    0x02 /* it has a cache: B_FLUSH is understood */

/*
 * There is a disk; the driver then has its name with the unit's number.
 * EEXIST: so has another; EINVAL: a sector that has no such size.
 */
int disk_attach(struct disk *, const struct dkdriver *, int unit);
/* EBUSY: somebody has it open; not with DETACH_FORCE: what waits fails. */
int disk_detach(struct disk *, int flags);
/*
 * A transfer, or a flush, is over, with an errno or 0; at splbio.  It is
 * gone from dk_queue; b_resid need not be set.
 */
void disk_done(struct disk *, struct buf *, int error);
/*
 * The device that a name like "vd0" or "vd0a" means, for mounting the root.
 * NODEV: there is no such disk.  Whether there is the partition is found
 * when it is opened.
 */
dev_t disk_finddev(const char *name);
/* "vd0a"; NULL: it is no disk's. */
const char *disk_devname(dev_t, int isblk, char *buf, size_t size);
/* Have two block devices blocks in common? */
int disk_overlap(dev_t, dev_t);

/* The entries of a disk's switches. */
int disk_open(dev_t, int flag, int fmt, struct proc *);
int disk_close(dev_t, int flag, int fmt, struct proc *);
void disk_strategy(struct buf *);
int disk_bioctl(dev_t, u_long, caddr_t, int, struct proc *);
int disk_cioctl(dev_t, u_long, caddr_t, int, struct proc *);
int disk_psize(dev_t);
int disk_read(dev_t, struct uio *, int);
int disk_write(dev_t, struct uio *, int);
#define DISK_BDEVSW                                                  \
	{                                                            \
		.d_open = disk_open, .d_close = disk_close,          \
		.d_strategy = disk_strategy, .d_ioctl = disk_bioctl, \
		.d_psize = disk_psize, .d_type = D_DISK              \
	}
#define DISK_CDEVSW                                         \
	{                                                   \
		.d_open = disk_open, .d_close = disk_close, \
		.d_read = disk_read, .d_write = disk_write, \
		.d_ioctl = disk_cioctl, .d_type = D_DISK    \
	}

/*
 * The transfer of a raw device: in pieces of MAXPHYS, through memory of the
 * kernel's.  size: bytes of the device.  EINVAL: it begins or ends within a
 * sector; ENOSPC: a write at the end.
 */
int physio(void (*strategy)(struct buf *), dev_t, struct uio *, u_int secsize,
    off_t size);

/* ---- within the disk layer ---- */
TAILQ_HEAD(disklist, disk);
extern struct disklist disklist;
int disk_probe(struct disk *, int quiet); /* subr_disk.c */
int disk_readsector(struct disk *, daddr_t, void *);
int disk_readtable(struct disk *); /* subr_disk_mbr.c */
void disk_init(void);              /* subr_disk_sysctl.c */
#endif                             /* _KERNEL */

#endif /* _SYS_DISK_H_ */
