/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tty.h: terminals, for the kernel and for drivers of terminal devices.
 *
 * A driver allocates a struct tty for each line, hands received bytes to
 * ttyinput() and supplies t_oproc, which takes bytes from t_outq.  All the
 * rest (editing, echo, signals, termios) is here.
 *
 * The fields of a struct tty are guarded by spltty, which keeps the
 * drivers' interrupts out; functions that end in "at spltty" want it to
 * be raised already.
 */
#ifndef _SYS_TTY_H_
#define _SYS_TTY_H_

#include <sys/param.h>
#include <sys/queue.h>
#include <sys/select.h>
#include <sys/termios.h>
#include <sys/ttycom.h>

struct pgrp;
struct proc;
struct session;
struct uio;

/*
 * Output waits as bytes in a ring.  Input waits as cells, which say more
 * than the byte; the first iq_ready of them may be read, those behind are
 * the line that is still being edited.
 */
#define TTY_OUTQ 4096 /* both: powers of two */
#define TTY_INQ  2048
struct ttyq {
	u_char *q_buf;
	u_int q_head, q_count;
};
struct ttyinq {
	uint16_t *iq_cells;
	u_int iq_head, iq_count, iq_ready;
};
#define TC_CHAR  0x00ff
#define TC_QUOTE 0x0100 /* typed after VLNEXT: has no meaning of its own */
#define TC_EOL   0x0200 /* a read in canonical mode ends after this */
#define TC_EOF   0x0400 /* ... before this, which is not a character */

struct tty {
	LIST_ENTRY(tty) t_list;
	struct ttyinq t_inq;
	struct ttyq t_outq;
	struct selinfo t_rsel, t_wsel;
	dev_t t_dev;
	int t_state;
	struct pgrp *t_pgrp;       /* foreground; NULL: none */
	struct session *t_session; /* whose controlling terminal this is */
	struct termios t_termios;
	struct winsize t_winsize;
	/* Send what is in t_outq; at spltty. */
	void (*t_oproc)(struct tty *);
	/* The termios are about to become *t: set the hardware, or refuse. */
	int (*t_param)(struct tty *, const struct termios *t);
	/* Has the hardware sent all that it took?  NULL: it always has. */
	_Bool (*t_idle)(struct tty *);
	void *t_softc; /* the driver's */
	int t_column;  /* of the output cursor */
	int t_rocol;   /* column where the line being edited begins */
	int t_lastin;  /* value of ticks when a byte last came */
};

#define t_iflag    t_termios.c_iflag
#define t_oflag    t_termios.c_oflag
#define t_cflag    t_termios.c_cflag
#define t_lflag    t_termios.c_lflag
#define t_cc       t_termios.c_cc

/* t_state */
#define TS_ISOPEN  0x0001
#define TS_CARR_ON 0x0002 /* the other end is there */
#define TS_BUSY    0x0004 /* output under way: an interrupt will come */
#define TS_TTSTOP  0x0008 /* output stopped by ^S */
#define TS_TBLOCK  0x0010 /* we have sent ^S because input is full */
#define TS_XCLUDE  0x0020 /* no further open */
#define TS_ASLEEP  0x0040 /* somebody waits for room in t_outq */
#define TS_RWAIT   0x0080 /* somebody waits for input */
#define TS_LNCH    0x0100 /* the next character is taken as it is */
#define TS_ECHOED  0x0200 /* the line on the screen is the one we edit */
#define CONNECTED(tp) \
	(((tp)->t_state & TS_CARR_ON) != 0 || ((tp)->t_cflag & CLOCAL) != 0)

/* What may be added to a character for ttyinput(). */
#define TTY_FE       0x01000000 /* framing error; with a 0: break */
#define TTY_PE       0x02000000 /* parity error */
#define TTY_CHARMASK 0x000000ff

#define CTRL(c)      ((c)&0x1f)

#define TTYDEF_IFLAG (BRKINT | ICRNL | IXON | IMAXBEL)
#define TTYDEF_OFLAG (OPOST | ONLCR | OXTABS)
#define TTYDEF_CFLAG (CREAD | CS8 | HUPCL | CLOCAL)
#define TTYDEF_LFLAG \
	(ECHO | ECHOE | ECHOK | ECHOKE | ECHOCTL | ISIG | ICANON | IEXTEN)
