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
	 * was, and see to it that TS_BUSY of the console's terminal ends
	 * when there is room again.  At most one console device has it: it
	 * sets the pace for all.
	 */
	size_t (*cn_start)(struct consdev *, const char *, size_t);
	struct consdev *cn_next;
};

/*
 * Find the consoles of this machine.  Called once, before anything else;
 * needs the direct map of the first megabyte and nothing more.
 */
void cninit(void);
void cn_register(struct consdev *);

/*
 * As much of the text as goes without waiting, to all consoles; returns
 * how much that was.  At spltty.
 */
size_t cnstart(const char *, size_t);

/* Polled output to all consoles; any context.  NL gets a CR before it. */
void cnwrite(const char *, size_t);
/* The same for text that has its CRs already. */
void cnwrite_raw(const char *, size_t);
/*
 * The system is about to stop: let out, polling, what the terminal still
 * holds, so that a panic's text comes after it.
 */
void cnpanic(void);
extern void (*cn_drain)(void);

/* ---- dev/cons_tty.c: the console as a terminal ---- */
/* Make the terminal; needs malloc.  Its devices attach after it. */
void cnattach(void);
/*
 * A line that somebody types, without its end, while nobody else has the
 * console; it sleeps until there is one.  From the prompt's first character on
 * nothing that is typed is lost.  An errno of the terminal's.
 */
int cnreadline(const char *prompt, char *buf, size_t size);
extern struct tty *cn_tty;
extern const struct cdevsw cn_cdevsw;

/* The devices that there may be (machine-dependent list in conf). */
void comcninit(void);
void vgacninit(void);

#endif /* _SYS_CONS_H_ */
