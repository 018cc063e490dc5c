/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * conf.h: the character and block device switches, indexed by major
 * number.  A driver, in the kernel or in a module, attaches its entries
 * with devsw_attach(): NetBSD's interface.
 */
#ifndef _SYS_CONF_H_
#define _SYS_CONF_H_

#include <sys/types.h>

#ifdef _KERNEL
struct buf;
struct file;
struct proc;
struct tty;
struct uio;

/* Entries may be NULL: the call then fails with ENODEV (open, close: 0). */
struct cdevsw {
	int (*d_open)(dev_t, int flag, int mode, struct proc *);
	int (*d_close)(dev_t, int flag, int mode, struct proc *);
	int (*d_read)(dev_t, struct uio *, int ioflag);
	int (*d_write)(dev_t, struct uio *, int ioflag);
	int (*d_ioctl)(
	    dev_t, u_long cmd, caddr_t data, int flag, struct proc *);
	void (*d_stop)(struct tty *, int rw);
	struct tty *(*d_tty)(dev_t);
	int (*d_poll)(dev_t, int events, struct proc *);
	paddr_t (*d_mmap)(dev_t, off_t, int prot);
	int d_type;
	/*
	 * For a driver that keeps a state for each open file: a program's
	 * open(2) has gone well so far, and the file is complete.  It may be
	 * given f_ops of its own, made of vn_read() and the like, and f_state,
	 * which its fo_close takes back.  May sleep; an error ends the open.
	 */
	int (*d_fopen)(struct file *, struct proc *);
};

struct bdevsw {
	int (*d_open)(dev_t, int flag, int mode, struct proc *);
	int (*d_close)(dev_t, int flag, int mode, struct proc *);
	void (*d_strategy)(struct buf *);
	int (*d_ioctl)(
	    dev_t, u_long cmd, caddr_t data, int flag, struct proc *);
	int (*d_dump)(dev_t, daddr_t, caddr_t, size_t);
	int (*d_psize)(dev_t); /* blocks of DEV_BSIZE, or -1 */
	int d_type;
};
#define D_OTHER              0
#define D_TAPE               1
#define D_DISK               2
#define D_TTY                3

/* In old sources: declarations, and (dev_type_poll((*))) enodev. */
#define dev_type_open(f)     int f(dev_t, int, int, struct proc *)
#define dev_type_close(f)    int f(dev_t, int, int, struct proc *)
#define dev_type_read(f)     int f(dev_t, struct uio *, int)
#define dev_type_write(f)    int f(dev_t, struct uio *, int)
#define dev_type_ioctl(f)    int f(dev_t, u_long, caddr_t, int, struct proc *)
#define dev_type_stop(f)     void f(struct tty *, int)
#define dev_type_tty(f)      struct tty *f(dev_t)
#define dev_type_poll(f)     int f(dev_t, int, struct proc *)
#define dev_type_mmap(f)     paddr_t f(dev_t, off_t, int)
#define dev_type_strategy(f) void f(struct buf *)
#define dev_type_dump(f)     int f(dev_t, daddr_t, caddr_t, size_t)
#define dev_type_size(f)     int f(dev_t)
int seltrue(dev_t, int events, struct proc *); /* it is always ready */

#define DEVSW_MAX 256 /* majors are 0 .. DEVSW_MAX - 1 */

/*
 * Attach a driver.  A major of -1 is replaced by a free one: of those that
 * stay reserved for modules (block 8-13, character 29-34) first, then of
 * those from 160 up.  b or c may be NULL.
 * EINVAL: a number out of range; EEXIST: it is taken, the name is, or
 * the switch is attached already;
 * ENOMEM: no number is free.
 */
int devsw_attach(const char *name, const struct bdevsw *b, int *bmajor,
    const struct cdevsw *c, int *cmajor);
/* The same, but nothing is attached: the numbers are told. */
int devsw_choose(const char *name, const struct bdevsw *b, int *bmajor,
    const struct cdevsw *c, int *cmajor);
/* Detach what was attached; the caller has seen to it that nothing is open. */
void devsw_detach(const struct bdevsw *, const struct cdevsw *);

const struct cdevsw *cdevsw_lookup(dev_t); /* NULL: no such device */
const struct bdevsw *bdevsw_lookup(dev_t);
/* The same for an open: NULL also while the driver is suspended. */
const struct cdevsw *cdevsw_lookup_open(dev_t);
const struct bdevsw *bdevsw_lookup_open(dev_t);
/* While it is suspended, nobody can open its devices: ENXIO. */
void devsw_suspend(const struct bdevsw *, const struct cdevsw *, int suspended);
/* The block device of a disk's character device; NODEV: it has none. */
dev_t devsw_chr2blk(dev_t);
const char *devsw_name(dev_t, int isblk); /* the driver's name, or NULL */
/* The number of the block device of a driver; -1: it has none. */
int devsw_name2blk(const char *name);
void devsw_init(void);
#endif /* _KERNEL */

#endif /* _SYS_CONF_H_ */
