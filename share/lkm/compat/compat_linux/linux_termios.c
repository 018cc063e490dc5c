/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linux_termios.c: modes of a terminal, from and to Linux's.  Each table
 * pairs a bit of theirs with the one of ours that means the same.
 */
#include "linux.h"
#include "linux_termios.h"

struct pair {
	uint32_t theirs, ours;
};

/* clang-format off */
static const struct pair iflags[] = {
    {0x0001, IGNBRK}, {0x0002, BRKINT}, {0x0004, IGNPAR}, {0x0008, PARMRK},
    {0x0010, INPCK}, {0x0020, ISTRIP}, {0x0040, INLCR}, {0x0080, IGNCR},
    {0x0100, ICRNL}, {0x0400, IXON}, {0x0800, IXANY}, {0x1000, IXOFF},
    {0x2000, IMAXBEL}};
/* Tabs: of two bits, both for ours. */
static const struct pair oflags[] = {
    {0x0001, OPOST}, {0x0004, ONLCR}, {0x0008, OCRNL}, {0x0010, ONOCR},
    {0x0020, ONLRET}, {0x1800, OXTABS}};
static const struct pair cflags[] = {
    {0x0040, CSTOPB}, {0x0080, CREAD}, {0x0100, PARENB}, {0x0200, PARODD},
    {0x0400, HUPCL}, {0x0800, CLOCAL}};
static const struct pair lflags[] = {
    {0x0001, ISIG}, {0x0002, ICANON}, {0x0008, ECHO}, {0x0010, ECHOE},
    {0x0020, ECHOK}, {0x0040, ECHONL}, {0x0080, NOFLSH}, {0x0100, TOSTOP},
    {0x0200, ECHOCTL}, {0x0400, ECHOPRT}, {0x0800, ECHOKE},
    {0x1000, FLUSHO}, {0x8000, IEXTEN}};
/* Bits per character; speeds. */
#define LINUX_CSIZE 0x0030
#define LINUX_CBAUD 0x100f
static const struct pair sizes[] = {
    {0x0000, CS5}, {0x0010, CS6}, {0x0020, CS7}, {0x0030, CS8}};
static const struct pair speeds[] = {
    {0x0000, B0}, {0x0007, B300}, {0x0009, B1200}, {0x000b, B2400},
    {0x000c, B4800}, {0x000d, B9600}, {0x000e, B19200}, {0x000f, B38400},
    {0x1001, B57600}, {0x1002, B115200}};
/* Characters, by their places. */
static const u_char chars[LINUX_NCCS] = {
    VINTR, VQUIT, VERASE, VKILL, VEOF, VTIME, VMIN, NCCS, VSTART, VSTOP, VSUSP,
    VEOL, VREPRINT, VDISCARD, VWERASE, VLNEXT, VEOL2, NCCS, NCCS};
/* clang-format on */

static uint32_t
to_theirs(const struct pair *pair, u_int n, uint32_t flags)
{
	uint32_t result = 0;

	for (; n > 0; n--, pair++)
		if (flags & pair->ours)
			result |= pair->theirs;
	return result;
}

/* The bits that the table knows, put into old. */
static uint32_t
to_ours(const struct pair *pair, u_int n, uint32_t flags, uint32_t old)
{
	for (; n > 0; n--, pair++)
		if ((flags & pair->theirs) == pair->theirs)
			old |= pair->ours;
		else
			old &= ~pair->ours;
	return old;
}

void
linux_from_termios(const struct termios *t, struct linux_termios *l)
{
	u_int i;

	memset(l, 0, sizeof(*l));
	l->c_iflag = to_theirs(iflags, nitems(iflags), t->c_iflag);
	l->c_oflag = to_theirs(oflags, nitems(oflags), t->c_oflag);
	l->c_cflag = to_theirs(cflags, nitems(cflags), t->c_cflag);
	l->c_lflag = to_theirs(lflags, nitems(lflags), t->c_lflag);
	for (i = 0; i < nitems(sizes); i++)
		if ((t->c_cflag & CSIZE) == sizes[i].ours)
			l->c_cflag |= sizes[i].theirs;
	for (i = 0; i < nitems(speeds); i++)
		if (t->c_ospeed == (int)speeds[i].ours)
			l->c_cflag |= speeds[i].theirs;
	for (i = 0; i < LINUX_NCCS; i++) {
		if (chars[i] == NCCS)
			continue;
		l->c_cc[i] = t->c_cc[chars[i]];
		/* A character that is not in use is 0 there. */
		if (l->c_cc[i] == _POSIX_VDISABLE && chars[i] != VMIN &&
		    chars[i] != VTIME)
			l->c_cc[i] = 0;
	}
}

void
linux_to_termios(const struct linux_termios *l, struct termios *t)
{
	u_int i;

	t->c_iflag = to_ours(iflags, nitems(iflags), l->c_iflag, t->c_iflag);
	t->c_oflag = to_ours(oflags, nitems(oflags), l->c_oflag, t->c_oflag);
	t->c_cflag = to_ours(cflags, nitems(cflags), l->c_cflag, t->c_cflag);
	t->c_lflag = to_ours(lflags, nitems(lflags), l->c_lflag, t->c_lflag);
	t->c_cflag &= ~CSIZE;
	for (i = 0; i < nitems(sizes); i++)
		if ((l->c_cflag & LINUX_CSIZE) == sizes[i].theirs)
			t->c_cflag |= sizes[i].ours;
	/* Another speed than these leaves it as it is. */
	for (i = 0; i < nitems(speeds); i++)
		if ((l->c_cflag & LINUX_CBAUD) == speeds[i].theirs)
			t->c_ispeed = t->c_ospeed = speeds[i].ours;
	for (i = 0; i < LINUX_NCCS; i++) {
		if (chars[i] == NCCS)
			continue;
		t->c_cc[chars[i]] =
		    l->c_cc[i] == 0 && chars[i] != VMIN && chars[i] != VTIME
		    ? _POSIX_VDISABLE
		    : l->c_cc[i];
	}
}