#define TTYDEF_SPEED 115200

/* ---- kern/tty.c ---- */
struct tty *ttymalloc(void);    /* may sleep; never fails */
void ttyfree(struct tty *);     /* must be closed */
void ttydefaults(struct tty *); /* TTYDEF_* into the termios */

/*
 * For a driver's d_open, after it has set up a terminal that was not
 * TS_ISOPEN.  Waits for the carrier unless CLOCAL or O_NONBLOCK.
 * EBUSY: it is open exclusively; EINTR, ERESTART: a signal came.
 */
int ttyopen(dev_t, struct tty *, int flag, struct proc *);
/* The last close: lets output drain, forgets the session. */
void ttyclose(struct tty *, int flag);
void ttydetach(struct tty *); /* the device is gone: wake all with EIO */

/*
 * d_read, d_write, d_poll and d_ioctl of a terminal.  EIO: not open, hung
 * up, or an orphaned background process; EWOULDBLOCK: IO_NDELAY, and it
 * would wait; EINTR, ERESTART: a signal came; EFAULT.
 * ttioctl gives ENOTTY for requests that are not a terminal's.
 */
int ttread(struct tty *, struct uio *, int ioflag);
int ttwrite(struct tty *, struct uio *, int ioflag);
int ttpoll(struct tty *, int events, struct proc *);
int ttioctl(struct tty *, u_long cmd, caddr_t data, int flag, struct proc *);

/* Throw away what waits: rw is FREAD, FWRITE or both. */
void ttyflush(struct tty *, int rw);
/* Wait until all output is sent.  EIO, EINTR, ERESTART. */
int ttywait(struct tty *);
/* The carrier came (on) or went; at spltty.  Going hangs up. */
void ttymodem(struct tty *, _Bool on);

/* ---- kern/tty_input.c ---- */
/* A received byte, perhaps with TTY_FE or TTY_PE; at spltty. */
void ttyinput(int c, struct tty *);
void ttywakeup(struct tty *); /* there is something to read; at spltty */
_Bool ttyraw(const struct tty *);
/* The same as ttyinput for many good bytes. */
void ttyinput_many(struct tty *, const u_char *, u_int n);
void tty_canon_changed(struct tty *);
void tty_unblock(struct tty *);

/* ---- kern/tty_output.c ---- */
/* One character through OPOST into the queue; false if it is full. */
_Bool ttyoutput(int c, struct tty *);
void ttstart(struct tty *);    /* at spltty */
void ttyoutwake(struct tty *); /* for t_oproc: bytes were taken */
void ttyecho(int cell, struct tty *);
void tty_erase(struct tty *);
void tty_kill(struct tty *);
void tty_werase(struct tty *);
void tty_reprint(struct tty *);

/* ---- kern/tty_jobc.c ---- */
_Bool isctty(const struct proc *, const struct tty *);
/*
 * Wait until p's group may use the terminal, sending it sig.  EIO: it may
 * not and cannot be stopped; EINTR, ERESTART.
 */
int tty_background(struct tty *, struct proc *, int sig);
int tty_setctty(struct tty *, struct proc *);
int tty_setpgrp(struct tty *, struct proc *, pid_t);
void tty_notty(struct tty *, struct proc *);
void tty_signal(struct tty *, int sig); /* to the foreground group */
/* Called by exit and by pgdelete(), so that no pointer is left behind. */
void tty_sessionend(struct session *);
void tty_pgrp_gone(struct pgrp *);

/* ---- kern/tty_subr.c: the queues, at spltty ---- */
u_int ttyq_put(struct ttyq *, const u_char *, u_int n); /* how many fitted */
u_int ttyq_peek(const struct ttyq *, const u_char **p); /* adjoining bytes */
void ttyq_drop(struct ttyq *, u_int n);
_Bool ttyinq_put(struct ttyinq *, uint16_t cell);
uint16_t ttyinq_get(struct ttyinq *); /* iq_ready > 0 */
uint16_t ttyinq_last(const struct ttyinq *);
_Bool ttyinq_unput(struct ttyinq *); /* false: no line to edit */
uint16_t ttyinq_at(const struct ttyinq *, u_int i);

extern const struct cdevsw ctty_cdevsw; /* /dev/tty: kern/tty_tty.c */

#endif /* _SYS_TTY_H_ */
