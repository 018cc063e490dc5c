/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tty.c: termios(3) over the ioctls of a terminal.
 */
#include <sys/ioctl.h>
#include <errno.h>
#include <termios.h>
#include <unistd.h>

int
tcgetattr(int fd, struct termios *t)
{
	return ioctl(fd, TIOCGETA, t);
}

/*
 * Set a terminal: now, after its output has drained, or then also throwing
 * away what was typed.  EINVAL: how is none of these.
 */
int
tcsetattr(int fd, int how, const struct termios *t)
{
	switch (how) {
	case TCSANOW:
		return ioctl(fd, TIOCSETA, t);
	case TCSADRAIN:
		return ioctl(fd, TIOCSETAW, t);
	case TCSAFLUSH:
		return ioctl(fd, TIOCSETAF, t);
	default:
		errno = EINVAL;
		return -1;
	}
}

/* Only a terminal has attributes: other files answer ENOTTY. */
int
isatty(int fd)
{
	struct termios t;

	return tcgetattr(fd, &t) != -1;
}

int
tcdrain(int fd)
{
	return ioctl(fd, TIOCDRAIN, 0);
}

int
tcflush(int fd, int which)
{
	int what;

	switch (which) {
	case TCIFLUSH:
	case TCOFLUSH:
	case TCIOFLUSH:
		what = which;
		return ioctl(fd, TIOCFLUSH, &what);
	default:
		errno = EINVAL;
		return -1;
	}
}

/* Stop or start output, or ask the other side to (by ^S and ^Q). */
int
tcflow(int fd, int action)
{
	struct termios t;
	cc_t c;

	switch (action) {
	case TCOOFF:
		return ioctl(fd, TIOCSTOP, 0);
	case TCOON:
		return ioctl(fd, TIOCSTART, 0);
	case TCIOFF:
	case TCION:
		if (tcgetattr(fd, &t) == -1)
			return -1;
		c = t.c_cc[action == TCIOFF ? VSTOP : VSTART];
		if (c != _POSIX_VDISABLE && write(fd, &c, 1) != 1)
			return -1;
		return 0;
	default:
		errno = EINVAL;
		return -1;
	}
}

/* The system has no ioctl for a break: all its terminals are local. */
int
tcsendbreak(int fd, int duration)
{
	return tcdrain(fd);
}

pid_t
tcgetpgrp(int fd)
{
	int pgrp;

	if (ioctl(fd, TIOCGPGRP, &pgrp) == -1)
		return -1;
	return pgrp;
}

int
tcsetpgrp(int fd, pid_t pgrp)
{
	int value = pgrp;

	return ioctl(fd, TIOCSPGRP, &value);
}

pid_t
tcgetsid(int fd)
{
	int sid;

	if (ioctl(fd, TIOCGSID, &sid) == -1)
		return -1;
	return sid;
}
