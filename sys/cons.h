/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cons.h: the console.  It is one terminal made of several devices: what
 * is written appears on all of them, and a byte typed on any of them is
 * its input.
 */
#ifndef _SYS_CONS_H_
#define _SYS_CONS_H_

#include <sys/types.h>

struct tty;

struct consdev {
	const char *cn_name;
	/* Write all, polling; a dead device must not hold up the others. */
	void (*cn_write)(struct consdev *, const char *, size_t);
	/*
	 * Or NULL.  Take what fits without waiting, return how much that
	 * was, and call cnstart() when there is room for the rest.  At most
	 * one console device has it: it sets the pace for all.
	 */
	size_t (*cn_start)(struct consdev *, const char *, size_t);
	struct consdev *cn_next;
};

/*
 * Find the consoles of this machine.  Called once, before anything else;
 * needs the direct map of the first megabyte and nothing more.
 */
void cninit(void);
/* Attach the console terminal and its devices; needs malloc and intr. */
void cnattach(void);
void cn_register(struct consdev *);

/* Polled output to all consoles; any context.  NL gets a CR before it. */
void cnwrite(const char *, size_t);
/*
 * The system is about to stop: let out, polling, what the terminal still
 * holds, so that a panic's text comes after it.
 */
void cnpanic(void);
extern void (*cn_drain)(void);

/* A byte came in on one of the console's devices (at spltty). */
void cninput(int c);
/* The pacing device has room again (at spltty). */
void cnstart(struct tty *);
extern struct tty *cn_tty; /* NULL before cnattach() */

/* The devices that there may be (machine-dependent list in conf). */
void comcninit(void);
void vgacninit(void);

#endif /* _SYS_CONS_H_ */
