/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * modes.c: the table of a terminal's modes; termios(4) explains them.
 */
#include <stddef.h>

#include "stty.h"

#define CTRL(c) ((c)&037)
#define I(name, bit, sane)                                              \
	{                                                               \
		name, offsetof(struct termios, c_iflag), bit, bit, sane \
	}
#define O(name, bit, sane)                                              \
	{                                                               \
		name, offsetof(struct termios, c_oflag), bit, bit, sane \
	}
#define C(name, mask, bit, sane)                                         \
	{                                                                \
		name, offsetof(struct termios, c_cflag), mask, bit, sane \
	}
#define L(name, bit, sane)                                              \
	{                                                               \
		name, offsetof(struct termios, c_lflag), bit, bit, sane \
	}

const struct flag flags[] = {
    I("ignbrk", IGNBRK, false),
    I("brkint", BRKINT, true),
    I("ignpar", IGNPAR, false),
    I("parmrk", PARMRK, false),
    I("inpck", INPCK, false),
    I("istrip", ISTRIP, false),
    I("inlcr", INLCR, false),
    I("igncr", IGNCR, false),
    I("icrnl", ICRNL, true),
    I("ixon", IXON, true),
    I("ixoff", IXOFF, false),
    I("ixany", IXANY, false),
    I("imaxbel", IMAXBEL, true),
    O("opost", OPOST, true),
    O("onlcr", ONLCR, true),
    O("ocrnl", OCRNL, false),
    O("onocr", ONOCR, false),
    O("onlret", ONLRET, false),
    C("cs5", CSIZE, CS5, false),
    C("cs6", CSIZE, CS6, false),
    C("cs7", CSIZE, CS7, false),
    C("cs8", CSIZE, CS8, true),
    C("cstopb", CSTOPB, CSTOPB, false),
    C("cread", CREAD, CREAD, true),
    C("parenb", PARENB, PARENB, false),
    C("parodd", PARODD, PARODD, false),
    C("hupcl", HUPCL, HUPCL, true),
    C("clocal", CLOCAL, CLOCAL, true),
    L("isig", ISIG, true),
    L("icanon", ICANON, true),
    L("iexten", IEXTEN, true),
    L("echo", ECHO, true),
    L("echoe", ECHOE, true),
    L("echok", ECHOK, true),
    L("echoke", ECHOKE, true),
    L("echonl", ECHONL, false),
    L("echoprt", ECHOPRT, false),
    L("echoctl", ECHOCTL, true),
    L("noflsh", NOFLSH, false),
    L("tostop", TOSTOP, false),
    L("flusho", FLUSHO, false),
    {NULL, 0, 0, 0, false},
};

const struct control controls[] = {
    {"eof", VEOF, CTRL('d')},
    {"eol", VEOL, _POSIX_VDISABLE},
    {"eol2", VEOL2, _POSIX_VDISABLE},
    {"erase", VERASE, 0177},
    {"werase", VWERASE, CTRL('w')},
    {"kill", VKILL, CTRL('u')},
    {"reprint", VREPRINT, CTRL('r')},
    {"intr", VINTR, CTRL('c')},
    {"quit", VQUIT, CTRL('\\')},
    {"susp", VSUSP, CTRL('z')},
    {"start", VSTART, CTRL('q')},
    {"stop", VSTOP, CTRL('s')},
    {"lnext", VLNEXT, CTRL('v')},
    {"discard", VDISCARD, CTRL('o')},
    {NULL, 0, 0},
};
