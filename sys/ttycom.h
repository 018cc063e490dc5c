/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ttycom.h: the ioctls of terminals; termios(3) is made of them.
 */
#ifndef _SYS_TTYCOM_H_
#define _SYS_TTYCOM_H_

#include <sys/ioccom.h>
#include <sys/termios.h>

struct winsize {
	unsigned short ws_row, ws_col;
	unsigned short ws_xpixel, ws_ypixel;
};

#define TIOCEXCL   _IO('t', 13)
#define TIOCNXCL   _IO('t', 14)
#define TIOCFLUSH  _IOW('t', 16, int)
#define TIOCGETA   _IOR('t', 19, struct termios)
#define TIOCSETA   _IOW('t', 20, struct termios)
#define TIOCSETAW  _IOW('t', 21, struct termios)
#define TIOCSETAF  _IOW('t', 22, struct termios)
#define TIOCSCTTY  _IO('t', 97)
#define TIOCGWINSZ _IOR('t', 104, struct winsize)
#define TIOCSWINSZ _IOW('t', 103, struct winsize)
#define TIOCNOTTY  _IO('t', 113)
#define TIOCOUTQ   _IOR('t', 115, int)
#define TIOCSPGRP  _IOW('t', 118, int)
#define TIOCGPGRP  _IOR('t', 119, int)
#define TIOCSTI    _IOW('t', 114, char)
#define TIOCSTART  _IO('t', 110)
#define TIOCSTOP   _IO('t', 111)
#define TIOCDRAIN  _IO('t', 94)
#define TIOCSBRK   _IO('t', 123) /* send a break until TIOCCBRK */
#define TIOCCBRK   _IO('t', 122)
#define TIOCGSID   _IOR('t', 99, int)

#endif /* _SYS_TTYCOM_H_ */
