/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * keeper.h: what module leaker leaves lying about in the kernel's tables,
 * and module keeper keeps for it, so that it is still there afterwards.
 */
#ifndef _KEEPER_H_
#define _KEEPER_H_

#include <sys/param.h>
#include <sys/conf.h>
#include <sys/cons.h>
#include <sys/exec.h>
#include <sys/kernel.h>
#include <sys/kprobe.h>
#include <sys/lkmvar.h>
#include <sys/mount.h>
#include <sys/sysctlvar.h>
#include <sys/systm.h>
#include <sys/tty.h>

struct keeper {
	struct sysent sysent, saved;
	struct cdevsw cdev;
	const char *cdev_name;
	struct consdev cons;
	struct execsw exec;
	struct vfsops vfs;
	struct sysctl_leaf leaf;
	struct callout callout;
	int number;               /* what the leaf shows */
	void (*timeout)(void *);  /* does nothing */
	int (*interrupt)(void *); /* was not for us */
	void *cookie;             /* of the interrupt */
	struct lkm_table *nobody; /* a module that is none */
	void *piece;
	struct vm_page *page;
	struct tty *tty;
	void (*output)(struct tty *); /* writes nothing */
	void (*drain)(void);          /* what cn_drain was */
	struct kprobe probe;
	void (*probed)(struct kprobe *, struct kprobe_call *);
	uint64_t gate; /* what the processor's vector was */
};
extern struct keeper keeper;

#endif /* _KEEPER_H_ */
