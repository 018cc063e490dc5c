/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ttyrig.h: the words that the tests of the terminal layer are written in.
 */
#ifndef _TTYRIG_H_
#define _TTYRIG_H_

#include <stdbool.h>
#include <sys/param.h>
#include <sys/fcntl.h>
#include <sys/filio.h>
#include <sys/holders.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/poll.h>
#include <sys/prf.h>
#include <sys/proc.h>
#include <sys/systm.h>
#include <sys/tty.h>
#include <sys/uio.h>
#include <sys/vnode.h>

extern struct tty *tp; /* the terminal */
extern struct proc me; /* who uses it; leads sess, is in fg */
extern struct session sess;
extern struct pgrp fg, bg, foreign; /* groups 10, 11; 20 is another session's */
extern struct sigacts acts;         /* of me */
extern int signals[32];             /* how often each was sent */
extern char screen[300000];         /* what the device was given */
extern u_int nscreen;
extern u_int device_room; /* bytes that the device takes before it is busy */
extern int ntests, nfailed;

void fresh(void);              /* as a login would find it */
void raw(int vmin, int vtime); /* the same, without any processing */
void type(const char *);       /* now */
void comes(const char *);      /* when the next one sleeps */

/* A read of up to n bytes gives this; or this error. */
bool reads(u_int n, const char *want);
bool reads_n(
    u_int n, const char *want, u_int wantlen, int wanterror, int ioflag);
bool blocks(void); /* a read waits for ever (and a signal ends it) */
int writes(const char *s, u_int n, int ioflag, u_int *done);
bool shows(const char *want); /* since the last question */
int ioctl_int(u_long cmd, int *value);
void ok(bool good, const char *what);

#endif /* _TTYRIG_H_ */
